#include "base/fold.h"

#include "base/text.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>

namespace bellman {
namespace {

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return (static_cast<unsigned char>(c) & 0x80U) == 0; });
}

// Letters that Unicode does not take apart, and what people type who do not have them.
std::string_view plain_letter(UChar32 c) {
  switch (c) {
    case 0xE6: case 0x1E3: return "ae";
    case 0x153: return "oe";
    case 0xF8: return "o";
    case 0xF0: case 0x111: return "d";
    case 0xFE: return "th";
    case 0x127: return "h";
    case 0x131: return "i";
    case 0x138: return "k";
    case 0x142: return "l";
    case 0x14B: return "n";
    case 0x167: return "t";
    case 0x259: return "e";
    case 0x2BC: case 0x2018: case 0x2019: return "'";
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2212: return "-";
    default: return {};
  }
}

std::string_view letters_written_out(UChar32 c) {
  switch (c) {
    case 0xE4: case 0xE6: return "ae";
    case 0xF6: case 0xF8: return "oe";
    case 0xFC: return "ue";
    case 0xE5: return "aa";
    default: return {};
  }
}

// An accent or vowel sign that people leave out. The marks of Indic and Thai writing are letters, and those of Kana tell letters apart.
bool is_left_out(UChar32 c) {
  if (u_charType(c) != U_NON_SPACING_MARK || c == 0x3099 || c == 0x309A) return false;
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(c, &status);
  return script == USCRIPT_INHERITED || script == USCRIPT_HEBREW || script == USCRIPT_ARABIC || script == USCRIPT_GREEK || script == USCRIPT_CYRILLIC;
}

template <class Replacement>
icu::UnicodeString replaced_letters(const icu::UnicodeString& text, Replacement letters_for) {
  icu::UnicodeString out;
  for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const UChar32 c = text.char32At(at);
    if (const std::string_view letters = letters_for(c); !letters.empty()) out.append(icu::UnicodeString::fromUTF8({letters.data(), static_cast<std::int32_t>(letters.size())}));
    else out.append(c);
  }
  return out;
}

icu::UnicodeString of_utf8(std::string_view text) { return icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())}); }

std::string folded_letters(icu::UnicodeString text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* const apart = icu::Normalizer2::getNFKDInstance(status);
  const icu::Normalizer2* const together = icu::Normalizer2::getNFCInstance(status);
  // Twice, because taking a letter apart may bring to light another one with a case.
  for (int i = 0; i < 2; ++i) text = apart->normalize(text.foldCase(), status);
  const icu::UnicodeString plain = replaced_letters(text, plain_letter);
  icu::UnicodeString bare;
  for (std::int32_t at = 0; at < plain.length(); at = plain.moveIndex32(at, 1))
    if (const UChar32 c = plain.char32At(at); !is_left_out(c)) bare.append(c);
  std::string out;
  together->normalize(bare, status).toUTF8String(out);
  return U_SUCCESS(status) ? out : std::string();
}

// Calls `take` with each run of characters for which `inside` holds.
template <class Inside, class Take>
void each_run(std::string_view text, Inside inside, Take take) {
  std::size_t from = 0;
  bool in_run = false;
  for (std::size_t at = 0; at <= text.size();) {
    std::size_t end = at + 1;
    while (end < text.size() && is_utf8_continuation(text[end])) ++end;
    const bool is_inside = at < text.size() && inside(text.substr(at, end - at));
    if (is_inside && !in_run) from = at;
    if (!is_inside && in_run) take(text.substr(from, at - from));
    in_run = is_inside;
    at = end;
  }
}

// Of a folded text, so that ASCII letters are small.
bool is_word_character(std::string_view character) {
  if (character.size() == 1) return (character[0] >= 'a' && character[0] <= 'z') || (character[0] >= '0' && character[0] <= '9') || (character[0] & '\x80') != 0;
  const UChar32 c = of_utf8(character).char32At(0);
  constexpr std::uint32_t kept = U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK | U_GC_SO_MASK | U_GC_CN_MASK | U_GC_CO_MASK;
  return (U_GET_GC_MASK(c) & kept) != 0;
}
bool is_no_space(std::string_view character) {
  return character.size() == 1 ? character[0] != ' ' && (character[0] < '\t' || character[0] > '\r') : !u_isUWhiteSpace(of_utf8(character).char32At(0));
}

constexpr std::size_t longest_word = 40;
std::string cut_word(std::string_view word) { return std::string(first_characters(word, longest_word)); }

std::vector<std::string> words_in(std::string_view plain) {
  std::vector<std::string> words;
  each_run(plain, is_word_character, [&](std::string_view word) { words.push_back(cut_word(word)); });
  return words;
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += word;
  return cut_word(all);
}

bool is_in_a_number(std::string_view character) { return character.size() == 1 && std::string_view("0123456789 +-()./").find(character[0]) != std::string_view::npos; }
constexpr std::size_t shortest_number_in_groups = 6;

// Both foldings; one where they are the same.
std::vector<std::string> foldings_of(std::string_view text) {
  std::vector<std::string> foldings{folded(text)};
  if (std::string other = written_out(text); other != foldings.front()) foldings.push_back(std::move(other));
  return foldings;
}

}  // namespace

std::string folded(std::string_view text) {
  if (is_ascii(text) || !is_utf8(text)) return lower_ascii(text);
  return folded_letters(of_utf8(text));
}

std::string written_out(std::string_view text) {
  if (is_ascii(text) || !is_utf8(text)) return lower_ascii(text);
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString whole = icu::Normalizer2::getNFCInstance(status)->normalize(of_utf8(text).foldCase(), status);
  return folded_letters(replaced_letters(whole, letters_written_out));
}

std::vector<std::string> words_of(std::string_view text) { return words_in(folded(text)); }

std::set<std::string> index_words(std::string_view text) {
  std::set<std::string> words;
  for (const std::string& plain : foldings_of(text)) {
    each_run(plain, is_no_space, [&](std::string_view part) {
      std::vector<std::string> pieces = words_in(part);
      if (pieces.size() > 1) words.insert(joined(pieces));
      words.insert(std::make_move_iterator(pieces.begin()), std::make_move_iterator(pieces.end()));
    });
    each_run(plain, is_in_a_number, [&](std::string_view number) {
      if (const std::string digits = digits_of(number); digits.size() >= shortest_number_in_groups) words.insert(cut_word(digits));
    });
  }
  words.erase("");
  return words;
}

std::vector<Spellings> typed_parts(std::string_view typed) {
  std::vector<Spellings> parts;
  const std::string_view whole = trimmed(typed);
  if (!is_utf8(whole)) return parts;
  const auto add = [](Spellings& spellings, std::vector<std::string> words) {
    if (!words.empty() && std::ranges::find(spellings, words) == spellings.end()) spellings.push_back(std::move(words));
  };
  if (const std::string digits = phone_digits(whole); whole.find(' ') != std::string_view::npos && !digits.empty()) {
    Spellings number;
    add(number, {cut_word(digits)});
    add(number, words_of(whole));
    return {number};
  }
  each_run(whole, is_no_space, [&](std::string_view part) {
    Spellings spellings;
    for (const std::string& plain : foldings_of(part)) {
      const std::vector<std::string> pieces = words_in(plain);
      add(spellings, pieces);
      if (pieces.size() > 1) add(spellings, {joined(pieces)});
    }
    if (!spellings.empty()) parts.push_back(std::move(spellings));
  });
  return parts;
}

bool holds_typed(const std::set<std::string>& words, const std::vector<Spellings>& parts) {
  const auto stands_there = [&](const std::string& one) { return std::ranges::any_of(words, [&](const std::string& word) { return word.find(one) != std::string::npos; }); };
  return std::ranges::all_of(parts, [&](const Spellings& part) {
    return std::ranges::any_of(part, [&](const std::vector<std::string>& spelling) { return std::ranges::all_of(spelling, stands_there); });
  });
}

std::string digits_of(std::string_view text) {
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

std::string phone_digits(std::string_view typed) {
  constexpr std::size_t fewest = 4;
  const std::string_view text = trimmed(typed);
  if (text.find_first_not_of("0123456789 +-()./") != std::string_view::npos) return {};
  const std::string digits = digits_of(text);
  if (digits.size() < fewest) return {};
  // 00 is how a telephone writes +; a single 0 stands before a national number. A tail may begin with 0 itself.
  if (digits.size() <= fewest + 1) return digits;
  return digits.substr(digits.starts_with("00") ? 2 : digits.starts_with('0') ? 1 : 0);
}

std::string end_of_prefix(std::string_view prefix) { return std::string(prefix) + "\xF4\x8F\xBF\xBF"; }

}  // namespace bellman
