// One way to compare what people type with what is stored: requests, clients, workers, file names.
#pragma once
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace bellman {

// Without case, accents and compatibility forms, special letters as the plain ones people type for them: "Muñoz" -> "munoz", "STRASSE" and
// "Straße" -> "strasse", "Łódź" -> "lodz", "ЁЛКА" -> "елка", "Nguyễn" -> "nguyen". Folding twice changes nothing. Scripts that have neither
// (Han, Indic, Thai) stay whole. What is no UTF-8 has only its ASCII letters lowered.
std::string folded(std::string_view text);

// As folded(), but with umlauts and Nordic letters written out as German and Danish do without them: "Müller" -> "mueller", "Århus" -> "aarhus".
std::string written_out(std::string_view text);

// The folded words of a text in order: its runs of letters, digits and marks. At most 40 characters of each.
std::vector<std::string> words_of(std::string_view text);

// All words under which a text is found: of both foldings above, of what stands between two spaces without its punctuation ("SN-4471/A" ->
// "sn4471a"), and of the digits of a telephone number written in groups.
std::set<std::string> index_words(std::string_view text);

// What somebody has typed, for index_words(): for each part the spellings of which one is enough, each a list of words that must all be there.
using Spellings = std::vector<std::vector<std::string>>;
std::vector<Spellings> typed_parts(std::string_view typed);

// Whether all parts of what was typed stand in `words`, at the beginning or in the middle of one.
bool holds_typed(const std::set<std::string>& words, const std::vector<Spellings>& parts);

std::string digits_of(std::string_view text);
// The digits of a telephone number or a tail of one as it was typed, without 00 or a single 0 in front; empty when it is something else, or
// less than four digits.
std::string phone_digits(std::string_view typed);

// Words with this beginning stand in [prefix, end_of_prefix(prefix)) when compared by their bytes.
std::string end_of_prefix(std::string_view prefix);

}  // namespace bellman
