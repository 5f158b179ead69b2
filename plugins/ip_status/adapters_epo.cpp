// Patents as the EPO's Open Patent Services tell them: families with legal events, bibliography, register.
#include <algorithm>
#include <charconv>

#include "adapters.hpp"
#include "office_patent.hpp"
#include "right.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::ip_status {

using plugin::Array;
using plugin::ImportSink;
using plugin::Object;
using plugin::XmlElement;

namespace {

constexpr const char* system_name = "EPO OPS";
constexpr const char* register_name = "European Patent Register";

struct DocumentId {
    std::string country, number, kind, date;
};

DocumentId read_id(const XmlElement& id) {
    return {text_of(id, {"country"}), plugin::canonical_uscc(id.text_at({"doc-number"})),
            text_of(id, {"kind"}), text_of(id, {"date"})};
}

/// The id in the docdb format, which alone splits country, number and kind; the first one where no format is
/// named. A day that only another format tells is taken from there.
DocumentId id_in(const XmlElement& reference) {
    DocumentId chosen;
    std::string any_date;
    for (const XmlElement& id : reference.children) {
        if (id.name != "document-id") continue;
        const std::string_view type = attribute_of(id, "document-id-type");
        const DocumentId read = read_id(id);
        if (any_date.empty()) any_date = read.date;
        if ((type == "docdb" || type.empty()) && chosen.number.empty()) chosen = read;
    }
    if (chosen.date.empty()) chosen.date = any_date;
    return chosen;
}

/// The number by which our records know an application; empty where docdb's form leaves it in doubt.
std::string own_number(const DocumentId& id) {
    if (id.country == china) {
        // docdb drops the check digit.
        const char check = plugin::patent_check_digit(id.number);
        return check != '\0' ? id.number + "." + check
                             : plugin::canonical_patent_number(id.number).value_or(std::string());
    }
    if (id.country == "US") {
        // The year of filing stands before series and serial; the old form drops the series altogether.
        constexpr std::size_t with_year = 12;
        const bool begins_with_year = id.number.starts_with("19") || id.number.starts_with("20");
        return id.number.size() == with_year && begins_with_year ? id.number.substr(4) : std::string();
    }
    return id.number;
}

std::string_view kind_of(const DocumentId& application, const DocumentId& publication) {
    const std::string_view kind = !application.kind.empty() ? application.kind : publication.kind;
    if (kind.starts_with('U') || kind.starts_with('Y')) return "utility_model";
    if (kind.starts_with('F') || kind.starts_with('S')) return "design";
    return "invention";
}

/// In these offices a document of that letter is the granted one.
bool is_grant(const DocumentId& publication) {
    const std::string_view kind = publication.kind;
    if (publication.country == "EP") return kind == "B1";
    if (publication.country == "US") return kind == "B1" || kind == "B2" || kind.starts_with('S');
    if (publication.country == china)
        return kind.starts_with('B') || kind.starts_with('U') || kind.starts_with('S');
    return false;
}

void reject_number(const DocumentId& publication, ImportSink& sink) {
    const std::string shown = clipped(publication.country + publication.number + publication.kind, 60);
    sink.reject("ip.import.number",
                {"The document of " + (shown.empty() ? std::string("no publication") : shown) +
                     " names no application number that tells the right for certain.",
                 "文献" + shown + "未载明可确定该权利的申请号。"});
}

// ---- bibliography ----

void read_applicants(const XmlElement& about, OfficePatent& patent) {
    const XmlElement* parties = first_below(about, "applicants");
    if (parties == nullptr) return;
    for (const std::string_view wanted : {"original", "", "epodoc"}) {
        each_below(*parties, "applicant", [&](const XmlElement& one) {
            if (attribute_of(one, "data-format") != wanted) return;
            std::string name = first_text(one, "name");
            // epodoc writes the country behind the name: "NOKIA OYJ [FI]".
            if (name.ends_with(']') && name.rfind(" [") != std::string::npos) name.erase(name.rfind(" ["));
            while (name.ends_with(',') || name.ends_with(' ')) name.pop_back();
            add_owner(patent, name);
        });
        if (!patent.owners.empty()) return;
    }
}

void read_about(const XmlElement& about, OfficePatent& patent) {
    each_below(about, "invention-title", [&](const XmlElement& title) {
        if (patent.title.empty() || attribute_of(title, "lang") == "en") patent.title = title.text;
    });
    read_applicants(about, patent);
    each_below(about, "classification-ipcr", [&](const XmlElement& one) {
        // "H04W  84/    20            A I": the symbol ends before the level.
        std::string symbol;
        for (const char c : one.text_at({"text"}).substr(0, 15))
            if (c != ' ') symbol += c;
        add_ipc(patent, symbol);
    });
}

OfficePatent patent_of(const DocumentId& application, const DocumentId& publication) {
    OfficePatent patent;
    patent.office = application.country;
    patent.number = own_number(application);
    patent.kind = kind_of(application, publication);
    patent.filing = application.date;
    patent.published = publication.date;
    if (!publication.number.empty())
        patent.publication_number = publication.country + publication.number + publication.kind;
    if (is_grant(publication)) patent.grant = publication.date;
    if (patent.number != application.number) add_number(patent, application.number);
    return patent;
}

void import_exchange_document(const XmlElement& element, ImportSink& sink) {
    const XmlElement* about = element.child("bibliographic-data");
    const XmlElement* reference = about != nullptr ? about->child("application-reference") : nullptr;
    const XmlElement* published = about != nullptr ? about->child("publication-reference") : nullptr;
    const DocumentId publication = published != nullptr ? id_in(*published) : DocumentId{};
    const DocumentId application = reference != nullptr ? id_in(*reference) : DocumentId{};
    OfficePatent patent = patent_of(application, publication);
    if (patent.number.empty()) {
        reject_number(publication, sink);
        return;
    }
    read_about(*about, patent);
    emit(patent, system_name, sink);
}

// ---- legal events ----

/// The fields of a legal event, by their number: "L525EP" is 525.
std::string field_of(const XmlElement& legal, std::string_view number) {
    std::string found;
    const auto look = [&](const XmlElement& one) {
        if (found.empty() && one.name.size() >= 4 && one.name[0] == 'L' && one.name.substr(1, 3) == number)
            found = one_line(one.text);
    };
    for (const XmlElement& child : legal.children) {
        look(child);
        for (const XmlElement& inner : child.children) look(inner);
    }
    return found;
}

std::string detail_of(const XmlElement& legal) {
    std::string detail = one_line(attribute_of(legal, "desc"));
    for (const XmlElement& child : legal.children) {
        if (!child.name.starts_with("L5")) continue;
        for (const XmlElement& inner : child.children) {
            const std::string text = one_line(inner.text);
            if (!text.empty()) detail += "\n" + one_line(attribute_of(inner, "desc")) + ": " + text;
        }
    }
    const std::string gazette = field_of(legal, "007");
    if (!gazette.empty()) detail += "\nGazette: " + gazette;
    return detail;
}

int year_in(std::string_view text) {
    int year = 0;
    std::from_chars(text.data(), text.data() + text.size(), year);
    return year;
}

/// The day on which it happened where the office tells it; else the day of the gazette.
std::string day_of(const XmlElement& legal) {
    for (const std::string_view field : {"518", "525", "007"})
        if (const SourceDate date = source_date(field_of(legal, field)); date.date) return date.date->text();
    return {};
}

PatentStep read_legal(const XmlElement& legal, const std::string& office) {
    PatentStep step{day_of(legal), "", one_line(attribute_of(legal, "code")), detail_of(legal)};
    const std::string text = field_of(legal, "510");
    step.event = inpadoc_event(office, step.code);
    step.year = year_in(field_of(legal, "520"));
    if (office == "US" && step.code == "AS") {
        step.event = conveyance_event(text);
        step.reference = reel_frame_in(text);
    }
    // The publication of the granted document is the mention of the grant.
    if (office == "EP" && step.code == "AK") {
        const std::string document = field_of(legal, "506");
        step.event = document == "B1" ? "grant" : document.starts_with("A") ? "publication" : "other";
    }
    if (const std::string owner = field_of(legal, "509"); !owner.empty() && step.event != "pledge_end")
        step.counterparties.push_back(party(owner));
    if (office == "EP") step.territory = field_of(legal, "501");
    return step;
}

void import_legal(const XmlElement& legal, const DocumentId& application, ImportSink& sink) {
    DocumentId concerned{field_of(legal, "001"), plugin::canonical_uscc(field_of(legal, "003")), "", ""};
    // An event of a published document names that; the member tells which application it belongs to.
    if (concerned.number.empty() || field_of(legal, "002") == "P") concerned = application;
    const std::string number = own_number(concerned);
    if (number.empty()) {
        reject_number(concerned, sink);
        return;
    }
    const std::string record = right_id(patent_kind, concerned.country, number);
    const PatentStep step = read_legal(legal, concerned.country);
    if (!emit(record, step, source_of(system_name, ""), sink))
        sink.reject("date.invalid",
                    {"Event " + clipped(step.code, 20) + " of " + record + " has no valid date.",
                     record + "的事项" + clipped(step.code, 20) + "没有有效日期。"});
}

void import_family_member(const XmlElement& element, ImportSink& sink) {
    const XmlElement* reference = element.child("application-reference");
    const XmlElement* published = element.child("publication-reference");
    const DocumentId application = reference != nullptr ? id_in(*reference) : DocumentId{};
    const DocumentId publication = published != nullptr ? id_in(*published) : DocumentId{};
    if (const XmlElement* document = element.child("exchange-document")) {
        import_exchange_document(*document, sink);
    } else if (OfficePatent patent = patent_of(application, publication); patent.number.empty()) {
        reject_number(publication, sink);
    } else {
        emit(patent, system_name, sink);
    }
    for (const XmlElement& child : element.children)
        if (child.name == "legal") import_legal(child, application, sink);
}

// ---- the European Patent Register ----

void import_dossier_event(const XmlElement& event, const std::string& record, const Object& source,
                          ImportSink& sink) {
    PatentStep step{text_of(event, {"event-date", "date"}), "other", text_of(event, {"event-code"}),
                    text_of(event, {"event-text"})};
    if (step.code == "0009012") step.event = "publication";
    if (step.code == "0009171" || step.code == "0009185") step.event = "examination";
    step.reference = attribute_of(event, "id");
    emit(record, step, source, sink);
}

void import_procedural_step(const XmlElement& element, const std::string& record, const Object& source,
                            ImportSink& sink) {
    PatentStep step{first_text(element, "date"), "other", text_of(element, {"procedural-step-code"}), ""};
    each_below(element, "procedural-step-text", [&](const XmlElement& text) {
        const std::string_view type = attribute_of(text, "step-text-type");
        if (type == "YEAR") step.year = year_in(one_line(text.text));
        if (!one_line(text.text).empty())
            step.detail += (step.detail.empty() ? "" : "\n") + one_line(type) + ": " + one_line(text.text);
    });
    if (step.code == "RFEE") step.event = "annual_fee";
    emit(record, step, source, sink);
}

void import_register_document(const XmlElement& element, ImportSink& sink) {
    const XmlElement* about = element.child("bibliographic-data");
    const XmlElement* reference = about != nullptr ? first_below(*about, "application-reference") : nullptr;
    DocumentId publication, application = reference != nullptr ? id_in(*reference) : DocumentId{};
    DocumentId granted;
    if (about != nullptr)
        each_below(*about, "publication-reference", [&](const XmlElement& one) {
            const DocumentId id = id_in(one);
            if (is_grant(id)) granted = id;
            if (publication.number.empty()) publication = id;
        });
    if (!granted.number.empty()) publication = granted;
    OfficePatent patent = patent_of(application, publication);
    if (patent.number.empty()) {
        reject_number(publication, sink);
        return;
    }
    patent.kind = "invention";  // the office grants no other right
    patent.status = attribute_of(element, "status");
    patent.retrieved = attribute_of(element, "date-produced");
    read_about(*about, patent);
    const std::string record = right_id(patent_kind, patent.office, patent.number);
    const Object source = source_of(register_name, "");
    if (!emit(patent, register_name, sink)) return;
    each_below(element, "dossier-event",
               [&](const XmlElement& one) { import_dossier_event(one, record, source, sink); });
    each_below(element, "procedural-step",
               [&](const XmlElement& one) { import_procedural_step(one, record, source, sink); });
}

}  // namespace

void import_epo(const XmlElement& element, ImportSink& sink) {
    if (element.name == "family-member") import_family_member(element, sink);
    if (element.name == "exchange-document") import_exchange_document(element, sink);
    if (element.name == "register-document") import_register_document(element, sink);
    if (element.name == "fault") {
        const std::string text =
            clipped(text_of(element, {"code"}) + " " + text_of(element, {"message"}), 200);
        sink.reject("epo.fault", {"The service answered with a fault: " + text, "服务返回错误：" + text});
    }
}

}  // namespace xinbu::ip_status
