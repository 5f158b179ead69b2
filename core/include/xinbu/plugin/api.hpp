// The whole contract between the hosts and a plugin.
//
// A plugin describes one field of work: record types, entry types, checks and import adapters, as plain data,
// and the few functions that are really domain. It sees no file, clock, thread, database, key or window.
// Hosts make from the declaration the JSON Schema, the form, the table, the index and the command line.
//
// Rules, enforced by the host or by tests:
//  * Only values and the abstract classes below cross the boundary; nothing a plugin allocated outlives it.
//  * Functions are pure: the same arguments give the same answer. Today is an argument.
//  * No exception may leave a plugin; should one, the host names the plugin and refuses what it was asked
//  for.
//  * All functions of Plugin but use_rules() are const and may be called from several threads at once.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/plugin/date.hpp"
#include "xinbu/plugin/report.hpp"
#include "xinbu/plugin/value.hpp"

namespace xinbu::plugin {

// ---- what a plugin declares
// -----------------------------------------------------------------------------------

enum class FieldKind {
    text,       ///< one line, NFC; no control, bidi or invisible characters
    paragraph,  ///< as text, with line breaks
    date,       ///< "YYYY-MM-DD"
    money,      ///< {"amount": minor units, "currency": ISO 4217}, not negative
    integer,
    basis_points,  ///< a share; 10000 is the whole
    boolean,
    choice,      ///< the id of one of `choices`
    identifier,  ///< text of a named `scheme` (identifiers.hpp), in its canonical form
    reference,   ///< the id of a record; of kind `target` unless that is empty
    party,       ///< {"name", "identifier"}: USCC, or scheme-prefixed
    sha256,      ///< 64 lower-case hex digits
    list,        ///< elements of the one field in `items`
    group,       ///< an object with the fields in `items`
};

struct Choice {
    std::string id;  ///< permanent; what entries hold
    Text label;
};

struct Field {
    std::string id;  ///< permanent, lower_snake_case: the member's name in `data`
    FieldKind kind = FieldKind::text;
    Text label;
    bool required = false;
    Text help{};
    std::vector<Choice> choices{};
    std::string scheme{};  ///< "uscc", "cn-division", "cn-patent", "sha256", …
    std::string target{};  ///< record kind of a reference
    std::vector<Field> items{};
    std::int64_t minimum = INT64_MIN;  ///< integer, basis_points: smallest value; list: fewest elements
    std::int64_t maximum = INT64_MAX;  ///< integer, basis_points: largest value; list: most elements
    std::size_t max_length = 4000;     ///< text: code points
    bool searched = false;             ///< goes into the full-text index of its record
    bool column = false;  ///< stands in the table of its record type, typed and indexed: sortable
    /// text, paragraph: the party among the entry's own fields whom it is about. Where that party is a
    /// natural person, the value is personal data and stands sealed in the entry, as that party's name and
    /// identifier do by themselves (docs/decisions/persons.md). A fold sees what is sealed as
    /// {"sealed": {…}}; checks and reports see it opened, numbers masked.
    std::string person{};

    Field require() const {
        Field copy = *this;
        copy.required = true;
        return copy;
    }
    Field search() const {
        Field copy = *this;
        copy.searched = true;
        return copy;
    }
    Field in_table() const {
        Field copy = *this;
        copy.column = true;
        return copy;
    }
    Field between(std::int64_t low, std::int64_t high) const {
        Field copy = *this;
        copy.minimum = low;
        copy.maximum = high;
        return copy;
    }
    Field at_most(std::size_t code_points) const {
        Field copy = *this;
        copy.max_length = code_points;
        return copy;
    }
    Field about(std::string party) const {
        Field copy = *this;
        copy.person = std::move(party);
        return copy;
    }
    Field with_help(Text text) const {
        Field copy = *this;
        copy.help = std::move(text);
        return copy;
    }
};

inline Field field(std::string id, FieldKind kind, Text label) {
    return Field{std::move(id), kind, std::move(label)};
}
inline Field choice(std::string id, Text label, std::vector<Choice> choices) {
    Field made = field(std::move(id), FieldKind::choice, std::move(label));
    made.choices = std::move(choices);
    return made;
}
inline Field identifier(std::string id, Text label, std::string scheme) {
    Field made = field(std::move(id), FieldKind::identifier, std::move(label));
    made.scheme = std::move(scheme);
    return made;
}
inline Field reference(std::string id, Text label, std::string target) {
    Field made = field(std::move(id), FieldKind::reference, std::move(label));
    made.target = std::move(target);
    return made;
}
inline Field list_of(std::string id, Text label, Field element) {
    Field made = field(std::move(id), FieldKind::list, std::move(label));
    made.items.push_back(std::move(element));
    return made;
}
inline Field group(std::string id, Text label, std::vector<Field> members) {
    Field made = field(std::move(id), FieldKind::group, std::move(label));
    made.items = std::move(members);
    return made;
}

struct State {
    std::string id;  ///< permanent: a word, or a path such as "LIVE/REGISTRATION/Issued and Active"
    Text label;
    Tone tone = Tone::neutral;
};

struct RecordType {
    std::string kind;  ///< permanent: what stands before the slash of a record id
    Text label, plural;
    std::vector<Field> fields;  ///< what a record of this type holds
    std::string title;          ///< the field that names a record to people
    std::vector<State> states;  ///< every status a record may have
    std::string page{};         ///< the report that shows one record; its first parameter is the record
    std::string life_begin{}, life_end{};  ///< date fields between which it lives: hosts draw what is left
    /// Its id is one that an office gave: what two registries say under it is about the same thing.
    bool is_shared = false;
    /// Whoever reads such a record is written down in the read log (查询留痕): of loans and what belongs to
    /// them. Where a natural person stands sealed in a record, that is so without a declaration.
    bool reads_logged = false;
};

/// What holds beside a status. Hosts show it as a badge.
struct Overlay {
    std::string id;
    Text label;
    Tone tone = Tone::attention;
};

/// Who may sign an entry of a type. The roles are the core's.
enum class Role { admin, clerk, officer, auditor };

struct EntryType {
    std::string type;  ///< `plugin.thing.happened`
    Text label;
    std::string record;         ///< kind of the record that it is about
    std::vector<Field> fields;  ///< its `data`
    std::vector<Role> signers{Role::admin, Role::clerk, Role::officer};
    bool creates = false;             ///< may be a record's first entry
    std::vector<std::string> from{};  ///< states it may follow; empty: any
    std::string to{};                 ///< the state it leads to; empty: the state stays
};

struct Check {
    std::string name;  ///< `plugin.question`
    Text label;
    std::vector<Field> parameters;
    /// Asked without parameters it tells everything that wants somebody's attention on that day: hosts ask it
    /// by themselves.
    bool watches = false;
};

struct Report {
    std::string name;  ///< `plugin.subject`
    Text label;
    std::vector<Field> parameters{};
    bool periodic = false;  ///< is about a month, quarter or year: takes the dates `from` and `to`, both
                            ///< included, beside its parameters
};

/// Rules that are data: signed JSON files beside the plugin, one for each office or authority, that can be
/// replaced without building the plugin again.
struct RulePackType {
    std::string id;  ///< the file is `<id>.rules.json`, its signature `<id>.rules.sig`
    Text label;
    Object schema;  ///< JSON Schema (2020-12) of the file, for whoever writes one
};

enum class SourceFormat { csv, xml, json };

struct Adapter {
    std::string name;  ///< what `xinbu import NAME` calls it
    Text label;
    SourceFormat format = SourceFormat::csv;
    std::vector<std::string> columns{};   ///< csv: the columns it needs; others are passed on or ignored
    std::vector<std::string> elements{};  ///< xml: local names of the elements handed over, one subtree each
};

struct Declaration {
    std::vector<RecordType> records;
    std::vector<EntryType> entries;
    std::vector<Check> checks;
    std::vector<Adapter> adapters;
    std::vector<Report> reports{};
    std::vector<Overlay> overlays{};  ///< of all its records
};

// ---- what passes between them
// ----------------------------------------------------------------------------------

/// An entry that is not signed yet. `record` may be empty where record_id() can name it.
struct Draft {
    std::string type;
    std::string record;
    std::string effective;  ///< civil date
    Object data;
};

/// A signed entry, as a fold sees it.
struct Entry {
    std::string_view type;
    std::string_view record;
    std::string_view effective;
    const Object& data;
};

/// The state of one record: a fold over its entries.
struct Record {
    std::string id;
    std::string status;
    std::vector<std::string> overlays{};  ///< what holds beside the status: pledged, frozen, disputed, …
    Object fields;
};

/// One broken rule in a draft.
struct Fault {
    std::string pointer;  ///< RFC 6901, from the draft: "/data/classes/0"
    std::string rule;     ///< stable id, such as "nice.class"
    Text message;
    bool warning = false;  ///< shown and kept, but the draft may be signed
};
using Faults = std::vector<Fault>;

/// Records as of a day: only entries with `effective` on or before it count.
class Records {
public:
    virtual std::optional<Record> find(std::string_view id) const = 0;
    /// Records of `kind` with a reference field, or a party's identifier (as "organisation/…"), or the
    /// pseudonym of a party who is a natural person (as "person/…"), equal to `id`, by id.
    virtual std::vector<Record> referring_to(std::string_view id, std::string_view kind) const = 0;
    /// Every record of `kind`, in the order of their first entries, until `visit` returns false.
    virtual void for_each(std::string_view kind, const std::function<bool(const Record&)>& visit) const = 0;
    virtual Date as_of() const = 0;
    /// Lets `look` see the same records as they stand on another day: what takes effect later is not in them.
    virtual void on(Date, const std::function<void(const Records&)>& look) const { look(*this); }

protected:
    ~Records() = default;
};

/// What the host knows of ids: which numbers are taken, in the ledger and in the same commit, and which
/// record goes by another of its numbers.
class Numbering {
public:
    /// One more than the highest number that follows `prefix` in the ids of records, at least 1.
    virtual std::int64_t next(std::string_view prefix) = 0;
    /// The one record of `kind` whose column field `field` holds `value`, among what is folded already;
    /// nothing where there is none or more than one.
    virtual std::optional<std::string> record_with(std::string_view, std::string_view, std::string_view) {
        return std::nullopt;
    }

protected:
    ~Numbering() = default;
};

enum class Verdict { pass, warn, block };
enum class FindingStatus { met, not_met, unknown, soft };
enum class Severity { block, ack, warn, info, post };

struct Finding {
    std::string rule;
    FindingStatus status = FindingStatus::unknown;
    Severity severity = Severity::info;
    Text message;
    Text basis{};                         ///< law, article, version
    std::vector<std::string> evidence{};  ///< ids of the records it rests on
};

struct CheckAnswer {
    std::vector<Finding> findings;
    Object facts;  ///< figures for other checks and for the screen; names are the check's own, documented
                   ///< with it
};

/// pass, unless something counts against: NOT_MET of severity block → block; any other NOT_MET of severity
/// ack or warn, or UNKNOWN of severity block, ack or warn → warn.
inline Verdict verdict_of(const std::vector<Finding>& findings) {
    Verdict verdict = Verdict::pass;
    for (const Finding& finding : findings) {
        const bool counts = finding.severity == Severity::block || finding.severity == Severity::ack ||
                            finding.severity == Severity::warn;
        if (!counts) continue;
        if (finding.status == FindingStatus::not_met && finding.severity == Severity::block)
            return Verdict::block;
        if (finding.status == FindingStatus::not_met || finding.status == FindingStatus::unknown)
            verdict = Verdict::warn;
    }
    return verdict;
}

/// Asks another plugin's check, of the same day and records; only checks of plugins named in `requires`
/// answer.
using AskCheck = std::function<std::optional<CheckAnswer>(std::string_view name, const Object& parameters)>;

// ---- import
// -----------------------------------------------------------------------------------------------------

/// One row of a CSV file, cells by column name. Cells are UTF-8, NFC, without outer blanks.
class CsvRow {
public:
    virtual std::string_view cell(std::string_view column) const = 0;  ///< "" where there is no such column

protected:
    ~CsvRow() = default;
};

/// One element of an XML file with all below it. Entities are resolved, nothing was fetched.
struct XmlElement {
    std::string name;        ///< local name
    std::string name_space;  ///< namespace URI, or empty
    std::string text;        ///< character data directly inside, outer blanks removed
    std::vector<Member> attributes;
    std::vector<XmlElement> children;
    long line = 0;

    /// The first child of that local name; null where there is none.
    const XmlElement* child(std::string_view wanted) const {
        for (const XmlElement& element : children)
            if (element.name == wanted) return &element;
        return nullptr;
    }
    /// The text at the end of a path of local names, such as {"case-file-header", "filing-date"}; "" where it
    /// ends early.
    std::string_view text_at(std::initializer_list<std::string_view> path) const {
        const XmlElement* element = this;
        for (const std::string_view step : path) {
            element = element->child(step);
            if (element == nullptr) return {};
        }
        return element->text;
    }
};

/// Takes what an adapter made of one source record.
class ImportSink {
public:
    virtual void draft(Draft draft) = 0;
    /// The source record breaks a rule; it is named with file and line, the rest goes on.
    virtual void reject(std::string rule, Text message) = 0;

protected:
    ~ImportSink() = default;
};

// ---- what a plugin implements
// -------------------------------------------------------------------------------------

class Plugin {
public:
    virtual ~Plugin() = default;

    /// The packs it works by. Asked once, before anything else; the host verifies their signatures and hands
    /// their contents to use_rules() in this order. A plugin whose pack is missing, altered or faulty is
    /// refused.
    virtual std::vector<RulePackType> rule_packs() const { return {}; }
    /// Takes the content of one pack, before declare() and before the plugin is shared between threads.
    /// What it returns refuses the pack; pointers go from the pack's root.
    virtual Faults use_rules(std::string_view, const Value&) { return {}; }

    virtual Declaration declare() const = 0;

    /// Brings what was typed or imported into canonical form before validation (numbers without blanks, upper
    /// case…).
    virtual void normalise(Draft&) const {}
    /// The record id of a draft that came without one; nothing where `data` does not name it.
    virtual std::optional<std::string> record_id(const Draft&, Numbering&) const { return std::nullopt; }
    /// Rules beyond the declared ones. The declared ones already hold when it is called.
    virtual void validate(const Draft&, const Records&, Faults&) const {}
    /// What speaks against a draft that breaks no rule, as warnings for whoever signs it. It sees the day on
    /// which the draft takes effect, may ask checks, and through them what followed registries record; so it
    /// may answer otherwise elsewhere and later, and refuses nothing.
    virtual void advise(const Draft&, const Records&, const AskCheck&, Faults&) const {}

    /// What an entry makes of its record. `record` is empty but for its id when the entry is the first one.
    /// The default sets every member of `data` as a field and moves the status as declared.
    virtual void fold(const EntryType& type, const Entry& entry, Record& record) const {
        default_fold(type, entry, record);
    }
    /// What a record looks like on a day: a status that follows from dates alone (expired, in force). Never
    /// stored.
    virtual void present(Record&, Date) const {}

    virtual std::optional<CheckAnswer> check(std::string_view, const Object&, const Records&,
                                             const AskCheck&) const {
        return std::nullopt;
    }

    /// A declared report. Nothing where it is not about such a record.
    virtual std::optional<ReportModel> report(std::string_view, const Object&, const Records&,
                                              const AskCheck&) const {
        return std::nullopt;
    }

    virtual void import_row(std::string_view, const CsvRow&, ImportSink&) const {}
    virtual void import_element(std::string_view, const XmlElement&, ImportSink&) const {}
    virtual void import_document(std::string_view, const Value&, ImportSink&) const {}

    static void default_fold(const EntryType& type, const Entry& entry, Record& record) {
        for (const Member& member : entry.data) record.fields.set(member.name, member.value);
        if (!type.to.empty()) record.status = type.to;
    }
};

// ---- how the two meet
// ----------------------------------------------------------------------------------------------

inline constexpr std::uint32_t api_version = 2;

/// Pure C data, read before any C++ of the plugin runs.
struct Manifest {
    char magic[8];  ///< "XINBUPL" and a NUL
    std::uint32_t struct_size;
    std::uint32_t api;
    const char* fingerprint;
    const char* id;
    const char* version;
};

#define XINBU_TEXT2(x) #x
#define XINBU_TEXT(x) XINBU_TEXT2(x)
#ifdef _GLIBCXX_DEBUG  // changes the layout of every container, and nothing else would notice
#define XINBU_LIBRARY_MODE "debug"
#else
#define XINBU_LIBRARY_MODE "plain"
#endif
/// Equal strings mean equal layouts, virtual tables and standard library. XINBU_API_DIGEST is the SHA-256
/// over the headers of this folder; CMake sets it where xinbu::plugin_abi is linked.
#define XINBU_FINGERPRINT                                                                     \
    XINBU_API_DIGEST "|" XINBU_TEXT(__GXX_ABI_VERSION) "|" XINBU_LIBRARY_MODE "|" XINBU_TEXT( \
        _GLIBCXX_RELEASE) "|" XINBU_TEXT(_GLIBCXX_USE_CXX11_ABI) "|" XINBU_TEXT(__SIZEOF_POINTER__)

/// Ends the one source file that makes a plugin: XINBU_PLUGIN(Brands, "brands", "1.0.0")
#define XINBU_PLUGIN(Class, id, version)                                                                   \
    extern "C" __attribute__((visibility("default"))) const ::xinbu::plugin::Manifest xinbu_manifest{      \
        "XINBUPL", sizeof(::xinbu::plugin::Manifest), ::xinbu::plugin::api_version, XINBU_FINGERPRINT, id, \
        version};                                                                                          \
    extern "C" __attribute__((visibility("default"))) ::xinbu::plugin::Plugin* xinbu_create() noexcept {   \
        try {                                                                                              \
            return new Class();                                                                            \
        } catch (...) {                                                                                    \
            return nullptr;                                                                                \
        }                                                                                                  \
    }                                                                                                      \
    extern "C" __attribute__((visibility("default"))) void xinbu_destroy(                                  \
        ::xinbu::plugin::Plugin* plugin) noexcept {                                                        \
        delete plugin;                                                                                     \
    }

}  // namespace xinbu::plugin
