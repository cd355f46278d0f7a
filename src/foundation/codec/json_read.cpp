#include "codec/json_read.h"

#include "base/text.h"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace bellman::codec {

namespace {
std::string_view kind_of(const boost::json::value& json) {
  switch (json.kind()) {
    case boost::json::kind::null: return "null";
    case boost::json::kind::bool_: return "true or false";
    case boost::json::kind::int64:
    case boost::json::kind::uint64: return "a number";
    case boost::json::kind::double_: return "a number with a fraction or beyond all limits";
    case boost::json::kind::string: return "a text";
    case boost::json::kind::array: return "a list";
    case boost::json::kind::object: return "an object";
  }
  return "something else";
}
}  // namespace

Error wrong_type(std::string_view expected, const boost::json::value& got) {
  return Error::invalid("field.type", fmt::format("Expected {}, got {}.", expected, kind_of(got)), {}, fmt::format("Send {}.", expected));
}

Error unknown_field(std::string_view name, const std::string& known) {
  return Error::invalid("field.unknown", "There is no such field here.", std::string(name.substr(0, 60)), "Known fields: " + known + ".");
}

Error missing_field(std::string_view name) {
  return Error::invalid("field.missing", "This field is required.", std::string(name), "Add it.");
}

Result<std::int64_t> read_integer(const boost::json::value& json, std::int64_t low, std::int64_t high) {
  std::int64_t number = 0;
  if (json.is_int64()) {
    number = json.get_int64();
  } else if (json.is_uint64()) {
    return Error::invalid("field.range", fmt::format("The number is above {}.", high), {}, fmt::format("Send {} to {}.", low, high));
  } else {
    return wrong_type("a whole number", json);
  }
  if (number < low || number > high)
    return Error::invalid("field.range", fmt::format("{} is not between {} and {}.", number, low, high), {}, fmt::format("Send {} to {}.", low, high));
  return number;
}

Result<std::string> read_text(const boost::json::value& json, std::size_t min, std::size_t max) {
  if (!json.is_string()) return wrong_type("a text", json);
  const std::string_view raw = json.get_string();
  if (raw.find('\0') != std::string_view::npos)
    return Error::invalid("field.control_character", "The text has a NUL character in it.", {}, "Leave it out.");
  const std::string_view text = max == std::numeric_limits<std::size_t>::max() ? raw : trimmed(raw);
  if (text.size() > max || min > 0) {
    const std::size_t length = length_of(text);
    if (length > max)
      return Error::invalid("field.too_long", fmt::format("The text has {} characters; at most {} are allowed.", length, max), {}, "Shorten it.");
    if (length < min)
      return Error::invalid("field.too_short", fmt::format("The text has {} characters; at least {} are needed.", length, min), {}, "Write more; blanks at the ends do not count.");
  }
  return std::string(text);
}

Result<> read_members(const boost::json::value& json, void* object, std::span<const MemberReader> members, Mode mode) {
  if (!json.is_object()) return wrong_type("an object", json);
  const auto& fields = json.get_object();
  std::size_t used = 0;
  for (const MemberReader& member : members) {
    const auto* field = fields.if_contains(member.name);
    if (field == nullptr) {
      if (mode == Mode::strict && !member.may_be_missing) return missing_field(member.name);
      continue;
    }
    ++used;
    if (auto result = member.read(*field, object, mode); result.has_error()) return result.error().below(member.name);
  }
  if (mode != Mode::strict || used == fields.size()) return ok();
  std::vector<std::string_view> known;
  for (const MemberReader& member : members) known.push_back(member.name);
  for (const auto& field : fields)
    if (std::ranges::find(known, std::string_view(field.key())) == known.end()) return unknown_field(field.key(), joined(known));
  return ok();
}

}  // namespace bellman::codec
