// Organisations and labour-service brands: who they are, what their figures are, which library holds a brand
// and who recognised it.
//
// A brand's record holds, beside what was recorded: the latest figures under the names of
// brands.brand.figures_reported with `figures_as_of`; `library_level` while it is in a library;
// `recognised_level` and `recognised_year` of the latest recognition, all of them in `recognitions`; the
// latest evidence per criterion in `evidence`. The overlay `recognised` stands beside any status.
#pragma once

#include <memory>

#include "xinbu/plugin/api.hpp"

namespace xinbu::brands {

class Brands final : public plugin::Plugin {
public:
    plugin::Declaration declare() const override;
    void normalise(plugin::Draft& draft) const override;
    std::optional<std::string> record_id(const plugin::Draft& draft, plugin::Numbering&) const override;
    void validate(const plugin::Draft& draft, const plugin::Records& records,
                  plugin::Faults& faults) const override;
    void fold(const plugin::EntryType& type, const plugin::Entry& entry,
              plugin::Record& record) const override;
    /// `brands.name`: findings D-06.region, D-06.industry and D-06.person; facts `region`, `industry` and
    /// `person` (the parts found, as text) and `follows_rule` (boolean).
    std::optional<plugin::CheckAnswer> check(std::string_view name, const plugin::Object& parameters,
                                             const plugin::Records& records,
                                             const plugin::AskCheck& ask) const override;
    void import_row(std::string_view adapter, const plugin::CsvRow& row,
                    plugin::ImportSink& sink) const override;
};

std::unique_ptr<plugin::Plugin> make_brands();

}  // namespace xinbu::brands
