#include "sla/business_time.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellman::sla {
namespace {

Calendar week(const char* zone, int open_minute = 9 * 60, int close_minute = 17 * 60, int days = 5) {
  Calendar calendar;
  calendar.zone = zone;
  for (int day = 0; day < days; ++day) calendar.weekly_hours[static_cast<std::size_t>(day)] = {{open_minute, close_minute}};
  return calendar;
}
CompiledCalendar compiled(const Calendar& calendar) { return *CompiledCalendar::compile(calendar); }
Instant at(const char* text) { return *parse_instant(text); }
LocalDay day(const char* text) { return *parse_local_day(text); }
std::string shown(const Result<Instant>& instant) { return instant.has_value() ? to_text(*instant) : instant.error().code; }

TEST(BusinessTime, CountsAlongTheHours) {
  const CompiledCalendar calendar = compiled(week("Europe/Vilnius"));  // UTC+2 in November 2026
  struct Case {
    const char* start;
    Milliseconds amount;
    const char* due;
  };
  for (const Case& c : {Case{"2026-11-23T08:00:00Z", 1h, "2026-11-23T09:00:00Z"}, Case{"2026-11-23T03:00:00Z", 1h, "2026-11-23T08:00:00Z"},
                        Case{"2026-11-23T14:30:00Z", 30min, "2026-11-23T15:00:00Z"},  // fills the day: due at the close
                        Case{"2026-11-23T14:30:00Z", 30min + 1ms, "2026-11-24T07:00:00.001Z"}, Case{"2026-11-27T14:59:59.250Z", 1s, "2026-11-30T07:00:00.250Z"},
                        Case{"2026-11-23T15:00:00Z", 0ms, "2026-11-24T07:00:00Z"}, Case{"2026-11-23T08:00:00Z", 0ms, "2026-11-23T08:00:00Z"},
                        Case{"2026-11-20T14:00:00Z", 24h, "2026-11-25T14:00:00Z"}})
    EXPECT_EQ(shown(calendar.due(at(c.start), c.amount)), c.due) << c.start;
}

TEST(BusinessTime, CountsBackAlike) {
  const CompiledCalendar calendar = compiled(week("UTC"));
  EXPECT_EQ(shown(calendar.due_backward(at("2026-11-23T10:00:00Z"), 2h)), "2026-11-20T16:00:00Z");
  EXPECT_EQ(shown(calendar.due_backward(at("2026-11-23T10:00:00Z"), 1h)), "2026-11-23T09:00:00Z");
  EXPECT_EQ(shown(calendar.due_backward(at("2026-11-22T10:00:00Z"), 0ms)), "2026-11-20T17:00:00Z");
}

TEST(BusinessTime, TakesPausesOut) {
  const CompiledCalendar calendar = compiled(week("UTC"));
  const Instant start = at("2026-11-23T10:00:00Z");
  const std::vector<Interval> unsorted{{at("2026-11-23T11:30:00Z"), at("2026-11-23T12:00:00Z")},
                                       {at("2026-11-23T11:00:00Z"), at("2026-11-23T11:45:00Z")},
                                       {at("2026-11-23T16:00:00Z"), at("2026-11-23T15:00:00Z")}};  // backwards: nothing
  EXPECT_EQ(shown(calendar.due(start, 2h, unsorted)), "2026-11-23T13:00:00Z");
  EXPECT_EQ(calendar.elapsed(start, at("2026-11-23T13:00:00Z"), unsorted), 2h);
  const std::vector<Interval> night{{at("2026-11-23T17:00:00Z"), at("2026-11-24T09:00:00Z")}};
  EXPECT_EQ(*calendar.due(start, 10h, night), *calendar.due(start, 10h));  // a pause over closed hours changes nothing
  const std::vector<Interval> now{{start, at("2026-11-23T10:20:00Z")}};
  EXPECT_EQ(shown(calendar.due(start, 0ms, now)), "2026-11-23T10:20:00Z");
}

TEST(BusinessTime, CountsRealTimeOnDaysOfClockChange) {
  const CompiledCalendar vilnius = compiled(week("Europe/Vilnius", 60, 300, 7));  // 01:00-05:00
  EXPECT_EQ(vilnius.elapsed(at("2026-03-28T22:00:00Z"), at("2026-03-29T21:00:00Z")), 3h);   // 03:00 -> 04:00
  EXPECT_EQ(vilnius.elapsed(at("2026-10-24T21:00:00Z"), at("2026-10-25T22:00:00Z")), 5h);   // 04:00 -> 03:00
  const CompiledCalendar melbourne = compiled(week("Australia/Melbourne", 60, 300, 7));
  EXPECT_EQ(melbourne.elapsed(at("2026-10-03T14:00:00Z"), at("2026-10-04T13:00:00Z")), 3h);
  EXPECT_EQ(melbourne.elapsed(at("2026-04-04T13:00:00Z"), at("2026-04-05T14:00:00Z")), 5h);
}

TEST(BusinessTime, ATimeInTheGapMovesForwardAndIsCountedOnce) {
  EXPECT_TRUE(compiled(week("Europe/Vilnius", 200, 235, 7)).open_between(at("2026-03-28T22:00:00Z"), at("2026-03-29T21:00:00Z")).size() == 1);
  EXPECT_TRUE(compiled(week("Europe/Vilnius", 210, 250, 7)).open_between(at("2026-03-28T22:00:00Z"), at("2026-03-29T21:00:00Z")).empty());
  Calendar both = week("Europe/Vilnius", 190, 220, 7);  // 03:10-03:40 is read as 04:10-04:40 and lies inside 04:00-05:00
  for (auto& hours : both.weekly_hours) hours.push_back({240, 300});
  EXPECT_EQ(compiled(both).elapsed(at("2026-03-28T22:00:00Z"), at("2026-03-29T21:00:00Z")), 1h);
}

TEST(BusinessTime, ADayThatNeverWasIsCountedOnce) {
  Calendar apia = week("Pacific/Apia", 540, 1020, 7);  // 30 December 2011 was skipped
  EXPECT_EQ(compiled(apia).elapsed(at("2011-12-29T10:00:00Z"), at("2012-01-01T10:00:00Z")), 24h);
}

TEST(BusinessTime, ExceptionsHaveTheirOrder) {
  Calendar calendar = week("UTC");
  calendar.shifts = {{day("2026-11-23"), {{600, 720}}}, {day("2026-11-28"), {{540, 1020}}}, {day("2026-11-24"), {{540, 600}}}};
  calendar.breaks = {{day("2026-11-23"), {{660, 690}}}, {day("2026-11-25"), {{0, 1440}}}};
  calendar.holidays = {{day("2026-11-24"), "closed"}};
  const CompiledCalendar c = compiled(calendar);
  EXPECT_EQ(c.elapsed(at("2026-11-23T00:00:00Z"), at("2026-11-24T00:00:00Z")), 90min);
  EXPECT_TRUE(c.on_break(at("2026-11-23T11:00:00Z")));
  EXPECT_FALSE(c.on_break(at("2026-11-23T11:30:00Z")));
  EXPECT_TRUE(c.on_holiday(at("2026-11-24T23:59:59Z")));
  EXPECT_FALSE(c.open_date(day("2026-11-24")));  // the holiday wins over the shift
  EXPECT_FALSE(c.open_date(day("2026-11-25")));  // a break over the whole day
  EXPECT_EQ(*c.open_dates(day("2026-11-23"), 3), (std::vector{day("2026-11-26"), day("2026-11-27"), day("2026-11-28")}));
  EXPECT_EQ(*c.open_dates(day("2026-11-26"), 1, Direction::backward), (std::vector{day("2026-11-23")}));
  EXPECT_TRUE(c.open_at(at("2026-11-28T09:00:00Z")));
  EXPECT_FALSE(c.open_at(at("2026-11-28T17:00:00Z")));
}

TEST(BusinessTime, FindsOpeningsAndCloses) {
  const CompiledCalendar c = compiled(week("UTC"));
  EXPECT_EQ(shown(c.next_open(at("2026-11-22T12:00:00Z"))), "2026-11-23T09:00:00Z");
  EXPECT_EQ(shown(c.previous_close(at("2026-11-23T12:00:00Z"))), "2026-11-20T17:00:00Z");
  EXPECT_EQ(shown(c.previous_close(at("2026-11-23T17:00:00Z"))), "2026-11-23T17:00:00Z");
  EXPECT_EQ(shown(CompiledCalendar::round_the_clock(Zone::utc()).previous_close(at("2026-11-23T00:00:00Z"))), "sla.never_open");
  EXPECT_EQ(c.intervals(at("2026-11-23T10:00:00Z"), 2)->front(), (Interval{at("2026-11-23T10:00:00Z"), at("2026-11-23T17:00:00Z")}));
  EXPECT_EQ(c.intervals(at("2026-11-23T10:00:00Z"), 2, Direction::backward)->back(), (Interval{at("2026-11-20T09:00:00Z"), at("2026-11-20T17:00:00Z")}));
}

TEST(BusinessTime, MovesByOpenDates) {
  const CompiledCalendar c = compiled(week("UTC"));
  EXPECT_EQ(shown(c.due_days(at("2026-11-20T12:30:52Z"), 1)), "2026-11-23T12:30:52Z");
  EXPECT_EQ(shown(c.due_days(at("2026-11-20T18:00:00Z"), 1)), "2026-11-24T09:00:00Z");
  EXPECT_EQ(shown(c.due_days(at("2026-11-23T08:00:00Z"), -1)), "2026-11-19T17:00:00Z");
  EXPECT_EQ(shown(c.due_days(at("2026-11-22T08:00:00Z"), 0)), "2026-11-23T09:00:00Z");
  EXPECT_EQ(shown(c.due_days(at("2026-11-22T08:00:00Z"), 0, Direction::backward)), "2026-11-20T17:00:00Z");
}

TEST(BusinessTime, RefusesWithAClearError) {
  Calendar over_midnight = week("UTC", 22 * 60, 6 * 60);
  const auto error = check_calendar(over_midnight).error();
  EXPECT_EQ(error.code, "sla.interval");
  EXPECT_EQ(error.field, "weekly_hours[0][0]");
  EXPECT_NE(error.cure.find("24:00"), std::string::npos);
  EXPECT_EQ(check_calendar(week("UTC", 540, 1441)).error().code, "sla.interval");
  EXPECT_EQ(check_calendar(week("Europe/Atlantis")).error().code, "zone.unknown");
  EXPECT_EQ(check_calendar(week("UTC", 540, 1020, 0)).error().code, "sla.no_hours");
  Calendar twice = week("UTC");
  twice.shifts = {{day("2026-11-23"), {}}, {day("2026-11-23"), {}}};
  EXPECT_EQ(check_calendar(twice).error().code, "sla.duplicate_day");
  EXPECT_TRUE(check_calendar(week("UTC", 0, 1440, 7)).has_value());
}

TEST(BusinessTime, ACalendarThatNeverOpensAgainEnds) {
  Calendar calendar = week("UTC", 540, 1020, 0);
  calendar.shifts = {{day("2026-11-23"), {{540, 1020}}}};
  const CompiledCalendar c = compiled(calendar);
  EXPECT_EQ(shown(c.due(at("2026-11-23T00:00:00Z"), 8h)), "2026-11-23T17:00:00Z");
  EXPECT_EQ(shown(c.due(at("2026-11-23T00:00:00Z"), 8h + 1ms)), "sla.never_open");
  EXPECT_EQ(shown(c.next_open(at("2026-11-24T00:00:00Z"))), "sla.never_open");
  EXPECT_EQ(shown(c.due_days(at("2026-11-24T00:00:00Z"), 1)), "sla.never_open");
  EXPECT_EQ(shown(c.due(at("2026-11-23T00:00:00Z"), -1ms)), "sla.negative_amount");
  EXPECT_EQ(shown(c.due(Instant::max(), 1h)), "sla.out_of_range");
  EXPECT_FALSE(c.open_at(Instant::max()) || c.open_at(Instant::min()) || c.on_holiday(Instant::max()) || c.on_break(Instant::min()));
}

rc::Gen<Calendar> calendars() {
  return rc::gen::exec([] {
    Calendar calendar;
    calendar.zone = *rc::gen::elementOf(std::vector<std::string>{"UTC", "Europe/Vilnius", "America/New_York", "Australia/Melbourne", "Australia/Lord_Howe", "America/Sao_Paulo"});
    for (auto& hours : calendar.weekly_hours) {
      const int open = *rc::gen::inRange(0, 1200), close = *rc::gen::inRange(open + 1, 1441);
      hours.push_back({open, close});
    }
    return calendar;
  });
}
// Within the days around the clock changes of 2018, when all these zones still changed, more often than by chance.
Instant moment() {
  const std::int64_t around = *rc::gen::elementOf(std::vector<std::int64_t>{1'519'000'000'000, 1'520'700'000'000, 1'521'900'000'000, 1'522'500'000'000,
                                                                            1'538'800'000'000, 1'540'600'000'000, 1'541'200'000'000});
  return {around + *rc::gen::inRange<std::int64_t>(-500'000'000, 500'000'000)};
}

RC_GTEST_PROP(BusinessTime, DueThenElapsedGivesBackTheAmount, ()) {
  const CompiledCalendar c = compiled(*calendars());
  const Instant start = moment();
  const Milliseconds amount(*rc::gen::inRange<std::int64_t>(1, 400'000'000));
  const Instant from = start + Milliseconds(*rc::gen::inRange<std::int64_t>(0, 90'000'000));
  const std::vector<Interval> pauses{{from, from + Milliseconds(*rc::gen::inRange<std::int64_t>(0, 90'000'000))}};
  const auto due = c.due(start, amount, pauses);
  RC_ASSERT(due.has_value());
  RC_ASSERT(*due > start);
  RC_ASSERT(c.elapsed(start, *due, pauses) == amount);
  RC_ASSERT(c.elapsed(start, *due - 1ms, pauses) == amount - 1ms);  // so it is the earliest such instant
  RC_ASSERT(*due >= *c.due(start, amount));                         // a pause never shortens
}

RC_GTEST_PROP(BusinessTime, DueRisesWithTheAmountAndComesBack, ()) {
  const CompiledCalendar c = compiled(*calendars());
  const Instant start = moment();
  const Milliseconds less(*rc::gen::inRange<std::int64_t>(1, 200'000'000)), more = less + Milliseconds(*rc::gen::inRange<std::int64_t>(1, 200'000'000));
  RC_ASSERT(*c.due(start, less) < *c.due(start, more));
  const Instant back = *c.due_backward(*c.due(start, less), less);
  RC_ASSERT(back >= start);
  RC_ASSERT(c.elapsed(start, back) == 0ms);
}

RC_GTEST_PROP(BusinessTime, APauseInOpenTimeShiftsByItsOpenLength, ()) {
  const CompiledCalendar c = compiled(*calendars());
  const Instant start = moment();
  const Milliseconds amount(*rc::gen::inRange<std::int64_t>(2, 200'000'000));
  const Instant from = start + Milliseconds(*rc::gen::inRange<std::int64_t>(0, 100'000'000)), until = from + 3h;
  const std::vector<Interval> pauses{{from, until}};
  const Instant plain = *c.due(start, amount);
  if (from >= plain) RC_DISCARD("the pause comes after the deadline");
  RC_ASSERT(*c.due(start, amount, pauses) == *c.due(start, amount + c.elapsed(from, until)));
}

RC_GTEST_PROP(BusinessTime, ForwardAndBackwardSeeTheSameIntervals, ()) {
  const CompiledCalendar c = compiled(*calendars());
  const Instant start = moment();
  auto forward = *c.intervals(start, 9);
  auto backward = *c.intervals(forward.back().end, 9, Direction::backward);
  std::reverse(backward.begin(), backward.end());
  RC_ASSERT(std::equal(forward.begin() + 1, forward.end(), backward.begin() + 1));
  for (std::size_t i = 1; i < forward.size(); ++i) RC_ASSERT(forward[i].begin >= forward[i - 1].end);
  for (const Interval& piece : forward) RC_ASSERT(c.open_at(piece.begin) && c.open_at(piece.end - 1ms));
}

RC_GTEST_PROP(BusinessTime, AnIntersectionIsOpenWhenBothAre, ()) {
  const CompiledCalendar a = compiled(*calendars()), b = compiled(*calendars());
  const Instant when = moment();
  RC_ASSERT(a.intersected_with(b).open_at(when) == (a.open_at(when) && b.open_at(when)));
}

}  // namespace
}  // namespace bellman::sla
