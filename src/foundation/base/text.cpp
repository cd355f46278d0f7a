#include "base/text.h"

#include "base/assert.h"

#include <algorithm>
#include <array>
#include <functional>

namespace bellman {

namespace {

// Length of the well-formed sequence that starts at `at`; 0 when it is not well-formed (RFC 3629, no surrogates, no overlongs).
std::size_t sequence_length(std::string_view bytes, std::size_t at) {
  const auto byte = [&](std::size_t i) { return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U; };
  const auto follows = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xBF) { return byte(i) >= low && byte(i) <= high; };
  const unsigned first = byte(at);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(at + 1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const unsigned low = first == 0xE0 ? 0xA0 : 0x80, high = first == 0xED ? 0x9F : 0xBF;
    return follows(at + 1, low, high) && follows(at + 2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const unsigned low = first == 0xF0 ? 0x90 : 0x80, high = first == 0xF4 ? 0x8F : 0xBF;
    return follows(at + 1, low, high) && follows(at + 2) && follows(at + 3) ? 4 : 0;
  }
  return 0;
}


bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

}  // namespace

bool is_utf8(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t length = sequence_length(bytes, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

std::size_t length_of(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += is_utf8_continuation(c) ? 0 : 1;
  return count;
}

std::string_view first_characters(std::string_view text, std::size_t count) {
  for (std::size_t at = 0; at < text.size(); ++at)
    if (!is_utf8_continuation(text[at]) && count-- == 0) return text.substr(0, at);
  return text;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string lower_ascii(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

int digit_of(char c) {
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (c == 'O') c = '0';
  if (c == 'I' || c == 'L') c = '1';
  const std::size_t at = alphabet.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

// Multiplication by x in GF(32) = GF(2)[x] / (x^5 + x^2 + 1), whose x is a generator.
unsigned times_x(unsigned a) {
  a <<= 1U;
  return (a & 0x20U) != 0 ? a ^ 0x25U : a;
}

// Sum of x^(position+1) * digit by Horner's rule. The weights are distinct and not 0, so one wrong digit and any
// swap of two different digits change the sum.
unsigned check_digit(std::string_view digits) {
  unsigned sum = 0;
  for (const char c : digits) sum = times_x(sum ^ static_cast<unsigned>(digit_of(c)));
  return sum;
}

// A bijection on numbers of `bits` bits: odd multiplication and xor-shift are both invertible.
constexpr std::uint64_t factor = 0x9E3779B97F4A7C15ULL;
constexpr std::uint64_t inverse_of(std::uint64_t odd) {
  std::uint64_t inverse = odd;  // Newton's iteration doubles the correct bits each time
  for (int i = 0; i < 6; ++i) inverse *= 2 - odd * inverse;
  return inverse;
}
std::uint64_t mask_of(unsigned bits) { return (1ULL << bits) - 1; }
std::uint64_t scramble(std::uint64_t value, unsigned bits) {
  value = (value * factor) & mask_of(bits);
  value ^= value >> (bits / 2);
  return (value * factor) & mask_of(bits);
}
std::uint64_t unscramble(std::uint64_t value, unsigned bits) {
  value = (value * inverse_of(factor)) & mask_of(bits);
  value ^= value >> (bits / 2);
  return (value * inverse_of(factor)) & mask_of(bits);
}

// In the alphabet, without spaces and hyphens; nothing when a character is none, or there are more than a code has.
std::optional<std::string> read_digits(std::string_view code) {
  std::string digits;
  for (const char c : code) {
    if (c == '-' || c == ' ') continue;
    const int digit = digit_of(c);
    if (digit < 0 || digits.size() > 12) return std::nullopt;
    digits += alphabet[static_cast<std::size_t>(digit)];
  }
  return digits;
}
std::uint64_t value_of(std::string_view digits) {
  std::uint64_t value = 0;
  for (const char c : digits) value = (value << 5U) | static_cast<unsigned>(digit_of(c));
  return value;
}
// A longer code than the id needs was never issued.
bool is_issued(std::uint64_t id, unsigned bits) { return id != 0 && (bits == 30 || (id >> (bits - 10)) != 0); }

}  // namespace

std::string spoken_code(std::int64_t id) {
  BELLMAN_ASSERT(id > 0 && id < (1LL << 60), "spoken_code() is for ids 1 .. 2^60-1");
  unsigned bits = 30;
  while ((static_cast<std::uint64_t>(id) >> bits) != 0) bits += 10;
  const std::uint64_t value = scramble(static_cast<std::uint64_t>(id), bits);
  std::string digits;
  for (unsigned shift = bits; shift > 0; shift -= 5) digits += alphabet[(value >> (shift - 5)) & 31U];
  digits += alphabet[check_digit(digits)];
  std::string code;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && i % 3 == 0) code += '-';
    code += digits[i];
  }
  return code;
}

std::optional<std::int64_t> parse_spoken_code(std::string_view code) {
  auto read = read_digits(code);
  if (!read || read->size() < 7 || read->size() % 2 == 0) return std::nullopt;
  std::string digits = *std::move(read);
  const char check = digits.back();
  digits.pop_back();
  if (alphabet[check_digit(digits)] != check) return std::nullopt;
  const unsigned bits = static_cast<unsigned>(digits.size()) * 5;
  const std::uint64_t id = unscramble(value_of(digits), bits);
  if (!is_issued(id, bits)) return std::nullopt;
  return static_cast<std::int64_t>(id);
}

std::vector<std::int64_t> spoken_codes_beginning(std::string_view typed, std::int64_t highest) {
  std::vector<std::int64_t> ids;
  const auto digits = read_digits(typed);
  if (!digits || digits->size() < 3) return ids;
  // The whole code with its check character, or too much of it.
  if (const auto whole = parse_spoken_code(typed); whole && *whole <= highest) ids.push_back(*whole);
  const unsigned known = static_cast<unsigned>(digits->size()) * 5;
  constexpr unsigned most_unknown = 15;
  for (unsigned bits = 30; bits <= 60; bits += 10) {
    if (bits > 30 && static_cast<std::uint64_t>(highest) >> (bits - 10) == 0) break;
    if (known > bits || bits - known > most_unknown) continue;
    const std::uint64_t first = value_of(*digits) << (bits - known);
    for (std::uint64_t rest = 0; rest <= mask_of(bits - known); ++rest) {
      const std::uint64_t id = unscramble(first | rest, bits);
      if (is_issued(id, bits) && id <= static_cast<std::uint64_t>(highest)) ids.push_back(static_cast<std::int64_t>(id));
    }
  }
  std::sort(ids.begin(), ids.end(), std::greater<>());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

}  // namespace bellman
