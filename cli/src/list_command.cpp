// list: records of one type, on the terminal or as a file.
#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "commands.hpp"
#include "origins.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/document/table.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/readers/csv.hpp"
#include "xinbu/session/render.hpp"

namespace xinbu::cli {

namespace {

using plugin::FieldKind;
using plugin::Quantity;

constexpr std::uint64_t page_rows = 1000;

struct ListOptions {
    std::string kind, search, sort, as_of, known_at, format = "table", out;
    std::vector<std::string> where;
    std::uint64_t limit = 0;
    bool descending = false, reveal = false;
};

std::vector<std::string> cells_of(const session::RecordView& record,
                                  const std::vector<plugin::Field>& columns, bool for_people) {
    std::vector<std::string> cells{record.id, for_people ? record.status_label : record.status};
    for (const plugin::Field& field : columns) {
        const plugin::Value* value = record.fields.find(field.id);
        cells.push_back(value != nullptr ? session::render_value(field, *value) : std::string());
    }
    return cells;
}

Quantity quantity_of(FieldKind kind) {
    switch (kind) {
        case FieldKind::date:
            return Quantity::date;
        case FieldKind::money:
            return Quantity::money;
        case FieldKind::integer:
            return Quantity::integer;
        case FieldKind::basis_points:
            return Quantity::basis_points;
        default:
            return Quantity::text;
    }
}

plugin::Text same(const std::string& text) {
    return {text, text};
}

/// Dates, amounts, counts and shares as such; the rest as a person reads it.
std::vector<plugin::Cell> typed_cells(const session::RecordView& record,
                                      const std::vector<plugin::Field>& columns) {
    std::vector<plugin::Cell> cells(2 + columns.size());
    cells[0].value = record.id;
    cells[1].value = record.status_label;
    cells[1].tone = record.tone;
    for (std::size_t at = 0; at < columns.size(); ++at) {
        const plugin::Field& field = columns[at];
        const plugin::Value* value = record.fields.find(field.id);
        if (value == nullptr) continue;
        if (quantity_of(field.kind) != Quantity::text)
            cells[at + 2].value = *value;
        else
            cells[at + 2].value = session::render_value(field, *value);
    }
    return cells;
}

/// Whose list it is, and of which state of the ledger.
document::Frame frame_of(session::Registry& registry, const session::AsOf& as_of) {
    const session::Info info = take(registry.info());
    document::Frame frame{.as_of = as_of.day.value_or(session::today())};
    frame.organisation = info.name;
    frame.origin = info.registry;
    frame.mark = registry.export_mark();
    frame.size = std::min(as_of.known_commits.value_or(info.commits), info.commits);
    const std::vector<session::CommitView> last = take(registry.log(info.commits - frame.size + 1));
    if (!last.empty() && frame.size > 0) frame.time = last.back().signed_at;
    return frame;
}

/// Where the rows go, one after the other.
class Listing {
public:
    Listing(Context& context, session::Registry& registry, const ListOptions& options,
            const plugin::RecordType* type)
        : context_(context), options_(options), origins_(registry) {
        heading_ = {tr("Record"), tr("Status")};
        std::vector<std::string> names{"id", "status"};
        table_.columns = {{same(heading_[0])}, {same(heading_[1])}};
        if (type != nullptr) {
            table_.title = same(host::shown(type->plural));
            for (const plugin::Field& field : type->fields) {
                if (!field.column) continue;
                columns_.push_back(field);
                heading_.push_back(host::shown(field.label));
                names.push_back(field.id);
                table_.columns.push_back({same(heading_.back()), quantity_of(field.kind)});
            }
        }
        if (is("csv")) put_csv(names);
    }

    void take(const session::RecordView& record) {
        if (context_.options.json)
            context_.print_json(json_of(record));
        else if (is("xlsx"))
            table_.rows.push_back(typed_cells(record, columns_));
        else if (is("csv"))
            put_csv(cells_of(record, columns_, false));
        else
            put_row(record);
        ++count_;
    }

    void finish(session::Registry& registry, const session::AsOf& as_of) {
        if (context_.options.json) return;
        if (is("csv") && !registry.export_mark().empty()) put_csv({registry.export_mark()});
        if (is("xlsx")) {
            write_output(options_.out,
                         document::table_xlsx(table_, host::shown(table_.title), frame_of(registry, as_of)));
        } else if (is("csv") && !options_.out.empty()) {
            write_output(options_.out, as_bytes(csv_));
        } else if (!is("csv")) {
            print_table(context_.out(), heading_, rows_, context_.columns());
        }
        if (!options_.out.empty())
            context_.say(
                fmt::format(fmt::runtime(tr("{} records written to {}.")), count_, printable(options_.out)));
    }

private:
    bool is(std::string_view format) const { return options_.format == format && !context_.options.json; }
    void put_csv(const std::vector<std::string>& cells) {
        std::string line;
        readers::append_csv_row(line, cells, readers::CsvProfile::spreadsheet);
        if (options_.out.empty())
            context_.out() << line;
        else
            csv_ += line;
    }

    /// A column says who recorded what is another's, once something is.
    void put_row(const session::RecordView& record) {
        const std::size_t own_columns = columns_.size() + 2;
        if (!origins_.is_own(record.origin) && heading_.size() == own_columns) {
            heading_.emplace_back(tr("Recorded by"));
            for (std::vector<std::string>& row : rows_) row.emplace_back();
        }
        rows_.push_back(cells_of(record, columns_, true));
        if (heading_.size() > own_columns) rows_.back().push_back(origins_.name(record.origin));
    }

    Context& context_;
    const ListOptions& options_;
    Origins origins_;
    std::vector<plugin::Field> columns_;
    std::vector<std::string> heading_;
    std::vector<std::vector<std::string>> rows_;
    plugin::ReportTable table_;
    std::string csv_;
    std::uint64_t count_ = 0;
};

/// A workbook is no text for a terminal, and a table for the terminal is no file.
void require_fitting(const Context& context, const ListOptions& options) {
    const bool is_file = !options.out.empty();
    const auto refuse = [](std::string why) {
        throw Failure(Category::usage, "usage", "list", std::move(why));
    };
    if (is_file && context.options.json) refuse(tr("--json prints, so --out has no place beside it"));
    if (options.format == "xlsx" && !is_file && !context.options.json)
        refuse(tr("a spreadsheet needs a file: --out FILE"));
    if (options.format == "table" && is_file) refuse(tr("--out is for --format csv and --format xlsx"));
    if (is_file) refuse_existing(options.out);
}

int list(Context& context, const ListOptions& options) {
    require_fitting(context, options);
    session::Query query;
    query.kind = options.kind;
    query.search = options.search;
    query.sort = options.sort;
    query.descending = options.descending;
    query.numbers = options.reveal ? session::Numbers::revealed : session::Numbers::masked;
    query.limit = options.limit;
    query.exported = !context.options.json && options.format != "table";
    for (const std::string& text : options.where) query.where.push_back(condition(text, "--where"));
    if (!options.search.empty()) require_searchable("--search", options.search);
    session::Registry& registry = context.open(session::Access::read);
    query.as_of = as_of_options(context, registry, options.as_of, options.known_at);
    Listing listing(context, registry, options, context.plugins().catalogue().record_type(options.kind));
    const std::uint64_t limit = options.limit == 0 ? UINT64_MAX : options.limit;
    for (std::uint64_t first = 0; first < limit;) {
        const std::vector<session::RecordView> page =
            take(registry.list(query, first, std::min<std::uint64_t>(page_rows, limit - first)));
        for (const session::RecordView& record : page) listing.take(record);
        first += page.size();
        if (page.size() < page_rows || was_interrupted() || context.output_failed()) break;
    }
    if (was_interrupted() && !options.out.empty()) return 130;  // half a list is none
    listing.finish(registry, query.as_of);
    return 0;
}

}  // namespace

void add_list_command(CLI::App& app, Context& context, Action& chosen) {
    auto listing = std::make_shared<ListOptions>();
    CLI::App* command = add_command(app, chosen, "list", tr("records of one type"),
                                    [&context, listing] { return list(context, *listing); });
    command->add_option("type", listing->kind, tr("a record type"))->required();
    command
        ->add_option("--where", listing->where,
                     tr("FIELD=VALUE, by name or label; FIELD= for none; may be given several times"))
        ->take_all()
        ->allow_extra_args(false);
    command->add_option("--search", listing->search, tr("text to find in them"));
    command->add_option("--sort", listing->sort, tr("a field, id or status"));
    command->add_flag("--descending", listing->descending, tr("last first"));
    command->add_option("--limit", listing->limit, tr("at most so many"))->check(how_many());
    command->add_option("--as-of", listing->as_of, tr("as they stood on a day"));
    command->add_option("--known-at", listing->known_at,
                        tr("with what was signed by then: the number of a commit, a day, or an instant"));
    command->add_option("--format", listing->format, tr("table, csv or xlsx"))
        ->check(CLI::IsMember({"table", "csv", "xlsx"}));
    command->add_option("--out", listing->out, tr("the file of a list as csv or xlsx"));
    command->add_flag("--reveal", listing->reveal,
                      tr("show identity numbers and telephones of people whole"));
}

}  // namespace xinbu::cli
