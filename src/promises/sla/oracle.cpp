#include "sla/oracle.h"

#include "base/text.h"
#include "sla/scenario.h"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <fstream>
#include <sstream>

namespace bellman::sla {
namespace {

namespace json = boost::json;

// Stated and computed results in one canonical text, so that a difference can be compared and shown.
struct Outcome {
  std::string stated;
  std::string computed;
};

Error bad(std::string_view field, std::string_view wanted) {
  return Error::malformed("sla.case", fmt::format("\"{}\" must be {}.", field, wanted), std::string(field));
}

// The value of a field; nothing when it is absent or null.
const json::value* find(const json::object& object, std::string_view field) {
  const json::value* value = object.if_contains(field);
  return value && !value->is_null() ? value : nullptr;
}

Result<std::string> text_in(const json::value* value, std::string_view field) {
  if (!value || !value->is_string()) return bad(field, "a text");
  return std::string(value->get_string());
}
Result<std::string> text_at(const json::object& object, std::string_view field) { return text_in(find(object, field), field); }

Result<const json::array*> array_in(const json::value* value, std::string_view field) {
  if (!value || !value->is_array()) return bad(field, "a list");
  return &value->get_array();
}

Result<bool> flag_at(const json::object& object, std::string_view field) {
  const json::value* value = find(object, field);
  if (!value || !value->is_bool()) return bad(field, "true or false");
  return value->get_bool();
}

// Bounds keep every sum with it inside 64 bits.
Result<std::int64_t> whole_in(const json::value* value, std::string_view field) {
  constexpr std::int64_t bound = 1'000'000'000;
  if (value && value->is_int64() && value->get_int64() > -bound && value->get_int64() < bound) return value->get_int64();
  return bad(field, "a whole number below a thousand million");
}

Result<Instant> instant_in(const json::value* value, std::string_view field) {
  TRY(text, text_in(value, field));
  return parse_instant(text);
}
Result<Instant> instant_at(const json::object& object, std::string_view field) { return instant_in(find(object, field), field); }

Result<LocalDay> day_in(const json::value* value, std::string_view field) {
  TRY(text, text_in(value, field));
  return parse_local_day(text);
}

Result<int> minute_in(const json::value& value, std::string_view field) {
  TRY(text, text_in(&value, field));
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4)) return bad(field, "times such as 09:30");
  const int hour = (text[0] - '0') * 10 + text[1] - '0', minute = (text[3] - '0') * 10 + text[4] - '0';
  if (minute > 59) return bad(field, "times such as 09:30");
  return hour * 60 + minute;  // the calendar's own check refuses what lies beyond 24:00
}

Result<std::vector<WallInterval>> wall_intervals(const json::value& value, std::string_view field) {
  TRY(list, array_in(&value, field));
  std::vector<WallInterval> intervals;
  for (const json::value& item : *list) {
    TRY(pair, array_in(&item, field));
    if (pair->size() != 2) return bad(field, "pairs of open and close");
    TRY(open, minute_in((*pair)[0], field));
    TRY(close, minute_in((*pair)[1], field));
    intervals.push_back({open, close});
  }
  return intervals;
}

Result<std::vector<Interval>> instants(const json::object& object, std::string_view field) {
  std::vector<Interval> intervals;
  const json::value* value = find(object, field);
  if (!value) return intervals;
  TRY(list, array_in(value, field));
  for (const json::value& item : *list) {
    TRY(pair, array_in(&item, field));
    if (pair->size() != 2) return bad(field, "pairs of instants");
    TRY(begin, instant_in(&(*pair)[0], field));
    TRY(end, instant_in(&(*pair)[1], field));
    intervals.push_back({begin, end});
  }
  return intervals;
}

Result<std::vector<DayIntervals>> dated(const json::object& object, std::string_view field) {
  std::vector<DayIntervals> days;
  const json::value* value = find(object, field);
  if (!value) return days;
  if (!value->is_object()) return bad(field, "an object of dates");
  for (const auto& [name, intervals] : value->get_object()) {
    TRY(day, parse_local_day(name));
    TRY(hours, wall_intervals(intervals, field));
    days.push_back({day, hours});
  }
  return days;
}

Result<> read_weekly_hours(const json::object& object, Calendar& calendar) {
  constexpr std::array<std::string_view, 7> names{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  const json::value* value = find(object, "hours");
  if (!value) return ok();
  if (!value->is_object()) return bad("hours", "an object of weekdays");
  for (const auto& [name, intervals] : value->get_object()) {
    const auto found = std::find(names.begin(), names.end(), std::string_view(name));
    if (found == names.end()) return bad("hours", "keyed by mon to sun");
    TRY(hours, wall_intervals(intervals, "hours"));
    calendar.weekly_hours[static_cast<std::size_t>(found - names.begin())] = hours;
  }
  return ok();
}

Result<Calendar> read_calendar(const json::object& object) {
  Calendar calendar;
  calendar.zone = "UTC";
  if (find(object, "zone")) {
    TRY(zone, text_at(object, "zone"));
    calendar.zone = zone;
  }
  TRY_DO(read_weekly_hours(object, calendar));
  TRY(shifts, dated(object, "shifts"));
  calendar.shifts = shifts;
  TRY(breaks, dated(object, "breaks"));
  calendar.breaks = breaks;
  if (const json::value* holidays = find(object, "holidays")) {
    TRY(list, array_in(holidays, "holidays"));
    for (const json::value& item : *list) {
      TRY(day, day_in(&item, "holidays"));
      calendar.holidays.push_back({day, ""});
    }
  }
  if (find(object, "always_open")) {
    TRY(always, flag_at(object, "always_open"));
    calendar.always_open = always;
  }
  return calendar;
}

Result<CompiledCalendar> compiled(const json::object& object) {
  TRY(calendar, read_calendar(object));
  if (!find(object, "open_intervals")) return CompiledCalendar::compile(calendar);
  TRY(zone, Zone::find(calendar.zone));
  TRY(intervals, instants(object, "open_intervals"));
  return CompiledCalendar::of_intervals(std::move(intervals), zone);
}

Result<Milliseconds> amount_of(const json::object& object) {
  if (find(object, "seconds")) {
    TRY(seconds, whole_in(find(object, "seconds"), "seconds"));
    return Milliseconds(seconds * 1000);
  }
  TRY(minutes, whole_in(find(object, "minutes"), "minutes"));
  return Milliseconds(minutes * 60'000);
}

std::string shown(bool value) { return value ? "true" : "false"; }
std::string shown(const Interval& interval) { return to_text(interval.begin) + "/" + to_text(interval.end); }
std::string shown(const std::vector<Interval>& intervals) {
  std::vector<std::string> parts;
  for (const Interval& interval : intervals) parts.push_back(shown(interval));
  return fmt::format("[{}]", fmt::join(parts, " "));
}
std::string shown(Milliseconds span) { return fmt::format("{} ms", span.count()); }

// The computed instant beside the stated one, or our refusal.
Result<Outcome> instant_outcome(const json::object& object, std::string_view field, const Result<Instant>& computed) {
  TRY(stated, instant_at(object, field));
  return Outcome{to_text(stated), computed.has_value() ? to_text(*computed) : computed.error().text()};
}

Result<Outcome> flag_outcome(const json::object& object, std::string_view field, bool computed) {
  TRY(stated, flag_at(object, field));
  return Outcome{shown(stated), shown(computed)};
}

Result<Outcome> intervals_outcome(const json::object& object, const Result<std::vector<Interval>>& computed) {
  if (!find(object, "intervals")) return bad("intervals", "a list");
  TRY(stated, instants(object, "intervals"));
  return Outcome{shown(stated), computed.has_value() ? shown(*computed) : computed.error().text()};
}

// Minutes or seconds, whole or broken, as milliseconds.
Result<Milliseconds> stated_span(const json::object& object, std::string_view stem) {
  for (const auto& [unit, unit_ms] : {std::pair("minutes", 60'000.0), std::pair("seconds", 1000.0)}) {
    const std::string field = fmt::format("{}_{}", stem, unit);
    const json::value* value = find(object, field);
    if (!value) continue;
    const double number = value->is_int64() ? static_cast<double>(value->get_int64()) : value->is_double() ? value->get_double() : NAN;
    if (!(std::abs(number) < 1e9)) return bad(field, "a number");
    return Milliseconds(std::llround(number * unit_ms));
  }
  return bad(fmt::format("{}_minutes", stem), "a number");
}

Result<Outcome> run_due(const json::object& object) {
  TRY(calendar, compiled(object));
  TRY(start, instant_at(object, "start"));
  TRY(amount, amount_of(object));
  TRY(pauses, instants(object, "pauses"));
  return instant_outcome(object, "due", calendar.due(start, amount, pauses));
}

Result<Outcome> run_due_backward(const json::object& object) {
  TRY(calendar, compiled(object));
  TRY(start, instant_at(object, "start"));
  TRY(amount, amount_of(object));
  return instant_outcome(object, "due", calendar.due_backward(start, amount));
}

Result<Outcome> run_due_days(const json::object& object) {
  TRY(calendar, compiled(object));
  TRY(start, instant_at(object, "start"));
  TRY(days, whole_in(find(object, "days"), "days"));
  Direction zero = Direction::forward;
  if (find(object, "direction")) {
    TRY(direction, text_at(object, "direction"));
    if (direction != "forward" && direction != "backward") return bad("direction", "forward or backward");
    if (direction == "backward") zero = Direction::backward;
  }
  return instant_outcome(object, "due", calendar.due_days(start, static_cast<int>(days), zero));
}

Result<Outcome> run_elapsed(const json::object& object) {
  TRY(calendar, compiled(object));
  TRY(start, instant_at(object, "start"));
  TRY(end, instant_at(object, "end"));
  TRY(pauses, instants(object, "pauses"));
  TRY(stated, stated_span(object, "working"));
  return Outcome{shown(stated), shown(calendar.elapsed(start, end, pauses))};
}

Result<Outcome> run_at(const json::object& object, std::string_view kind) {
  TRY(calendar, compiled(object));
  TRY(at, instant_at(object, "at"));
  if (kind == "next_open") return instant_outcome(object, kind, calendar.next_open(at));
  if (kind == "previous_close") return instant_outcome(object, kind, calendar.previous_close(at));
  if (kind == "on_break") return flag_outcome(object, kind, calendar.on_break(at));
  if (kind == "on_holiday") return flag_outcome(object, kind, calendar.on_holiday(at));
  return flag_outcome(object, "open", calendar.open_at(at));
}

Result<Outcome> run_open_date(const json::object& object) {
  TRY(calendar, compiled(object));
  TRY(day, day_in(find(object, "date"), "date"));
  return flag_outcome(object, "open", calendar.open_date(day));
}

Result<int> count_at(const json::object& object) {
  TRY(take, whole_in(find(object, "take"), "take"));
  if (take < 0 || take > 100'000) return bad("take", "between 0 and 100000");
  return static_cast<int>(take);
}

Result<Outcome> run_open_dates(const json::object& object) {
  TRY(calendar, compiled(object));
  TRY(after, day_in(find(object, "after"), "after"));
  TRY(take, count_at(object));
  TRY(list, array_in(find(object, "dates"), "dates"));
  std::vector<std::string> stated, computed;
  for (const json::value& item : *list) {
    TRY(day, day_in(&item, "dates"));
    stated.push_back(to_text(day));
  }
  const auto dates = calendar.open_dates(after, take);
  if (dates.has_error()) return Outcome{fmt::format("{}", fmt::join(stated, " ")), dates.error().text()};
  for (const LocalDay day : *dates) computed.push_back(to_text(day));
  return Outcome{fmt::format("{}", fmt::join(stated, " ")), fmt::format("{}", fmt::join(computed, " "))};
}

// `start` with `take`, or `start` with `end`.
Result<Outcome> run_intervals(const json::object& object, const CompiledCalendar& calendar, Direction direction) {
  TRY(start, instant_at(object, "start"));
  if (find(object, "end")) {
    TRY(end, instant_at(object, "end"));
    return intervals_outcome(object, calendar.open_between(start, end));
  }
  TRY(take, count_at(object));
  return intervals_outcome(object, calendar.intervals(start, take, direction));
}

// Our reading of the format: the case itself is the first calendar, the object `other` the second.
Result<Outcome> run_intersection(const json::object& object) {
  TRY(first, compiled(object));
  const json::value* other = find(object, "other");
  if (!other || !other->is_object()) return bad("other", "the second calendar");
  TRY(second, compiled(other->get_object()));
  return run_intervals(object, first.intersected_with(second), Direction::forward);
}

// Our reading of the format: `minutes` (or `seconds`) is a pair; the result is due(second) - due(first).
Result<Outcome> run_due_difference(const json::object& object) {
  TRY(calendar, compiled(object));
  TRY(start, instant_at(object, "start"));
  TRY(pauses, instants(object, "pauses"));
  const std::string_view unit = find(object, "seconds") ? "seconds" : "minutes";
  TRY(list, array_in(find(object, unit), unit));
  if (list->size() != 2) return bad(unit, "two amounts");
  std::array<Instant, 2> due;
  for (std::size_t i = 0; i < 2; ++i) {
    TRY(amount, whole_in(&(*list)[i], unit));
    TRY(moment, calendar.due(start, Milliseconds(amount * (unit == "seconds" ? 1000 : 60'000)), pauses));
    due[i] = moment;
  }
  TRY(stated, stated_span(object, "difference"));
  return Outcome{shown(stated), shown(due[1] - due[0])};
}

Result<Outcome> run_local_to_instant(const json::object& object) {
  TRY(name, text_at(object, "zone"));
  TRY(zone, Zone::find(name));
  TRY(text, text_at(object, "local"));
  TRY(wall, parse_local_time(text));
  return instant_outcome(object, "instant", zone.to_instant(wall));
}

Result<> accepts(const json::object& object) {
  TRY(calendar, read_calendar(object));
  TRY_DO(check_calendar(calendar));
  TRY(hours, CompiledCalendar::compile(calendar));
  if (!find(object, "minutes") && !find(object, "seconds")) return ok();
  TRY(amount, amount_of(object));
  Instant start;
  if (find(object, "start")) {
    TRY(stated, instant_at(object, "start"));
    start = stated;
  }
  TRY_DO(hours.due(start, amount));
  return ok();
}

Result<Outcome> run_error(const json::object& object) {
  // A negative amount is refused whatever the calendar, so it is looked at even when the case gives no hours.
  const Result<> accepted = accepts(object);
  return Outcome{"refused", accepted.has_error() ? "refused" : "accepted"};
}

Result<std::optional<int>> promised(const json::object& sla, std::string_view field) {
  if (!find(sla, field)) return std::optional<int>();
  TRY(minutes, whole_in(find(sla, field), field));
  return std::optional(static_cast<int>(minutes));
}

std::string shown(const std::optional<Instant>& at) { return at ? to_text(*at) : "none"; }
std::string shown(const std::optional<Milliseconds>& span) { return span ? shown(*span) : "none"; }

// Compares the fields that `expect` names; the texts list only those that differ.
Result<> compare(const json::object& expect, const ConversationTerms& terms, const ConversationReport& report, Outcome& outcome) {
  struct Measure {
    std::string_view name;
    std::optional<Instant> due;
    std::optional<Milliseconds> used;
    std::optional<int> allowed;
  };
  const std::array<Measure, 4> measures{{{"first_response", report.first_response_due, report.first_response_used, terms.first_response},
                                         {"update", report.update_due, report.update_used, terms.update},
                                         {"solution", report.solution_due, report.solution_used, terms.solution},
                                         {"next", report.next_due, std::nullopt, std::nullopt}}};
  for (const auto& [key, value] : expect) {
    const std::string_view field = key;
    if (field == "after_event") continue;
    const auto measure = std::find_if(measures.begin(), measures.end(), [&](const Measure& m) {
      return field == fmt::format("{}_due", m.name) || field == fmt::format("{}_in_min", m.name) || field == fmt::format("{}_diff_in_min", m.name);
    });
    if (measure == measures.end()) return bad(field, "a result that this check knows");
    std::string stated = "none", computed;
    if (field.ends_with("_due")) {
      computed = shown(measure->due);
      if (!value.is_null()) {
        TRY(at, instant_in(&value, field));
        stated = to_text(at);
      }
    } else {
      std::optional<Milliseconds> used = measure->used;
      if (field.ends_with("_diff_in_min") && used)
        used = measure->allowed ? std::optional(Milliseconds(std::chrono::minutes(*measure->allowed)) - *used) : std::nullopt;
      computed = shown(used);
      if (!value.is_null()) {
        TRY(minutes, whole_in(&value, field));
        stated = shown(Milliseconds(minutes * 60'000));
      }
    }
    if (stated == computed) continue;
    outcome.stated += fmt::format("{}={} ", field, stated);
    outcome.computed += fmt::format("{}={} ", field, computed);
  }
  return ok();
}

Result<ConversationEvent> event_named(std::string_view name) {
  std::optional<ConversationEvent> found;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<ConversationEvent>>([&](auto one) {
    if (name == one.name) found = one.value;
  });
  if (found) return *found;
  return Error::malformed("sla.case", fmt::format("\"{}\" is not an event of a conversation that this check knows.", name.substr(0, 60)), "events");
}

// What to expect after each event, by its 0-based index; a single object stands for the last one.
Result<std::vector<std::pair<std::size_t, const json::object*>>> expectations(const json::object& object, std::size_t event_count) {
  std::vector<std::pair<std::size_t, const json::object*>> all;
  const json::value* expect = find(object, "expect");
  if (!expect || event_count == 0) return bad("expect", "an object or a list, with at least one event");
  if (expect->is_object()) {
    all.emplace_back(event_count - 1, &expect->get_object());
    return all;
  }
  TRY(list, array_in(expect, "expect"));
  for (const json::value& item : *list) {
    if (!item.is_object()) return bad("expect", "a list of objects");
    TRY(after, whole_in(find(item.get_object(), "after_event"), "after_event"));
    if (after < 0 || static_cast<std::size_t>(after) >= event_count) return bad("after_event", "the 0-based index of an event");
    all.emplace_back(static_cast<std::size_t>(after), &item.get_object());
  }
  return all;
}

Result<Outcome> run_scenario(const json::object& object) {
  TRY(calendar, compiled(object));
  const json::value* sla = find(object, "sla");
  if (!sla || !sla->is_object()) return bad("sla", "an object of minutes");
  ConversationTerms terms;
  TRY(first_response, promised(sla->get_object(), "first_response"));
  TRY(update, promised(sla->get_object(), "update"));
  TRY(solution, promised(sla->get_object(), "solution"));
  terms = {first_response, update, solution};
  TRY(events, array_in(find(object, "events"), "events"));
  TRY(expected, expectations(object, events->size()));
  Conversation conversation(terms, calendar);
  Outcome outcome;
  for (std::size_t i = 0; i < events->size(); ++i) {
    if (!(*events)[i].is_object()) return bad("events", "a list of objects");
    const json::object& item = (*events)[i].get_object();
    TRY(name, text_at(item, "event"));
    TRY(event, event_named(name));
    TRY(at, instant_at(item, "at"));
    conversation.apply(event, at);
    TRY(report, conversation.report());
    for (const auto& [after, expect] : expected)
      if (after == i) TRY_DO(compare(*expect, terms, report, outcome));
  }
  return outcome;
}

Result<Outcome> run_case(const json::object& object, std::string_view kind) {
  if (kind == "due") return run_due(object);
  if (kind == "due_backward") return run_due_backward(object);
  if (kind == "due_days") return run_due_days(object);
  if (kind == "due_difference") return run_due_difference(object);
  if (kind == "elapsed") return run_elapsed(object);
  if (kind == "next_open" || kind == "previous_close" || kind == "open_at" || kind == "on_break" || kind == "on_holiday") return run_at(object, kind);
  if (kind == "open_date") return run_open_date(object);
  if (kind == "open_dates") return run_open_dates(object);
  if (kind == "local_to_instant") return run_local_to_instant(object);
  if (kind == "error") return run_error(object);
  if (kind == "scenario") return run_scenario(object);
  if (kind == "intersection") return run_intersection(object);
  if (kind == "intervals" || kind == "intervals_backward" || kind == "open_between") {
    TRY(calendar, compiled(object));
    return run_intervals(object, calendar, kind == "intervals_backward" ? Direction::backward : Direction::forward);
  }
  return Error::malformed("sla.case", fmt::format("\"{}\" is not a kind of case.", kind.substr(0, 60)), "kind");
}

bool adopted(std::string_view convention) {
  return convention == "plain" || convention == "config-error" || convention == "business-days-keep-wall-time" || convention == "negative-span-is-zero";
}

void check_line(std::string_view line, int number, CheckReport& report) {
  const auto unreadable = [&](std::string_view why) {
    ++report.failed;
    report.lines.push_back(fmt::format("line {}: cannot be read: {}", number, why));
  };
  boost::system::error_code problem;
  const json::value value = is_utf8(line) ? json::parse(line, problem) : json::value();
  if (problem || !value.is_object()) return unreadable(problem ? problem.message() : "it is not a JSON object");
  const json::object& object = value.get_object();
  const auto kind = text_at(object, "kind");
  const auto convention = text_at(object, "convention");
  if (kind.has_error()) return unreadable(kind.error().text());
  if (convention.has_error()) return unreadable(convention.error().text());
  const auto outcome = run_case(object, *kind);
  if (outcome.has_error()) return unreadable(outcome.error().text());
  if (outcome->stated == outcome->computed) {
    ++report.passed;
    return;
  }
  const bool other = !adopted(*convention);
  ++(other ? report.other_convention : report.failed);
  const auto name = text_at(object, "name");
  report.lines.push_back(fmt::format("line {}: {} [{}, {}{}]: stated {}, computed {}", number, name.has_value() ? *name : "(no name)", *kind, *convention,
                                     other ? ", not adopted" : "", outcome->stated, outcome->computed));
}

}  // namespace

std::string CheckReport::summary() const { return fmt::format("{} passed, {} failed, {} other convention", passed, failed, other_convention); }

CheckReport check_text(std::string_view lines) {
  CheckReport report;
  for (int number = 1; !lines.empty(); ++number) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    const std::string_view line = trimmed(lines.substr(0, end));
    lines.remove_prefix(std::min(end + 1, lines.size()));
    if (!line.empty()) check_line(line, number, report);
  }
  return report;
}

Result<CheckReport> check_file(const std::filesystem::path& file) {
  std::ifstream input(file, std::ios::binary);
  std::stringstream text;
  text << input.rdbuf();
  if (!input || !text) return Error::not_found("sla.check_file", fmt::format("{} cannot be read.", file.string()), {}, "Check the path.");
  return check_text(text.str());
}

}  // namespace bellman::sla
