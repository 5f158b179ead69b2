// What a report says, as data: the hosts draw it on the screen and write it as HTML, PDF, spreadsheet or
// text.
//
// A report carries no fonts, colours or positions. Whatever is drawn in it has words beside it that say the
// same, so that nothing is lost to who cannot see the drawing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "xinbu/plugin/date.hpp"
#include "xinbu/plugin/value.hpp"

namespace xinbu::plugin {

/// What a person reads, in both languages of the product.
struct Text {
    std::string en;
    std::string zh;

    bool is_empty() const { return en.empty() && zh.empty(); }
};

/// How a state is shown: by a word and a colour of this meaning.
enum class Tone { neutral, good, attention, bad };

/// What a cell of a table or a bar of a chart holds.
enum class Quantity {
    text,          ///< a string, or {"en", "zh"}
    date,          ///< "YYYY-MM-DD"
    money,         ///< {"amount": minor units, "currency": ISO 4217}
    integer,       ///< a count
    basis_points,  ///< a share; 10000 is the whole
    record,        ///< a record id; the host shows the record's title and links to it
};

/// A cell. Null stands for nothing; a text that depends on the language is {"en", "zh"}.
struct Cell {
    Value value{};
    Tone tone = Tone::neutral;
};
inline Value both(const Text& text) {
    return Object{{"en", text.en}, {"zh", text.zh}};
}

struct ReportColumn {
    Text label;
    Quantity quantity = Quantity::text;
    bool goes_beneath = false;  ///< on paper, where the columns have no room beside each other, it stands in
                                ///< the cells of the column before it, on a line of its own
};

struct ReportTable {
    Text title{};
    std::vector<ReportColumn> columns;
    std::vector<std::vector<Cell>> rows;  ///< each as long as `columns`
    std::vector<Cell> total{};            ///< the last line, set apart; as long as `columns`, or empty
    Text when_empty{};                    ///< what stands there when no row does
};

struct ReportParagraph {
    Text text;
    Tone tone = Tone::neutral;
};

/// Names and values, one below the other.
struct ReportFact {
    Text label;
    Cell cell;
    Quantity quantity = Quantity::text;
    Text remark{};  ///< such as the source of the value and its age
};
struct ReportFacts {
    std::vector<ReportFact> facts;
};

/// Lanes on one axis of dates.
struct TimelineSpan {
    Date from;
    std::optional<Date> to{};  ///< the last day; nothing where the end is open or not known
    Text label;
    Tone tone = Tone::neutral;
};
struct TimelineMark {
    Date day;
    Text label;
    Tone tone = Tone::neutral;
};
struct TimelineLane {
    Text label;
    std::vector<TimelineSpan> spans{};
    std::vector<TimelineMark> marks{};
};
struct ReportTimeline {
    Text title{};
    Date from, to;                ///< what the axis shows, both included
    std::optional<Date> today{};  ///< drawn as a line through all lanes
    std::vector<TimelineLane> lanes;
};

/// Bars of one quantity: counts by state, fees by year.
struct ReportBar {
    Text label;
    std::int64_t value = 0;  ///< minor units, a count or basis points; not negative
    Tone tone = Tone::neutral;
};
struct ReportBars {
    Text title{};
    Quantity quantity = Quantity::integer;  ///< money, integer or basis_points
    std::string currency{};                 ///< of money
    std::vector<ReportBar> bars;
};

/// Lines over the same axis of dates: a debt and what it is secured by.
struct CurvePoint {
    Date day;
    std::int64_t value = 0;
};
struct ReportCurve {
    Text label;
    Tone tone = Tone::neutral;
    bool stepped = false;  ///< holds its value until the next point
    std::vector<CurvePoint> points;
};
struct ReportCurves {
    Text title{};
    Quantity quantity = Quantity::money;
    std::string currency{};
    std::optional<Date> today{};
    std::vector<ReportCurve> curves;
};

/// A QR code (ISO/IEC 18004) by which paper leads back to the ledger. What is in it is the host's to say, one
/// line of text: the ledger's origin, and behind it either the id of an entry (`entry=`), or the state that
/// the report was made from (`size=`, `root=`) with the digest of the report (`report=`).
struct ReportCode {
    Text caption;
    std::string record{};      ///< whose entry is named; empty: the code is about the report itself
    std::string entry_type{};  ///< its last entry of that type that was not corrected; empty: of any type
};

using ReportBlock = std::variant<ReportParagraph, ReportFacts, ReportTable, ReportTimeline, ReportBars,
                                 ReportCurves, ReportCode>;

struct ReportSection {
    Text heading;
    std::vector<ReportBlock> blocks;
};

/// Where a statement comes from.
struct ReportSource {
    Text what;                ///< an extract of a register, a law
    std::string retrieved{};  ///< its day, where it has one
};

struct ReportModel {
    Text title;
    Text subject{};  ///< what or whom it is about
    std::vector<ReportSection> sections;
    std::vector<ReportSource> sources{};
};

}  // namespace xinbu::plugin
