#include "workers/rules.h"

#include "base/contact.h"
#include "base/language.h"

#include <algorithm>
#include <set>

namespace bellman::workers {
namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr int minutes_a_day = 24 * 60;
constexpr Milliseconds week = 7 * 24h;
constexpr Milliseconds longest_absence = 2 * 366 * 24h;

Error bad(std::string_view code, std::string_view message, std::string_view field, std::string_view cure = {}) {
  return Error::invalid("worker." + std::string(code), message, field, cure);
}

bool on_earth(Place place) { return place.lat >= -90 && place.lat <= 90 && place.lon >= -180 && place.lon <= 180; }

template <class Item, class Key>
Result<> check_once(const std::vector<Item>& items, std::string_view field, Key key) {
  std::set<decltype(key(items.front()))> seen;
  for (std::size_t i = 0; i < items.size(); ++i)
    if (!seen.insert(key(items[i])).second) return bad("twice", "It is in the list already.", fmt::format("{}[{}]", field, i), "Name it once.");
  return ok();
}

Result<> check_shifts(const std::vector<WeeklyShift>& shifts) {
  for (std::size_t i = 0; i < shifts.size(); ++i) {
    const auto& [from, until] = shifts[i];
    if (from < 0 || from >= minutes_a_week)
      return bad("shift", "A shift begins within the week: 0 is Monday 00:00, 10079 Sunday 23:59.", fmt::format("shifts[{}].from_minute", i));
    if (until <= from || until > from + minutes_a_week)
      return bad("shift", "A shift ends after it begins and lasts a week at most.", fmt::format("shifts[{}].until_minute", i),
                 "For a shift over Sunday midnight let until_minute run past 10080.");
    for (std::size_t j = 0; j < i; ++j)
      for (const int moved : {-minutes_a_week, 0, minutes_a_week})
        if (from + moved < shifts[j].until_minute && shifts[j].from_minute < until + moved)
          return bad("shift", fmt::format("The shift overlaps with shift {}.", j), fmt::format("shifts[{}]", i));
  }
  return ok();
}

Result<> check_skills(const std::vector<WorkerSkill>& skills) {
  for (std::size_t i = 0; i < skills.size(); ++i)
    if (skills[i].level < 1 || skills[i].level > max_skill_level) return bad("level", "The level of a skill is 1 to 5.", fmt::format("skills[{}].level", i));
  return check_once(skills, "skills", [](const WorkerSkill& skill) { return skill.skill_id; });
}

Result<> check_numbers(const Worker& worker) {
  if (!on_earth(worker.home)) return bad("place", "A latitude lies between -90 and 90 degrees, a longitude between -180 and 180.", "home");
  if (worker.capacity < 1 || worker.capacity > 100) return bad("capacity", "The capacity is 1 to 100 jobs.", "capacity");
  if (worker.speed_kmh < 1 || worker.speed_kmh > 200) return bad("speed", "The speed is 1 to 200 km/h.", "speed_kmh");
  if (worker.cost_per_job.minor < 0) return bad("cost", "A cost cannot be negative.", "cost_per_job.minor");
  if (worker.cost_per_hour.minor < 0) return bad("cost", "A cost cannot be negative.", "cost_per_hour.minor");
  if (worker.rating_centi < 100 || worker.rating_centi > 500) return bad("rating", "A rating is 100 to 500 hundredths of a star.", "rating_centi");
  return ok();
}

// Sorts and joins what touches.
std::vector<ShiftWindow> joined(std::vector<ShiftWindow> windows) {
  std::sort(windows.begin(), windows.end(), [](const ShiftWindow& a, const ShiftWindow& b) { return std::tie(a.from, a.until) < std::tie(b.from, b.until); });
  std::vector<ShiftWindow> result;
  for (const ShiftWindow& window : windows) {
    if (!result.empty() && window.from <= result.back().until) result.back().until = std::max(result.back().until, window.until);
    else result.push_back(window);
  }
  return result;
}

}  // namespace

Result<> check_key(std::string_view key) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.'; };
  if (!key.empty() && key.size() <= 64 && std::all_of(key.begin(), key.end(), fits)) return ok();
  return Error::invalid("key.malformed", "A key is 1 to 64 of the characters a-z, 0-9, '_', '-' and '.'.", "key");
}

Result<> check_stock(const std::vector<StockItem>& stock) {
  for (std::size_t i = 0; i < stock.size(); ++i)
    if (stock[i].quantity < 0) return bad("quantity", "A van cannot hold less than nothing.", fmt::format("stock[{}].quantity", i));
  return check_once(stock, "stock", [](const StockItem& item) { return item.part_id; });
}

Result<> check_worker(const Worker& worker) {
  if (worker.name.empty()) return bad("name", "A worker needs a name.", "name");
  if (!worker.phone.empty())
    if (auto phone = phone_e164(worker.phone); phone.has_error()) return phone.error().below("phone");
  if (auto zone = Zone::find(worker.zone); zone.has_error()) return zone.error().below("zone");
  for (std::size_t i = 0; i < worker.languages.size(); ++i)
    if (!is_language_tag(worker.languages[i])) return bad("language", "That is not a language.", fmt::format("languages[{}]", i), "Use a tag such as en or lt.");
  TRY_DO(check_once(worker.languages, "languages", [](const std::string& language) { return language; }));
  TRY_DO(check_once(worker.regions, "regions", [](RegionId region) { return region; }));
  TRY_DO(check_once(worker.programmes, "programmes", [](ProgrammeId programme) { return programme; }));
  TRY_DO(check_skills(worker.skills));
  TRY_DO(check_stock(worker.stock));
  TRY_DO(check_shifts(worker.shifts));
  return check_numbers(worker);
}

Result<> check_absence(const Absence& absence, Instant now) {
  if (absence.until_at <= absence.from_at) return Error::invalid("absence.backward", "The absence ends before it begins.", "until_at");
  if (absence.until_at <= now) return Error::invalid("absence.over", "The absence is over already.", "until_at");
  if (absence.from_at < now - longest_absence || absence.until_at > std::max(now, absence.from_at) + longest_absence ||
      absence.from_at > now + 5 * longest_absence)
    return Error::invalid("absence.too_long", "An absence lasts two years at most and lies in the next ten.", "until_at");
  return ok();
}

Zone zone_of(const Worker& worker) {
  const auto zone = Zone::find(worker.zone);
  return zone.has_value() ? *zone : Zone::utc();
}

std::vector<ShiftWindow> shift_windows(const std::vector<WeeklyShift>& shifts, const Zone& zone, Instant from, Instant until) {
  if (shifts.empty()) return {{Instant::min(), Instant::max()}};
  const LocalDay first_day = zone.day_of(from), last_day = zone.day_of(until);
  // Two weeks before: a shift lasts a week at most, and what touches it is joined to it.
  std::vector<ShiftWindow> windows;
  for (LocalDay monday = first_day - first_day.weekday() - 14; monday <= last_day + 14; monday = monday + 7)
    for (const WeeklyShift& shift : shifts) {
      const auto at = [&](int minute) { return zone.to_instant({monday + minute / minutes_a_day, minute % minutes_a_day * minute_ms}); };
      const ShiftWindow window{at(shift.from_minute), at(shift.until_minute)};
      if (window.from < window.until) windows.push_back(window);
    }
  windows = joined(std::move(windows));
  std::erase_if(windows, [&](const ShiftWindow& window) { return window.until <= from || window.from >= until; });
  return windows;
}

std::vector<ShiftWindow> next_shifts(const Worker& worker, Instant now) {
  return shift_windows(worker.shifts, zone_of(worker), now, now + planning_horizon);
}

std::optional<ShiftWindow> shift_at_or_after(const Worker& worker, Instant at) {
  // A shift of the weekly pattern begins within any eight days, unless it lies in a spring gap: then a week later.
  const auto windows = shift_windows(worker.shifts, zone_of(worker), at, at + 2 * week + 24h);
  if (windows.empty()) return std::nullopt;
  return windows.front();
}

bool on_shift(const Worker& worker, Instant now) {
  if (worker.shifts.empty()) return true;
  return !shift_windows(worker.shifts, zone_of(worker), now, now + 1ms).empty();
}

bool covers(const Absence& absence, Instant now) { return absence.from_at <= now && now < absence.until_at; }

bool absent(const std::vector<Absence>& absences, Instant now) {
  return std::any_of(absences.begin(), absences.end(), [now](const Absence& absence) { return covers(absence, now); });
}

bool available(const Worker& worker, const std::vector<Absence>& absences, Instant now) {
  return worker.active && !worker.paused && !absent(absences, now);
}

bool valid(const WorkerSkill& skill, Instant at) { return !skill.expires || at < *skill.expires; }

bool has_skill(const Worker& worker, SkillId skill, int level, Instant at) {
  return std::any_of(worker.skills.begin(), worker.skills.end(),
                     [&](const WorkerSkill& held) { return held.skill_id == skill && held.level >= level && valid(held, at); });
}

std::vector<WorkerSkill> about_to_expire(const Worker& worker, Instant now, Milliseconds within) {
  std::vector<WorkerSkill> expiring;
  std::copy_if(worker.skills.begin(), worker.skills.end(), std::back_inserter(expiring),
               [&](const WorkerSkill& skill) { return valid(skill, now) && !valid(skill, now + within); });
  return expiring;
}

LoadChange after_offer_made() { return {.open_offers = 1, .offered = 1}; }

LoadChange after_offer(OfferOutcome outcome) {
  return {.open_offers = -1, .accepted = outcome == OfferOutcome::accepted, .refused = outcome == OfferOutcome::refused, .silent = outcome == OfferOutcome::silent};
}

LoadChange after_assignment() { return {.open_jobs = 1}; }
LoadChange after_release() { return {.open_jobs = -1}; }
LoadChange after_done() { return {.open_jobs = -1, .done = 1}; }

int quantity_of(const std::vector<StockItem>& stock, PartId part) {
  const auto item = std::find_if(stock.begin(), stock.end(), [part](const StockItem& held) { return held.part_id == part; });
  return item == stock.end() ? 0 : item->quantity;
}

int change_stock(std::vector<StockItem>& stock, PartId part, int quantity) {
  constexpr std::int64_t most = 1'000'000'000;
  auto item = std::find_if(stock.begin(), stock.end(), [part](const StockItem& held) { return held.part_id == part; });
  if (item == stock.end()) item = stock.insert(stock.end(), {part, 0});
  const std::int64_t wanted = std::int64_t{item->quantity} + quantity;
  item->quantity = static_cast<std::int32_t>(std::clamp<std::int64_t>(wanted, 0, most));
  if (item->quantity == 0) stock.erase(item);
  return wanted < 0 ? static_cast<int>(-wanted) : 0;
}

}  // namespace bellman::workers
