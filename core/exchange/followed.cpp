#include "xinbu/exchange/followed.hpp"

#include <algorithm>

#include "schema.hpp"

namespace xinbu::exchange {

namespace {

void bind_blob(storage::Statement& statement, int index, const Bytes& bytes) {
    if (bytes.empty()) {
        statement.bind(index, nullptr);
    } else {
        statement.bind(index, ByteView(bytes));
    }
}

}  // namespace

void FollowedList::create_tables(storage::Database& database) {
    database.execute(sql::create);
}

bool FollowedList::has_tables(storage::Database& database) {
    storage::Statement& select = database.cached(sql::exists);
    const bool there = select.step() && select.integer(0) != 0;
    select.reset();
    return there;
}

std::vector<Followed> FollowedList::all() {
    std::vector<Followed> all;
    if (!has_tables(database_)) return all;
    storage::Statement& select = database_.cached(sql::select_followed);
    while (select.step()) {
        Followed& one = all.emplace_back();
        one.number = select.integer(0);
        one.origin = select.text(1);
        one.name = select.text(2);
        one.kind = select.text(3);
        if (select.blob(4).size() == one.fingerprint.size())
            std::ranges::copy(select.blob(4), one.fingerprint.begin());
        one.trusted = select.integer(5) != 0;
        one.received = select.text(6);
    }
    select.reset();
    return all;
}

Followed FollowedList::add(const Followed& one) {
    database_.cached(sql::insert_followed)
        .bind_all(one.origin, one.name, one.kind, ByteView(one.fingerprint), one.trusted ? 1 : 0,
                  one.received)
        .run();
    Followed added = one;
    added.number = database_.last_insert_rowid();
    return added;
}

void FollowedList::set_trusted(const Followed& one, bool trusted) {
    database_.cached(sql::update_trusted).bind_all(one.number, trusted ? 1 : 0).run();
}

void FollowedList::set_received(const Followed& one, std::string_view when) {
    database_.cached(sql::update_received).bind_all(one.number, when).run();
}

void FollowedList::remove(const Followed& one) {
    database_.cached(sql::delete_followed).bind_all(one.number).run();
}

std::vector<Fork> FollowedList::forks() {
    std::vector<Fork> forks;
    if (!has_tables(database_)) return forks;
    storage::Statement& select = database_.cached(sql::select_forks);
    while (select.step()) {
        Fork& fork = forks.emplace_back();
        fork.origin = select.text(0);
        fork.found = select.text(1);
        if (!select.is_null(2)) fork.position = static_cast<std::uint64_t>(select.integer(2));
        fork.held_note = select.text(3);
        fork.other_note = select.text(4);
        if (!select.is_null(5)) fork.held_commit = to_bytes(select.blob(5));
        if (!select.is_null(6)) fork.other_commit = to_bytes(select.blob(6));
    }
    select.reset();
    return forks;
}

void FollowedList::add_fork(const Fork& fork) {
    storage::Statement& same = database_.cached(sql::select_same_fork);
    same.bind_all(fork.origin, fork.other_note);
    const bool known = same.step() && same.integer(0) != 0;
    same.reset();
    if (known) return;
    storage::Statement& insert = database_.cached(sql::insert_fork);
    insert.bind(1, fork.origin).bind(2, fork.found);
    if (fork.position) {
        insert.bind(3, static_cast<std::int64_t>(*fork.position));
    } else {
        insert.bind(3, nullptr);
    }
    insert.bind(4, fork.held_note).bind(5, fork.other_note);
    bind_blob(insert, 6, fork.held_commit);
    bind_blob(insert, 7, fork.other_commit);
    insert.run();
}

std::optional<std::string> FollowedList::witnessed(std::string_view origin) {
    if (!has_tables(database_)) return std::nullopt;
    storage::Statement& select = database_.cached(sql::select_witnessed);
    select.bind_all(origin);
    std::optional<std::string> note;
    if (select.step()) note = std::string(select.text(0));
    select.reset();
    return note;
}

std::vector<std::pair<std::string, std::string>> FollowedList::all_witnessed() {
    std::vector<std::pair<std::string, std::string>> notes;
    if (!has_tables(database_)) return notes;
    storage::Statement& select = database_.cached(sql::select_all_witnessed);
    while (select.step()) notes.emplace_back(select.text(0), select.text(1));
    select.reset();
    return notes;
}

void FollowedList::set_witnessed(std::string_view origin, std::uint64_t size, std::string_view note) {
    database_.cached(sql::upsert_witnessed).bind_all(origin, static_cast<std::int64_t>(size), note).run();
}

}  // namespace xinbu::exchange
