// Described values out of JSON, with the path of the field at fault in every error.
#pragma once
#include "codec/describe.h"
#include "codec/json_write.h"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <array>
#include <span>
#include <fmt/format.h>

#include <limits>

namespace bellman::codec {

// strict: for input from outside; every field known, every required one there.
// stored: for our own rows, perhaps of an older version; unknown fields are passed over, missing ones keep their default.
enum class Mode { strict, stored };

// Parses with bounded depth (32) and valid UTF-8; numbers exact. Size is bounded by the caller.
// Errors, malformed: json.malformed; json.named_twice with the path of a member whose object has one of that name before it; json.number with the
// path of a number that is too large.
Result<boost::json::value> parse_json(std::string_view text);

Error wrong_type(std::string_view expected, const boost::json::value& got);
Error unknown_field(std::string_view name, const std::string& known);
Error missing_field(std::string_view name);
Result<std::int64_t> read_integer(const boost::json::value& json, std::int64_t low, std::int64_t high);
Result<std::string> read_text(const boost::json::value& json, std::size_t min, std::size_t max);

template <class T>
Result<> read_json(const boost::json::value& json, T& into, Mode mode);

// A field may be left out when it has a natural "none".
template <class T>
inline constexpr bool may_be_missing = is_optional<T> || is_vector<T> || is_string_map<T>;

// What reading a struct needs to know of a member, so that the loop over the members is compiled once and not for each struct.
struct MemberReader {
  std::string_view name;
  bool may_be_missing;
  Result<> (*read)(const boost::json::value& json, void* object, Mode mode);
};
Result<> read_members(const boost::json::value& json, void* object, std::span<const MemberReader> members, Mode mode);

template <class T, template <class...> class List, class... Members>
constexpr std::array<MemberReader, sizeof...(Members)> member_readers(List<Members...>) {
  return {MemberReader{trim_keyword(Members::name), may_be_missing<member_type<T, Members>>,
                       [](const boost::json::value& json, void* object, Mode mode) { return read_json(json, static_cast<T*>(object)->*Members::pointer, mode); }}...};
}

template <class T>
Result<> read_struct(const boost::json::value& json, T& into, Mode mode) {
  static constexpr auto members = member_readers<T>(members_of<T>{});
  return read_members(json, &into, members, mode);
}

template <class T>
Result<> read_json(const boost::json::value& json, T& into, Mode mode) {
  if constexpr (std::is_same_v<T, bool>) {
    if (!json.is_bool()) return wrong_type("true or false", json);
    into = json.get_bool();
  } else if constexpr (is_bounded<T>) {
    TRY(number, read_integer(json, BoundedLimits<T>::low, BoundedLimits<T>::high));
    into = T(number);
  } else if constexpr (std::is_integral_v<T>) {
    TRY(number, read_integer(json, std::is_unsigned_v<T> ? 0 : static_cast<std::int64_t>(std::numeric_limits<T>::min()),
                             sizeof(T) == 8 ? std::numeric_limits<std::int64_t>::max() : static_cast<std::int64_t>(std::numeric_limits<T>::max())));
    into = static_cast<T>(number);
  } else if constexpr (std::is_floating_point_v<T>) {
    if (!json.is_number()) return wrong_type("a number", json);
    into = json.to_number<double>();
  } else if constexpr (std::is_same_v<T, RawJson>) {
    into.text = boost::json::serialize(json);
  } else if constexpr (is_text<T>) {
    TRY(text, read_text(json, TextLimits<T>::min, TextLimits<T>::max));
    into = T(std::move(text));
  } else if constexpr (std::is_same_v<T, std::string>) {
    TRY(text, read_text(json, 0, mode == Mode::strict ? 10'000 : std::numeric_limits<std::size_t>::max()));
    into = std::move(text);
  } else if constexpr (is_id<T>) {
    if (json.is_null() && mode == Mode::stored) {
      into = T{};
      return ok();
    }
    TRY(number, read_integer(json, 1, std::numeric_limits<std::int64_t>::max()));
    into = T(number);
  } else if constexpr (std::is_same_v<T, Instant> || std::is_same_v<T, LocalDay>) {
    if (!json.is_string()) return wrong_type("a text with a time", json);
    if constexpr (std::is_same_v<T, Instant>) {
      TRY(instant, parse_instant(json.get_string()));
      into = instant;
    } else {
      TRY(day, parse_local_day(json.get_string()));
      into = day;
    }
  } else if constexpr (std::is_same_v<T, Milliseconds>) {
    TRY(number, read_integer(json, std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()));
    into = Milliseconds(number);
  } else if constexpr (is_described_enum<T>) {
    if (!json.is_string()) return wrong_type("a text", json);
    const auto value = enum_value<T>(json.get_string());
    if (!value)
      return Error::invalid("field.choice", fmt::format("\"{}\" is not one of the choices.", std::string_view(json.get_string()).substr(0, 60)), {},
                            "Use one of: " + enum_choices<T>() + ".");
    into = *value;
  } else if constexpr (is_optional<T>) {
    if (json.is_null()) {
      into.reset();
    } else {
      typename T::value_type item{};
      TRY_DO(read_json(json, item, mode));
      into = std::move(item);
    }
  } else if constexpr (is_vector<T>) {
    if (!json.is_array()) return wrong_type("a list", json);
    if (mode == Mode::strict && json.get_array().size() > 1000)
      return Error::invalid("field.too_many", "The list has more than 1000 items.", {}, "Send at most 1000.");
    into.clear();
    into.reserve(json.get_array().size());
    for (const auto& entry : json.get_array()) {
      typename T::value_type item{};
      if (auto result = read_json(entry, item, mode); result.has_error())
        return result.error().below(fmt::format("[{}]", into.size()));
      into.push_back(std::move(item));
    }
  } else if constexpr (is_string_map<T>) {
    if (!json.is_object()) return wrong_type("an object", json);
    if (mode == Mode::strict && json.get_object().size() > 1000)
      return Error::invalid("field.too_many", "The object has more than 1000 fields.", {}, "Send at most 1000.");
    into.clear();
    for (const auto& entry : json.get_object()) {
      typename T::mapped_type item{};
      if (auto result = read_json(entry.value(), item, mode); result.has_error()) return result.error().below(entry.key());
      into.emplace(entry.key(), std::move(item));
    }
  } else {
    static_assert(is_described_struct<T>, "describe the type with BOOST_DESCRIBE_STRUCT or BOOST_DESCRIBE_ENUM");
    TRY_DO(read_struct(json, into, mode));
    if constexpr (std::is_same_v<T, Place>) {
      if (mode == Mode::strict && !(into.lat >= -90 && into.lat <= 90))
        return Error::invalid("place.latitude", "A latitude lies between -90 and 90 degrees.", "lat", "Give degrees north of the equator; south is negative.");
      if (mode == Mode::strict && !(into.lon >= -180 && into.lon <= 180))
        return Error::invalid("place.longitude", "A longitude lies between -180 and 180 degrees.", "lon", "Give degrees east of Greenwich; west is negative.");
    }
    if constexpr (std::is_same_v<T, Money>) {
      if (mode == Mode::strict && minor_digits(into.currency) < 0)
        return Error::invalid("money.currency", "That is not a currency.", "currency", "Use a code of ISO 4217, such as EUR.");
      if (mode == Mode::strict && (into.minor > most_minor || into.minor < -most_minor))
        return Error::invalid("money.range", "That is more money than can be reckoned with.", "minor", "Give at most 10^12 minor units.");
    }
  }
  return ok();
}

template <class T>
Result<T> from_json(std::string_view text, Mode mode = Mode::strict) {
  TRY(json, parse_json(text));
  T value{};
  TRY_DO(read_json(json, value, mode));
  return value;
}

}  // namespace bellman::codec
