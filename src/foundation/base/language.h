// Texts in several languages, and text made comparable for search.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bellman {

// The shape of a BCP 47 tag: "en", "fil", "pt-BR".
bool is_language_tag(std::string_view tag);

// The text in the language, else in its main language ("pt-BR" -> "pt"), else in English, else the first; empty when there is none.
std::string_view text_in(const std::map<std::string, std::string>& texts, std::string_view language);

// Lower case without accents, for comparing: Latin, Greek, Cyrillic and Armenian letters ("Muñoz" -> "munoz", "ЁЛКА" -> "елка").
// Other scripts stay as they are.
std::string folded(std::string_view text);

// The folded words of a text in order: what stands between white space and ASCII punctuation. At most 40 characters of each.
std::vector<std::string> words_of(std::string_view text);

// Words with this beginning stand in [prefix, end_of_prefix(prefix)) when compared by their bytes.
std::string end_of_prefix(std::string_view prefix);

}  // namespace bellman
