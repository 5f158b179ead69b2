// The German register: marks (ST.66), designs (ST.86), patents and utility models, and its hit lists.
#include <algorithm>
#include <array>

#include "adapters.hpp"
#include "office_mark.hpp"
#include "office_patent.hpp"
#include "right.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::ip_status {

using plugin::ImportSink;
using plugin::Object;
using plugin::XmlElement;

namespace {

constexpr const char* system_name = "DPMAregister";
constexpr const char* germany = "DE";

struct Word {
    std::string_view german, id;
};

template <std::size_t size>
std::string word_of(const std::array<Word, size>& words, std::string_view text) {
    const auto known = std::ranges::find(words, text, &Word::german);
    return known != words.end() ? std::string(known->id) : std::string();
}

/// Words of a hit list that say that the right is no more. It does not say since when.
bool says_ended(std::string_view status) {
    constexpr std::array<std::string_view, 9> words{"vernichtet", "loescht", "löscht",
                                                    "erloschen",  "lapsed",  "ancelled",
                                                    "destroyed",  "deleted", "Destroyed"};
    return std::ranges::any_of(words,
                               [&](std::string_view word) { return status.find(word) != std::string::npos; });
}

/// Such a hit is no grant in force: the day of grant becomes a finding.
void leave_out_grant(OfficePatent& patent) {
    if (!says_ended(patent.status) || patent.grant.empty()) return;
    patent.findings.add(undated_status, "grant_date", patent.grant);
    patent.grant.clear();
}

// ---- marks ----

constexpr std::array<Word, 10> mark_features{{{"Word", "word"},
                                              {"Wortmarke", "word"},
                                              {"wortmarke", "word"},
                                              {"Figurative", "figurative"},
                                              {"bildmarke", "figurative"},
                                              {"Combined", "combined"},
                                              {"wort-bildmarke", "combined"},
                                              {"3-D", "three_dimensional"},
                                              {"dreidimensionale-marke", "three_dimensional"},
                                              {"Sound", "sound"}}};
/// What the status means is told by the register's own words; one that only says what became of the file
/// ("Akte vernichtet") means that the mark is no longer there, and its events say since when.
constexpr std::array<Word, 5> record_kinds{{{"Eintragung", "registration"},
                                            {"Verlaengerung", "renewal"},
                                            {"Umschreibung", "assignment"},
                                            {"Berichtigung", "change"},
                                            {"Teilloeschung", "partial_cancellation"}}};

std::string name_of(const XmlElement& element) {
    for (const char* name : {"FreeFormatNameLine", "OrganizationName", "LastName"})
        if (std::string found = first_text(element, name); !found.empty()) return found;
    return {};
}

/// Cancelled since it was not renewed (§ 47 of the Trade Mark Act), or because the owner asked for it.
bool is_not_renewed(const std::string& ground) {
    return ground.find("47") != std::string::npos || ground.find("Nichtverl") != std::string::npos;
}

OfficeMark::Step read_record(const XmlElement& record) {
    OfficeMark::Step step;
    const XmlElement* basic = record.child("BasicRecord");
    if (basic == nullptr) return step;
    step.code = text_of(*basic, {"BasicRecordKind"});
    step.reference = text_of(*basic, {"RecordIdentifier"});
    step.date = text_of(*basic, {"RecordCurrentStatusDate"});
    const std::string status = text_of(*basic, {"RecordCurrentStatusCode"});
    const std::string ground = first_text(record, "LegalGround");
    step.text = status;
    if (!ground.empty()) step.text += (status.empty() ? "" : "\n") + ground;
    step.event = word_of(record_kinds, step.code);
    if (step.code.starts_with("Loeschung")) {
        step.event = is_not_renewed(ground)             ? "lapse"
                     : step.code == "Loeschung Inhaber" ? "surrender"
                                                        : "cancellation";
        // The right ended on that day; the entry in the register came later.
        if (const std::string day = first_text(record, "CancellationDate"); !day.empty()) step.date = day;
    } else if (step.code == "Widerspruch") {
        step.event = status.empty()                      ? "opposition"
                     : status == "Marke nicht geloescht" ? "request_decided"
                                                         : "other";
    } else if (step.event.empty()) {
        step.event = "other";
    }
    if (const XmlElement* holder = first_below(record, "NewHolder"))
        if (const std::string name = name_of(*holder); !name.empty())
            step.counterparties.push_back(party(name));
    return step;
}

/// The file number is what the hit list and the register's address name the mark by; the number under which
/// it was applied for may be another.
void set_number(OfficeMark& mark, const XmlElement& element) {
    const std::string application = number_of(element.text_at({"ApplicationNumber"}));
    const std::string file = number_of(element.text_at({"FileNumber"}));
    mark.serial = !file.empty() ? file : application;
    if (!application.empty() && application != mark.serial) mark.other_numbers.emplace_back(application);
}

void import_mark(const XmlElement& element, ImportSink& sink) {
    OfficeMark mark;
    mark.office = germany;
    set_number(mark, element);
    mark.registration_number = number_of(element.text_at({"RegistrationNumber"}));
    mark.application = text_of(element, {"ApplicationDate"});
    mark.registration = text_of(element, {"RegistrationDate"});
    mark.expiry = text_of(element, {"ExpiryDate"});
    mark.status_text = text_of(element, {"MarkCurrentStatusCode"});
    mark.mark = first_text(element, "MarkVerbalElementText");
    mark.kind = word_of(mark_features, text_of(element, {"MarkFeature"}));
    each_below(element, "ClassDescription", [&](const XmlElement& one) {
        add_class(mark, text_of(one, {"ClassNumber"}));
        add_goods(mark.goods, text_of(one, {"GoodsServicesDescription"}));
    });
    if (const XmlElement* applicants = element.child("ApplicantDetails"))
        each_below(*applicants, "Applicant", [&](const XmlElement& one) {
            if (const std::string name = name_of(one); !name.empty()) mark.owners.push_back(party(name));
        });
    // Marks are opposed after they are registered: what is published is no preliminary publication.
    if (const std::string day = text_of(element, {"PublicationDetails", "Publication", "PublicationDate"});
        !day.empty())
        mark.steps.push_back({day, "",
                              "Publication; opposition " + text_of(element, {"OppositionPeriodStartDate"}) +
                                  " – " + text_of(element, {"OppositionPeriodEndDate"}),
                              "", "other"});
    each_below(element, "MarkRecord", [&](const XmlElement& one) { mark.steps.push_back(read_record(one)); });
    emit(mark, system_name, sink);
}

void import_mark_hit(const XmlElement& element, ImportSink& sink) {
    OfficeMark mark;
    mark.office = text_of(element, {"RegistrationOfficeCode"});
    if (mark.office.empty()) mark.office = germany;
    set_number(mark, element);
    mark.application = text_of(element, {"ApplicationDate"});
    mark.registration = text_of(element, {"RegistrationDate"});
    mark.status_text = text_of(element, {"MarkCurrentStatusCode"});
    mark.mark = text_of(element, {"MarkVerbalElementText"});
    mark.kind = word_of(mark_features, text_of(element, {"MarkFeature"}));
    std::string classes = text_of(element, {"Classification"});
    std::ranges::replace(classes, ',', ' ');
    for (std::size_t start = 0; start < classes.size();) {
        const std::size_t end = std::min(classes.find(' ', start), classes.size());
        if (end > start) add_class(mark, std::string_view(classes).substr(start, end - start));
        start = end + 1;
    }
    if (const std::string name = name_without_place(element.text_at({"Applicant"})); !name.empty())
        mark.owners.push_back(party(name));
    if (says_ended(mark.status_text)) leave_out_registration(mark);
    emit(mark, system_name, sink);
}

// ---- designs ----

constexpr std::array<Word, 3> design_events{{{"Design Registered", "grant"},
                                             {"Cancellation Expiry Term Of Protection", "expiry"},
                                             {"Transfer", "assignment"}}};

/// One application holds several designs; each is a right of its own, named by its identifier.
OfficePatent design_of(const XmlElement& design) {
    OfficePatent patent;
    patent.office = germany;
    patent.kind = "design";
    patent.number = plugin::canonical_uscc(design.text_at({"DesignIdentifier"}));
    patent.grant = text_of(design, {"RegistrationDate"});
    add_number(patent, plugin::canonical_uscc(design.text_at({"RegistrationNumber"})));
    return patent;
}

void import_design(const XmlElement& application, const XmlElement& design, ImportSink& sink) {
    OfficePatent patent = design_of(design);
    patent.filing = text_of(application, {"DesignApplicationDate"});
    patent.title = design.text_at({"DesignTitle"});
    patent.published = text_of(design, {"PublicationDetails", "Publication", "PublicationDate"});
    patent.status = first_text(design, "DesignStatus");
    add_number(patent, plugin::canonical_uscc(application.text_at({"DesignApplicationNumber"})));
    const XmlElement* applicants = design.child("ApplicantDetails");
    if (applicants == nullptr) applicants = application.child("ApplicantDetails");
    if (applicants != nullptr)
        each_below(*applicants, "Applicant", [&](const XmlElement& one) { add_owner(patent, name_of(one)); });
    each_below(design, "IndicationProduct", [&](const XmlElement& one) {
        each_below(one, "ClassDescription", [&](const XmlElement& description) {
            patent.findings.add("locarno.class", "ipc", description.text_at({"ClassNumber"}));
        });
    });
    if (!emit(patent, system_name, sink)) return;
    const std::string record = right_id(patent_kind, germany, patent.number);
    each_below(design, "DesignRecord", [&](const XmlElement& one) {
        PatentStep step{first_text(one, "RecordFilingDate"), "", first_text(one, "LegalStatus"), ""};
        step.event = word_of(design_events, step.code);
        step.reference = first_text(one, "PublicationIdentifier");
        emit(record, step, source_of(system_name, ""), sink);
    });
}

void import_designs(const XmlElement& application, ImportSink& sink) {
    bool found = false;
    each_below(application, "Design", [&](const XmlElement& design) {
        found = true;
        import_design(application, design, sink);
    });
    if (!found) reject_format(sink, "Design", names_in(application));
}

void import_design_hit(const XmlElement& element, ImportSink& sink) {
    OfficePatent patent = design_of(element);
    patent.filing = text_of(element, {"DesignApplicationDate"});
    patent.published = text_of(element, {"PublicationDate"});
    patent.title = element.text_at({"ProductDescription"});
    patent.status = element.text_at({"DesignStatus"});
    add_owner(patent, name_without_place(element.text_at({"OwnerOrApplicant"})));
    add_number(patent, plugin::canonical_uscc(element.text_at({"DesignApplicationNumber"})));
    if (const std::string class_number = text_of(element, {"ClassNumber"}); !class_number.empty())
        patent.findings.add("locarno.class", "ipc", class_number);
    leave_out_grant(patent);
    emit(patent, system_name, sink);
}

// ---- patents and utility models ----

/// "10027360.2", "G 82 33 714.4": the check digit and the letter of utility models go, as other offices quote
/// the number without them; the number as it stands is kept beside.
void set_number(OfficePatent& patent, std::string_view text) {
    const std::string whole = plugin::canonical_uscc(text);
    std::string number = whole.substr(0, whole.find('.'));
    if (number.starts_with('G')) number.erase(0, 1);
    patent.number = number;
    add_number(patent, whole);
}

void import_patent(const XmlElement& element, ImportSink& sink) {
    OfficePatent patent;
    patent.office = germany;
    const XmlElement* about = element.child("bibliographic-data");
    if (about == nullptr) {
        reject_format(sink, "bibliographic-data", names_in(element));
        return;
    }
    set_number(patent, about->text_at({"application-reference", "document-id", "doc-number"}));
    patent.filing = text_of(*about, {"application-reference", "document-id", "date"});
    patent.title = about->text_at({"invention-title"});
    const XmlElement* office = about->child("office-specific-bib-data");
    const std::string type = office != nullptr ? text_of(*office, {"type-of-ip-right"}) : std::string();
    patent.kind = type == "gebrauchsmuster" ? "utility_model" : type == "patent" ? "invention" : "";
    if (office != nullptr) {
        patent.status = office->text_at({"status"});
        patent.published = text_of(*office, {"date-of-first-publication"});
        patent.retrieved = text_of(*office, {"date-last-register-update"});
    }
    if (const XmlElement* publication = first_below(*about, "publication-reference"))
        patent.publication_number = text_of(*publication, {"document-id", "country"}) +
                                    text_of(*publication, {"document-id", "doc-number"}) +
                                    text_of(*publication, {"document-id", "kind"});
    each_below(*about, "classification-ipcr",
               [&](const XmlElement& one) { add_ipc(patent, one.text_at({"text"})); });
    each_below(*about, "applicant", [&](const XmlElement& one) {
        add_owner(patent, one.text_at({"addressbook", "name"}));
    });
    if (!emit(patent, system_name, sink)) return;
    const std::string record = right_id(patent_kind, germany, patent.number);
    each_below(element, "event-data", [&](const XmlElement& one) {
        PatentStep step{text_of(one, {"date-of-procedural-status"}), "", text_of(one, {"procedural-status"}),
                        text_of(one, {"type-of-procedure"})};
        step.event = inpadoc_event(germany, step.code);
        if (!emit(record, step, source_of(system_name, ""), sink))
            sink.reject("date.invalid",
                        {"Event " + clipped(step.code, 20) + " of " + record + " has no valid date.",
                         record + "的事项" + clipped(step.code, 20) + "没有有效日期。"});
    });
}

void import_patent_hit(const XmlElement& element, ImportSink& sink) {
    OfficePatent patent;
    patent.office = germany;
    set_number(patent, element.text_at({"registered-number"}));
    const std::string type = text_of(element, {"type"});
    patent.kind = type == "Utility model" ? "utility_model" : type == "Patent" ? "invention" : "";
    patent.title = element.text_at({"invention-title"});
    patent.status = element.text_at({"legalstatus"});
    patent.filing = text_of(element, {"applicationDate"});
    patent.published = text_of(element, {"publicationDate"});
    patent.grant = text_of(element, {"registrationDate"});
    for (const char* list : {"main-classification", "further-classification"})
        each_below(element, list,
                   [&](const XmlElement& one) { add_ipc(patent, one.text_at({"classification"})); });
    each_below(element, "applicant",
               [&](const XmlElement& one) { add_owner(patent, name_without_place(one.text)); });
    leave_out_grant(patent);
    emit(patent, system_name, sink);
}

}  // namespace

bool is_dpma_word(std::string_view code) {
    return code.starts_with("Loeschung") || code == "Widerspruch" || !word_of(record_kinds, code).empty() ||
           !word_of(design_events, code).empty();
}

void import_dpma(const XmlElement& element, ImportSink& sink) {
    if (element.name == "TradeMark") import_mark(element, sink);
    if (element.name == "Entries") import_mark_hit(element, sink);
    if (element.name == "DesignApplication") import_designs(element, sink);
    if (element.name == "DesignHitListRecord") import_design_hit(element, sink);
    if (element.name == "dpma-patent-document") import_patent(element, sink);
    if (element.name == "PatentHitListRecord") import_patent_hit(element, sink);
}

}  // namespace xinbu::ip_status
