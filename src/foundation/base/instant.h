// A moment: milliseconds since 1970-01-01T00:00:00Z. Wall clocks and zones are in zone.h.
#pragma once
#include "base/result.h"

#include <chrono>
#include <compare>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace bellman {

using Milliseconds = std::chrono::milliseconds;
using namespace std::chrono_literals;

struct Instant {
  std::int64_t ms = 0;

  constexpr auto operator<=>(const Instant&) const = default;
  constexpr Instant operator+(Milliseconds span) const { return {ms + span.count()}; }
  constexpr Instant operator-(Milliseconds span) const { return {ms - span.count()}; }
  constexpr Milliseconds operator-(Instant other) const { return Milliseconds(ms - other.ms); }
  constexpr Instant& operator+=(Milliseconds span) { ms += span.count(); return *this; }

  static constexpr Instant max() { return {std::numeric_limits<std::int64_t>::max()}; }
  static constexpr Instant min() { return {std::numeric_limits<std::int64_t>::min()}; }
};

// "2026-03-01T09:05:00Z"; milliseconds only when there are any ("…00.250Z").
std::string to_text(Instant instant);

// RFC 3339 with an offset or Z, up to nanoseconds (cut to milliseconds). Years 1900..9999.
Result<Instant> parse_instant(std::string_view text);

}  // namespace bellman
