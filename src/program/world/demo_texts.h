// What the demonstration's clients write, in their languages.
#pragma once
#include "base/prng.h"

#include <string>
#include <string_view>

namespace bellman::world::demo {

// About a fault kind ("leak") or a kind of wish ("food"), in the language or else in English; empty when nothing is known of it.
std::string_view description(std::string_view about, std::string_view language);
// What follows the description now and then: when somebody is at home, a word of thanks.
std::string_view closing_words(std::string_view language, Prng& prng);
std::string_view cancel_reason(std::string_view language, Prng& prng);
// A value for a text field of a form.
std::string field_text(std::string_view field, std::string_view language, Prng& prng);

}  // namespace bellman::world::demo
