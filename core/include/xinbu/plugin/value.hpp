// A value of an entry: what canonical JSON can hold, and nothing that it cannot. Header-only: it crosses the
// plugin boundary and is the same type on both sides.
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace xinbu::plugin {

class Value;
struct Member;
using Array = std::vector<Value>;

/// A number that an entry cannot hold (a fraction, an exponent, more than 53 bits), kept as it was written.
/// Only foreign JSON documents yield it; writing one into an entry is refused.
struct Decimal {
    std::string text;
    bool operator==(const Decimal&) const = default;
};

/// Members sorted by name (bytewise, which for the ASCII names of entries is the order of RFC 8785); names
/// are unique.
class Object {
public:
    Object();
    Object(const Object&);
    Object(Object&&) noexcept;
    Object& operator=(const Object&);
    Object& operator=(Object&&) noexcept;
    ~Object();
    Object(std::initializer_list<Member> members);

    const Value* find(std::string_view name) const;
    Value* find(std::string_view name);
    bool contains(std::string_view name) const { return find(name) != nullptr; }
    void set(std::string name, Value value);     ///< adds or replaces
    bool insert(std::string name, Value value);  ///< false, and nothing changed, where the name exists
    void append(std::string name, Value value);  ///< as set(), for members that come in order: no search then
    bool erase(std::string_view name);
    std::size_t size() const;
    bool empty() const;
    std::vector<Member>::const_iterator begin() const;
    std::vector<Member>::const_iterator end() const;
    std::vector<Member>::iterator begin();
    std::vector<Member>::iterator end();
    bool operator==(const Object&) const;

private:
    std::vector<Member>::iterator position(std::string_view name);
    std::vector<Member> members_;
};

/// null, boolean, integer, text, array, object; or a Decimal from outside.
class Value {
public:
    Value() = default;
    Value(std::nullptr_t) {}
    Value(bool value) : held_(value) {}
    Value(std::int64_t value) : held_(value) {}
    Value(int value) : held_(static_cast<std::int64_t>(value)) {}
    Value(Decimal value) : held_(std::move(value)) {}
    Value(std::string value) : held_(std::move(value)) {}
    Value(std::string_view value) : held_(std::string(value)) {}
    Value(const char* value) : held_(std::string(value)) {}
    Value(Array value) : held_(std::move(value)) {}
    Value(Object value) : held_(std::move(value)) {}

    bool is_null() const { return std::holds_alternative<std::monostate>(held_); }
    const bool* boolean() const { return std::get_if<bool>(&held_); }
    const std::int64_t* integer() const { return std::get_if<std::int64_t>(&held_); }
    const std::string* text() const { return std::get_if<std::string>(&held_); }
    const Decimal* decimal() const { return std::get_if<Decimal>(&held_); }
    const Array* array() const { return std::get_if<Array>(&held_); }
    const Object* object() const { return std::get_if<Object>(&held_); }
    std::string* text() { return std::get_if<std::string>(&held_); }
    Array* array() { return std::get_if<Array>(&held_); }
    Object* object() { return std::get_if<Object>(&held_); }

    /// The member of an object; null where this is no object or has none of that name.
    const Value* at(std::string_view name) const {
        const Object* members = object();
        return members != nullptr ? members->find(name) : nullptr;
    }
    bool operator==(const Value&) const = default;

private:
    std::variant<std::monostate, bool, std::int64_t, std::string, Array, Object, Decimal> held_;
};

struct Member {
    std::string name;
    Value value;
    bool operator==(const Member&) const = default;
};

/// The text member `name`, or "" where it is missing or no text.
inline std::string_view text_at(const Object& object, std::string_view name) {
    const Value* value = object.find(name);
    const std::string* text = value != nullptr ? value->text() : nullptr;
    return text != nullptr ? std::string_view(*text) : std::string_view();
}
/// The integer member `name`; null where it is missing or no integer.
inline const std::int64_t* integer_at(const Object& object, std::string_view name) {
    const Value* value = object.find(name);
    return value != nullptr ? value->integer() : nullptr;
}
/// The array member `name`; an empty one where it is missing or no array.
inline const Array& array_at(const Object& object, std::string_view name) {
    static const Array none;
    const Value* value = object.find(name);
    const Array* array = value != nullptr ? value->array() : nullptr;
    return array != nullptr ? *array : none;
}
/// The object member `name`; an empty one where it is missing or no object.
inline const Object& object_at(const Object& object, std::string_view name) {
    static const Object none;
    const Value* value = object.find(name);
    const Object* inner = value != nullptr ? value->object() : nullptr;
    return inner != nullptr ? *inner : none;
}

// Defined here, where Member is complete: a vector of it may not be touched before.
inline Object::Object() = default;
inline Object::Object(const Object&) = default;
inline Object::Object(Object&&) noexcept = default;
inline Object& Object::operator=(const Object&) = default;
inline Object& Object::operator=(Object&&) noexcept = default;
inline Object::~Object() = default;
inline std::size_t Object::size() const {
    return members_.size();
}
inline bool Object::empty() const {
    return members_.empty();
}
inline std::vector<Member>::const_iterator Object::begin() const {
    return members_.begin();
}
inline std::vector<Member>::const_iterator Object::end() const {
    return members_.end();
}
inline std::vector<Member>::iterator Object::begin() {
    return members_.begin();
}
inline std::vector<Member>::iterator Object::end() {
    return members_.end();
}
inline Object::Object(std::initializer_list<Member> members) {
    for (const Member& member : members) set(member.name, member.value);
}
inline std::vector<Member>::iterator Object::position(std::string_view name) {
    return std::lower_bound(
        members_.begin(), members_.end(), name,
        [](const Member& member, std::string_view wanted) { return member.name < wanted; });
}
inline Value* Object::find(std::string_view name) {
    const auto at = position(name);
    return at != members_.end() && at->name == name ? &at->value : nullptr;
}
inline const Value* Object::find(std::string_view name) const {
    return const_cast<Object*>(this)->find(name);
}
inline void Object::set(std::string name, Value value) {
    const auto at = position(name);
    if (at != members_.end() && at->name == name) {
        at->value = std::move(value);
    } else {
        members_.insert(at, Member{std::move(name), std::move(value)});
    }
}
inline bool Object::insert(std::string name, Value value) {
    const auto at = position(name);
    if (at != members_.end() && at->name == name) return false;
    members_.insert(at, Member{std::move(name), std::move(value)});
    return true;
}
inline void Object::append(std::string name, Value value) {
    if (!members_.empty() && members_.back().name >= name) return set(std::move(name), std::move(value));
    if (members_.empty()) members_.reserve(8);  // most objects of an entry have no more
    Member& added = members_.emplace_back();
    added.name = std::move(name);
    added.value = std::move(value);
}
inline bool Object::erase(std::string_view name) {
    const auto at = position(name);
    if (at == members_.end() || at->name != name) return false;
    members_.erase(at);
    return true;
}
inline bool Object::operator==(const Object& other) const {
    return members_ == other.members_;
}

}  // namespace xinbu::plugin
