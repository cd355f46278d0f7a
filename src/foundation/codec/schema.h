// JSON Schema (OpenAPI 3.1 dialect) of described types. Structs become named components, referred to by $ref.
#pragma once
#include "codec/describe.h"
#include "codec/json_read.h"
#include "codec/json_write.h"

#include <array>
#include <span>

namespace bellman::codec {

// Component name -> schema text, in alphabetical order.
using Components = std::map<std::string, std::string>;

// "requests.FileRequest" out of bellman::requests::FileRequest.
std::string component_name(std::string_view pretty_function);

template <class T>
std::string type_name() {
  return component_name(__PRETTY_FUNCTION__);
}

template <class T>
std::string schema(Components& components);

// What the schema of a struct needs to know of a member, so that the loop over the members is compiled once and not for each struct.
struct MemberSchema {
  std::string_view name;
  bool may_be_missing;
  std::string (*schema)(Components& components);
};
std::string object_schema(Components& components, std::span<const MemberSchema> members);
std::string choice_schema(std::span<const std::string_view> names);
std::string nullable_schema(const std::string& of);
std::string list_schema(const std::string& of);
std::string map_schema(const std::string& of);
// Makes the component when it is not there yet, and refers to it.
std::string component_schema(Components& components, const std::string& name, std::string (*make)(Components& components));

template <class T, template <class...> class List, class... Members>
constexpr std::array<MemberSchema, sizeof...(Members)> member_schemas(List<Members...>) {
  return {MemberSchema{trim_keyword(Members::name), may_be_missing<member_type<T, Members>>, &schema<member_type<T, Members>>}...};
}

template <class T>
std::string own_schema(Components& components) {
  if constexpr (is_described_enum<T>) {
    return choice_schema(enum_names<T>);
  } else {
    static constexpr auto members = member_schemas<T>(members_of<T>{});
    return object_schema(components, members);
  }
}

template <class T>
std::string schema(Components& components) {
  if constexpr (std::is_same_v<T, bool>) {
    return R"({"type":"boolean"})";
  } else if constexpr (is_bounded<T>) {
    return fmt::format(R"({{"type":"integer","minimum":{},"maximum":{}}})", BoundedLimits<T>::low, BoundedLimits<T>::high);
  } else if constexpr (std::is_integral_v<T>) {
    return R"({"type":"integer"})";
  } else if constexpr (is_id<T>) {
    return R"({"type":["integer","null"],"format":"int64"})";
  } else if constexpr (std::is_same_v<T, Milliseconds>) {
    return R"({"type":"integer","format":"int64","description":"milliseconds"})";
  } else if constexpr (std::is_floating_point_v<T>) {
    return R"({"type":"number"})";
  } else if constexpr (std::is_same_v<T, RawJson>) {
    return R"({"description":"any JSON value"})";
  } else if constexpr (is_text<T>) {
    return fmt::format(R"({{"type":"string","minLength":{},"maxLength":{}}})", TextLimits<T>::min, TextLimits<T>::max);
  } else if constexpr (std::is_same_v<T, std::string>) {
    return R"({"type":"string"})";
  } else if constexpr (std::is_same_v<T, Instant>) {
    return R"({"type":"string","format":"date-time"})";
  } else if constexpr (std::is_same_v<T, LocalDay>) {
    return R"({"type":"string","format":"date"})";
  } else if constexpr (is_optional<T>) {
    return nullable_schema(schema<typename T::value_type>(components));
  } else if constexpr (is_vector<T>) {
    return list_schema(schema<typename T::value_type>(components));
  } else if constexpr (is_string_map<T>) {
    return map_schema(schema<typename T::mapped_type>(components));
  } else {
    return component_schema(components, type_name<T>(), &own_schema<T>);
  }
}

}  // namespace bellman::codec
