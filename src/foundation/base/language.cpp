#include "base/language.h"

#include <algorithm>

namespace bellman {

bool is_language_tag(std::string_view tag) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const std::size_t dash = std::min(tag.find('-'), tag.size());
  if (dash < 2 || dash > 3 || tag.size() > 35 || !std::all_of(tag.begin(), tag.begin() + static_cast<std::ptrdiff_t>(dash), [](char c) { return c >= 'a' && c <= 'z'; }))
    return false;
  for (std::size_t at = dash; at < tag.size();) {
    const std::size_t end = std::min(tag.find('-', at + 1), tag.size());
    const std::string_view part = tag.substr(at + 1, end - at - 1);
    if (part.size() < 2 || part.size() > 8 || !std::all_of(part.begin(), part.end(), [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); })) return false;
    at = end;
  }
  return true;
}

std::string_view text_in(const std::map<std::string, std::string>& texts, std::string_view language) {
  for (const std::string_view tag : {language, language.substr(0, language.find('-')), std::string_view("en")})
    if (const auto found = texts.find(std::string(tag)); found != texts.end()) return found->second;
  return texts.empty() ? std::string_view() : std::string_view(texts.begin()->second);
}

}  // namespace bellman
