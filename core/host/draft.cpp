#include "xinbu/host/draft.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "clear_numbers.hpp"
#include "text_rules.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::host {

using plugin::Array;
using plugin::Draft;
using plugin::EntryType;
using plugin::Fault;
using plugin::Faults;
using plugin::Field;
using plugin::FieldKind;
using plugin::Object;
using plugin::Text;
using plugin::Value;

namespace {

// The limits of ledger-format.md.
constexpr std::size_t largest_entry = 65535;
constexpr int deepest_entry = 16;

constexpr std::size_t longest_attachment_name = 255;
constexpr std::size_t longest_media_type = 127;

void complain(Faults& faults, std::string pointer, std::string rule, Text message) {
    faults.push_back({std::move(pointer), std::move(rule), std::move(message)});
}

bool hinders(const Faults& faults) {
    return std::ranges::any_of(faults, [](const Fault& fault) { return !fault.warning; });
}

// ---- the shape of a draft ----

struct MemberShape {
    std::string_view name;
    bool required;
    Text type;
};

const std::vector<MemberShape>& draft_shape() {
    static const Text text{"Must be a text.", "应为文本。"};
    static const std::vector<MemberShape> shape{{"attachments", false, {"Must be a list.", "应为列表。"}},
                                                {"data", true, {"Must be an object.", "应为对象。"}},
                                                {"effective", true, text},
                                                {"record", false, text},
                                                {"type", true, text}};
    return shape;
}

bool has_type(std::string_view member, const Value& value) {
    if (member == "attachments") return value.array() != nullptr;
    if (member == "data") return value.object() != nullptr;
    return value.text() != nullptr;
}

Faults shape_faults(const Object& object) {
    Faults faults;
    for (const plugin::Member& member : object) {
        const auto known = std::ranges::find(draft_shape(), member.name, &MemberShape::name);
        const std::string name = quotable(member.name, 60);
        if (known == draft_shape().end()) {
            complain(faults, pointer_to("", member.name), "schema.unknown_member",
                     {"A draft has no member “" + name + "”.", "草稿没有名为“" + name + "”的成员。"});
        } else if (!has_type(member.name, member.value)) {
            complain(faults, pointer_to("", member.name), "schema.type", known->type);
        }
    }
    for (const MemberShape& member : draft_shape())
        if (member.required && !object.contains(member.name))
            complain(faults, pointer_to("", member.name), "schema.required", {"Is required.", "为必填项。"});
    return faults;
}

const std::vector<Field>& attachments_fields() {
    static const std::vector<Field> fields{plugin::list_of(
        "attachments", {"Attachments", "附件"},
        plugin::group("attachment", {"Attachment", "附件"},
                      {plugin::field("bytes", FieldKind::integer, {"Size in bytes", "字节数"})
                           .between(0, INT64_MAX)
                           .require(),
                       plugin::field("media", FieldKind::text, {"Media type", "媒体类型"})
                           .at_most(longest_media_type)
                           .require(),
                       plugin::field("name", FieldKind::text, {"File name", "文件名"})
                           .at_most(longest_attachment_name)
                           .require(),
                       plugin::field("sha256", FieldKind::sha256, {"SHA-256", "SHA-256"}).require()}))};
    return fields;
}

// ---- limits of an entry ----

bool is_deeper(const Value& value, int levels) {
    const auto inner = [&](const Value& one) { return is_deeper(one, levels - 1); };
    if (const Array* array = value.array()) return levels == 0 || std::ranges::any_of(*array, inner);
    if (const Object* object = value.object())
        return levels == 0 || std::ranges::any_of(
                                  *object, [&](const plugin::Member& member) { return inner(member.value); });
    return false;
}

bool is_deeper(const Object& object, int levels) {
    return std::ranges::any_of(
        object, [&](const plugin::Member& member) { return is_deeper(member.value, levels - 1); });
}

std::size_t text_size(std::string_view text) {
    std::size_t size = text.size() + 2;
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            ++size;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            size += std::string_view("\b\t\n\f\r").find(c) != std::string_view::npos ? 1 : 5;
        }
    }
    return size;
}

/// The number of bytes of the canonical form, without making it.
std::size_t json_size(const Object& object);

std::size_t json_size(const Value& value) {
    if (value.text() != nullptr) return text_size(*value.text());
    if (value.integer() != nullptr) return std::to_string(*value.integer()).size();
    if (value.object() != nullptr) return json_size(*value.object());
    if (const bool* truth = value.boolean()) return *truth ? 4 : 5;
    if (const Array* array = value.array()) {
        std::size_t size = array->empty() ? 2 : array->size() + 1;
        for (const Value& element : *array) size += json_size(element);
        return size;
    }
    return value.decimal() != nullptr ? value.decimal()->text.size() : 4;
}

std::size_t json_size(const Object& object) {
    std::size_t size = object.empty() ? 2 : object.size() + 1;
    for (const plugin::Member& member : object) size += text_size(member.name) + 1 + json_size(member.value);
    return size;
}

std::size_t entry_size(const DraftInput& input) {
    constexpr std::string_view frame =
        R"({"data":,"effective":,"record":,"salt":"0123456789abcdef0123456789abcdef","type":,"v":1})";
    constexpr std::string_view attachments_frame = R"("attachments":,)";
    std::size_t size = frame.size() + json_size(input.draft.data) + text_size(input.draft.effective) +
                       text_size(input.draft.record) + text_size(input.draft.type);
    if (!input.attachments.empty()) size += attachments_frame.size() + json_size(Value(input.attachments));
    return size;
}

// ---- preparing ----

void normalise_text(std::string& text) {
    if (is_plain(text) || !readers::is_utf8(text) || readers::is_nfc(text)) return;
    text = readers::nfc(text);
}

void normalise_members(Object& object) {
    for (plugin::Member& member : object) normalise_texts(member.value);
}

/// One draft on its way to being signed.
class Preparation {
public:
    Preparation(const Catalogue& catalogue, DraftInput input, const plugin::Records& records,
                plugin::Numbering& numbers)
        : catalogue_(catalogue), input_(std::move(input)), records_(records), numbers_(numbers) {}

    /// Form, declared rules, record id.
    void declared() {
        if (!find_type() || !is_shallow()) return;
        if (provider_->plugin != nullptr)
            call_plugin(provider_->id, [&] { provider_->plugin->normalise(draft()); });
        // A plugin may have made it deeper; nothing below walks an unbounded depth.
        if (!is_shallow()) return;
        is_walkable_ = true;
        normalise();
        if (!plugin::Date::parse(draft().effective)) complain_about_effective();
        check_fields(type_->fields, draft().data, "/data", faults_);
        check_attachments();
        check_references(type_->fields, draft().data, "/data");
        check_record();
        if (!hinders(faults_) && entry_size(input_) > largest_entry)
            complain(faults_, "", "entry.too_large",
                     {"Is larger than an entry may be (65,535 bytes); attach long texts as files.",
                      "超出条目大小上限（65,535字节）；长文本请作为附件提交。"});
    }

    void lifecycle() {
        if (type_ == nullptr || !is_record_sound_) return;
        const std::optional<plugin::Record> record = records_.find(draft().record);
        const std::string name = quotable(draft().record, 100);
        if (!record) {
            if (!type_->creates)
                complain(faults_, "/record", "lifecycle.unknown_record",
                         {"There is no record “" + name + "” yet, and this entry cannot be its first.",
                          "记录“" + name + "”尚不存在，且此类条目不能作为其首个条目。"});
            return;
        }
        // A first entry that leads into a state begins a life; it comes again only where it says after what.
        if (type_->creates && !type_->to.empty() && type_->from.empty()) {
            complain(faults_, "/record", "lifecycle.exists",
                     {"The record “" + name + "” exists already.", "记录“" + name + "”已存在。"});
        } else if (!type_->from.empty() &&
                   std::ranges::find(type_->from, record->status) == type_->from.end()) {
            complain_about_state(record->status, name);
        }
    }

    void validate() {
        if (hinders(faults_) || provider_->plugin == nullptr) return;
        call_plugin(provider_->id, [&] { provider_->plugin->validate(draft(), records_, faults_); });
    }

    /// After the plugin, whose own rule on such numbers may be stricter and says more.
    void clear_numbers() {
        if (is_walkable_) check_clear_numbers(*type_, input_, records_, faults_);
    }

    tl::expected<PreparedDraft, Faults> result() {
        mask_numbers(faults_);
        if (hinders(faults_)) return tl::unexpected(std::move(faults_));
        return PreparedDraft{std::move(input_.draft), std::move(input_.attachments), type_,
                             std::move(faults_)};
    }

private:
    Draft& draft() { return input_.draft; }

    bool find_type() {
        type_ = catalogue_.entry_type(draft().type);
        const std::string name = quotable(draft().type, 100);
        if (type_ == nullptr) {
            complain(faults_, "/type", "type.unknown",
                     {"No loaded plugin declares the entry type “" + name + "”.",
                      "已加载的插件均未声明条目类型“" + name + "”。"});
            return false;
        }
        provider_ = catalogue_.provider_of_entry(draft().type);
        if (!type_->signers.empty()) return true;
        complain(faults_, "/type", "type.core_only",
                 {"Entries of type “" + name + "” are written by the program itself only.",
                  "“" + name + "”类条目只能由程序自身写入。"});
        type_ = nullptr;
        return false;
    }

    /// The entry is one level, its data or attachments the next.
    bool is_shallow() {
        constexpr int levels = deepest_entry - 1;
        const bool data = is_deeper(draft().data, levels);
        const bool attachments = std::ranges::any_of(
            input_.attachments, [](const Value& one) { return is_deeper(one, levels - 1); });
        const Text message{"Is nested deeper than the 16 levels of an entry.", "嵌套超过条目允许的16层。"};
        if (data) complain(faults_, "/data", "schema.depth", message);
        if (attachments) complain(faults_, "/attachments", "schema.depth", message);
        return !data && !attachments;
    }

    void normalise() {
        normalise_members(draft().data);
        normalise_text(draft().record);
        for (Value& attachment : input_.attachments) normalise_texts(attachment);
    }

    void complain_about_effective() {
        const std::string day = quotable(draft().effective, 60);
        complain(faults_, "/effective", "date.invalid",
                 {"“" + day + "” is no day that exists; expected YYYY-MM-DD.",
                  "“" + day + "”不是有效日期；应为YYYY-MM-DD。"});
    }

    void check_attachments() {
        if (input_.attachments.empty()) return;
        check_fields(attachments_fields(), Object{{"attachments", input_.attachments}}, "", faults_);
    }

    void check_references(const std::vector<Field>& fields, const Object& object,
                          const std::string& pointer) {
        for (const Field& field : fields) {
            if (!may_refer(field.kind)) continue;
            if (const Value* value = object.find(field.id))
                check_references(field, *value, pointer, field.id);
        }
    }

    static bool may_refer(FieldKind kind) {
        return kind == FieldKind::reference || kind == FieldKind::list || kind == FieldKind::group;
    }

    template <class Step>
    void check_references(const Field& field, const Value& value, const std::string& outer,
                          const Step& step) {
        if (field.kind == FieldKind::reference) {
            if (value.text() != nullptr) check_reference(field, *value.text(), outer, step);
        } else if (field.kind == FieldKind::group) {
            if (value.object() != nullptr)
                check_references(field.items, *value.object(), pointer_to(outer, step));
        } else if (value.array() != nullptr && may_refer(field.items.front().kind)) {
            const std::string pointer = pointer_to(outer, step);
            std::size_t index = 0;
            for (const Value& element : *value.array())
                check_references(field.items.front(), element, pointer, index++);
        }
    }

    template <class Step>
    void check_reference(const Field& field, const std::string& id, const std::string& outer,
                         const Step& step) {
        if (!is_record_id(id) || (!field.target.empty() && kind_of(id) != field.target)) return;
        if (records_.find(id)) return;
        const std::string name = quotable(id, 100);
        faults_.push_back({pointer_to(outer, step),
                           "reference.unknown",
                           {"There is no record “" + name + "” yet.", "记录“" + name + "”尚不存在。"},
                           true});
    }

    void check_record() {
        if (draft().record.empty() && !name_record()) return;
        const std::string name = quotable(draft().record, 100);
        if (!is_record_id(draft().record)) {
            complain(faults_, "/record", "record.invalid",
                     {"“" + name + "” is no record id; expected kind/key.",
                      "“" + name + "”不是记录编号；应为“类型/键”。"});
        } else if (kind_of(draft().record) != type_->record) {
            complain(
                faults_, "/record", "record.kind",
                {"“" + name + "” is no record of kind " + type_->record + ", which this entry type is about.",
                 "“" + name + "”不是" + type_->record + "类型的记录，与此条目类型不符。"});
        } else {
            is_record_sound_ = true;
        }
    }

    /// Asks the plugin for the record's id; only of data that is sound, for a number may depend on it.
    bool name_record() {
        if (hinders(faults_)) return false;
        if (provider_->plugin != nullptr)
            if (auto id = call_plugin(provider_->id,
                                      [&] { return provider_->plugin->record_id(draft(), numbers_); }))
                draft().record = std::move(*id);
        normalise_text(draft().record);
        if (!draft().record.empty()) return true;
        complain(faults_, "/record", "record.missing",
                 {"Name the record that this entry is about, such as " + type_->record + "/….",
                  "请指明此条目所属的记录，如" + type_->record + "/…。"});
        return false;
    }

    void complain_about_state(const std::string& status, const std::string& name) {
        Text allowed;
        for (const std::string& state : type_->from) {
            allowed.en += (allowed.en.empty() ? "" : ", ") + state_text(state).en;
            allowed.zh += (allowed.zh.empty() ? "" : "、") + state_text(state).zh;
        }
        const Text now = status.empty() ? Text{"no state", "无状态"} : state_text(status);
        complain(faults_, "/record", "lifecycle.state",
                 {"The record “" + name + "” is in the state “" + now.en +
                      "”; this entry follows only: " + allowed.en + ".",
                  "记录“" + name + "”当前状态为“" + now.zh + "”；此条目只能接在以下状态之后：" + allowed.zh +
                      "。"});
    }

    Text state_text(const std::string& state) const {
        const plugin::RecordType* record = catalogue_.record_type(type_->record);
        const auto found = std::ranges::find(record->states, state, &plugin::State::id);
        return found != record->states.end() ? found->label : Text{state, state};
    }

    const Catalogue& catalogue_;
    DraftInput input_;
    const plugin::Records& records_;
    plugin::Numbering& numbers_;
    const EntryType* type_ = nullptr;
    const Provider* provider_ = nullptr;
    bool is_record_sound_ = false;
    bool is_walkable_ = false;  ///< of a known type, and no deeper than an entry may be
    Faults faults_;
};

}  // namespace

tl::expected<DraftInput, Faults> parse_draft(const Value& value) {
    const Object* object = value.object();
    if (object == nullptr) {
        Faults faults;
        complain(faults, "", "schema.type", {"A draft must be an object.", "草稿应为对象。"});
        return tl::unexpected(std::move(faults));
    }
    Faults faults = shape_faults(*object);
    mask_numbers(faults);
    if (!faults.empty()) return tl::unexpected(std::move(faults));
    DraftInput input;
    input.draft.type = plugin::text_at(*object, "type");
    input.draft.record = plugin::text_at(*object, "record");
    input.draft.effective = plugin::text_at(*object, "effective");
    input.draft.data = plugin::object_at(*object, "data");
    input.attachments = plugin::array_at(*object, "attachments");
    return input;
}

Value draft_json(const Draft& draft, const Array& attachments) {
    Object object{{"type", draft.type}, {"effective", draft.effective}, {"data", draft.data}};
    if (!draft.record.empty()) object.set("record", draft.record);
    if (!attachments.empty()) object.set("attachments", attachments);
    return object;
}

tl::expected<PreparedDraft, Faults> prepare(const Catalogue& catalogue, DraftInput input,
                                            const plugin::Records& records, plugin::Numbering& numbers) {
    Preparation preparation(catalogue, std::move(input), records, numbers);
    preparation.declared();
    preparation.lifecycle();
    preparation.validate();
    preparation.clear_numbers();
    return preparation.result();
}

tl::expected<PreparedDraft, Faults> in_signed_form(const Catalogue& catalogue, DraftInput input,
                                                   const plugin::Records& records,
                                                   plugin::Numbering& numbers) {
    Preparation preparation(catalogue, std::move(input), records, numbers);
    preparation.declared();
    return preparation.result();
}

Draft normalise(const Catalogue& catalogue, Draft draft) {
    const Provider* provider = catalogue.provider_of_entry(draft.type);
    if (provider == nullptr)
        throw Failure(Category::usage, "unknown_type", quotable(draft.type, 100),
                      tr("no loaded plugin declares this type"), tr("`xinbu types` lists all of them."));
    const auto require_shallow = [&] {
        if (!is_deeper(draft.data, deepest_entry - 1)) return;
        Faults faults;
        complain(faults, "/data", "schema.depth",
                 {"Is nested deeper than the 16 levels of an entry.", "嵌套超过条目允许的16层。"});
        throw Failure(draft_error(faults));
    };
    require_shallow();
    if (provider->plugin != nullptr) call_plugin(provider->id, [&] { provider->plugin->normalise(draft); });
    require_shallow();
    normalise_members(draft.data);
    normalise_text(draft.record);
    return draft;
}

void normalise_texts(Value& value) {
    if (std::string* text = value.text()) {
        normalise_text(*text);
    } else if (Array* array = value.array()) {
        for (Value& element : *array) normalise_texts(element);
    } else if (Object* object = value.object()) {
        normalise_members(*object);
    }
}

Detail detail_of(const Fault& fault, std::string file, long line) {
    return Detail{std::move(file), line, fault.pointer, fault.rule, shown(fault.message)};
}

Error draft_error(const Faults& faults, std::string file, long line) {
    Error error{Category::invalid,
                "invalid_draft",
                file.empty() ? tr("the draft") : file,
                "",
                tr("Correct what is listed and try again; nothing was written."),
                {}};
    for (const Fault& fault : faults)
        if (!fault.warning) error.details.push_back(detail_of(fault, file, line));
    error.why = error.details.size() == 1
                    ? std::string(tr("it breaks a rule"))
                    : fmt::format(fmt::runtime(tr("it breaks {} rules")), error.details.size());
    return error;
}

}  // namespace xinbu::host
