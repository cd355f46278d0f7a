#include "codec/schema.h"

namespace bellman::codec {

std::string component_name(std::string_view pretty_function) {
  // "... [with T = bellman::requests::FileRequest; std::string = ...]" (g++) or "... [T = bellman::...]" (clang)
  const std::size_t begin = pretty_function.find("T = ") + 4;
  const std::size_t end = pretty_function.find_first_of(";]", begin);
  std::string_view type = pretty_function.substr(begin, end - begin);
  if (type.starts_with("bellman::")) type.remove_prefix(9);
  std::string name;
  for (const char c : type) {
    if (c == ':') {
      if (name.empty() || name.back() != '.') name += '.';
    } else {
      const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      name += plain ? c : '_';
    }
  }
  return name;
}

}  // namespace bellman::codec
