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

}  // namespace bellman::codec
