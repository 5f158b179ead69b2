#include "plugin.hpp"

#include "adapters.hpp"
#include "declaration.hpp"
#include "identity.hpp"
#include "right.hpp"
#include "rule_pack.hpp"

namespace xinbu::ip_status {

std::vector<plugin::RulePackType> IpStatus::rule_packs() const {
    std::vector<plugin::RulePackType> packs;
    for (const PackSpec& spec : pack_specs())
        packs.push_back({std::string(spec.id), spec.label.text(), schema_of_pack(spec)});
    return packs;
}

plugin::Faults IpStatus::use_rules(std::string_view pack, const plugin::Value& content) {
    return rules_.take(pack, content);
}

plugin::Declaration IpStatus::declare() const {
    return declaration();
}

std::optional<std::string> IpStatus::record_id(const plugin::Draft& draft, plugin::Numbering& numbers) const {
    if (draft.type == standard_recorded) {
        const std::string_view number = plugin::text_at(draft.data, "number");
        if (number.empty()) return std::nullopt;
        return std::string(standard_kind) + "/" + std::string(number);
    }
    if (draft.type == trademark_recorded || draft.type == trademark_event)
        return record_of_right(trademark_kind, draft.data, numbers);
    if (draft.type == patent_recorded || draft.type == patent_event)
        return record_of_right(patent_kind, draft.data, numbers);
    return std::nullopt;
}

void IpStatus::import_row(std::string_view adapter, const plugin::CsvRow& row,
                          plugin::ImportSink& sink) const {
    if (adapter == "uspto-patent-events") import_patent_event(row, sink);
    if (adapter == "uspto-patent-assignments") import_patent_assignment(row, sink);
    if (adapter == "uspto-patent-applications") import_patent_application(row, sink);
    if (adapter == "euipo-csv") import_euipo_mark(row, sink);
    if (adapter == "cn-publications-csv") import_cn_publication(row, sink);
    if (adapter == "cnipa-csv") import_cnipa_mark(row, sink);
}

void IpStatus::import_element(std::string_view adapter, const plugin::XmlElement& element,
                              plugin::ImportSink& sink) const {
    if (adapter == "uspto-trademark-daily" && element.name == "case-file") import_case_file(element, sink);
    if (adapter == "tsdr-st66") import_st66(element, sink);
    if (adapter == "tsdr-st96") import_st96(element, sink);
    if (adapter == "uspto-patent-grant") import_patent_grant(element, sink);
    if (adapter == "dpma-register") import_dpma(element, sink);
    if (adapter == "epo-ops") import_epo(element, sink);
}

void IpStatus::import_document(std::string_view adapter, const plugin::Value& document,
                               plugin::ImportSink& sink) const {
    if (adapter == "tsdr-json") import_tsdr_json(document, sink);
    if (adapter == "uspto-odp-json") import_odp_json(document, sink);
}

std::unique_ptr<plugin::Plugin> make_ip_status() {
    return std::make_unique<IpStatus>();
}

}  // namespace xinbu::ip_status
