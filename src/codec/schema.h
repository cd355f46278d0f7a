// JSON Schema (OpenAPI 3.1 dialect) of described types. Structs become named components, referred to by $ref.
#pragma once
#include "codec/describe.h"
#include "codec/json_read.h"
#include "codec/json_write.h"

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

template <class T>
std::string struct_schema(Components& components) {
  std::string properties, required;
  T sample{};
  for_each_member(sample, [&](std::string_view raw_name, auto& member) {
    using Member = std::remove_reference_t<decltype(member)>;
    const std::string name(trim_keyword(raw_name));
    properties += (properties.empty() ? "" : ",") + ("\"" + name + "\":") + schema<Member>(components);
    if (!may_be_missing<Member>) required += (required.empty() ? "\"" : ",\"") + name + "\"";
  });
  return R"({"type":"object","additionalProperties":false,"properties":{)" + properties + R"(},"required":[)" + required + "]}";
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
    return R"({"anyOf":[)" + schema<typename T::value_type>(components) + R"(,{"type":"null"}]})";
  } else if constexpr (is_vector<T>) {
    return R"({"type":"array","items":)" + schema<typename T::value_type>(components) + "}";
  } else if constexpr (is_string_map<T>) {
    return R"({"type":"object","additionalProperties":)" + schema<typename T::mapped_type>(components) + "}";
  } else {
    const std::string name = type_name<T>();
    if (!components.contains(name)) {
      components[name] = "{}";  // guards against recursion
      if constexpr (is_described_enum<T>) {
        std::string choices;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
            [&](auto item) { choices += (choices.empty() ? "\"" : ",\"") + std::string(trim_keyword(item.name)) + "\""; });
        components[name] = R"({"type":"string","enum":[)" + choices + "]}";
      } else {
        std::string text = struct_schema<T>(components);
        components[name] = std::move(text);
      }
    }
    return R"({"$ref":"#/components/schemas/)" + name + R"("})";
  }
}

}  // namespace bellman::codec
