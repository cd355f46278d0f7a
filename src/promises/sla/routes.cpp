// The HTTP table of calendars and policies. Deadlines are shown with their request.
#include "api/routes.h"
#include "sla/routes.h"
#include "sla/service.h"

#include <algorithm>
#include <charconv>

namespace bellman::sla {
namespace {

using api::Permission;

// Half-open, and the local date it begins on.
struct OpenTime {
  LocalDay day;
  Instant begin;
  Instant end;
};
BOOST_DESCRIBE_STRUCT(OpenTime, (), (day, begin, end))

struct CalendarPreview {
  std::string zone;
  LocalDay from;
  std::int64_t days = 0;
  std::vector<OpenTime> open;
  std::vector<Holiday> holidays;  // those within
};
BOOST_DESCRIBE_STRUCT(CalendarPreview, (), (zone, from, days, open, holidays))

constexpr std::int64_t most_preview_days = 366;

Result<std::int64_t> number_of(std::string_view text, std::string_view field, std::int64_t low, std::int64_t high) {
  std::int64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || end != text.data() + text.size() || number < low || number > high)
    return Error::invalid("field.range", fmt::format("A whole number from {} to {} is wanted.", low, high), std::string(field), "Give such a number, or leave it out.");
  return number;
}

template <class Item, class IdType, class List>
Result<api::Page<Item>> page(api::Read& call, List&& list) {
  TRY(limit, call.limit());
  IdType after;
  if (const auto text = call.query("after"); text && !text->empty()) {
    TRY(number, number_of(*text, "after", 0, std::numeric_limits<std::int64_t>::max()));
    after = IdType(number);
  }
  api::Page<Item> page;
  TRY(items, list(call.session, after, limit));
  page.items = std::move(items);
  if (page.items.size() == static_cast<std::size_t>(limit)) page.next = std::to_string(page.items.back().id.value);
  return page;
}

Result<api::Page<Calendar>> list_calendars(api::Read& call) { return page<Calendar, CalendarId>(call, calendars); }
Result<api::Page<Policy>> list_policies(api::Read& call) { return page<Policy, PolicyId>(call, policies); }

Result<Calendar> calendar_of(const api::Call& call, db::Session& session) {
  TRY(id, call.id<CalendarId>("id"));
  TRY(found, find_calendar(session, id));
  if (!found) return Error::not_found("sla.unknown_calendar", "There is no such calendar.", "id", "Choose one of the list of calendars.");
  return *std::move(found);
}
Result<Policy> policy_of(const api::Call& call, db::Session& session) {
  TRY(id, call.id<PolicyId>("id"));
  TRY(found, find_policy(session, id));
  if (!found) return Error::not_found("sla.unknown_policy", "There is no such SLA policy.", "id", "Choose one of the list of SLA policies.");
  return *std::move(found);
}

Result<Calendar> show_calendar(api::Read& call) { return calendar_of(call, call.session); }
Result<Policy> show_policy(api::Read& call) { return policy_of(call, call.session); }

Result<Calendar> add_calendar(api::Write& call, const CalendarInput& input) { return create_calendar(call.tx, input); }
Result<Policy> add_policy(api::Write& call, const PolicyInput& input) { return create_policy(call.tx, input); }

Result<Calendar> put_calendar(api::Write& call, const CalendarInput& input) {
  TRY(current, calendar_of(call, call.tx.session()));
  TRY_DO(call.expect_version(current.version));
  return replace_calendar(call.tx, current.id, input);
}
Result<Policy> put_policy(api::Write& call, const PolicyInput& input) {
  TRY(current, policy_of(call, call.tx.session()));
  TRY_DO(call.expect_version(current.version));
  return replace_policy(call.tx, current.id, input);
}

Result<Calendar> delete_calendar(api::Write& call, const api::Nothing&) {
  TRY(current, calendar_of(call, call.tx.session()));
  TRY_DO(call.expect_version(current.version));
  return retire_calendar(call.tx, current.id);
}
Result<Policy> delete_policy(api::Write& call, const api::Nothing&) {
  TRY(current, policy_of(call, call.tx.session()));
  TRY_DO(call.expect_version(current.version));
  return retire_policy(call.tx, current.id);
}

// Days that the calendar knows already stay as they are, so no version need be named.
Result<ImportReport> import_into_calendar(api::Write& call, const HolidayImport& import) {
  TRY(id, call.id<CalendarId>("id"));
  return import_holidays(call.tx, id, import);
}

Result<CalendarPreview> preview(api::Read& call) {
  TRY(calendar, calendar_of(call, call.session));
  TRY(compiled, CompiledCalendar::compile(calendar));
  CalendarPreview preview;
  preview.zone = calendar.zone;
  preview.from = compiled.zone().day_of(call.now);
  preview.days = 14;
  if (const auto text = call.query("from"); text && !text->empty()) {
    auto day = parse_local_day(*text);
    if (day.has_error()) return day.error().below("from");
    preview.from = *day;
  }
  if (const auto text = call.query("days"); text && !text->empty()) {
    TRY(number, number_of(*text, "days", 1, most_preview_days));
    preview.days = number;
  }
  const LocalDay until = preview.from + static_cast<int>(preview.days);
  for (const Interval& open : compiled.open_between(compiled.zone().to_instant({preview.from, 0}), compiled.zone().to_instant({until, 0})))
    preview.open.push_back({compiled.zone().day_of(open.begin), open.begin, open.end});
  for (const Holiday& holiday : calendar.holidays)
    if (holiday.day >= preview.from && holiday.day < until) preview.holidays.push_back(holiday);
  std::sort(preview.holidays.begin(), preview.holidays.end(), [](const Holiday& a, const Holiday& b) { return a.day < b.day; });
  return preview;
}

void add_page_parameters(api::Route& route) {
  route.query_parameters = {{"limit", "At most so many, 1 to 200; 50 when left out."}, {"after", "`next` of the page before."}};
}

}  // namespace

void routes(api::Routes& table) {
  add_page_parameters(table.get<api::Page<Calendar>>("/api/v1/calendars", Permission::see_catalogue, "Calendars", list_calendars));
  table.post<CalendarInput, Calendar>("/api/v1/calendars", Permission::edit_catalogue, "Add a calendar", add_calendar);
  table.get<Calendar>("/api/v1/calendars/{id}", Permission::see_catalogue, "One calendar", show_calendar);
  table.put<CalendarInput, Calendar>("/api/v1/calendars/{id}", Permission::edit_catalogue, "Replace a calendar; deadlines that run keep the old one", put_calendar);
  table.remove<Calendar>("/api/v1/calendars/{id}", Permission::edit_catalogue, "Retire a calendar", delete_calendar);
  table.post<HolidayImport, ImportReport>("/api/v1/calendars/{id}/holidays/import", Permission::edit_catalogue, "Import a table of holidays", import_into_calendar)
      .body_limit = holiday_text_limit;
  table.get<CalendarPreview>("/api/v1/calendars/{id}/preview", Permission::see_catalogue, "When a calendar is open", preview).query_parameters = {
      {"from", "The first local date; today when left out."}, {"days", "How many, 1 to 366; 14 when left out."}};

  add_page_parameters(table.get<api::Page<Policy>>("/api/v1/sla-policies", Permission::see_catalogue, "SLA policies", list_policies));
  table.post<PolicyInput, Policy>("/api/v1/sla-policies", Permission::edit_catalogue, "Add an SLA policy", add_policy);
  table.get<Policy>("/api/v1/sla-policies/{id}", Permission::see_catalogue, "One SLA policy", show_policy);
  table.put<PolicyInput, Policy>("/api/v1/sla-policies/{id}", Permission::edit_catalogue, "Replace an SLA policy; deadlines that run keep the old one", put_policy);
  table.remove<Policy>("/api/v1/sla-policies/{id}", Permission::edit_catalogue, "Retire an SLA policy", delete_policy);
}

}  // namespace bellman::sla
