// Spans of time as plain numbers, for arithmetic on local days.
#pragma once
#include <cstdint>

namespace bellman::sla {

inline constexpr std::int64_t minute_ms = 60'000, hour_ms = 60 * minute_ms, day_ms = 24 * hour_ms;  // of a day without a change of clocks

}  // namespace bellman::sla
