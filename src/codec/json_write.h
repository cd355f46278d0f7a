// Any described value as JSON text. Members in their described order, so equal values give equal bytes.
#pragma once
#include "codec/describe.h"

#include <charconv>
#include <cmath>

namespace bellman::codec {

void write_json_string(std::string& out, std::string_view text);
void write_json_double(std::string& out, double number);

inline void write_json_integer(std::string& out, std::int64_t number) {
  char buffer[24];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
  out.append(buffer, end);
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
    out += '{';
    bool first = true;
    for_each_member(value, [&](std::string_view name, const auto& member) {
      if (!first) out += ',';
      first = false;
      out += '"';
      out += trim_keyword(name);
      out += "\":";
      write_json(out, member);
    });
    out += '}';
  }
}

template <class T>
std::string to_json(const T& value) {
  std::string out;
  write_json(out, value);
  return out;
}

}  // namespace bellman::codec
