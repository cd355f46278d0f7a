// Any described value as JSON text. Members in their described order, so equal values give equal bytes.
#pragma once
#include "codec/describe.h"

#include <array>
#include <charconv>
#include <cmath>
#include <span>

namespace bellman::codec {

void write_json_string(std::string& out, std::string_view text);
void write_json_double(std::string& out, double number);

inline void write_json_integer(std::string& out, std::int64_t number) {
  char buffer[24];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
  out.append(buffer, end);
}

template <class T>
void write_json(std::string& out, const T& value);

// What writing a struct needs to know of a member, so that the loop over the members is compiled once and not for each struct.
struct MemberWriter {
  std::string_view name;
  void (*write)(std::string& out, const void* object);
};
void write_members(std::string& out, const void* object, std::span<const MemberWriter> members);

template <class T, template <class...> class List, class... Members>
constexpr std::array<MemberWriter, sizeof...(Members)> member_writers(List<Members...>) {
  return {MemberWriter{trim_keyword(Members::name), [](std::string& out, const void* object) { write_json(out, static_cast<const T*>(object)->*Members::pointer); }}...};
}

template <class T>
void write_json(std::string& out, const T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    out += value ? "true" : "false";
  } else if constexpr (is_bounded<T>) {
    write_json_integer(out, value.value);
  } else if constexpr (std::is_integral_v<T>) {
    write_json_integer(out, static_cast<std::int64_t>(value));
  } else if constexpr (std::is_floating_point_v<T>) {
    write_json_double(out, value);
  } else if constexpr (std::is_same_v<T, RawJson>) {
    out += value.text;
  } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
    write_json_string(out, value);
  } else if constexpr (is_id<T>) {
    if (value) write_json_integer(out, value.value);
    else out += "null";
  } else if constexpr (std::is_same_v<T, Instant> || std::is_same_v<T, LocalDay>) {
    out += '"';
    out += to_text(value);
    out += '"';
  } else if constexpr (std::is_same_v<T, Milliseconds>) {
    write_json_integer(out, value.count());
  } else if constexpr (is_described_enum<T>) {
    out += '"';
    out += enum_name(value);
    out += '"';
  } else if constexpr (is_optional<T>) {
    if (value) write_json(out, *value);
    else out += "null";
  } else if constexpr (is_vector<T>) {
    out += '[';
    bool first = true;
    for (const auto& item : value) {
      if (!first) out += ',';
      first = false;
      write_json(out, item);
    }
    out += ']';
  } else if constexpr (is_string_map<T>) {
    out += '{';
    bool first = true;
    for (const auto& [key, item] : value) {
      if (!first) out += ',';
      first = false;
      write_json_string(out, key);
      out += ':';
      write_json(out, item);
    }
    out += '}';
  } else {
    static_assert(is_described_struct<T>, "describe the type with BOOST_DESCRIBE_STRUCT or BOOST_DESCRIBE_ENUM");
    static constexpr auto members = member_writers<T>(members_of<T>{});
    write_members(out, &value, members);
  }
}

template <class T>
std::string to_json(const T& value) {
  std::string out;
  write_json(out, value);
  return out;
}

}  // namespace bellman::codec
