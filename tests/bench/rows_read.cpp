#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "ledgers.hpp"
#include "rows.hpp"
#include "trademarks.hpp"
#include "xinbu/json/json.hpp"
#include "xinbu/ledger/proof.hpp"

namespace xinbu::bench {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t page = 50;
constexpr int queries = 2000;
constexpr double p99 = 0.99;
constexpr std::uint64_t random_seed = 11;

double milliseconds(double seconds) {
    return 1e3 * seconds;
}

/// The 99th percentile with the median and the slowest beside it.
Spread tail_of(const Samples& samples) {
    return {samples.quantile(p99), samples.median(), samples.highest()};
}
constexpr const char* tail_note = "p99, spread is median–slowest";

session::Query all_marks() {
    session::Query query;
    query.kind = kind;
    return query;
}

/// What stands in a page's rows, by nothing but SQL: the entries that the records are the folds of.
class BareRows {
public:
    explicit BareRows(storage::Database& database)
        : database_(database),
          select_(database.prepare(
              "SELECT record.id, ledger_entry.bytes FROM record JOIN ledger_entry ON ledger_entry.position = "
              "(SELECT entry FROM record_entry WHERE record_entry.rid = record.rid) WHERE record.rid = ?1")) {
    }

    /// Notes the rids that `query`, which stands ready, gives; says how many are noted now.
    std::size_t note(storage::Statement& query) {
        while (query.step()) rids_.push_back(query.integer(0));
        query.reset();
        return rids_.size();
    }
    /// Reads the rows that are noted.
    std::size_t read() {
        std::size_t bytes = 0;
        for (const std::int64_t rid : rids_) {
            select_.bind_all(rid);
            while (select_.step()) bytes += select_.text(0).size() + select_.blob(1).size();
            select_.reset();
        }
        rids_.clear();
        return bytes;
    }
    /// Some rid that there is.
    std::int64_t random_rid(std::mt19937_64& random) {
        storage::Statement& last = database_.cached("SELECT max(rid) FROM record");
        last.step();
        const std::int64_t end = last.integer(0);
        last.reset();
        storage::Statement& select = database_.cached("SELECT rid FROM t_trademark WHERE rid >= ?1 LIMIT 1");
        select.bind_all(static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(end)));
        const std::int64_t rid = select.step() ? select.integer(0) : 1;
        select.reset();
        return rid;
    }

private:
    storage::Database& database_;
    storage::Statement select_;
    std::vector<std::int64_t> rids_;
};

// ---- open ----

struct Opening {
    Samples whole, derivation, ours, bare;
};

Opening openings(Workshop& workshop, std::uint64_t entries, int rounds) {
    const fs::path folder = workshop.shared(entries).folder, file = folder / "registry.db";
    const Keys keys(folder);
    const storage::KeySlot& slot = *keys.slots.find(operator_name);
    Opening result;
    for (int round = 0; round < rounds; ++round) {
        drop_from_cache(file);
        std::unique_ptr<session::Registry> registry;
        const double whole = seconds_of([&] {
            registry = workshop.open(folder);
            take(registry->list(all_marks(), 0, page));
        });
        registry.reset();
        const double derivation = seconds_of([&] { take(crypto::scrypt(secret(), slot.salt, slot.cost)); });
        drop_from_cache(file);
        const double bare = seconds_of([&] {
            storage::Database database = keys.open(storage::Mode::read_only);
            BareRows rows(database);
            storage::Statement first = database.prepare("SELECT rid FROM t_trademark ORDER BY rid LIMIT 50");
            rows.note(first);
            rows.read();
        });
        result.whole.add(milliseconds(whole));
        result.derivation.add(milliseconds(derivation));
        result.ours.add(milliseconds(whole - derivation));
        result.bare.add(milliseconds(bare));
    }
    return result;
}

// ---- lists ----

struct ListQuery {
    session::Query query;
    std::uint64_t first = 0;
    bool is_deep = false, is_first = false;
};

std::vector<ListQuery> list_queries(session::Registry& registry, std::mt19937_64& random) {
    std::vector<std::string> sorts{"", "id", "status"};
    for (const plugin::Field& field : registry.plugins().catalogue().record_type(kind)->fields)
        if (field.column) sorts.push_back(field.id);
    const std::uint64_t count = take(registry.count(all_marks()));
    const std::uint64_t last = count > page ? count - page : 0;
    std::vector<ListQuery> all;
    // Of ten queries one is for the first page, one for the last, the others for any.
    for (int i = 0; i < queries; ++i) {
        ListQuery one;
        one.query = all_marks();
        one.query.sort = sorts[static_cast<std::size_t>(i) % sorts.size()];
        one.query.descending = random() % 2 == 0;
        const std::uint64_t turn = random() % 10;
        one.first = turn == 0 ? 0 : turn == 1 ? last : random() % (last + 1);
        one.is_first = one.first == 0;
        one.is_deep = one.first > count / 2;
        all.push_back(std::move(one));
    }
    return all;
}

/// The page behind a row, found by the key of that row: what no offset and no record costs.
Samples bare_pages(const fs::path& folder, std::mt19937_64& random) {
    constexpr int pages = 500;
    storage::Database database = Keys(folder).open(storage::Mode::read_only);
    BareRows rows(database);
    std::vector<std::string> sorts{"status"};
    storage::Statement names = database.prepare(
        "SELECT name FROM pragma_table_info('t_trademark') WHERE name LIKE 'f\\_%' ESCAPE '\\'");
    while (names.step()) sorts.emplace_back(names.text(0));
    Samples times;
    for (int i = 0; i < pages; ++i) {
        const std::string& column = sorts[static_cast<std::size_t>(i) % sorts.size()];
        const bool descending = random() % 2 == 0;
        const std::int64_t rid = rows.random_rid(random);
        storage::Statement& key =
            database.cached(fmt::format("SELECT \"{}\" FROM t_trademark WHERE rid = ?1", column));
        key.bind_all(rid);
        key.step();
        const bool is_null = key.is_null(0), is_text = key.is_text(0);
        const std::string text(is_text ? key.text(0) : std::string_view());
        const std::int64_t number = is_null || is_text ? 0 : key.integer(0);
        key.reset();
        // SQLite seeks to the first row of a value, not to one row among equals: so those come first, alone.
        storage::Statement& equal = database.cached(fmt::format(
            "SELECT rid FROM t_trademark WHERE \"{0}\" IS ?2 AND rid {1}= ?1 ORDER BY rid {2} LIMIT 50",
            column, descending ? '<' : '>', descending ? "DESC" : "ASC"));
        storage::Statement& behind = database.cached(fmt::format(
            "SELECT rid FROM t_trademark WHERE \"{0}\" {1} ?1 ORDER BY \"{0}\" {2}, rid {2} LIMIT ?2", column,
            descending ? '<' : '>', descending ? "DESC" : "ASC"));
        const auto bind_value = [&](storage::Statement& statement, int parameter) {
            if (is_null) {
                statement.bind(parameter, nullptr);
            } else if (is_text) {
                statement.bind(parameter, std::string_view(text));
            } else {
                statement.bind(parameter, number);
            }
        };
        times.add(milliseconds(seconds_of([&] {
            equal.bind(1, rid);
            bind_value(equal, 2);
            const std::size_t found = rows.note(equal);
            if (found < page) {
                bind_value(behind, 1);
                behind.bind(2, static_cast<std::int64_t>(page - found));
                rows.note(behind);
            }
            rows.read();
        })));
    }
    return times;
}

}  // namespace

void measure_open(Workshop& workshop, const Emit& emit) {
    constexpr int rounds = 15;
    constexpr std::uint64_t few = 1000;
    const std::uint64_t fewer = std::min(few, workshop.entries() / 2);
    const Opening large = openings(workshop, workshop.entries(), rounds);
    const Opening small = openings(workshop, fewer, rounds);
    emit({"open", "ms", spread_of(large.ours), spread_of(large.bare), "bare SQLCipher: open and 50 rows",
          false, Bound::at_most, 150,
          fmt::format("cold file; {:.0f} ms in all less {:.0f} ms for one derivation", large.whole.median(),
                      large.derivation.median())});
    emit({"open_growth", "ms", spread_of(large.ours), spread_of(small.ours),
          fmt::format("at {} records", fewer), true, Bound::at_most, 1.2,
          fmt::format("{:+.1f} ms", large.ours.median() - small.ours.median())});
}

void measure_list(Workshop& workshop, const Emit& emit) {
    const fs::path folder = workshop.shared(workshop.entries()).folder;
    std::mt19937_64 random(random_seed);
    Samples all, deep, first;
    read_into_cache(folder / "registry.db");
    {
        const std::unique_ptr<session::Registry> registry = workshop.open(folder, session::Access::read);
        for (const ListQuery& one : list_queries(*registry, random)) {
            std::size_t rows = 0;
            const double time = milliseconds(
                seconds_of([&] { rows = take(registry->list(one.query, one.first, page)).size(); }));
            if (rows == 0) give_up("list", "a page is empty");
            all.add(time);
            if (one.is_deep) deep.add(time);
            if (one.is_first) first.add(time);
        }
    }
    const Samples bare = bare_pages(folder, random);
    emit({"list", "ms", tail_of(all), tail_of(bare), "bare SQL from the key of the row before", false,
          Bound::at_most, 8, fmt::format("{}; {} queries, every sort", tail_note, queries)});
    emit({"list_position", "ms", tail_of(deep), tail_of(first), "first page", true, Bound::at_most, 1.5,
          fmt::format("{}; pages of the deeper half", tail_note)});
}

void measure_search(Workshop& workshop, const Emit& emit) {
    constexpr int searches_per_bare = 4;
    const std::uint64_t count = workshop.entries();
    const fs::path folder = workshop.shared(count).folder;
    const std::unique_ptr<session::Registry> registry = workshop.open(folder, session::Access::read);
    storage::Database database = Keys(folder).open(storage::Mode::read_only);
    BareRows rows(database);
    storage::Statement& match =
        database.cached("SELECT rowid FROM record_text WHERE record_text MATCH ?1 ORDER BY rowid LIMIT 50");
    std::mt19937_64 random(random_seed);
    for (const bool chinese : {true, false}) {
        Samples ours, bare;
        for (int i = 0; i < queries / 2; ++i) {
            const std::string text = chinese ? chinese_pair(random, count) : latin_triple(random, count);
            std::size_t hits = 0;
            ours.add(milliseconds(seconds_of([&] { hits = take(registry->search(text, page)).size(); })));
            if (hits == 0) give_up("search", "nothing was found for " + text);
            if (i % searches_per_bare != 0) continue;
            const std::string expression = chinese ? "\"" + text + "\"" : "\"" + text + "\" *";
            bare.add(milliseconds(seconds_of([&] {
                match.bind_all(expression);
                rows.note(match);
                rows.read();
            })));
        }
        emit({chinese ? "search_chinese" : "search_latin", "ms", tail_of(ours), tail_of(bare),
              "bare MATCH and 50 rows", false, Bound::at_most, 20,
              fmt::format("{}; {} queries", tail_note, queries / 2)});
    }
}

// ---- proofs ----

namespace {

/// What of a proof's size the commits make that say who may sign what.
std::size_t authority_bytes(const std::string& proof) {
    constexpr std::string_view extra = "\nextra ";
    const std::size_t begin = proof.find(extra) + extra.size();
    const std::string base64 = proof.substr(begin, proof.find('\n', begin) - begin);
    const Bytes bytes = from_base64(base64).value_or(Bytes{});
    plugin::Value value = take(json::parse(as_text(bytes), json::Profile::document));
    value.object()->set("authority", plugin::Array{});
    return base64.size() - to_base64(as_bytes(json::canonical(value))).size();
}

}  // namespace

void measure_proof(Workshop& workshop, const Emit& emit) {
    constexpr int proofs = 200;
    constexpr double per_entry_byte = 1.4, target_bytes = 2600, target_ms = 5;
    const std::uint64_t count = workshop.singles();
    const fs::path folder = make_ledger(workshop, workshop.shared(workshop.entries()).folder, count, 1);
    Samples times, rests;
    std::uint64_t commits = 0;
    {
        std::vector<std::string> ids;
        std::mt19937_64 random(random_seed);
        {
            storage::Database database = Keys(folder).open(storage::Mode::read_only);
            ledger::Ledger ledger(database);
            for (int i = 0; i < proofs; ++i)
                ids.push_back(to_hex(ledger::leaf_hash(ledger.entry(
                    ledger.entry_count() - 1 - random() % std::min(count, ledger.entry_count())))));
        }
        const std::unique_ptr<session::Registry> registry = workshop.open(folder);
        commits = take(registry->checkpoint()).size;
        for (const std::string& id : ids) {
            std::string proof;
            times.add(milliseconds(seconds_of([&] { proof = take(registry->prove(id)); })));
            const ledger::ProofReading reading = take(ledger::read_proof(proof));
            if (!reading.faults.empty()) give_up("proof", reading.faults.front().message);
            rests.add(static_cast<double>(proof.size() - authority_bytes(proof)) -
                      per_entry_byte * static_cast<double>(reading.entry_bytes.size()));
        }
    }
    fs::remove_all(folder);
    emit({"proof_size", "bytes", spread_of(rests), std::nullopt, "", false, Bound::at_most, target_bytes,
          fmt::format("less 1.4 x the entry and less enrolment; {} commits of 1", commits)});
    emit({"proof_time", "ms", tail_of(times), std::nullopt, "", false, Bound::at_most, target_ms, tail_note});
}

}  // namespace xinbu::bench
