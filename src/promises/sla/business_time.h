// Business time: what a calendar's opening hours mean in real time.
//
// The convention (docs/decisions/0003-business-time.md gives the reasons):
// * Hours are half-open [open, close) intervals of local wall-clock time. Each end is mapped to an instant: a wall time in a
//   spring gap moves forward by the gap, an ambiguous autumn time is its first occurrence. Overlaps are counted once.
// * Working time is real elapsed time inside the intervals, less the pauses. So on the day of a clock change 01:00-04:00 has
//   two hours in spring and four in autumn, and an interval that the gap swallows is empty.
// * Milliseconds are kept: nothing is rounded to minutes.
// * A pause over closed hours takes nothing away. Pauses may overlap and be unsorted; one that ends at or before its start is nothing.
// * A deadline is the earliest instant at which the amount has elapsed: an amount that fills an interval exactly is due at its
//   close. Zero is the next open moment that is not paused. Backwards likewise: the latest instant, an exact fill is the opening,
//   and zero is the last open moment, a close counting as one.
// * A search looks `horizon_days` ahead or back, then answers "sla.never_open"; so a calendar that never opens cannot loop.
#pragma once
#include "sla/model.h"

#include <memory>
#include <span>

namespace bellman::sla {

inline constexpr int horizon_days = 3653;  // ten years

// Half-open [begin, end).
struct Interval {
  Instant begin;
  Instant end;
  bool operator==(const Interval&) const = default;
};

enum class Direction { forward, backward };

// A checked calendar made ready for counting. Immutable: cheap to copy, safe to share between threads.
class CompiledCalendar {
 public:
  // Errors: zone.unknown; sla.interval (outside 0..24:00, or closing at or before it opens); sla.duplicate_day (two shifts for one
  // date). A calendar without hours compiles (its holidays can be asked); check_calendar refuses it.
  static Result<CompiledCalendar> compile(const Calendar& calendar);
  static CompiledCalendar round_the_clock(Zone zone);
  // Open exactly in these instants. Errors: sla.interval when one is empty or they are not in rising order without overlap.
  static Result<CompiledCalendar> of_intervals(std::vector<Interval> intervals, Zone zone);
  // Open when both are, each read in its own zone. The days of open_dates are those of this calendar's zone.
  CompiledCalendar intersected_with(const CompiledCalendar& other) const;

  const Zone& zone() const;

  // Errors of both: sla.negative_amount, sla.never_open, sla.out_of_range (a start outside the years 1900..9900).
  Result<Instant> due(Instant start, Milliseconds amount, std::span<const Interval> pauses = {}) const;
  Result<Instant> due_backward(Instant start, Milliseconds amount) const;
  // Moves by `days` open dates (negative: back), keeps the wall time, then takes the next open moment (forward) or the last one
  // (backward). `zero` says which way for 0 days. Errors as due(); more than horizon_days are sla.never_open.
  Result<Instant> due_days(Instant start, int days, Direction zero = Direction::forward) const;
  // Working time in [begin, end); 0 when end is not after begin.
  Milliseconds elapsed(Instant begin, Instant end, std::span<const Interval> pauses = {}) const;

  Result<Instant> next_open(Instant at) const;       // `at` itself while open
  Result<Instant> previous_close(Instant at) const;  // the latest close at or before `at`; where one interval touches the next is no close
  bool open_at(Instant at) const;
  bool on_break(Instant at) const;
  bool on_holiday(Instant at) const;
  bool open_date(LocalDay day) const;                // some time of the date is open
  // The next `count` open dates strictly after (forward) or before (backward) `day`.
  Result<std::vector<LocalDay>> open_dates(LocalDay day, int count, Direction direction = Direction::forward) const;

  // The next `count` open intervals, clipped at `start`; backward: latest first. Intervals that touch (17:00-24:00, 00:00-…) stay
  // apart, as they were configured. Errors: sla.never_open when the horizon holds fewer.
  Result<std::vector<Interval>> intervals(Instant start, int count, Direction direction = Direction::forward) const;
  std::vector<Interval> open_between(Instant begin, Instant end) const;

 private:
  class Source;
  explicit CompiledCalendar(std::vector<std::shared_ptr<const Source>> all) : sources(std::move(all)) {}
  template <class Visit>
  bool walk(Direction direction, std::size_t index, Instant from, Instant to, Visit& visit) const;
  std::vector<std::shared_ptr<const Source>> sources;  // open when all of them are
};

// What a calendar must satisfy before it is stored: it compiles and has opening hours, else sla.no_hours.
Result<> check_calendar(const Calendar& calendar);

}  // namespace bellman::sla
