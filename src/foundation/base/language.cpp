#include "base/language.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace bellman {
namespace {

// The plain letters of U+00C0 … U+017F, in order.
constexpr std::string_view plain_letters =
    "a a a a a a ae c e e e e i i i i d n o o o o o x o u u u u y th ss "
    "a a a a a a ae c e e e e i i i i d n o o o o o / o u u u u y th y "
    "a a a a a a c c c c c c c c d d d d e e e e e e e e e e g g g g g g g g h h h h "
    "i i i i i i i i i i ij ij j j k k k l l l l l l l l l l n n n n n n n n n o o o o o o oe oe r r r r r r "
    "s s s s s s s s t t t t t t u u u u u u u u u u u u w w y y y z z z z z z s";

constexpr auto latin = [] {
  std::array<std::string_view, 0x180 - 0xC0> table{};
  std::size_t count = 0;
  for (std::size_t at = 0; at < plain_letters.size();) {
    const std::size_t end = std::min(plain_letters.find(' ', at), plain_letters.size());
    table[count++] = plain_letters.substr(at, end - at);
    at = end + 1;
  }
  return table;
}();
static_assert(latin[0x17F - 0xC0] == "s", "the table has a letter for each code point");

// Letters of Greek with a tonos or dialytika, and what they fold to.
constexpr char32_t lower_greek(char32_t c) {
  switch (c) {
    case 0x386: case 0x3AC: return 0x3B1;
    case 0x388: case 0x3AD: return 0x3B5;
    case 0x389: case 0x3AE: return 0x3B7;
    case 0x38A: case 0x390: case 0x3AA: case 0x3AF: case 0x3CA: return 0x3B9;
    case 0x38C: case 0x3CC: return 0x3BF;
    case 0x38E: case 0x3AB: case 0x3B0: case 0x3CB: case 0x3CD: return 0x3C5;
    case 0x38F: case 0x3CE: return 0x3C9;
    case 0x3C2: return 0x3C3;  // final sigma
    default: return c >= 0x391 && c <= 0x3A9 ? c + 32 : c;
  }
}

constexpr char32_t lower_cyrillic(char32_t c) {
  if (c >= 0x400 && c <= 0x40F) c += 80;
  else if (c >= 0x410 && c <= 0x42F) c += 32;
  else if (((c >= 0x460 && c <= 0x480) || (c >= 0x48A && c <= 0x4BE) || (c >= 0x4D0 && c <= 0x52E)) && c % 2 == 0) c += 1;
  return c == 0x451 ? 0x435 : c;  // ё is often written е
}

constexpr char32_t lower_letter(char32_t c) {
  if (c >= 0x370 && c < 0x400) return lower_greek(c);
  if (c >= 0x400 && c < 0x530) return lower_cyrillic(c);
  if (c >= 0x531 && c <= 0x556) return c + 48;  // Armenian
  return c;
}

bool is_combining_mark(char32_t c) { return c >= 0x300 && c <= 0x36F; }

void append_utf8(std::string& out, char32_t c) {
  const auto tail = [&](int shift) { out += static_cast<char>(0x80U | ((c >> shift) & 0x3FU)); };
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0U | (c >> 6));
    tail(0);
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0U | (c >> 12));
    tail(6), tail(0);
  } else {
    out += static_cast<char>(0xF0U | (c >> 18));
    tail(12), tail(6), tail(0);
  }
}

// Of valid UTF-8; moves `at` behind the character.
char32_t next_character(std::string_view text, std::size_t& at) {
  const auto first = static_cast<unsigned char>(text[at++]);
  if (first < 0x80) return first;
  const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
  char32_t c = first & (0x3FU >> more);
  for (int i = 0; i < more; ++i) c = (c << 6) | (static_cast<unsigned char>(text[at++]) & 0x3FU);
  return c;
}

void append_folded(std::string& out, char32_t c) {
  if (c >= 'A' && c <= 'Z') out += static_cast<char>(c + 32);
  else if (c < 0xC0) append_utf8(out, c);
  else if (c < 0x180) out += latin[c - 0xC0];
  else if (c == 0x218 || c == 0x219) out += 's';  // Romanian, with a comma below
  else if (c == 0x21A || c == 0x21B) out += 't';
  else if (!is_combining_mark(c)) append_utf8(out, lower_letter(c));
}

bool separates(char c) {
  const bool is_letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (static_cast<unsigned char>(c) & 0x80U) != 0;
  return !is_letter;
}

}  // namespace

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

std::string folded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  if (!is_utf8(text)) return lower_ascii(text);
  for (std::size_t at = 0; at < text.size();) append_folded(out, next_character(text, at));
  return out;
}

std::vector<std::string> words_of(std::string_view text) {
  const std::string plain = folded(text);
  std::vector<std::string> words;
  for (std::size_t at = 0; at < plain.size();) {
    const std::size_t start = static_cast<std::size_t>(std::find_if_not(plain.begin() + static_cast<std::ptrdiff_t>(at), plain.end(), separates) - plain.begin());
    const std::size_t end = static_cast<std::size_t>(std::find_if(plain.begin() + static_cast<std::ptrdiff_t>(start), plain.end(), separates) - plain.begin());
    if (end > start) words.emplace_back(first_characters(std::string_view(plain).substr(start, end - start), 40));
    at = end;
  }
  return words;
}

std::string end_of_prefix(std::string_view prefix) { return std::string(prefix) + "\xF4\x8F\xBF\xBF"; }

}  // namespace bellman
