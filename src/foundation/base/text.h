// UTF-8 text and the spoken code.
#pragma once
#include "base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellman {

// A byte that goes on with a character of UTF-8.
constexpr bool is_utf8_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80; }
bool is_utf8(std::string_view bytes);
// Characters (code points) of valid UTF-8.
std::size_t length_of(std::string_view text);
// At most `count` characters, never cut inside one; "…" is not added.
std::string_view first_characters(std::string_view text, std::size_t count);
// Without white space at both ends.
std::string_view trimmed(std::string_view text);
// ASCII letters in lower case; other bytes stay.
std::string lower_ascii(std::string_view text);

// A request's number as people say it on the phone: base 32 without the look-alikes I L O U (Crockford's alphabet),
// scrambled so that neighbours do not look alike, with a check character (a sum over GF(32), see text.cpp) that finds
// any one wrong character and any two characters swapped. "K7Q-4ZD-P". Ids 1 .. 2^60-1.
std::string spoken_code(std::int64_t id);
// Accepts lower case, spaces and hyphens, and reads O as 0, I and L as 1. Nothing when the check does not fit.
std::optional<std::int64_t> parse_spoken_code(std::string_view code);
// The ids 1 .. `highest` whose codes begin with what was typed, highest first; read as parse_spoken_code() does. None when
// too little was typed: less than three characters, or than all but three of a longer code.
std::vector<std::int64_t> spoken_codes_beginning(std::string_view typed, std::int64_t highest);

}  // namespace bellman
