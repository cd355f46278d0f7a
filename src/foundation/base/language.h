// Texts in several languages.
#pragma once
#include <map>
#include <string>
#include <string_view>

namespace bellman {

// The shape of a BCP 47 tag: "en", "fil", "pt-BR".
bool is_language_tag(std::string_view tag);

// The text in the language, else in its main language ("pt-BR" -> "pt"), else in English, else the first; empty when there is none.
std::string_view text_in(const std::map<std::string, std::string>& texts, std::string_view language);

}  // namespace bellman
