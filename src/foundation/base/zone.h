// Time zones of the system's tz database and the mapping between wall clock and moment.
#pragma once
#include "base/instant.h"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace bellman {

// A calendar day without a zone. Days since 1970-01-01; comparable and countable.
struct LocalDay {
  std::int32_t days = 0;
  constexpr auto operator<=>(const LocalDay&) const = default;
  constexpr LocalDay operator+(int count) const { return {days + count}; }
  constexpr LocalDay operator-(int count) const { return {days - count}; }
  constexpr int operator-(LocalDay other) const { return days - other.days; }
  // 0 = Monday … 6 = Sunday.
  constexpr int weekday() const { return ((days % 7) + 10) % 7; }
};

LocalDay local_day(int year, unsigned month, unsigned day);      // the date must exist
std::string to_text(LocalDay day);                               // "2026-03-01"
Result<LocalDay> parse_local_day(std::string_view text);         // "2026-03-01"

// A wall-clock time: a day and milliseconds since its midnight. 24:00 is allowed and means the next midnight.
struct LocalTime {
  LocalDay day;
  std::int64_t ms_of_day = 0;
  constexpr auto operator<=>(const LocalTime&) const = default;
};

// "2015-01-01T00:20:09" without an offset.
Result<LocalTime> parse_local_time(std::string_view text);

// A zone by its IANA name. Cheap to copy; all copies share one cached table of offsets, which is immutable.
class Zone {
 public:
  static Result<Zone> find(std::string_view name);
  static Zone utc();

  const std::string& name() const;

  // A wall time in a spring gap is read with the offset before the gap (it moves forward);
  // an ambiguous autumn time is its first occurrence.
  Instant to_instant(LocalTime wall) const;
  LocalTime to_local(Instant instant) const;
  LocalDay day_of(Instant instant) const { return to_local(instant).day; }
  Milliseconds offset_at(Instant instant) const;

 private:
  struct Table;
  explicit Zone(const Table* shared) : table(shared) {}
  const Table* table;
};

}  // namespace bellman
