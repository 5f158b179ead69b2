#include "schema.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace xinbu::records::sql {

namespace {

std::string quoted(std::string_view name) {
    std::string text = "\"";
    for (const char c : name) {
        if (c == '"') text += '"';
        text += c;
    }
    return text + '"';
}

std::string column_name(std::string_view field) {
    return quoted(fmt::format("f_{}", field));
}

std::string index_name(std::string_view kind, const plugin::Field* field) {
    return quoted(field == nullptr ? fmt::format("i_{}_status", kind)
                                   : fmt::format("i_{}_f_{}", kind, field->id));
}

/// Whether the ids of records are needed: the table alone tells rids and columns.
bool needs_ids(const RowQuery& query) {
    return query.sort == "id" || std::ranges::find(query.equals, "id") != query.equals.end();
}

std::string from_and_where(const RowQuery& query) {
    std::string text = fmt::format(" FROM {} AS t", table_name(query.type->kind));
    if (needs_ids(query)) text += " JOIN record USING(rid)";
    int parameter = 0;
    std::string separator = " WHERE ";
    for (const std::string& column : query.equals) {
        text += separator;
        text += column == "id" ? fmt::format("record.id = ?{}", ++parameter)
                               : fmt::format("t.{} = ?{}", column_name(column), ++parameter);
        separator = " AND ";
    }
    for (const std::string& column : query.empty) {
        text += fmt::format("{0}(t.{1} IS NULL OR t.{1} = '')", separator, column_name(column));
        separator = " AND ";
    }
    if (query.search)
        text += fmt::format("{}t.rid IN (SELECT rowid FROM record_text WHERE record_text MATCH ?{})",
                            separator, ++parameter);
    return text;
}

}  // namespace

std::string table_name(std::string_view kind) {
    return quoted(fmt::format("t_{}", kind));
}

std::vector<plugin::Field> columns_of(const plugin::RecordType& type) {
    std::vector<plugin::Field> columns;
    for (const plugin::Field& field : type.fields)
        if (field.column) columns.push_back(field);
    return columns;
}

std::string create_table(const plugin::RecordType& type) {
    const std::string table = table_name(type.kind);
    std::string text = fmt::format("CREATE TABLE {}(rid INTEGER PRIMARY KEY, status ANY", table);
    std::string indexes =
        fmt::format("CREATE INDEX {} ON {}(status);\n", index_name(type.kind, nullptr), table);
    for (const plugin::Field& field : columns_of(type)) {
        text += fmt::format(", {} ANY", column_name(field.id));
        indexes += fmt::format("CREATE INDEX {} ON {}({});\n", index_name(type.kind, &field), table,
                               column_name(field.id));
    }
    return text + ") STRICT;\n" + indexes;
}

std::string drop_table(std::string_view kind) {
    return fmt::format("DROP TABLE IF EXISTS {}", table_name(kind));
}

std::string check_rows(const plugin::RecordType& type) {
    return fmt::format("SELECT * FROM {} WHERE rid BETWEEN ?1 AND ?2 ORDER BY rid", table_name(type.kind));
}

std::string select_in_state(const plugin::RecordType& type) {
    return fmt::format("SELECT id FROM {} AS t JOIN record USING(rid) WHERE t.status = ?1 ORDER BY t.rid",
                       table_name(type.kind));
}

std::string check_index(const plugin::RecordType& type, const plugin::Field* field) {
    const std::string column = field == nullptr ? "status" : column_name(field->id);
    return fmt::format("SELECT {0}, rid FROM {1} INDEXED BY {2} ORDER BY {0}, rid", column,
                       table_name(type.kind), index_name(type.kind, field));
}

std::string upsert_row(const plugin::RecordType& type) {
    std::string names = "rid, status", values = "?1, ?2", updates = "status = ?2";
    int parameter = 2;
    for (const plugin::Field& field : columns_of(type)) {
        const std::string name = column_name(field.id);
        names += ", " + name;
        values += fmt::format(", ?{}", ++parameter);
        updates += fmt::format(", {} = ?{}", name, parameter);
    }
    return fmt::format("INSERT INTO {}({}) VALUES({}) ON CONFLICT(rid) DO UPDATE SET {}",
                       table_name(type.kind), names, values, updates);
}

std::string count_rows(const RowQuery& query) {
    return "SELECT count(*)" + from_and_where(query);
}

std::string select_rids(const RowQuery& query) {
    const char* direction = query.descending ? "DESC" : "ASC";
    const auto parameter = query.equals.size() + (query.search ? 1 : 0);
    const std::string page = fmt::format(" LIMIT ?{} OFFSET ?{}", parameter + 1, parameter + 2);
    if (query.sort == "id" && query.equals.empty() && !query.search) {
        // The index over all ids, of which one kind's stand together.
        return fmt::format("SELECT rid FROM record WHERE id >= '{0}/' AND id < '{0}0' ORDER BY id {1}{2}",
                           query.type->kind, direction, page);
    }
    std::string order = fmt::format("t.rid {}", direction);
    if (query.sort == "id") {
        order = fmt::format("record.id {}", direction);
    } else if (query.sort == "status") {
        order = fmt::format("t.status {0}, t.rid {0}", direction);
    } else if (!query.sort.empty()) {
        order = fmt::format("t.{0} {1}, t.rid {1}", column_name(query.sort), direction);
    }
    return fmt::format("SELECT t.rid{} ORDER BY {}{}", from_and_where(query), order, page);
}

std::string select_records_of(const plugin::RecordType& type) {
    return fmt::format(
        "SELECT record.rid, id, last_effective, entries, state FROM {} AS t JOIN record USING(rid) WHERE "
        "t.rid "
        "> ?1 ORDER BY t.rid LIMIT ?2",
        table_name(type.kind));
}

}  // namespace xinbu::records::sql
