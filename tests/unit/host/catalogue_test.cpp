#include "xinbu/host/catalogue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "support.hpp"
#include "xinbu/json/json.hpp"
#include "xinbu/plugin/elsewhere.hpp"

namespace xinbu::host {
namespace {

using plugin::CheckAnswer;
using plugin::Declaration;
using plugin::field;
using plugin::Field;
using plugin::FieldKind;
using plugin::Object;
using plugin::Value;
using test::failure_of;
using test::FakePlugin;
using test::FakeRecords;
using test::provider_of;

Field name_field() {
    return field("name", FieldKind::text, {"Name", "名称"});
}

/// One record type, one entry type, one check and one adapter, all sound.
Declaration sound(const std::string& id = "sample") {
    Declaration declaration;
    declaration.records.push_back({id + "-thing",
                                   {"Thing", "事物"},
                                   {"Things", "事物"},
                                   {name_field()},
                                   "name",
                                   {{"made", {"Made", "已建"}}, {"gone", {"Gone", "已消失"}}}});
    declaration.entries.push_back(
        {id + ".thing.made", {"Thing made", "建立事物"}, id + "-thing", {name_field().require()}});
    declaration.entries.back().creates = true;
    declaration.entries.back().to = "made";
    declaration.entries.push_back({id + ".thing.gone", {"Thing gone", "事物消失"}, id + "-thing", {}});
    declaration.entries.back().from = {"made"};
    declaration.checks.push_back({id + ".question", {"Question", "问题"}, {name_field().require()}});
    declaration.adapters.push_back({id + "-csv", {"From CSV", "CSV导入"}});
    return declaration;
}

std::vector<std::string> faults_of(const Declaration& declaration, const std::string& id = "sample") {
    const Catalogue core;
    return declaration_faults(id, declaration, core.providers());
}

/// Whether exactly one fault was found and its sentence says `part`.
testing::AssertionResult one_fault(const Declaration& declaration, const std::string& part) {
    const std::vector<std::string> faults = faults_of(declaration);
    if (faults.size() == 1 && faults[0].find(part) != std::string::npos && faults[0].ends_with('.'))
        return testing::AssertionSuccess();
    auto result = testing::AssertionFailure() << faults.size() << " faults";
    for (const std::string& fault : faults) result << "; " << fault;
    return result;
}

Declaration with_field(Field broken) {
    Declaration declaration = sound();
    declaration.entries[0].fields.push_back(std::move(broken));
    return declaration;
}

TEST(Declarations, OfTheCoreAndASoundPluginHaveNoFault) {
    const Catalogue core;
    EXPECT_TRUE(declaration_faults("core", core.providers()[0].declaration, {}).empty());
    EXPECT_TRUE(faults_of(sound()).empty());
}

TEST(Declarations, NameFaultsOfRecordTypes) {
    Declaration declaration = sound();
    declaration.records[0].title = "other";
    EXPECT_TRUE(one_fault(declaration, "title other"));
    declaration = sound();
    declaration.records[0].states.push_back(declaration.records[0].states[0]);
    EXPECT_TRUE(one_fault(declaration, "sample-thing made"));
    declaration = sound();
    declaration.records[0].plural.zh.clear();
    EXPECT_TRUE(one_fault(declaration, "label"));
    declaration = sound();
    declaration.records.push_back(declaration.records[0]);
    EXPECT_TRUE(one_fault(declaration, "declared twice"));
    declaration = sound();
    declaration.records.push_back(declaration.records[0]);
    declaration.records[1].kind = "operator";
    EXPECT_TRUE(one_fault(declaration, "already declared by core"));
    declaration.records[1].kind = "Upper/Case";
    EXPECT_TRUE(one_fault(declaration, "no record kind"));
}

TEST(Declarations, NameFaultsOfEntryTypes) {
    Declaration declaration = sound();
    declaration.entries[1].from = {"nowhere"};
    EXPECT_TRUE(one_fault(declaration, "state nowhere"));
    declaration = sound();
    declaration.entries[0].to = "nowhere";
    EXPECT_TRUE(one_fault(declaration, "state nowhere"));
    declaration = sound();
    declaration.entries[0].signers.clear();
    EXPECT_TRUE(one_fault(declaration, "no role"));
    declaration = sound();
    declaration.entries[0].record = "registry";
    EXPECT_TRUE(one_fault(declaration, "kind registry"));
    for (const char* name :
         {"sample.made", "sample", "", "Sample.thing.made", "sample..made", "sample.thing.made."}) {
        declaration = sound();
        declaration.entries[0].type = name;
        EXPECT_TRUE(one_fault(declaration, "no entry type")) << name;
    }
    declaration = sound();
    declaration.entries[1].type = declaration.entries[0].type;
    EXPECT_TRUE(one_fault(declaration, "declared twice"));
    declaration = sound();
    declaration.entries[0].type = "core.registry.created";
    EXPECT_TRUE(one_fault(declaration, "already declared by core"));
}

TEST(Declarations, NameFaultsOfChecksAndAdapters) {
    Declaration declaration = sound();
    declaration.checks[0].name = "question";
    EXPECT_TRUE(one_fault(declaration, "no name of a check"));
    declaration = sound();
    declaration.adapters[0].name = "csv";
    EXPECT_TRUE(one_fault(declaration, "no name of an import"));
    declaration = sound();
    declaration.adapters[0].format = plugin::SourceFormat::xml;
    EXPECT_TRUE(one_fault(declaration, "no element"));
}

TEST(Declarations, NameFaultsOfFields) {
    EXPECT_TRUE(one_fault(with_field(name_field()), "declared twice"));
    EXPECT_TRUE(one_fault(with_field(field("Name", FieldKind::text, {"a", "b"})), "no name of a field"));
    EXPECT_TRUE(one_fault(with_field(field("other", FieldKind::text, {"a", ""})), "label"));
    EXPECT_TRUE(one_fault(with_field(plugin::choice("other", {"a", "b"}, {})), "no choice"));
    EXPECT_TRUE(one_fault(
        with_field(plugin::choice("other", {"a", "b"}, {{"x", {"a", "b"}}, {"x", {"a", "b"}}})), "other x"));
    EXPECT_TRUE(one_fault(with_field(plugin::identifier("other", {"a", "b"}, "none")), "scheme none"));
    EXPECT_TRUE(one_fault(with_field(plugin::reference("other", {"a", "b"}, "nothing")), "kind nothing"));
    EXPECT_TRUE(one_fault(with_field(field("other", FieldKind::list, {"a", "b"})), "does not say of what"));
    EXPECT_TRUE(one_fault(with_field(plugin::group("other", {"a", "b"}, {})), "without fields"));
    EXPECT_TRUE(one_fault(with_field(field("other", FieldKind::integer, {"a", "b"}).between(2, 1)),
                          "allows no value"));
    EXPECT_TRUE(
        one_fault(with_field(field("other", FieldKind::text, {"a", "b"}).at_most(0)), "allows no value"));
    Field deep = name_field();
    for (int level = 0; level < 20; ++level) deep = plugin::list_of("other", {"a", "b"}, deep);
    EXPECT_TRUE(one_fault(with_field(deep), "too deep"));
    Field stray = field("other", FieldKind::text, {"a", "b"});
    stray.items.push_back(name_field());
    EXPECT_TRUE(one_fault(with_field(stray), "no list or group"));
}

TEST(Declarations, FaultsComeAllAtOnce) {
    Declaration declaration = sound();
    declaration.records[0].title = "other";
    declaration.entries[0].to = "nowhere";
    declaration.checks[0].name = "question";
    EXPECT_EQ(faults_of(declaration).size(), 3U);
}

TEST(Catalogue, FindsWhatIsDeclaredAndByWhom) {
    FakePlugin fake;
    fake.declaration = sound();
    const Catalogue catalogue = [&] {
        Catalogue first({provider_of(fake, "sample")});
        return Catalogue(std::move(first));
    }();
    ASSERT_NE(catalogue.record_type("sample-thing"), nullptr);
    ASSERT_NE(catalogue.entry_type("sample.thing.made"), nullptr);
    ASSERT_NE(catalogue.check("sample.question"), nullptr);
    ASSERT_NE(catalogue.adapter("sample-csv"), nullptr);
    EXPECT_EQ(catalogue.provider_of_kind("sample-thing")->id, "sample");
    EXPECT_EQ(catalogue.provider_of_entry("core.calendar.set")->id, "core");
    EXPECT_EQ(catalogue.provider_of_check("sample.question"), catalogue.provider_of_adapter("sample-csv"));
    EXPECT_EQ(catalogue.record_type("none"), nullptr);
    EXPECT_EQ(catalogue.provider_of_check("none"), nullptr);
    EXPECT_EQ(catalogue.entry_types_of("sample-thing").size(), 2U);
    ASSERT_EQ(catalogue.entry_types_of("sample-thing", true).size(), 1U);
    EXPECT_EQ(catalogue.entry_types_of("sample-thing", true)[0]->type, "sample.thing.made");
    EXPECT_EQ(catalogue.record_types().front().provider->id, "core");
}

TEST(Catalogue, LabelsStates) {
    FakePlugin fake;
    fake.declaration = sound();
    const Catalogue catalogue({provider_of(fake, "sample")});
    EXPECT_EQ(catalogue.state_label("sample-thing", "made"), "Made");
    EXPECT_EQ(catalogue.state_label("sample-thing", "unheard"), "unheard");
    EXPECT_EQ(catalogue.state_label("unheard", "made"), "made");
}

TEST(Catalogue, PutsPluginsBehindThoseTheyRequire) {
    FakePlugin first, second;
    first.declaration = sound("first");
    second.declaration = sound("second");
    const Catalogue catalogue({provider_of(first, "first", {"second"}), provider_of(second, "second")});
    ASSERT_EQ(catalogue.providers().size(), 3U);
    EXPECT_EQ(catalogue.providers()[1].id, "second");
    EXPECT_EQ(catalogue.providers()[2].id, "first");
}

TEST(Catalogue, RefusesPluginsThatDoNotFitTogether) {
    FakePlugin fake;
    fake.declaration = sound();
    const auto code = [](std::vector<Provider> providers) {
        return failure_of([&] { Catalogue(std::move(providers)); });
    };
    EXPECT_EQ(code({provider_of(fake, "sample"), provider_of(fake, "sample")}), "bad_declaration");
    EXPECT_EQ(code({provider_of(fake, "sample"), provider_of(fake, "other")}), "bad_declaration");
    EXPECT_EQ(code({provider_of(fake, "core")}), "bad_declaration");
    EXPECT_EQ(code({provider_of(fake, "sample", {"absent"})}), "bad_declaration");
    EXPECT_EQ(code({provider_of(fake, "sample", {"sample"})}), "bad_declaration");
    EXPECT_EQ(code({provider_of(fake, "sample")}), "none");
}

void expect_valid_schema(const Value& schema) {
    ASSERT_NE(schema.object(), nullptr);
    if (const Value* constant = schema.at("const")) {
        EXPECT_NE(constant->text(), nullptr);
        return;
    }
    ASSERT_NE(schema.at("type"), nullptr);
    const std::string type = *schema.at("type")->text();
    EXPECT_TRUE(type == "object" || type == "array" || type == "string" || type == "integer" ||
                type == "boolean")
        << type;
    if (type == "array") {
        ASSERT_NE(schema.at("items"), nullptr);
        expect_valid_schema(*schema.at("items"));
    }
    if (type != "object") return;
    ASSERT_NE(schema.at("properties"), nullptr);
    EXPECT_EQ(*schema.at("additionalProperties")->boolean(), false);
    for (const plugin::Member& property : *schema.at("properties")->object())
        expect_valid_schema(property.value);
    const Value* required = schema.at("required");
    if (required == nullptr) return;
    for (const Value& name : *required->array())
        EXPECT_NE(schema.at("properties")->at(*name.text()), nullptr);
}

TEST(Catalogue, MakesAJsonSchemaOfEveryType) {
    FakePlugin fake;
    fake.declaration = sound();
    std::vector<Field>& fields = fake.declaration.entries[0].fields;
    for (const FieldKind kind :
         {FieldKind::paragraph, FieldKind::date, FieldKind::money, FieldKind::basis_points,
          FieldKind::boolean, FieldKind::reference, FieldKind::party, FieldKind::sha256})
        fields.push_back(field("field_" + std::to_string(fields.size()), kind, {"Field", "字段"}));
    fields.push_back(plugin::group("inner", {"Group", "组"}, {name_field().require()}));
    fields.push_back(
        plugin::list_of("many", {"List", "列表"}, field("", FieldKind::integer, {})).between(1, 3));
    const Catalogue catalogue({provider_of(fake, "sample")});
    for (const auto& [type, provider] : catalogue.entry_types()) {
        const std::optional<Value> schema = catalogue.schema_of(type->type);
        ASSERT_TRUE(schema) << type->type;
        expect_valid_schema(*schema);
        EXPECT_FALSE(json::canonical(*schema).empty());
    }
    const Value schema = *catalogue.schema_of("sample.thing.made");
    EXPECT_EQ(*schema.at("$schema")->text(), "https://json-schema.org/draft/2020-12/schema");
    const Value& data = *schema.at("properties")->at("data");
    EXPECT_EQ(*data.at("required"), Value(plugin::Array{"name"}));
    EXPECT_EQ(*data.at("properties")->at("many")->at("minItems")->integer(), 1);
    EXPECT_FALSE(catalogue.schema_of("none"));
}

TEST(Catalogue, FoldsAsTheDeclarationSays) {
    const Catalogue catalogue;
    plugin::Record record{"operator/wang", "", {}, {}};
    const Object data{{"name", "wang"}, {"role", "clerk"}};
    catalogue.fold({"core.operator.enrolled", "operator/wang", "2026-03-01", data}, record);
    EXPECT_EQ(record.status, "enrolled");
    EXPECT_EQ(plugin::text_at(record.fields, "role"), "clerk");
    EXPECT_EQ(failure_of([&] {
                  catalogue.fold({"none.such.type", "a/b", "2026-03-01", data}, record);
              }),
              "unknown_type");

    plugin::Record registry{"registry/self", "", {}, {{"name", "协会"}}};
    const Object correction{{"entry", std::string(64, 'a')}, {"reason", "录入错误"}};
    catalogue.fold({"core.correction.made", "registry/self", "2026-03-01", correction}, registry);
    EXPECT_EQ(registry.fields.size(), 1U);
}

TEST(Catalogue, NamesThePluginThatThrew) {
    FakePlugin fake;
    fake.declaration = sound();
    fake.on_fold = [](plugin::Record&) { throw std::runtime_error("broken fold"); };
    fake.on_present = [](plugin::Record&, plugin::Date) { throw 1; };
    const Catalogue catalogue({provider_of(fake, "sample")});
    plugin::Record record{"sample-thing/1", "", {}, {}};
    const Object data;
    EXPECT_EQ(failure_of([&] {
                  catalogue.fold({"sample.thing.made", "sample-thing/1", "2026-03-01", data}, record);
              }),
              "plugin_failed");
    EXPECT_EQ(failure_of([&] { catalogue.present(record, {2026, 3, 1}); }), "plugin_failed");
    record.id = "unknown/1";
    EXPECT_EQ(failure_of([&] { catalogue.present(record, {2026, 3, 1}); }), "none");
    try {
        call_plugin("sample", []() -> int { throw std::runtime_error("its words"); });
    } catch (const Failure& failure) {
        EXPECT_NE(failure.error().what.find("sample"), std::string::npos);
        EXPECT_NE(failure.error().why.find("its words"), std::string::npos);
    }
}

TEST(Checks, ValidateTheirParameters) {
    FakePlugin fake;
    fake.declaration = sound();
    fake.on_check = [](std::string_view, const plugin::AskCheck&) {
        return CheckAnswer{{}, {{"asked", true}}};
    };
    const Catalogue catalogue({provider_of(fake, "sample")});
    const FakeRecords records;
    EXPECT_EQ(failure_of([&] { catalogue.run_check("none", {}, records); }), "unknown_check");
    try {
        catalogue.run_check("sample.question", {{"surplus", 1}}, records);
        ADD_FAILURE();
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.error().code, "bad_parameters");
        ASSERT_EQ(failure.error().details.size(), 2U);
        EXPECT_EQ(failure.error().details[0].pointer, "/surplus");
        EXPECT_EQ(failure.error().details[1].pointer, "/name");
    }
    EXPECT_TRUE(catalogue.run_check("sample.question", {{"name", "x"}}, records).facts.contains("asked"));
    fake.on_check = nullptr;
    EXPECT_EQ(failure_of([&] {
                  catalogue.run_check("sample.question", {{"name", "x"}}, records);
              }),
              "plugin_failed");
}

TEST(Checks, AskOnlyWhatTheirPluginRequires) {
    FakePlugin asker, required, stranger;
    asker.declaration = sound("asker");
    required.declaration = sound("required");
    stranger.declaration = sound("stranger");
    const auto answer = [](std::string_view, const plugin::AskCheck&) { return CheckAnswer{}; };
    required.on_check = stranger.on_check = answer;
    asker.on_check = [](std::string_view, const plugin::AskCheck& ask) {
        const Object good{{"name", "x"}};
        return CheckAnswer{{},
                           {{"required", ask("required.question", good).has_value()},
                            {"stranger", ask("stranger.question", good).has_value()},
                            {"unknown", ask("none", good).has_value()},
                            {"faulty", ask("required.question", {}).has_value()}}};
    };
    const Catalogue catalogue({provider_of(asker, "asker", {"required"}), provider_of(required, "required"),
                               provider_of(stranger, "stranger")});
    const Object facts = catalogue.run_check("asker.question", {{"name", "x"}}, FakeRecords()).facts;
    EXPECT_EQ(facts,
              (Object{{"required", true}, {"stranger", false}, {"unknown", false}, {"faulty", false}}));
}

TEST(Checks, AskWhatFollowedRegistriesRecord) {
    FakePlugin fake;
    fake.declaration = sound();
    const Object asked{{"kind", "thing"}, {"about", "thing/1"}};
    fake.on_check = [&](std::string_view, const plugin::AskCheck& ask) {
        const auto told = ask(plugin::ask_elsewhere, asked);
        return CheckAnswer{{}, {{"told", told ? told->facts : Object{{"nobody", true}}}}};
    };
    const Catalogue catalogue({provider_of(fake, "sample")});
    const Object question{{"name", "x"}};
    EXPECT_EQ(catalogue.run_check("sample.question", question, FakeRecords()).facts,
              (Object{{"told", Object{{"nobody", true}}}}));
    const auto answered =
        catalogue.run_check("sample.question", question, FakeRecords(), [](const Object& about) {
            return CheckAnswer{{}, about};
        });
    EXPECT_EQ(answered.facts, (Object{{"told", asked}}));
    EXPECT_EQ(failure_of([&] { catalogue.run_check(plugin::ask_elsewhere, asked, FakeRecords()); }),
              "unknown_check")
        << "only plugins ask it";
}

TEST(Checks, AskAtMostEightDeep) {
    FakePlugin fake;
    fake.declaration = sound();
    int asked = 0;
    fake.on_check = [&](std::string_view name, const plugin::AskCheck& ask) {
        ++asked;
        static_cast<void>(ask(name, {{"name", "x"}}));
        return CheckAnswer{};
    };
    const Catalogue catalogue({provider_of(fake, "sample")});
    catalogue.run_check("sample.question", {{"name", "x"}}, FakeRecords());
    EXPECT_EQ(asked, 8);
}

TEST(RecordIds, HaveAKindAndAKey) {
    EXPECT_EQ(kind_of("standard/GB/T 33250"), "standard");
    EXPECT_EQ(kind_of("none"), "");
    for (const char* id : {"standard/GB/T 33250", "brand/宜兴紫砂匠", "core-policy/a", "a_1/x"})
        EXPECT_TRUE(is_record_id(id)) << id;
    const std::string longest(200, 'k');
    EXPECT_TRUE(is_record_id("a/" + longest));
    EXPECT_FALSE(is_record_id("a/" + longest + "k"));
    for (const char* id : {"", "a", "a/", "/x", "A/x", "1/x", "a b/x", "a/ x", "a/x ", "a/\xE3\x80\x80x",
                           "a/x\ny", "a/x\xE2\x80\xAEy", "a/x\xE2\x80\x8By", "a/\xFF", "a/e\xCC\x81"})
        EXPECT_FALSE(is_record_id(id)) << id;
}

}  // namespace
}  // namespace xinbu::host
