#include "base/zone.h"

#include <date/date.h>
#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace bellman {
namespace {
constexpr std::int64_t day_ms = 86'400'000;
constexpr int first_year = 1970;
constexpr int last_year = 2100;

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b != 0 && (a % b < 0) != (b < 0)); }
}  // namespace

LocalDay local_day(int year, unsigned month, unsigned day) {
  const date::year_month_day ymd{date::year(year), date::month(month), date::day(day)};
  return {static_cast<std::int32_t>(date::sys_days(ymd).time_since_epoch().count())};
}

std::string to_text(LocalDay day) {
  const date::year_month_day ymd{date::sys_days(date::days(day.days))};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                     static_cast<unsigned>(ymd.day()));
}

Result<LocalDay> parse_local_day(std::string_view text) {
  if (text.size() == 10) {
    if (auto instant = parse_instant(std::string(text) + "T00:00:00Z"); instant.has_value())
      return LocalDay{static_cast<std::int32_t>(floor_div(instant->ms, day_ms))};
  }
  return Error::invalid("day.malformed", fmt::format("\"{}\" is not a day.", text.substr(0, 40)), {}, "Write it as 2026-03-01.");
}

Result<LocalTime> parse_local_time(std::string_view text) {
  if (!text.empty() && text.size() <= 29 && text.back() != 'Z' && text.back() != 'z') {
    if (auto instant = parse_instant(std::string(text) + "Z"); instant.has_value()) {
      const std::int64_t day = floor_div(instant->ms, day_ms);
      return LocalTime{{static_cast<std::int32_t>(day)}, instant->ms - day * day_ms};
    }
  }
  return Error::invalid("local_time.malformed", fmt::format("\"{}\" is not a local time.", text.substr(0, 40)), {},
                        "Write it as 2026-03-01T09:05:00, without an offset.");
}

// Offsets as a sorted list of transitions, read once: the tz library's own look-up is too slow for the intake path.
struct Zone::Table {
  struct Span {
    std::int64_t begin_ms;   // the offset holds from here to the next span
    std::int64_t offset_ms;
  };
  std::string name;
  std::vector<Span> spans;

  const Span& at(std::int64_t ms) const {
    auto next = std::upper_bound(spans.begin(), spans.end(), ms, [](std::int64_t value, const Span& span) { return value < span.begin_ms; });
    return next == spans.begin() ? *next : *std::prev(next);
  }
};

namespace {
std::mutex tables_mutex;
}

Result<Zone> Zone::find(std::string_view name) {
  static std::map<std::string, std::unique_ptr<Table>, std::less<>> tables;
  const std::lock_guard lock(tables_mutex);
  if (auto known = tables.find(name); known != tables.end()) return Zone(known->second.get());
  auto table = std::make_unique<Table>();
  table->name = name;
  if (name == "UTC" || name == "Etc/UTC" || name == "Z") {
    table->spans.push_back({std::numeric_limits<std::int64_t>::min(), 0});
  } else {
    // The tz library reports an unknown name only by an exception; it must not leave this function.
    try {
      const date::time_zone* zone = date::locate_zone(std::string(name));
      date::sys_seconds at = date::sys_days(date::year(first_year) / 1 / 1);
      const date::sys_seconds end = date::sys_days(date::year(last_year) / 1 / 1);
      while (at < end) {
        const date::sys_info info = zone->get_info(at);
        const std::int64_t begin = table->spans.empty() ? std::numeric_limits<std::int64_t>::min()
                                                        : Milliseconds(at.time_since_epoch()).count();
        table->spans.push_back({begin, Milliseconds(info.offset).count()});
        if (info.end <= at) break;
        at = info.end;
      }
    } catch (const std::exception&) {
      return Error::invalid("zone.unknown", fmt::format("There is no time zone \"{}\".", name.substr(0, 60)), {},
                            "Use a name of the tz database, such as Europe/Vilnius.");
    }
  }
  return Zone(tables.emplace(std::string(name), std::move(table)).first->second.get());
}

Zone Zone::utc() { return *Zone::find("UTC"); }

const std::string& Zone::name() const { return table->name; }

Milliseconds Zone::offset_at(Instant instant) const { return Milliseconds(table->at(instant.ms).offset_ms); }

Instant Zone::to_instant(LocalTime wall) const {
  const std::int64_t wall_ms = wall.day.days * day_ms + wall.ms_of_day;
  // Try the offset in force a day before: it is the earlier one around a change, so it answers the first of two
  // occurrences and moves a time in a gap forward. Only when it no longer holds at that moment does the later one count.
  const std::int64_t before = table->at(wall_ms - day_ms).offset_ms;
  const std::int64_t with_before = wall_ms - before;
  if (table->at(with_before).offset_ms == before) return {with_before};
  const std::int64_t after = table->at(with_before).offset_ms;
  const std::int64_t with_after = wall_ms - after;
  if (table->at(with_after).offset_ms == after) return {with_after};
  return {with_before};
}

LocalTime Zone::to_local(Instant instant) const {
  const std::int64_t wall_ms = instant.ms + table->at(instant.ms).offset_ms;
  const std::int64_t day = floor_div(wall_ms, day_ms);
  return {{static_cast<std::int32_t>(day)}, wall_ms - day * day_ms};
}

}  // namespace bellman
