// The import adapters of ip_status without a registry: a file or a text in, drafts and rejections out.
#pragma once

#include <set>
#include <sstream>

#include "plugins/ip_status_support.hpp"
#include "support/vectors.hpp"
#include "xinbu/readers/csv.hpp"
#include "xinbu/readers/xml.hpp"

namespace xinbu::test {

/// The right that a draft is about by its office and number, where it names no record.
inline std::string right_of(const plugin::Draft& draft) {
    if (!draft.record.empty()) return draft.record;
    const std::string kind = draft.type.starts_with("ip.trademark") ? "trademark" : "patent";
    return kind + "/" + std::string(plugin::text_at(draft.data, "office")) + "-" +
           std::string(plugin::text_at(draft.data, "number"));
}

class AdapterBench : public ::testing::Test, protected RightsBench {
protected:
    ip_status::IpStatus plugin;

    class NoRecords final : public plugin::Records {
    public:
        std::optional<xinbu::plugin::Record> find(std::string_view) const override { return std::nullopt; }
        std::vector<xinbu::plugin::Record> referring_to(std::string_view, std::string_view) const override {
            return {};
        }
        void for_each(std::string_view,
                      const std::function<bool(const xinbu::plugin::Record&)>&) const override {}
        xinbu::plugin::Date as_of() const override { return {2026, 1, 1}; }
    };

    const xinbu::plugin::Adapter& adapter(const std::string& name) const {
        return *bench.catalogue().adapter(name);
    }
    static std::string shared(const std::string& path) { return std::string(XINBU_SHARED_DIR) + "/" + path; }

    CollectedImport xml(const std::string& name, const std::string& text) const {
        std::istringstream stream(text);
        CollectedImport sink;
        readers::read_xml(stream, "inline", adapter(name).elements,
                          [&](const xinbu::plugin::XmlElement& element) {
                              plugin.import_element(name, element, sink);
                              return true;
                          });
        return sink;
    }
    CollectedImport document(const std::string& name, const std::string& text) const {
        CollectedImport sink;
        plugin.import_document(name, json_value(text), sink);
        return sink;
    }
    CollectedImport row(const std::string& name,
                        std::map<std::string, std::string, std::less<>> cells) const {
        CollectedImport sink;
        plugin.import_row(name, MapRow(std::move(cells)), sink);
        return sink;
    }
    CollectedImport file(const std::string& name, const std::string& path) const {
        switch (adapter(name).format) {
            case xinbu::plugin::SourceFormat::xml:
                return xml(name, read_shared(path).value_or(""));
            case xinbu::plugin::SourceFormat::json:
                return document(name, read_shared(path).value_or("null"));
            case xinbu::plugin::SourceFormat::csv:
                break;
        }
        CollectedImport sink;
        readers::CsvOptions options;
        options.required = adapter(name).columns;
        readers::CsvReader reader(shared(path), options);
        while (const readers::CsvLine* line = reader.next()) plugin.import_row(name, *line, sink);
        return sink;
    }

    /// Prepares every draft as the host does; the rules that refuse one, without the warnings.
    Rules refused(const std::vector<xinbu::plugin::Draft>& drafts) {
        const NoRecords none;
        Rules rules;
        for (const xinbu::plugin::Draft& draft : drafts) {
            const auto prepared = host::prepare(bench.catalogue(), {draft}, none, bench);
            if (prepared) continue;
            for (const xinbu::plugin::Fault& fault : prepared.error())
                if (!fault.warning) rules.push_back(draft.record + " " + fault.pointer + " " + fault.rule);
        }
        return rules;
    }
    /// The warnings of a draft that is accepted.
    Rules warnings(const xinbu::plugin::Draft& draft) {
        const NoRecords none;
        const auto prepared = host::prepare(bench.catalogue(), {draft}, none, bench);
        if (!prepared) return {"refused"};
        Rules rules;
        for (const xinbu::plugin::Fault& fault : prepared->warnings) rules.push_back(fault.rule);
        return rules;
    }
    void add_all(const std::vector<xinbu::plugin::Draft>& drafts) {
        for (const xinbu::plugin::Draft& draft : drafts)
            for (const std::string& rule : bench.add(draft))
                EXPECT_TRUE(rule.ends_with("?")) << draft.record << " " << rule;
    }
    static std::size_t records_in(const CollectedImport& sink) {
        return static_cast<std::size_t>(std::ranges::count_if(
            sink.drafts, [](const auto& draft) { return draft.type.ends_with(".recorded"); }));
    }
    static std::string text(const xinbu::plugin::Draft& draft, std::string_view name) {
        const xinbu::plugin::Value* value = draft.data.find(name);
        if (value == nullptr) return "-";
        return value->text() != nullptr ? *value->text() : json::canonical(*value);
    }
    /// The first draft of that event; an empty one where there is none.
    static xinbu::plugin::Draft event_of(const CollectedImport& sink, std::string_view event) {
        for (const xinbu::plugin::Draft& draft : sink.drafts)
            if (xinbu::plugin::text_at(draft.data, "event") == event) return draft;
        return {};
    }
};

}  // namespace xinbu::test
