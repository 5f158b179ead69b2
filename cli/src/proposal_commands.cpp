// pending, approve, reject: four eyes.
#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "commands.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::cli {

namespace {

plugin::Object json_of(const session::ProposalView& proposal) {
    plugin::Array drafts;
    for (const session::ProposalView::Draft& draft : proposal.drafts)
        drafts.push_back(plugin::Object{{"id", draft.id},
                                        {"type", draft.type},
                                        {"record", draft.record},
                                        {"effective", draft.effective},
                                        {"data", draft.data}});
    return {{"proposal", proposal.proposal},
            {"record", proposal.record},
            {"status", proposal.status},
            {"by", proposal.by},
            {"at", proposal.at},
            {"message", proposal.message},
            {"sequence", cli::json_number(proposal.sequence)},
            {"approved_by", cli::json_of(proposal.approved_by)},
            {"needs", proposal.needs},
            {"may_decide", proposal.may_decide},
            {"drafts", std::move(drafts)}};
}

int pending(Context& context) {
    const std::vector<session::ProposalView> all = take(context.open(session::Access::read).pending());
    if (context.options.json) {
        plugin::Array array;
        for (const session::ProposalView& proposal : all) array.push_back(json_of(proposal));
        context.print_json(array);
        return 0;
    }
    std::vector<std::vector<std::string>> rows;
    for (const session::ProposalView& proposal : all)
        for (const session::ProposalView::Draft& draft : proposal.drafts)
            rows.push_back({proposal.proposal.substr(0, 16), proposal.by, proposal.at, draft.effective,
                            draft.type_label, draft.record, proposal.needs});
    if (rows.empty()) {
        context.say(tr("Nothing waits for approval."));
        return 0;
    }
    print_table(context.out(),
                {tr("Proposal"), tr("Proposed by"), tr("Proposed at (UTC)"), tr("Effective"), tr("What"),
                 tr("Record"), tr("Needs")},
                rows, context.columns());
    return 0;
}

/// Whether it counts now that somebody's key does not any more.
bool revokes(const session::Decided& decided) {
    return decided.proposal.status == "approved" &&
           std::ranges::any_of(decided.proposal.drafts, [](const session::ProposalView::Draft& draft) {
               return draft.type == "core.operator.revoked";
           });
}

int tell(Context& context, const session::Decided& decided) {
    if (revokes(decided)) exchange_data_key_after_revocation(context);
    if (context.options.json) {
        plugin::Object object = json_of(decided.proposal);
        object.set("commit", decided.commit);
        object.set("sequence", json_number(decided.sequence));
        context.print_json(object);
        return 0;
    }
    const std::string& status = decided.proposal.status;
    for (const session::ProposalView::Draft& draft : decided.proposal.drafts)
        context.say(fmt::format("{}  {}  {}", draft.id.substr(0, 16), draft.type, draft.record));
    if (status == "approved") {
        context.say(
            fmt::format(fmt::runtime(tr("Approved: it counts from commit {} on.")), decided.sequence));
    } else if (status == "rejected") {
        context.say(fmt::format(fmt::runtime(tr("Rejected with commit {}.")), decided.sequence));
    } else {
        context.say(fmt::format(fmt::runtime(tr("Your approval is commit {}; still open: {}.")),
                                decided.sequence, decided.proposal.needs));
    }
    return 0;
}

}  // namespace

void add_proposal_commands(CLI::App& app, Context& context, Action& chosen) {
    add_command(app, chosen, "pending", tr("what waits for another person's approval"),
                [&context] { return pending(context); });

    struct Choice {
        std::string proposal, reason;
    };
    auto given = std::make_shared<Choice>();
    CLI::App* approve_command = add_command(
        app, chosen, "approve", tr("sign what another person proposed, so that it counts"),
        [&context, given] {
            return tell(context, take(context.open(session::Access::write).approve(given->proposal)));
        });
    approve_command
        ->add_option("proposal", given->proposal, tr("its id, or the first 8 or more digits of it"))
        ->required();

    CLI::App* reject_command =
        add_command(app, chosen, "reject", tr("refuse what another person proposed"), [&context, given] {
            return tell(context,
                        take(context.open(session::Access::write).reject(given->proposal, given->reason)));
        });
    reject_command->add_option("proposal", given->proposal, tr("its id, or the first 8 or more digits of it"))
        ->required();
    reject_command->add_option("--reason", given->reason, tr("why; it is signed"))->required();
}

}  // namespace xinbu::cli
