// What a programme and a region must be like. Pure.
#pragma once
#include "base/result.h"
#include "programmes/model.h"

namespace bellman::programmes {

// 1..40 of a-z 0-9 - _, beginning with a letter. Error: NOUN.key (invalid).
Result<> check_key(std::string_view key, std::string_view noun);
// Colour #rrggbb, at least one language, an ISO 4217 currency, a zone of the tz database, an E.164 phone line or none.
Result<> check(const Programme& programme);
Result<> check(const Region& region);

}  // namespace bellman::programmes
