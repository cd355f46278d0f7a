// Service requests of the City of Boston's 311 line, as its open data gives them: CSV, 19 columns found by name in any order.
// Times are local to America/New_York and have no zone: one in the spring gap moves forward, an ambiguous one is the first.
//
// A row is rejected only when it can be no request: no id, an id already accepted, no readable opening time, fields missing
// or too many (they may have shifted), a blank line, the header again. Everything else is taken, with findings.
#pragma once
#include "imports/reader.h"

namespace bellman::imports {

// The point that the city gives to a request it cannot place (City Hall).
inline constexpr Place boston311_default_place{42.3594, -71.0587};

std::unique_ptr<RowParser> boston311_parser();

}  // namespace bellman::imports
