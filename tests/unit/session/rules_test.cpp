// What is derived follows the rules in force: changed rules fold the records again, and no audit is misled.
#include "session/support.hpp"

namespace xinbu::session {
namespace {

/// Notes whose rank is set by a rule: what the fold makes of an entry changes with it.
class RuledNotes final : public plugin::Plugin {
public:
    explicit RuledNotes(std::int64_t rank) : rank_(rank) {}
    plugin::Declaration declare() const override { return notes_.declare(); }
    std::optional<std::string> record_id(const plugin::Draft& draft,
                                         plugin::Numbering& numbers) const override {
        return notes_.record_id(draft, numbers);
    }
    void fold(const plugin::EntryType& type, const plugin::Entry& entry,
              plugin::Record& record) const override {
        default_fold(type, entry, record);
        record.fields.set("rank", rank_);
    }

private:
    test::NotePlugin notes_;
    std::int64_t rank_;
};

host::Host host_with(const RuledNotes& notes, std::uint8_t digest) {
    host::Provider provider{"test", "1.0.0", {}, &notes, notes.declare()};
    provider.rules.push_back({"test.CN", "2026-11-20", {}, {}, Hash{digest}});
    return host::Host{std::vector<host::Provider>{std::move(provider)}};
}

TEST(Rules, that_changed_fold_the_records_again_and_raise_no_false_difference) {
    Place place;
    ASSERT_TRUE(place.create("r"));
    const RuledNotes old_rules(1), new_rules(2);
    const auto open = [&](const host::Host& host, Access access) {
        return take(Registry::open(place.folder / "r", "chair", secret(admin_words), access, host));
    };
    const auto rank = [](Registry& registry) {
        const RecordView shown = take(registry.show("note/a"));
        const std::int64_t* found = plugin::integer_at(shown.fields, "rank");
        return found != nullptr ? *found : 0;
    };
    const host::Host before = host_with(old_rules, 1), after = host_with(new_rules, 2);
    {
        const auto writer = open(before, Access::write);
        ASSERT_TRUE(writer->add({note("kept", "note/a")}, "m"));
        EXPECT_EQ(rank(*writer), 1);
        EXPECT_TRUE(writer->audit({})->ok);
        // While somebody writes by the old rules, a reader by new ones cannot fold again; its audit says that
        // it compared nothing, and claims no difference.
        const auto reader = open(after, Access::read);
        const auto audit = reader->audit({});
        ASSERT_TRUE(audit) << audit.error().why;
        EXPECT_TRUE(says(audit->findings, "error", "records.outdated")) << told(audit->findings);
        EXPECT_FALSE(says(audit->findings, "error", "records.differ")) << told(audit->findings);
    }
    const auto registry = open(after, Access::write);
    EXPECT_EQ(rank(*registry), 2);
    const auto audit = registry->audit({});
    EXPECT_TRUE(audit->ok) << told(audit->findings);
}

}  // namespace
}  // namespace xinbu::session
