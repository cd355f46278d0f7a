// Business time against a slow oracle that walks minute by minute over the wall clock, around the strangest clock changes there are.
#include "sla/business_time.h"
#include "sla/spans.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

namespace bellman::sla {
namespace {

// A zone and a moment near one of its changes.
struct Change {
  const char* zone;
  const char* moment;
};
const std::vector<Change> changes{
    {"Australia/Lord_Howe", "2018-03-31T15:00:00Z"},  // back by half an hour
    {"Australia/Lord_Howe", "2018-10-06T15:30:00Z"},  // forward by half an hour
    {"America/Sao_Paulo", "2018-02-18T02:00:00Z"},    // back at midnight: 23:00 comes twice
    {"America/Sao_Paulo", "2018-11-04T03:00:00Z"},    // forward at midnight: the day begins at 01:00
    {"Pacific/Apia", "2011-12-30T10:00:00Z"},         // 30 December never was
    {"Pacific/Kwajalein", "1993-08-21T12:00:00Z"},    // nor was this 21 August
    {"Europe/Dublin", "2026-03-29T01:00:00Z"},        // standard time is in summer
    {"Europe/Dublin", "2026-10-25T01:00:00Z"},
    {"Africa/Casablanca", "2026-02-15T02:00:00Z"},    // back for Ramadan
    {"Africa/Casablanca", "2026-03-22T02:00:00Z"},
    {"Antarctica/Troll", "2026-03-29T01:00:00Z"},     // by two hours
    {"Asia/Pyongyang", "2018-05-04T15:00:00Z"},       // from +8:30 to +9 for good
    {"America/Caracas", "2007-12-09T07:00:00Z"},      // back by half an hour for good
    {"Asia/Kathmandu", "2026-06-01T00:00:00Z"},       // +5:45, never changes
    {"UTC", "2026-06-01T00:00:00Z"},
};

// The minutes of some weeks around a moment, each open or not. It knows the calendar and what the wall clock showed at each minute, and nothing
// of the tested code's way from the wall to the moment.
class MinuteOracle {
 public:
  static constexpr int days_each_way = 9;

  MinuteOracle(const Calendar& of, Zone in_zone, Instant around) : calendar(of), zone(in_zone) {
    begin = {around.ms / minute_ms * minute_ms - days_each_way * day_ms};
    const std::size_t count = 2 * days_each_way * 1440;
    for (std::size_t i = 0; i < count; ++i) wall.push_back(wall_at(at(i)));
    open.assign(count, false);
    const auto first = static_cast<std::int32_t>(wall.front() / 1440) - 1, last = static_cast<std::int32_t>(wall.back() / 1440) + 1;
    for (std::int32_t day = first; day <= last; ++day) {
      if (std::ranges::none_of(wall, [day](std::int64_t minute) { return minute / 1440 == day; })) continue;  // it never was
      for (const WallInterval& hours : hours_of({day})) {
        const std::size_t from = position_of(day * 1440 + hours.open_minute), until = position_of(day * 1440 + hours.close_minute);
        for (std::size_t i = from; i < until; ++i) open[i] = true;
      }
    }
  }

  Instant at(std::size_t i) const { return {begin.ms + static_cast<std::int64_t>(i) * minute_ms}; }
  std::size_t count() const { return open.size(); }
  bool open_at(Instant moment) const { return open.at(static_cast<std::size_t>((moment.ms - begin.ms) / minute_ms)); }

  // What is open of [from, until) and in no pause, minute by minute; the visitor says false to stop.
  template <class Visit>
  void walk(Instant from, Instant until, const std::vector<Interval>& pauses, Visit&& visit) const {
    for (std::size_t i = 0; i < count(); ++i) {
      const Instant piece = std::max(at(i), from), end = std::min(at(i + 1), until);
      if (!open[i] || piece >= end) continue;
      const bool paused = std::ranges::any_of(pauses, [&](const Interval& pause) { return pause.begin <= at(i) && at(i) < pause.end; });
      if (!paused && !visit(Interval{piece, end})) return;
    }
  }
  Milliseconds elapsed(Instant from, Instant until, const std::vector<Interval>& pauses) const {
    Milliseconds total{0};
    walk(from, until, pauses, [&](Interval piece) { return total += piece.end - piece.begin, true; });
    return total;
  }
  // Nothing: it lies outside the weeks that are known.
  std::optional<Instant> due(Instant from, Milliseconds amount, const std::vector<Interval>& pauses) const {
    std::optional<Instant> found;
    walk(from, at(count()), pauses, [&](Interval piece) {
      if (amount <= piece.end - piece.begin) found = piece.begin + amount;
      amount -= piece.end - piece.begin;
      return !found;
    });
    return found;
  }
  std::optional<Instant> due_backward(Instant from, Milliseconds amount) const {
    std::vector<Interval> pieces;
    walk(begin, from, {}, [&](Interval piece) { return pieces.push_back(piece), true; });
    for (auto piece = pieces.rbegin(); piece != pieces.rend(); ++piece) {
      if (amount <= piece->end - piece->begin) return piece->end - amount;
      amount -= piece->end - piece->begin;
    }
    return std::nullopt;
  }
  // A date on which the wall clock showed at least one open minute that counted.
  std::set<LocalDay> open_dates() const {
    std::set<LocalDay> days;
    for (std::size_t i = 0; i < count(); ++i)
      if (open[i]) days.insert({static_cast<std::int32_t>(wall[i] / 1440)});
    return days;
  }

 private:
  std::int64_t wall_at(Instant moment) const {
    const LocalTime local = zone.to_local(moment);
    RC_ASSERT(local.ms_of_day % minute_ms == 0);
    return static_cast<std::int64_t>(local.day.days) * 1440 + local.ms_of_day / minute_ms;
  }
  // The minute at which the wall first shows this time. In a gap, as far behind it as the time lies behind the gap's beginning.
  std::size_t position_of(std::int64_t wanted) const {
    if (wanted <= wall.front()) return 0;
    for (std::size_t i = 0; i < wall.size(); ++i) {
      if (wall[i] == wanted) return i;
      const bool jumped_over = i > 0 && wall[i - 1] < wanted && wanted < wall[i];
      if (jumped_over && wall[i] - wall[i - 1] > 1) return std::min(count(), i + static_cast<std::size_t>(wanted - wall[i - 1] - 1));
    }
    return count();
  }
  std::vector<WallInterval> hours_of(LocalDay day) const {
    if (std::ranges::count(calendar.holidays, day, &Holiday::day) > 0) return {};
    std::vector<WallInterval> hours = calendar.weekly_hours[static_cast<std::size_t>(day.weekday())];
    for (const DayIntervals& shift : calendar.shifts)
      if (shift.day == day) hours = shift.intervals;
    std::vector<bool> minutes(1441, false);
    for (const WallInterval& one : hours) std::fill(minutes.begin() + one.open_minute, minutes.begin() + one.close_minute, true);
    for (const DayIntervals& pause : calendar.breaks)
      for (const WallInterval& one : pause.intervals)
        if (pause.day == day) std::fill(minutes.begin() + one.open_minute, minutes.begin() + one.close_minute, false);
    std::vector<WallInterval> rest;
    for (int minute = 0; minute < 1440; ++minute) {
      if (!minutes[static_cast<std::size_t>(minute)]) continue;
      if (rest.empty() || rest.back().close_minute < minute) rest.push_back({minute, minute});
      rest.back().close_minute = minute + 1;
    }
    return rest;
  }

  const Calendar& calendar;
  Zone zone;
  Instant begin;
  std::vector<std::int64_t> wall;  // minutes since 1970 on the wall
  std::vector<bool> open;
};

std::vector<WallInterval> hours_of_a_day() {
  std::vector<WallInterval> hours;
  switch (*rc::gen::inRange(0, 6)) {
    case 0: return {};
    case 1: return {{0, 1440}};
    case 2: return {{540, 720}, {780, 1020}};
    case 3: return {{0, 6 * 60}, {22 * 60, 1440}};  // nights
    default: break;
  }
  int from = 0;
  for (int i = *rc::gen::inRange(1, 5); i > 0 && from < 1400; --i) {
    const int open = *rc::gen::inRange(from, 1440), close = *rc::gen::inRange(open + 1, 1441);
    hours.push_back({open, close});
    from = close;  // may touch the next
  }
  return hours;
}

struct Scene {
  Calendar calendar;
  Instant around;
};
Scene any_scene() {
  const Change change = *rc::gen::elementOf(changes);
  Scene scene{{}, *parse_instant(change.moment)};
  scene.calendar.zone = change.zone;
  for (auto& day : scene.calendar.weekly_hours) day = hours_of_a_day();
  const LocalDay middle = Zone::find(change.zone)->day_of(scene.around);
  std::set<LocalDay> shifted;
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
    const LocalDay day = middle + *rc::gen::inRange(-4, 5);
    switch (*rc::gen::inRange(0, 3)) {
      case 0: scene.calendar.holidays.push_back({day, "holiday"}); break;
      case 1: scene.calendar.breaks.push_back({day, hours_of_a_day()}); break;
      default: if (shifted.insert(day).second) scene.calendar.shifts.push_back({day, hours_of_a_day()});
    }
  }
  return scene;
}
// On the minute, on the second or between, near the change.
Instant any_moment(Instant around) {
  const std::int64_t step = *rc::gen::elementOf(std::vector<std::int64_t>{minute_ms, 15 * minute_ms, 60 * minute_ms, 1000, 1});
  return {around.ms + *rc::gen::inRange<std::int64_t>(-2 * day_ms / step, 2 * day_ms / step) * step};
}
std::vector<Interval> any_pauses(Instant around) {
  std::vector<Interval> pauses;
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
    const Instant from{around.ms / minute_ms * minute_ms + *rc::gen::inRange<std::int64_t>(-2000, 4000) * minute_ms};
    pauses.push_back({from, from + Milliseconds(*rc::gen::inRange<std::int64_t>(-100, 2000) * minute_ms)});
  }
  return pauses;
}

RC_GTEST_PROP(MinuteOracle, OpenIsWhatTheWallClockSays, ()) {
  const Scene scene = any_scene();
  const auto compiled = *CompiledCalendar::compile(scene.calendar);
  const MinuteOracle oracle(scene.calendar, compiled.zone(), scene.around);
  for (std::size_t i = 4 * 1440; i < oracle.count() - 4 * 1440; i += 7) RC_ASSERT(compiled.open_at(oracle.at(i)) == oracle.open_at(oracle.at(i)));
}

RC_GTEST_PROP(MinuteOracle, ElapsedIsTheSumOfTheOpenMinutes, ()) {
  const Scene scene = any_scene();
  const auto compiled = *CompiledCalendar::compile(scene.calendar);
  const MinuteOracle oracle(scene.calendar, compiled.zone(), scene.around);
  const Instant from = any_moment(scene.around), until = any_moment(scene.around + 24h);
  const auto pauses = any_pauses(scene.around);
  RC_ASSERT(compiled.elapsed(from, until, pauses) == oracle.elapsed(from, until, pauses));
}

RC_GTEST_PROP(MinuteOracle, DueIsWhereTheMinutesAreUsedUp, ()) {
  const Scene scene = any_scene();
  const auto compiled = *CompiledCalendar::compile(scene.calendar);
  const MinuteOracle oracle(scene.calendar, compiled.zone(), scene.around);
  const Instant from = any_moment(scene.around);
  const auto pauses = any_pauses(scene.around);
  const Milliseconds most = std::max<Milliseconds>(oracle.elapsed(from, scene.around + 48h, pauses), 1ms);
  // Zero, any amount, and one that fills everything up to a close exactly.
  const Milliseconds amount = *rc::gen::elementOf(std::vector<Milliseconds>{0ms, most, most / minute_ms * minute_ms, Milliseconds(*rc::gen::inRange<std::int64_t>(1, 3 * day_ms))});
  const auto expected = oracle.due(from, amount, pauses);
  if (!expected || *expected > oracle.at(oracle.count() - 2 * 1440)) RC_DISCARD("outside the weeks that the oracle knows");
  RC_ASSERT(*compiled.due(from, amount, pauses) == *expected);
  if (amount == 0ms && pauses.empty()) RC_ASSERT(*compiled.next_open(from) == *expected);
}

RC_GTEST_PROP(MinuteOracle, BackwardsToo, ()) {
  const Scene scene = any_scene();
  const auto compiled = *CompiledCalendar::compile(scene.calendar);
  const MinuteOracle oracle(scene.calendar, compiled.zone(), scene.around);
  const Instant from = any_moment(scene.around);
  const Milliseconds amount(*rc::gen::inRange<std::int64_t>(0, 3 * day_ms));
  const auto expected = oracle.due_backward(from, amount);
  if (!expected || *expected < oracle.at(3 * 1440)) RC_DISCARD("outside the weeks that the oracle knows");
  RC_ASSERT(*compiled.due_backward(from, amount) == *expected);
}

RC_GTEST_PROP(MinuteOracle, DatesAreOpenWhenSomeMinuteOfThemIs, ()) {
  const Scene scene = any_scene();
  const auto compiled = *CompiledCalendar::compile(scene.calendar);
  const MinuteOracle oracle(scene.calendar, compiled.zone(), scene.around);
  const auto open = oracle.open_dates();
  const LocalDay middle = compiled.zone().day_of(scene.around);
  for (int distance = -7; distance <= 7; ++distance) RC_ASSERT(compiled.open_date(middle + distance) == open.contains(middle + distance));
}

// What a warning at a share, an escalation and a reader of the clock rely on.
RC_GTEST_PROP(MinuteOracle, TheClockNeverRunsBackNorFasterThanTime, ()) {
  const Scene scene = any_scene();
  const auto compiled = *CompiledCalendar::compile(scene.calendar);
  const auto pauses = any_pauses(scene.around);
  const Instant start = any_moment(scene.around), middle = start + Milliseconds(*rc::gen::inRange<std::int64_t>(0, 2 * day_ms)),
                end = middle + Milliseconds(*rc::gen::inRange<std::int64_t>(0, 2 * day_ms));
  RC_ASSERT(compiled.elapsed(start, end, pauses) == compiled.elapsed(start, middle, pauses) + compiled.elapsed(middle, end, pauses));
  RC_ASSERT(compiled.elapsed(start, middle, pauses) <= middle - start);
  RC_ASSERT(compiled.elapsed(start, end, pauses) <= compiled.elapsed(start, end));
  RC_ASSERT(compiled.elapsed(end, start) == 0ms);
}

TEST(MinuteOracle, ADayThatNeverWasHasNoHours) {
  Calendar calendar;
  calendar.zone = "Pacific/Apia";
  for (auto& day : calendar.weekly_hours) day = {{540, 1020}};
  const auto apia = *CompiledCalendar::compile(calendar);
  EXPECT_FALSE(apia.open_date(*parse_local_day("2011-12-30")));
  EXPECT_TRUE(apia.open_date(*parse_local_day("2011-12-31")));
  // 29 December 12:00 and two open dates: the 31st and the 1st.
  EXPECT_EQ(to_text(*apia.due_days(*parse_instant("2011-12-29T22:00:00Z"), 2)), "2011-12-31T22:00:00Z");
  // Its Friday's hours are not worked on the Saturday.
  calendar.weekly_hours[5].clear();
  EXPECT_FALSE(CompiledCalendar::compile(calendar)->open_date(*parse_local_day("2011-12-31")));
  EXPECT_TRUE(CompiledCalendar::compile(calendar)->open_between(*parse_instant("2011-12-30T10:00:00Z"), *parse_instant("2011-12-31T10:00:00Z")).empty());
}

TEST(MinuteOracle, StartingAtTheCloseWaitsForTheNextOpening) {
  Calendar calendar;
  calendar.zone = "Europe/Dublin";
  for (std::size_t day = 0; day < 5; ++day) calendar.weekly_hours[day] = {{540, 720}, {780, 1020}};
  const auto dublin = *CompiledCalendar::compile(calendar);
  const auto due = [&](const char* start, Milliseconds amount) { return to_text(*dublin.due(*parse_instant(start), amount)); };
  EXPECT_EQ(due("2026-03-27T12:00:00Z", 1min), "2026-03-27T13:01:00Z") << "at the beginning of lunch";
  EXPECT_EQ(due("2026-03-27T17:00:00Z", 1min), "2026-03-30T08:01:00Z") << "on Friday evening, over the change of the clock";
  EXPECT_EQ(due("2026-03-27T17:00:00Z", 0min), "2026-03-30T08:00:00Z");
  EXPECT_EQ(due("2026-03-27T16:59:59.999Z", 1ms), "2026-03-27T17:00:00Z");
}

}  // namespace
}  // namespace bellman::sla
