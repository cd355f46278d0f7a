#include "base/zone.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellman {
namespace {

std::string mapped(const char* zone, const char* wall) {
  return to_text(Zone::find(zone)->to_instant(*parse_local_time(wall)));
}

TEST(Zone, MovesATimeInTheGapForward) {
  EXPECT_EQ(mapped("America/Los_Angeles", "2014-03-09T02:30:00"), "2014-03-09T10:30:00Z");
  EXPECT_EQ(mapped("America/Los_Angeles", "2014-03-09T01:59:59"), "2014-03-09T09:59:59Z");
  EXPECT_EQ(mapped("America/Los_Angeles", "2014-03-09T03:00:00"), "2014-03-09T10:00:00Z");
  EXPECT_EQ(mapped("America/Sao_Paulo", "2013-10-20T00:00:00"), "2013-10-20T03:00:00Z");  // the gap is at midnight
}

TEST(Zone, TakesTheFirstOfTwoOccurrences) {
  EXPECT_EQ(mapped("America/Los_Angeles", "2014-11-02T01:30:00"), "2014-11-02T08:30:00Z");
  EXPECT_EQ(mapped("Europe/Vilnius", "2026-10-25T03:59:59"), "2026-10-25T00:59:59Z");
  EXPECT_EQ(mapped("Europe/Vilnius", "2026-10-25T04:00:00"), "2026-10-25T02:00:00Z");
}

TEST(Zone, RefusesAnUnknownName) {
  EXPECT_EQ(Zone::find("Europe/Atlantis").error().code, "zone.unknown");
  EXPECT_EQ(Zone::find("").error().code, "zone.unknown");
}

RC_GTEST_PROP(Zone, LocalTimeComesBackToTheSameWallClock, ()) {
  static const std::vector<std::string> names{"UTC", "Europe/Vilnius", "America/New_York", "Asia/Manila", "Australia/Lord_Howe", "Asia/Yerevan"};
  const Zone zone = *Zone::find(*rc::gen::elementOf(names));
  const Instant at{*rc::gen::inRange<std::int64_t>(0, 4'000'000'000'000)};
  const LocalTime wall = zone.to_local(at);
  const Instant back = zone.to_instant(wall);
  RC_ASSERT(zone.to_local(back) == wall);
  RC_ASSERT(back <= at);  // the first occurrence
}

TEST(Instant, ReadsOffsetsAndFractions) {
  EXPECT_EQ(to_text(*parse_instant("2026-03-01T09:05:00+02:00")), "2026-03-01T07:05:00Z");
  EXPECT_EQ(to_text(*parse_instant("2026-03-01T09:05:00.2509Z")), "2026-03-01T09:05:00.250Z");
  EXPECT_EQ(to_text(*parse_instant("1999-12-31T23:59:59-00:30")), "2000-01-01T00:29:59Z");
}

TEST(Instant, RefusesWhatIsNotOne) {
  for (const char* bad : {"", "2026-03-01", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-03-01T24:00:00Z", "2026-03-01T09:05:00",
                          "2026-03-01T09:05:00.Z", "2026-03-01T09:05:00+0200", "0001-01-01T00:00:00Z", "2026-03-01T09:05:00Zx"})
    EXPECT_EQ(parse_instant(bad).error().code, "instant.malformed") << bad;
}

TEST(LocalDay, KnowsItsWeekday) {
  EXPECT_EQ(local_day(2026, 11, 22).weekday(), 6);
  EXPECT_EQ(local_day(1969, 12, 29).weekday(), 0);
  EXPECT_EQ(local_day(1960, 1, 1).weekday(), 4);
  EXPECT_EQ(to_text(*parse_local_day("2028-02-29")), "2028-02-29");
  EXPECT_FALSE(parse_local_day("2027-02-29").has_value());
}

}  // namespace
}  // namespace bellman
