// Organisations and labour-service brands: who they are, what their figures are, which library holds a brand
// and who recognised it; what a programme gives and builds on.
//
// A brand's record holds, beside what was recorded: the latest figures under the names of
// brands.brand.figures_reported with `figures_as_of`, all reports in `figures_history`; `library_level` while
// it is in a library, every step in `library_history`; `recognised_level` and `recognised_year` of the latest
// recognition, all of them in `recognitions`; the latest evidence per criterion in `evidence`; linked rights
// in `rights`. The overlay `recognised` stands beside any status.
//
// The criteria of recognition are a rule pack (annex.hpp).
#pragma once

#include <memory>

#include "annex.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::brands {

class Brands final : public plugin::Plugin {
public:
    std::vector<plugin::RulePackType> rule_packs() const override;
    plugin::Faults use_rules(std::string_view pack, const plugin::Value& content) override;
    plugin::Declaration declare() const override;
    void normalise(plugin::Draft& draft) const override;
    std::optional<std::string> record_id(const plugin::Draft& draft,
                                         plugin::Numbering& numbers) const override;
    void validate(const plugin::Draft& draft, const plugin::Records& records,
                  plugin::Faults& faults) const override;
    void fold(const plugin::EntryType& type, const plugin::Entry& entry,
              plugin::Record& record) const override;
    /// `brands.name` (name.hpp), `brands.recognition` and `brands.annex` (recognition.hpp), `brands.coverage`
    /// (coverage.hpp).
    std::optional<plugin::CheckAnswer> check(std::string_view name, const plugin::Object& parameters,
                                             const plugin::Records& records,
                                             const plugin::AskCheck& ask) const override;
    /// `brands.recognition`, `brands.library`, `brands.coverage`, `brands.supervision`: see reports.hpp.
    std::optional<plugin::ReportModel> report(std::string_view name, const plugin::Object& parameters,
                                              const plugin::Records& records,
                                              const plugin::AskCheck& ask) const override;
    void import_row(std::string_view adapter, const plugin::CsvRow& row,
                    plugin::ImportSink& sink) const override;

private:
    Annex annex_;
};

std::unique_ptr<plugin::Plugin> make_brands();

}  // namespace xinbu::brands
