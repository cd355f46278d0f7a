#include "codec/schema.h"

namespace bellman::codec {

namespace {
void drop_all(std::string& text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at)) text.erase(at, word.size());
}
}  // namespace

std::string component_name(std::string_view pretty_function) {
  // "... [with T = bellman::requests::FileRequest; std::string = ...]" (g++) or "... [T = bellman::...]" (clang)
  const std::size_t begin = pretty_function.find("T = ") + 4;
  const std::size_t end = pretty_function.find_first_of(";]", begin);
  std::string type(pretty_function.substr(begin, end - begin));
  for (const std::string_view word : {"bellman::", "{anonymous}::", "(anonymous namespace)::", ">", " "}) drop_all(type, word);
  std::string name;
  for (const char c : type) {
    if (c == ':') {
      if (name.empty() || name.back() != '.') name += '.';
    } else if (c == '<') {
      name += "_of_";
    } else {
      const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      name += plain ? c : '_';
    }
  }
  return name;
}

std::string object_schema(Components& components, std::span<const MemberSchema> members) {
  std::string properties, required;
  for (const MemberSchema& member : members) {
    properties += fmt::format("{}\"{}\":{}", properties.empty() ? "" : ",", member.name, member.schema(components));
    if (!member.may_be_missing) required += fmt::format("{}\"{}\"", required.empty() ? "" : ",", member.name);
  }
  return R"({"type":"object","additionalProperties":false,"properties":{)" + properties + R"(},"required":[)" + required + "]}";
}

std::string choice_schema(std::span<const std::string_view> names) {
  std::string choices;
  for (const std::string_view name : names) choices += fmt::format("{}\"{}\"", choices.empty() ? "" : ",", name);
  return R"({"type":"string","enum":[)" + choices + "]}";
}

std::string nullable_schema(const std::string& of) { return R"({"anyOf":[)" + of + R"(,{"type":"null"}]})"; }
std::string list_schema(const std::string& of) { return R"({"type":"array","items":)" + of + "}"; }
std::string map_schema(const std::string& of) { return R"({"type":"object","additionalProperties":)" + of + "}"; }

std::string component_schema(Components& components, const std::string& name, std::string (*make)(Components& components)) {
  if (!components.contains(name)) {
    components[name] = "{}";  // guards against recursion
    std::string text = make(components);
    components[name] = std::move(text);
  }
  return R"({"$ref":"#/components/schemas/)" + name + R"("})";
}

}  // namespace bellman::codec
