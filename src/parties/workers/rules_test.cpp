#include "workers/rules.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellman::workers {
namespace {

constexpr std::int64_t hour_ms = 3'600'000;
constexpr int day = 24 * 60;

Instant at(std::string_view text) { return *parse_instant(text); }
Zone vilnius() { return *Zone::find("Europe/Vilnius"); }

Worker worker_in(std::string zone, std::vector<WeeklyShift> shifts) {
  Worker worker;
  worker.name = "Ona";
  worker.zone = std::move(zone);
  worker.shifts = std::move(shifts);
  return worker;
}

// Monday to Friday 08:00-17:00.
std::vector<WeeklyShift> office() {
  std::vector<WeeklyShift> shifts;
  for (int weekday = 0; weekday < 5; ++weekday) shifts.push_back({weekday * day + 8 * 60, weekday * day + 17 * 60});
  return shifts;
}

std::string field_at_fault(const Worker& worker) {
  const auto outcome = check_worker(worker);
  return outcome.has_error() ? outcome.error().field : "none";
}

TEST(Shifts, AreReadOnTheWorkersWallClock) {
  const Worker worker = worker_in("Europe/Vilnius", office());
  EXPECT_FALSE(on_shift(worker, at("2026-01-12T05:59:59Z")));  // Monday 07:59:59
  EXPECT_TRUE(on_shift(worker, at("2026-01-12T06:00:00Z")));
  EXPECT_TRUE(on_shift(worker, at("2026-01-12T14:59:59.999Z")));
  EXPECT_FALSE(on_shift(worker, at("2026-01-12T15:00:00Z"))) << "the end is not included";
  EXPECT_TRUE(on_shift(worker, at("2026-07-13T05:00:00Z"))) << "summer time";
  EXPECT_FALSE(on_shift(worker, at("2026-01-11T10:00:00Z"))) << "Sunday";
}

TEST(Shifts, TheWindowThatContainsOrFollows) {
  const Worker worker = worker_in("Europe/Vilnius", office());
  const ShiftWindow monday{at("2026-01-12T06:00:00Z"), at("2026-01-12T15:00:00Z")};
  EXPECT_EQ(shift_at_or_after(worker, at("2026-01-12T10:00:00Z")), monday);
  EXPECT_EQ(shift_at_or_after(worker, at("2026-01-09T15:00:00Z")), monday) << "from Friday's end over the week-end";
  EXPECT_EQ(shift_at_or_after(worker, at("2026-01-12T15:00:00Z"))->from, at("2026-01-13T06:00:00Z"));
}

TEST(Shifts, TheNextOnesReachThirtySixHours) {
  const Worker worker = worker_in("UTC", office());
  const auto windows = next_shifts(worker, at("2026-01-12T16:00:00Z"));
  ASSERT_EQ(windows.size(), 2U);
  EXPECT_EQ(windows[0].from, at("2026-01-12T08:00:00Z")) << "not cut: it runs";
  EXPECT_EQ(windows[1].until, at("2026-01-13T17:00:00Z"));
  EXPECT_EQ(next_shifts(worker, at("2026-01-09T17:00:00Z")).size(), 0U) << "Friday evening";
}

TEST(Shifts, RunOverMidnightAndOverSunday) {
  // Sunday 22:00 to Monday 06:00.
  const Worker worker = worker_in("UTC", {{6 * day + 22 * 60, 7 * day + 6 * 60}});
  const ShiftWindow night{at("2026-01-11T22:00:00Z"), at("2026-01-12T06:00:00Z")};
  EXPECT_EQ(shift_at_or_after(worker, at("2026-01-12T01:00:00Z")), night);
  EXPECT_EQ(shift_at_or_after(worker, at("2026-01-11T23:00:00Z")), night);
  EXPECT_FALSE(on_shift(worker, at("2026-01-12T06:00:00Z")));
}

TEST(Shifts, TouchingOnesAreOne) {
  const Worker worker = worker_in("UTC", {{8 * 60, 12 * 60}, {12 * 60, 20 * 60}});
  EXPECT_EQ(shift_at_or_after(worker, at("2026-01-12T09:00:00Z")), (ShiftWindow{at("2026-01-12T08:00:00Z"), at("2026-01-12T20:00:00Z")}));
  const Worker always = worker_in("UTC", {{0, minutes_a_week}});
  const auto window = shift_at_or_after(always, at("2026-01-14T09:00:00Z"));
  EXPECT_LE(window->from, at("2026-01-07T09:00:00Z"));
  EXPECT_GE(window->until, at("2026-01-21T09:00:00Z"));
}

TEST(Shifts, NightsOverAClockChangeAreLongerOrShorterByIt) {
  // Saturday 22:00 to Sunday 06:00; the clocks change on Sunday at 03:00 / 04:00.
  const std::vector<WeeklyShift> night{{5 * day + 22 * 60, 6 * day + 6 * 60}};
  const auto length = [&](std::string_view inside) {
    const auto windows = shift_windows(night, vilnius(), at(inside), at(inside) + 1ms);
    return windows.size() == 1 ? (windows[0].until - windows[0].from).count() : 0;
  };
  EXPECT_EQ(length("2026-03-29T01:00:00Z"), 7 * hour_ms);
  EXPECT_EQ(length("2026-10-25T01:00:00Z"), 9 * hour_ms);
  EXPECT_EQ(length("2026-11-01T01:00:00Z"), 8 * hour_ms);
}

TEST(Shifts, InTheSpringGapMoveForwardOrVanish) {
  // Sunday 03:15-03:45 does not exist on 2026-03-29 in Vilnius: it is 04:15-04:45 there.
  const std::vector<WeeklyShift> gap{{6 * day + 195, 6 * day + 225}};
  const auto windows = shift_windows(gap, vilnius(), at("2026-03-29T00:00:00Z"), at("2026-03-30T00:00:00Z"));
  ASSERT_EQ(windows.size(), 1U);
  EXPECT_EQ(windows[0], (ShiftWindow{at("2026-03-29T01:15:00Z"), at("2026-03-29T01:45:00Z")}));
  // 03:30-04:15 would end before it begins.
  const std::vector<WeeklyShift> backward{{6 * day + 210, 6 * day + 255}};
  EXPECT_TRUE(shift_windows(backward, vilnius(), at("2026-03-29T00:00:00Z"), at("2026-03-30T00:00:00Z")).empty());
  EXPECT_EQ(shift_at_or_after(worker_in("Europe/Vilnius", backward), at("2026-03-28T00:00:00Z"))->from, at("2026-04-05T00:30:00Z"));
}

TEST(Shifts, NoneMeansAlways) {
  const Worker worker = worker_in("UTC", {});
  EXPECT_TRUE(on_shift(worker, at("2026-01-11T03:00:00Z")));
  EXPECT_EQ(shift_at_or_after(worker, at("2026-01-11T03:00:00Z")), (ShiftWindow{Instant::min(), Instant::max()}));
}

std::vector<WeeklyShift> some_shifts() {
  std::vector<WeeklyShift> shifts;
  const int count = *rc::gen::inRange(1, 6);
  for (int i = 0; i < count; ++i) {
    const int from = *rc::gen::inRange(0, minutes_a_week);
    shifts.push_back({from, from + *rc::gen::inRange(1, 30 * 60)});
  }
  return shifts;
}

// The definition read word by word, minute by minute, for zones whose clock does not change.
bool pattern_covers(const std::vector<WeeklyShift>& shifts, int minute_of_week) {
  return std::any_of(shifts.begin(), shifts.end(), [&](const WeeklyShift& shift) {
    return (shift.from_minute <= minute_of_week && minute_of_week < shift.until_minute) ||
           (shift.from_minute <= minute_of_week + minutes_a_week && minute_of_week + minutes_a_week < shift.until_minute);
  });
}

RC_GTEST_PROP(ShiftProperties, OnShiftIsThePatternReadByTheMinute, ()) {
  const auto shifts = some_shifts();
  const Instant monday = at("2026-06-01T00:00:00Z");
  const int minute = *rc::gen::inRange(0, minutes_a_week);
  const Instant moment = monday + Milliseconds(minute * std::int64_t{60'000} + *rc::gen::inRange(0, 60'000));
  RC_ASSERT(on_shift(worker_in("UTC", shifts), moment) == pattern_covers(shifts, minute));
}

RC_GTEST_PROP(ShiftProperties, WindowsRiseApartAndAgreeWithOnShift, ()) {
  const auto shifts = some_shifts();
  const auto zone = *rc::gen::element<std::string>("Europe/Vilnius", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Asuncion");
  const Worker worker = worker_in(zone, shifts);
  const Instant from = at("2026-01-01T00:00:00Z") + Milliseconds(*rc::gen::inRange<std::int64_t>(0, 365) * 24 * hour_ms + *rc::gen::inRange<std::int64_t>(0, 24 * hour_ms));
  const Instant until = from + Milliseconds(*rc::gen::inRange<std::int64_t>(1, 20 * 24 * hour_ms));
  const auto windows = shift_windows(shifts, zone_of(worker), from, until);
  for (std::size_t i = 0; i < windows.size(); ++i) {
    RC_ASSERT(windows[i].from < windows[i].until);
    RC_ASSERT(windows[i].until > from && windows[i].from < until);
    if (i > 0) RC_ASSERT(windows[i - 1].until < windows[i].from);
    RC_ASSERT(on_shift(worker, windows[i].from));
    RC_ASSERT(on_shift(worker, windows[i].until - 1ms));
    RC_ASSERT(!on_shift(worker, windows[i].until));
    RC_ASSERT(!on_shift(worker, windows[i].from - 1ms));
  }
  RC_ASSERT(on_shift(worker, from) == (!windows.empty() && windows.front().from <= from));
  const auto next = shift_at_or_after(worker, from);
  RC_ASSERT(next.has_value());
  RC_ASSERT(from < next->until);
  if (!windows.empty()) RC_ASSERT(next->from == windows.front().from);
}

TEST(Absences, BeginAtOnceAndEndBeforeTheirEnd) {
  const Worker worker = worker_in("UTC", {});
  const std::vector<Absence> absences{{AbsenceId(1), WorkerId(1), AbsenceKind::ill, Instant{1000}, Instant{2000}, {}}};
  EXPECT_FALSE(absent(absences, Instant{999}));
  EXPECT_TRUE(absent(absences, Instant{1000}));
  EXPECT_TRUE(absent(absences, Instant{1999}));
  EXPECT_FALSE(absent(absences, Instant{2000}));
  EXPECT_FALSE(available(worker, absences, Instant{1500}));
  EXPECT_TRUE(available(worker, absences, Instant{2000}));
}

TEST(Absences, AreCheckedAgainstTheClock) {
  const Instant now = at("2026-01-12T00:00:00Z");
  const auto code = [&](Instant from, Instant until) {
    const auto outcome = check_absence({{}, WorkerId(1), AbsenceKind::ill, from, until, {}}, now);
    return outcome.has_error() ? outcome.error().code : "none";
  };
  EXPECT_EQ(code(now, now + 24h), "none");
  EXPECT_EQ(code(now + 1h, now + 1h), "absence.backward");
  EXPECT_EQ(code(now - 2h, now), "absence.over");
  EXPECT_EQ(code(now, at("9999-01-01T00:00:00Z")), "absence.too_long");
  EXPECT_EQ(code(at("9999-01-01T00:00:00Z"), at("9999-01-02T00:00:00Z")), "absence.too_long");
  EXPECT_EQ(code(Instant::min(), Instant::max()), "absence.too_long");
}

TEST(Skills, HoldUntilTheyExpire) {
  Worker worker = worker_in("UTC", {});
  worker.skills = {{SkillId(1), 3, Instant{5000}}, {SkillId(2), 1, std::nullopt}};
  EXPECT_TRUE(has_skill(worker, SkillId(1), 3, Instant{4999}));
  EXPECT_FALSE(has_skill(worker, SkillId(1), 3, Instant{5000}));
  EXPECT_FALSE(has_skill(worker, SkillId(1), 4, Instant{0}));
  EXPECT_TRUE(has_skill(worker, SkillId(2), 1, at("2100-01-01T00:00:00Z")));
  EXPECT_EQ(about_to_expire(worker, Instant{4000}, 1s).size(), 1U);
  EXPECT_EQ(about_to_expire(worker, Instant{4000}, 999ms).size(), 0U);
  EXPECT_EQ(about_to_expire(worker, Instant{5000}, 1s).size(), 0U) << "it has expired already";
}

TEST(Offers, AreCountedByTheirOutcome) {
  EXPECT_EQ(after_offer_made(), (LoadChange{.open_offers = 1, .offered = 1}));
  EXPECT_EQ(after_offer(OfferOutcome::accepted), (LoadChange{.open_offers = -1, .accepted = 1}));
  EXPECT_EQ(after_offer(OfferOutcome::refused), (LoadChange{.open_offers = -1, .refused = 1}));
  EXPECT_EQ(after_offer(OfferOutcome::silent), (LoadChange{.open_offers = -1, .silent = 1}));
  EXPECT_EQ(after_offer(OfferOutcome::withdrawn), (LoadChange{.open_offers = -1}));
}

RC_GTEST_PROP(StockProperties, NothingIsMadeAndNothingIsLost, ()) {
  std::vector<StockItem> stock;
  std::map<int, std::int64_t> expected;
  const auto changes = *rc::gen::container<std::vector<std::pair<int, int>>>(rc::gen::pair(rc::gen::inRange(1, 4), rc::gen::inRange(-50, 50)));
  for (const auto& [part, quantity] : changes) {
    const int missing = change_stock(stock, PartId(part), quantity);
    expected[part] += quantity + missing;
    RC_ASSERT(missing >= 0 && expected[part] >= 0);
    RC_ASSERT(missing == 0 || expected[part] == 0);
  }
  for (int part = 1; part < 4; ++part) RC_ASSERT(quantity_of(stock, PartId(part)) == expected[part]);
  for (const StockItem& item : stock) RC_ASSERT(item.quantity > 0);
}

TEST(Definition, NamesTheFieldAtFault) {
  const Worker good = worker_in("Europe/Vilnius", office());
  EXPECT_EQ(field_at_fault(good), "none");
  const auto with = [&](auto change) {
    Worker worker = good;
    change(worker);
    return field_at_fault(worker);
  };
  EXPECT_EQ(with([](Worker& w) { w.name.clear(); }), "name");
  EXPECT_EQ(with([](Worker& w) { w.zone = "Mars/Olympus"; }), "zone");
  EXPECT_EQ(with([](Worker& w) { w.phone = "8 600 12345"; }), "phone");
  EXPECT_EQ(with([](Worker& w) { w.phone = "+37060012345"; }), "none");
  EXPECT_EQ(with([](Worker& w) { w.languages = {"en", "x!"}; }), "languages[1]");
  EXPECT_EQ(with([](Worker& w) { w.regions = {RegionId(1), RegionId(1)}; }), "regions[1]");
  EXPECT_EQ(with([](Worker& w) { w.skills = {{SkillId(1), 6, std::nullopt}}; }), "skills[0].level");
  EXPECT_EQ(with([](Worker& w) { w.skills = {{SkillId(1), 1, std::nullopt}, {SkillId(1), 2, std::nullopt}}; }), "skills[1]");
  EXPECT_EQ(with([](Worker& w) { w.stock = {{PartId(1), -1}}; }), "stock[0].quantity");
  EXPECT_EQ(with([](Worker& w) { w.shifts = {{minutes_a_week, minutes_a_week + 10}}; }), "shifts[0].from_minute");
  EXPECT_EQ(with([](Worker& w) { w.shifts = {{100, 100}}; }), "shifts[0].until_minute");
  EXPECT_EQ(with([](Worker& w) { w.shifts = {{0, 60}, {6 * day, 7 * day + 30}}; }), "shifts[1]") << "overlaps over Sunday";
  EXPECT_EQ(with([](Worker& w) { w.shifts = {{0, 60}, {6 * day, 7 * day}}; }), "none") << "touches";
  EXPECT_EQ(with([](Worker& w) { w.home.lat = std::nan(""); }), "home");
  EXPECT_EQ(with([](Worker& w) { w.capacity = 0; }), "capacity");
  EXPECT_EQ(with([](Worker& w) { w.speed_kmh = 201; }), "speed_kmh");
  EXPECT_EQ(with([](Worker& w) { w.cost_per_job.minor = -1; }), "cost_per_job.minor");
  EXPECT_EQ(with([](Worker& w) { w.rating_centi = 501; }), "rating_centi");
}

TEST(Definition, KeysAreShortAndPlain) {
  EXPECT_TRUE(check_key("lift.door-2_a").has_value());
  for (const std::string& key : {std::string(), std::string("Lift"), std::string("a b"), std::string(65, 'a')}) EXPECT_TRUE(check_key(key).has_error()) << key;
}

}  // namespace
}  // namespace bellman::workers
