#include "sla/business_time.h"

#include "sla/spans.h"

#include <boost/container/small_vector.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>

namespace bellman::sla {
namespace {

constexpr Milliseconds horizon{horizon_days * day_ms};
// Far enough inside what LocalDay and the zone tables hold that a horizon more does not leave it.
constexpr Instant earliest{-2'208'988'800'000};
constexpr Instant latest{250'246'540'800'000};

using Wall = std::vector<WallInterval>;
using Pieces = boost::container::small_vector<Interval, 8>;

Error never_open() {
  return Error::invalid("sla.never_open", fmt::format("The calendar has too little open time within {} days.", horizon_days), {},
                        "Check its hours and holidays, or shorten the time allowed.");
}

Result<> in_range(Instant at) {
  if (at < earliest || at > latest) return Error::invalid("sla.out_of_range", "The moment is outside the years 1900 to 9900.");
  return ok();
}

std::string clock_text(int minute) { return fmt::format("{:02}:{:02}", minute / 60, minute % 60); }

Result<> check(const WallInterval& interval, const std::string& field) {
  const auto [open, close] = interval;
  if (open < 0 || open > 1440 || close < 0 || close > 1440)
    return Error::invalid("sla.interval", "Opening hours lie between 00:00 and 24:00.", field, "Give minutes since midnight, 0 to 1440.");
  if (close <= open)
    return Error::invalid("sla.interval", fmt::format("{}-{} closes before it opens.", clock_text(open), clock_text(close)), field,
                          "Work over midnight is two intervals: up to 24:00 on the first day and from 00:00 on the next.");
  return ok();
}

Result<Wall> checked(const Wall& intervals, const std::string& field) {
  for (std::size_t i = 0; i < intervals.size(); ++i) TRY_DO(check(intervals[i], fmt::format("{}[{}]", field, i)));
  Wall sorted = intervals;
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.open_minute < b.open_minute; });
  Wall merged;
  for (const WallInterval& next : sorted) {
    if (!merged.empty() && next.open_minute < merged.back().close_minute)
      merged.back().close_minute = std::max(merged.back().close_minute, next.close_minute);
    else
      merged.push_back(next);
  }
  return merged;
}

Wall without(const Wall& hours, const Wall& breaks) {
  Wall rest;
  for (WallInterval left : hours) {
    for (const WallInterval& gap : breaks) {
      if (gap.close_minute <= left.open_minute || gap.open_minute >= left.close_minute) continue;
      if (gap.open_minute > left.open_minute) rest.push_back({left.open_minute, gap.open_minute});
      left.open_minute = gap.close_minute;
    }
    if (left.open_minute < left.close_minute) rest.push_back(left);
  }
  return rest;
}

// Sorted, without overlap, without what lies backwards.
std::vector<Interval> normalised(std::span<const Interval> pauses) {
  std::vector<Interval> sorted(pauses.begin(), pauses.end());
  std::erase_if(sorted, [](const Interval& pause) { return pause.end <= pause.begin; });
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
  std::vector<Interval> merged;
  for (const Interval& next : sorted) {
    if (!merged.empty() && next.begin <= merged.back().end)
      merged.back().end = std::max(merged.back().end, next.end);
    else
      merged.push_back(next);
  }
  return merged;
}

// Visits what `piece` leaves outside the pauses, in order; stops when the visitor says false.
template <class Visit>
bool outside(Interval piece, const std::vector<Interval>& pauses, Visit&& visit) {
  auto pause = std::partition_point(pauses.begin(), pauses.end(), [&](const Interval& p) { return p.end <= piece.begin; });
  for (; pause != pauses.end() && pause->begin < piece.end; ++pause) {
    if (pause->begin > piece.begin && !visit(Interval{piece.begin, pause->begin})) return false;
    piece.begin = pause->end;
  }
  return piece.begin >= piece.end || visit(piece);
}

}  // namespace

// One set of opening hours: a weekly pattern with exceptions by date, or a list of instants.
class CompiledCalendar::Source {
 public:
  struct Exception {
    Wall open;    // breaks and holiday already applied
    Wall breaks;
    bool holiday = false;
  };
  explicit Source(Zone in_zone) : zone(in_zone) {}

  const Wall& wall(LocalDay day) const {
    const Exception* exception = exception_on(day);
    return exception ? exception->open : weekly[static_cast<std::size_t>(day.weekday())];
  }
  const Exception* exception_on(LocalDay day) const {
    auto found = std::lower_bound(exceptions.begin(), exceptions.end(), day, [](const auto& e, LocalDay d) { return e.first < d; });
    return found != exceptions.end() && found->first == day ? &found->second : nullptr;
  }
  Instant at(LocalDay day, int minute) const { return zone.to_instant({minute == 1440 ? day + 1 : day, (minute % 1440) * minute_ms}); }

  template <class Visit>
  bool walk(Direction direction, Instant from, Instant to, Visit&& visit) const {
    if (from >= to) return true;
    const auto clipped = [&](Interval piece) {
      piece = {std::max(piece.begin, from), std::min(piece.end, to)};
      return piece.begin >= piece.end || visit(piece);
    };
    if (by_instant) return walk_list(direction, from, to, clipped);
    const int step = direction == Direction::forward ? 1 : -1;
    const LocalDay first = zone.day_of(from) - 1, last = zone.day_of(to) + 1;
    LocalDay day = step > 0 ? first : last;
    // starts[k] is midnight of day + k - 1.
    std::array<Instant, 4> starts{at(day - 1, 0), at(day, 0), at(day + 1, 0), at(day + 2, 0)};
    for (; day >= first && day <= last; day = day + step) {
      if (starts[2] > from && starts[1] < to && !visit_day(direction, day, starts, clipped)) return false;
      if (step > 0)
        starts = {starts[1], starts[2], starts[3], at(day + 3, 0)};
      else
        starts = {at(day - 2, 0), starts[0], starts[1], starts[2]};
    }
    return true;
  }

  Zone zone;
  std::array<Wall, 7> weekly;
  std::vector<std::pair<LocalDay, Exception>> exceptions;  // sorted by day
  bool by_instant = false;
  std::vector<Interval> list;

 private:
  template <class Visit>
  bool walk_list(Direction direction, Instant from, Instant to, Visit&& visit) const {
    auto begin = std::partition_point(list.begin(), list.end(), [&](const Interval& i) { return i.end <= from; });
    auto end = std::partition_point(begin, list.end(), [&](const Interval& i) { return i.begin < to; });
    if (direction == Direction::forward) return std::all_of(begin, end, visit);
    return std::all_of(std::make_reverse_iterator(end), std::make_reverse_iterator(begin), visit);
  }

  template <class Visit>
  bool visit_day(Direction direction, LocalDay day, const std::array<Instant, 4>& starts, Visit&& visit) const {
    const bool plain_day = starts[1].ms - starts[0].ms == day_ms && starts[2].ms - starts[1].ms == day_ms && starts[3].ms - starts[2].ms == day_ms;
    Pieces pieces;
    if (plain_day) {
      for (const WallInterval& hours : wall(day))
        pieces.push_back({{starts[1].ms + hours.open_minute * minute_ms}, {starts[1].ms + hours.close_minute * minute_ms}});
    } else {
      pieces = day_near_a_clock_change(day, starts[1], starts[2]);
    }
    if (direction == Direction::forward) return std::all_of(pieces.begin(), pieces.end(), visit);
    return std::all_of(pieces.rbegin(), pieces.rend(), visit);
  }

  // A time in the gap moves forward, so an interval may pass its neighbour or midnight: collect the days around, cut to this one.
  Pieces day_near_a_clock_change(LocalDay day, Instant start, Instant end) const {
    Pieces mapped;
    for (const LocalDay near : {day - 1, day, day + 1}) {
      if (at(near, 0) == at(near + 1, 0)) continue;  // a date that never was: nobody works its hours on the next
      for (const WallInterval& hours : wall(near))
        mapped.push_back({std::max(at(near, hours.open_minute), start), std::min(at(near, hours.close_minute), end)});
    }
    std::sort(mapped.begin(), mapped.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
    Pieces pieces;
    for (Interval next : mapped) {
      if (!pieces.empty()) next.begin = std::max(next.begin, pieces.back().end);
      if (next.begin < next.end) pieces.push_back(next);
    }
    return pieces;
  }
};

template <class Visit>
bool CompiledCalendar::walk(Direction direction, std::size_t index, Instant from, Instant to, Visit& visit) const {
  const bool innermost = index + 1 == sources.size();
  return sources[index]->walk(direction, from, to, [&](Interval piece) {
    return innermost ? visit(piece) : walk(direction, index + 1, piece.begin, piece.end, visit);
  });
}

Result<CompiledCalendar> CompiledCalendar::compile(const Calendar& calendar) {
  auto found = Zone::find(calendar.zone);
  if (found.has_error()) return found.error().below("zone");
  const Zone zone = *found;
  if (calendar.always_open) return round_the_clock(zone);
  if (calendar.weekly_hours.size() != 7)
    return Error::invalid("sla.interval", "Opening hours are seven lists, one for each weekday.", "weekly_hours", "Begin with Monday; a closed day is an empty list.");
  auto source = std::make_shared<Source>(zone);
  for (std::size_t day = 0; day < 7; ++day) {
    TRY(hours, checked(calendar.weekly_hours[day], fmt::format("weekly_hours[{}]", day)));
    source->weekly[day] = hours;
  }
  std::map<LocalDay, Wall> shifts, breaks;
  std::map<LocalDay, Source::Exception> exceptions;
  for (std::size_t i = 0; i < calendar.shifts.size(); ++i) {
    TRY(hours, checked(calendar.shifts[i].intervals, fmt::format("shifts[{}].intervals", i)));
    if (!shifts.emplace(calendar.shifts[i].day, hours).second)
      return Error::invalid("sla.duplicate_day", "Two shifts name the same date.", fmt::format("shifts[{}].day", i),
                            "Put all intervals of the date into one shift.");
    exceptions[calendar.shifts[i].day];
  }
  for (std::size_t i = 0; i < calendar.breaks.size(); ++i) {
    const auto& [day, intervals] = calendar.breaks[i];
    Wall& all = breaks[day];
    all.insert(all.end(), intervals.begin(), intervals.end());
    TRY(merged, checked(all, fmt::format("breaks[{}].intervals", i)));
    all = merged;
    exceptions[day];
  }
  for (const Holiday& holiday : calendar.holidays) exceptions[holiday.day].holiday = true;
  for (auto& [day, exception] : exceptions) {
    const auto shift = shifts.find(day);
    exception.breaks = breaks[day];
    const Wall& hours = shift != shifts.end() ? shift->second : source->weekly[static_cast<std::size_t>(day.weekday())];
    if (!exception.holiday) exception.open = without(hours, exception.breaks);
    source->exceptions.emplace_back(day, std::move(exception));
  }
  return CompiledCalendar({std::move(source)});
}

Result<> check_calendar(const Calendar& calendar) {
  TRY_DO(CompiledCalendar::compile(calendar));
  const bool opens = calendar.always_open || std::any_of(calendar.weekly_hours.begin(), calendar.weekly_hours.end(), [](const Wall& hours) { return !hours.empty(); }) ||
                     std::any_of(calendar.shifts.begin(), calendar.shifts.end(), [](const DayIntervals& shift) { return !shift.intervals.empty(); });
  if (!opens)
    return Error::invalid("sla.no_hours", "The calendar has no opening hours at all.", "weekly_hours",
                          "Give at least one weekday its hours, or mark the calendar as always open.");
  return ok();
}

CompiledCalendar CompiledCalendar::round_the_clock(Zone zone) {
  auto source = std::make_shared<Source>(zone);
  for (Wall& hours : source->weekly) hours = {{0, 1440}};
  return CompiledCalendar({std::move(source)});
}

Result<CompiledCalendar> CompiledCalendar::of_intervals(std::vector<Interval> intervals, Zone zone) {
  for (std::size_t i = 0; i < intervals.size(); ++i)
    if (intervals[i].end <= intervals[i].begin || (i > 0 && intervals[i].begin < intervals[i - 1].end))
      return Error::invalid("sla.interval", "The open intervals must rise and not overlap.", fmt::format("open_intervals[{}]", i));
  auto source = std::make_shared<Source>(zone);
  source->by_instant = true;
  source->list = std::move(intervals);
  return CompiledCalendar({std::move(source)});
}

CompiledCalendar CompiledCalendar::intersected_with(const CompiledCalendar& other) const {
  auto all = sources;
  all.insert(all.end(), other.sources.begin(), other.sources.end());
  return CompiledCalendar(std::move(all));
}

const Zone& CompiledCalendar::zone() const { return sources.front()->zone; }

Result<Instant> CompiledCalendar::due(Instant start, Milliseconds amount, std::span<const Interval> pauses) const {
  TRY_DO(in_range(start));
  if (amount < 0ms) return Error::invalid("sla.negative_amount", "The time allowed cannot be negative.", "amount");
  if (amount > horizon) return never_open();
  const std::vector<Interval> paused = normalised(pauses);
  Milliseconds left = amount;
  std::optional<Instant> found;
  const auto count = [&](Interval piece) {
    const Milliseconds length = piece.end - piece.begin;
    if (left <= length) found = piece.begin + left;
    left -= length;
    return !found;
  };
  const auto visit = [&](Interval piece) { return paused.empty() ? count(piece) : outside(piece, paused, count); };
  walk(Direction::forward, 0, start, start + horizon, visit);
  if (!found) return never_open();
  return *found;
}

Result<Instant> CompiledCalendar::due_backward(Instant start, Milliseconds amount) const {
  TRY_DO(in_range(start));
  if (amount < 0ms) return Error::invalid("sla.negative_amount", "The time allowed cannot be negative.", "amount");
  if (amount > horizon) return never_open();
  Milliseconds left = amount;
  std::optional<Instant> found;
  const auto visit = [&](Interval piece) {
    const Milliseconds length = piece.end - piece.begin;
    if (left <= length) found = piece.end - left;
    left -= length;
    return !found;
  };
  walk(Direction::backward, 0, start - horizon, start, visit);
  if (!found) return never_open();
  return *found;
}

Result<Instant> CompiledCalendar::due_days(Instant start, int days, Direction zero) const {
  TRY_DO(in_range(start));
  if (days > horizon_days || days < -horizon_days) return never_open();
  const Direction direction = days > 0 ? Direction::forward : days < 0 ? Direction::backward : zero;
  LocalTime wall = zone().to_local(start);
  if (days != 0) {
    TRY(dates, open_dates(wall.day, std::abs(days), direction));
    wall.day = dates.back();
  }
  const Instant moved = days == 0 ? start : zone().to_instant(wall);
  return direction == Direction::forward ? due(moved, 0ms) : due_backward(moved, 0ms);
}

Milliseconds CompiledCalendar::elapsed(Instant begin, Instant end, std::span<const Interval> pauses) const {
  const std::vector<Interval> paused = normalised(pauses);
  Milliseconds total{0};
  const auto count = [&](Interval piece) {
    total += piece.end - piece.begin;
    return true;
  };
  const auto visit = [&](Interval piece) { return paused.empty() ? count(piece) : outside(piece, paused, count); };
  walk(Direction::forward, 0, std::max(begin, earliest), std::min(end, latest), visit);
  return total;
}

Result<Instant> CompiledCalendar::next_open(Instant at) const { return due(at, 0ms); }

Result<Instant> CompiledCalendar::previous_close(Instant at) const {
  TRY_DO(in_range(at));
  std::optional<Instant> found;
  // One millisecond more, so that a piece that goes on at `at` is seen and does not count as closed.
  Instant opened_next = at + 2ms;
  const auto visit = [&](Interval piece) {
    if (piece.end <= at && piece.end < opened_next) found = piece.end;
    opened_next = piece.begin;
    return !found;
  };
  walk(Direction::backward, 0, at - horizon, at + 1ms, visit);
  if (!found) return never_open();
  return *found;
}

bool CompiledCalendar::open_at(Instant at) const { return at >= earliest && at < latest && !open_between(at, at + 1ms).empty(); }

bool CompiledCalendar::on_break(Instant at) const {
  if (at < earliest || at > latest) return false;
  for (const auto& source : sources) {
    const LocalDay today = source->zone.day_of(at);
    for (const LocalDay day : {today - 1, today, today + 1}) {
      const Source::Exception* exception = source->exception_on(day);
      if (!exception) continue;
      for (const WallInterval& pause : exception->breaks)
        if (source->at(day, pause.open_minute) <= at && at < source->at(day, pause.close_minute)) return true;
    }
  }
  return false;
}

bool CompiledCalendar::on_holiday(Instant at) const {
  if (at < earliest || at > latest) return false;
  return std::any_of(sources.begin(), sources.end(), [&](const auto& source) {
    const Source::Exception* exception = source->exception_on(source->zone.day_of(at));
    return exception && exception->holiday;
  });
}

bool CompiledCalendar::open_date(LocalDay day) const {
  const Source& first = *sources.front();
  // A change of the clock may swallow the hours of a date, or the date as a whole (Apia, 30 December 2011).
  const bool plain_day = sources.size() == 1 && !first.by_instant && first.at(day + 1, 0).ms - first.at(day, 0).ms == day_ms;
  if (plain_day) return !first.wall(day).empty();
  return !open_between(zone().to_instant({day, 0}), zone().to_instant({day + 1, 0})).empty();
}

Result<std::vector<LocalDay>> CompiledCalendar::open_dates(LocalDay day, int count, Direction direction) const {
  std::vector<LocalDay> dates;
  const int step = direction == Direction::forward ? 1 : -1;
  for (int distance = 1; distance <= horizon_days && static_cast<int>(dates.size()) < count; ++distance)
    if (const LocalDay candidate = day + step * distance; open_date(candidate)) dates.push_back(candidate);
  if (static_cast<int>(dates.size()) < count) return never_open();
  return dates;
}

Result<std::vector<Interval>> CompiledCalendar::intervals(Instant start, int count, Direction direction) const {
  TRY_DO(in_range(start));
  std::vector<Interval> taken;
  if (count <= 0) return taken;
  const auto visit = [&](Interval piece) {
    taken.push_back(piece);
    return static_cast<int>(taken.size()) < count;
  };
  const bool forward = direction == Direction::forward;
  walk(direction, 0, forward ? start : start - horizon, forward ? start + horizon : start, visit);
  if (static_cast<int>(taken.size()) < count) return never_open();
  return taken;
}

std::vector<Interval> CompiledCalendar::open_between(Instant begin, Instant end) const {
  std::vector<Interval> all;
  const auto visit = [&](Interval piece) {
    all.push_back(piece);
    return true;
  };
  walk(Direction::forward, 0, std::max(begin, earliest), std::min(end, latest), visit);
  return all;
}

}  // namespace bellman::sla
