#include "schema.hpp"

#include <fmt/format.h>

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

bool is_numeric(plugin::FieldKind kind) {
    return kind == plugin::FieldKind::money || kind == plugin::FieldKind::integer ||
           kind == plugin::FieldKind::basis_points || kind == plugin::FieldKind::boolean;
}

std::string from_and_where(const RowQuery& query) {
    const std::string table = table_name(query.type->kind);
    std::string text = fmt::format(" FROM {} AS t JOIN record USING(rid)", table);
    int parameter = 0;
    std::string separator = " WHERE ";
    for (const std::string& column : query.equals) {
        text += separator;
        text += column == "id" ? fmt::format("record.id = ?{}", ++parameter)
                               : fmt::format("t.{} = ?{}", column_name(column), ++parameter);
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
    std::string text = fmt::format("CREATE TABLE {}(rid INTEGER PRIMARY KEY, status TEXT", table);
    std::string indexes =
        fmt::format("CREATE INDEX {} ON {}(status);\n", quoted(fmt::format("i_{}_status", type.kind)), table);
    for (const plugin::Field& field : columns_of(type)) {
        text += fmt::format(", {} {}", column_name(field.id), is_numeric(field.kind) ? "INTEGER" : "TEXT");
        indexes +=
            fmt::format("CREATE INDEX {} ON {}({});\n", quoted(fmt::format("i_{}_f_{}", type.kind, field.id)),
                        table, column_name(field.id));
    }
    return text + ") STRICT;\n" + indexes;
}

std::string drop_table(std::string_view kind) {
    return fmt::format("DROP TABLE IF EXISTS {}", table_name(kind));
}

std::string select_whole(std::string_view table, std::string_view order_by) {
    return fmt::format("SELECT * FROM {} ORDER BY {}", table, order_by);
}

std::string upsert_row(const plugin::RecordType& type) {
    std::string names = "rid, status";
    std::string values = "?1, ?2";
    int parameter = 2;
    for (const plugin::Field& field : columns_of(type)) {
        names += ", " + column_name(field.id);
        values += fmt::format(", ?{}", ++parameter);
    }
    return fmt::format("INSERT OR REPLACE INTO {}({}) VALUES({})", table_name(type.kind), names, values);
}

std::string count_rows(const RowQuery& query) {
    return "SELECT count(*)" + from_and_where(query);
}

std::string select_rows(const RowQuery& query) {
    const char* direction = query.descending ? "DESC" : "ASC";
    std::string order;
    if (query.sort == "id") {
        order = fmt::format("record.id {}", direction);
    } else if (query.sort == "status") {
        order = fmt::format("t.status {0}, t.rid {0}", direction);
    } else if (!query.sort.empty()) {
        order = fmt::format("t.{0} {1}, t.rid {1}", column_name(query.sort), direction);
    } else {
        order = fmt::format("t.rid {}", direction);
    }
    const auto parameter = query.equals.size() + (query.search ? 1 : 0);
    return fmt::format(
        "SELECT record.rid, id, kind, last_effective, entries, doc{} ORDER BY {} LIMIT ?{} OFFSET ?{}",
        from_and_where(query), order, parameter + 1, parameter + 2);
}

}  // namespace xinbu::records::sql
