// Calendars and policies: created, replaced, retired; holidays imported.
#include "sla/rules.h"
#include "sla/service.h"
#include "sla/store.h"

#include <fmt/format.h>

#include <algorithm>

namespace bellman::sla {
namespace {

constexpr std::size_t most_days = 20'000;     // of exceptions in one calendar
constexpr std::size_t most_dirt_shown = 100;

Error unknown_calendar() { return Error::not_found("sla.unknown_calendar", "There is no such calendar.", "calendar_id", "Choose one of the list of calendars."); }
Error unknown_policy() { return Error::not_found("sla.unknown_policy", "There is no such SLA policy.", "policy_id", "Choose one of the list of SLA policies."); }

Result<Calendar> stored_calendar(db::Session& session, CalendarId id) {
  TRY(found, store::find_calendar(session, id));
  if (!found) return unknown_calendar();
  return *std::move(found);
}
Result<Policy> stored_policy(db::Session& session, PolicyId id) {
  TRY(found, store::find_policy(session, id));
  if (!found) return unknown_policy();
  return *std::move(found);
}

template <class Noun>
Result<> check_name(const Noun& wanted, const std::optional<Noun>& namesake) {
  if (!namesake || namesake->id == wanted.id) return ok();
  Error taken = Error::conflict("sla.name_taken", fmt::format("The name \"{}\" is taken.", wanted.name), "Choose another name.");
  taken.field = "name";
  return taken;
}

Result<> check(engine::Tx& tx, const Calendar& wanted) {
  TRY_DO(check_calendar(wanted));
  const bool weekly = wanted.always_open || std::any_of(wanted.weekly_hours.begin(), wanted.weekly_hours.end(), [](const auto& day) { return !day.empty(); });
  if (!weekly)
    return Error::invalid("sla.no_weekly_hours", "A calendar of single dates runs out, and its deadlines with it.", "weekly_hours",
                          "Give at least one weekday its hours, or mark the calendar as always open.");
  if (wanted.holidays.size() + wanted.shifts.size() + wanted.breaks.size() > most_days)
    return Error::invalid("sla.too_many_days", fmt::format("A calendar holds at most {} holidays, shifts and breaks.", most_days), "holidays",
                          "Leave out the days that are long past.");
  TRY(namesake, store::find_calendar(tx.session(), wanted.name));
  return check_name(wanted, namesake);
}

Result<> check(engine::Tx& tx, const Policy& wanted) {
  TRY_DO(check_policy(wanted));
  const bool business = std::any_of(wanted.rules.begin(), wanted.rules.end(), [](const PolicyRule& rule) { return rule.clock == Clock::business; });
  if (business && !wanted.calendar_id)
    return Error::invalid("sla.no_calendar", "A rule counts business time, but the policy has no calendar for sites without one.", "calendar_id",
                          "Name a calendar, or count clock time.");
  if (wanted.calendar_id) {
    TRY(calendar, store::find_calendar(tx.session(), wanted.calendar_id));
    if (!calendar) return Error::invalid("sla.unknown_calendar", "There is no such calendar.", "calendar_id", "Choose one of the list, or add the calendar first.");
    if (calendar->retired && !wanted.retired)
      return Error::invalid("sla.retired_calendar", fmt::format("The calendar \"{}\" is retired.", calendar->name), "calendar_id", "Choose another, or bring it back.");
  }
  TRY(namesake, store::find_policy(tx.session(), wanted.name));
  return check_name(wanted, namesake);
}

constexpr std::string_view subject_of(const Calendar&) { return "calendar"; }
constexpr std::string_view subject_of(const Policy&) { return "sla_policy"; }

// The row, its edition and its event.
template <class Noun>
Result<Noun> keep(engine::Tx& tx, Noun noun, std::string_view what) {
  TRY_DO(check(tx, noun));
  TRY_DO(store::save(tx.session(), noun));
  const std::string subject(subject_of(noun));
  TRY_DO(tx.apply(engine::Consequences{}.event(subject + "." + std::string(what), subject, noun.id.value, {}, engine::Audience::auditor,
                                               DefinitionChange{noun.name, noun.version})));
  return noun;
}

template <class Noun>
Result<Noun> create(engine::Tx& tx, Noun wanted) {
  TRY(id, tx.next_id<Noun>());
  wanted.id = id;
  wanted.version = 1;
  return keep(tx, std::move(wanted), "created");
}

template <class Noun>
Result<Noun> replace(engine::Tx& tx, const Noun& stored, Noun wanted) {
  wanted.version = stored.version + 1;
  const bool retires = wanted.retired && !stored.retired;
  return keep(tx, std::move(wanted), retires ? "retired" : "changed");
}

Calendar with_input(Calendar calendar, const CalendarInput& input) {
  calendar.name = input.name;
  calendar.zone = input.zone;
  if (input.weekly_hours) calendar.weekly_hours = *input.weekly_hours;
  if (input.shifts) calendar.shifts = *input.shifts;
  if (input.breaks) calendar.breaks = *input.breaks;
  if (input.holidays) calendar.holidays = *input.holidays;
  calendar.always_open = input.always_open.value_or(false);
  calendar.retired = input.retired.value_or(false);
  return calendar;
}

Policy policy_of(const PolicyInput& input) {
  Policy policy;
  policy.name = input.name;
  policy.calendar_id = input.calendar_id.value_or(CalendarId{});
  for (const PolicyRuleInput& rule : input.rules)
    policy.rules.push_back({rule.criticality, rule.service_level.value_or(""), rule.fault_kind.value_or(""),
                            static_cast<int>(rule.reach_minutes.value_or(0)), static_cast<int>(rule.solve_minutes.value_or(0)),
                            rule.clock.value_or(Clock::business)});
  for (const auto& percent : input.warning_percents) policy.warning_percents.push_back(static_cast<int>(percent.value));
  for (const EscalationStepInput& step : input.escalation)
    policy.escalation.push_back({static_cast<int>(step.level.value), step.role.value_or(""), step.account.value_or(AccountId{}),
                                 static_cast<int>(step.after_minutes.value)});
  policy.retired = input.retired.value_or(false);
  return policy;
}

int year_of(LocalDay day) {
  int year = 1970 + day.days / 366;
  while (local_day(year + 1, 1, 1) <= day) ++year;
  return year;
}

Result<HolidayTable> read_table(const HolidayImport& import, const Zone& zone, LocalDay first, LocalDay last) {
  switch (import.format) {
    case HolidayFormat::xmlcalendar: return read_xmlcalendar(import.text);
    case HolidayFormat::holidays_json: return read_holidays_json(import.text, first, last);
    case HolidayFormat::date_holidays_csv: break;
  }
  if (!import.country || import.country->empty())
    return Error::invalid("sla.country_missing", "This table holds many countries.", "country", "Name one as the table writes it, for example \"DE\".");
  return read_date_holidays_csv(import.text, *import.country, zone);
}

// How many days of the table lay outside.
std::int64_t clip(HolidayTable& table, LocalDay first, LocalDay last) {
  const auto outside = [&](const auto& entry) { return entry.day < first || entry.day > last; };
  return static_cast<std::int64_t>(std::erase_if(table.holidays, outside) + std::erase_if(table.part_days, outside) +
                                   std::erase_if(table.shortened, outside) + std::erase_if(table.worked, outside));
}

Result<> may_be_chosen(const std::optional<bool>& retired, std::string_view noun, std::string_view code, std::string_view what, std::string field) {
  if (!retired)
    return Error::invalid(fmt::format("{}.unknown_{}", noun, code), fmt::format("There is no such {}.", what), field, fmt::format("Choose one of the list, or add the {} first.", what));
  if (*retired)
    return Error::invalid(fmt::format("{}.retired_{}", noun, code), fmt::format("The {} is retired.", what), field, "Choose one that is in use.");
  return ok();
}

std::int64_t grown(std::size_t before, std::size_t after) { return static_cast<std::int64_t>(after - before); }

ImportReport report_of(const HolidayTable& table, std::int64_t outside_days, const Calendar& before, const Calendar& after) {
  ImportReport report{after.id, after.version, table.rows, table.taken, table.passed_over, table.unusable, outside_days,
                      grown(before.holidays.size(), after.holidays.size()), grown(before.breaks.size(), after.breaks.size()),
                      grown(before.shifts.size(), after.shifts.size()), static_cast<std::int64_t>(table.dirt.size()), table.dirt};
  if (report.dirt.size() > most_dirt_shown) report.dirt.resize(most_dirt_shown);
  return report;
}

}  // namespace

Result<std::optional<Calendar>> find_calendar(db::Session& session, CalendarId id) { return store::find_calendar(session, id); }
Result<std::optional<Calendar>> find_calendar(db::Session& session, std::string_view name) { return store::find_calendar(session, name); }
Result<std::vector<Calendar>> calendars(db::Session& session, CalendarId after, std::int64_t limit) { return store::calendars(session, after, limit); }

Result<Calendar> create_calendar(engine::Tx& tx, Calendar wanted) { return create(tx, std::move(wanted)); }
Result<Calendar> create_calendar(engine::Tx& tx, const CalendarInput& input) { return create(tx, with_input({}, input)); }

Result<Calendar> replace_calendar(engine::Tx& tx, Calendar wanted) {
  TRY(stored, stored_calendar(tx.session(), wanted.id));
  return replace(tx, stored, std::move(wanted));
}
Result<Calendar> replace_calendar(engine::Tx& tx, CalendarId id, const CalendarInput& input) {
  TRY(stored, stored_calendar(tx.session(), id));
  return replace(tx, stored, with_input(stored, input));
}
Result<Calendar> retire_calendar(engine::Tx& tx, CalendarId id) {
  TRY(stored, stored_calendar(tx.session(), id));
  if (stored.retired) return std::move(stored);
  Calendar wanted = stored;
  wanted.retired = true;
  return replace(tx, stored, std::move(wanted));
}

Result<ImportReport> import_holidays(engine::Tx& tx, CalendarId id, const HolidayImport& import) {
  TRY(stored, stored_calendar(tx.session(), id));
  TRY(zone, Zone::find(stored.zone));
  const int year = year_of(zone.day_of(tx.now()));
  const LocalDay first = import.first.value_or(local_day(year - 1, 1, 1)), last = import.last.value_or(local_day(year + 10, 12, 31));
  if (last < first) return Error::invalid("sla.days_reversed", "The last day is before the first.", "last", "Exchange them.");
  TRY(table, read_table(import, zone, first, last));
  const std::int64_t outside_days = clip(table, first, last);
  Calendar wanted = stored;
  add_to_calendar(table, wanted);
  // A repeated import adds nothing: then there is no new version either.
  const auto days = [](const Calendar& calendar) { return calendar.holidays.size() + calendar.breaks.size() + calendar.shifts.size(); };
  if (days(wanted) == days(stored)) return report_of(table, outside_days, stored, stored);
  TRY(kept, replace(tx, stored, std::move(wanted)));
  return report_of(table, outside_days, stored, kept);
}

Result<std::optional<Policy>> find_policy(db::Session& session, PolicyId id) { return store::find_policy(session, id); }
Result<std::optional<Policy>> find_policy(db::Session& session, std::string_view name) { return store::find_policy(session, name); }
Result<std::vector<Policy>> policies(db::Session& session, PolicyId after, std::int64_t limit) { return store::policies(session, after, limit); }

Result<Policy> create_policy(engine::Tx& tx, Policy wanted) { return create(tx, std::move(wanted)); }
Result<Policy> create_policy(engine::Tx& tx, const PolicyInput& input) { return create(tx, policy_of(input)); }

Result<Policy> replace_policy(engine::Tx& tx, Policy wanted) {
  TRY(stored, stored_policy(tx.session(), wanted.id));
  return replace(tx, stored, std::move(wanted));
}
Result<Policy> replace_policy(engine::Tx& tx, PolicyId id, const PolicyInput& input) {
  Policy wanted = policy_of(input);
  wanted.id = id;
  return replace_policy(tx, std::move(wanted));
}
Result<Policy> retire_policy(engine::Tx& tx, PolicyId id) {
  TRY(stored, stored_policy(tx.session(), id));
  if (stored.retired) return std::move(stored);
  Policy wanted = stored;
  wanted.retired = true;
  return replace(tx, stored, std::move(wanted));
}

Result<> need_calendar(db::Session& session, CalendarId id, std::string_view noun, std::string field) {
  TRY(retired, store::calendar_retired(session, id));
  return may_be_chosen(retired, noun, "calendar", "calendar", std::move(field));
}
Result<> need_policy(db::Session& session, PolicyId id, std::string_view noun, std::string field) {
  TRY(retired, store::policy_retired(session, id));
  return may_be_chosen(retired, noun, "policy", "SLA policy", std::move(field));
}

}  // namespace bellman::sla
