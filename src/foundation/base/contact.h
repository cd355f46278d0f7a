// Telephone numbers and e-mail addresses in the one form in which they are stored and compared.
#pragma once
#include "base/result.h"

#include <string>
#include <string_view>

namespace bellman {

// E.164, "+37060012345". `country` (ISO 3166-1 alpha-2, may be empty) is needed to read a national number. Whether the number
// is in use is not asked: only its country code and its length are checked, because a library's table of number ranges grows old.
// Errors: phone.malformed, phone.no_country, phone.length.
Result<std::string> phone_e164(std::string_view text, std::string_view country = {});

// The digits of an E.164 number as they are dialled inside its country ("60012345"), for search. Empty when it is not E.164.
std::string national_digits(std::string_view e164);

// Lower case, trimmed: name@host.domain, at most 254 bytes (RFC 5321); letters outside ASCII are allowed (RFC 6531).
// Error: email.malformed.
Result<std::string> email_address(std::string_view text);

}  // namespace bellman
