// The use cases of service levels: deadlines with their timers, and the calendars and policies they follow.
//
// Events it records of a request, audience operator_: DeadlineWarned (a share of the time is used up), DeadlineBreached (once),
// DeadlineEscalated (somebody is to be told).
// Effect "notify", data EscalationNotice, for each step of the escalation.
// Of the subjects "calendar" and "sla_policy", data DefinitionChange, audience auditor: *.created, *.changed, *.retired.
//
// A deadline keeps the versions of the policy and the calendar that it was opened with: a change holds for what is opened afterwards.
#pragma once
#include "codec/types.h"
#include "engine/registry.h"
#include "engine/tx.h"
#include "sla/business_time.h"
#include "sla/holidays.h"
#include "sla/model.h"

namespace bellman::sla {

// ---- deadlines ----

struct DeadlineFacts {
  RequestId request_id;
  ProgrammeId programme_id;
  PolicyId policy_id;
  CalendarId calendar_id;      // the site's; none: the policy's own
  Criticality criticality = Criticality::normal;
  std::string service_level;
  std::string fault_kind;
};

// When reaching and solving are due now; nothing where the policy promises none, or the deadline was cancelled. While paused: as it
// stood when the pause began.
struct Dues {
  std::optional<Instant> reach;
  std::optional<Instant> solve;
};

struct DeadlineEvent {
  DeadlineKind deadline = DeadlineKind::reach;
  Instant due;
  std::int64_t percent = 0;    // of sla.warned
  std::int64_t level = 0;      // of sla.escalated
  std::string role;            // whom to tell
  AccountId account_id;
};
BOOST_DESCRIBE_STRUCT(DeadlineEvent, (), (deadline, due, percent, level, role, account_id))

struct DeadlineWarned : DeadlineEvent {
  static constexpr std::string_view kind = "sla.warned", subject = "request";
};
BOOST_DESCRIBE_STRUCT(DeadlineWarned, (DeadlineEvent), ())
struct DeadlineBreached : DeadlineEvent {
  static constexpr std::string_view kind = "sla.breached", subject = "request";
};
BOOST_DESCRIBE_STRUCT(DeadlineBreached, (DeadlineEvent), ())
struct DeadlineEscalated : DeadlineEvent {
  static constexpr std::string_view kind = "sla.escalated", subject = "request";
};
BOOST_DESCRIBE_STRUCT(DeadlineEscalated, (DeadlineEvent), ())

// Exactly one of role and account_id is set.
struct EscalationNotice {
  RequestId request_id;
  ProgrammeId programme_id;
  DeadlineKind deadline = DeadlineKind::reach;
  Instant due;
  std::int64_t level = 1;
  std::string role;
  AccountId account_id;
};
BOOST_DESCRIBE_STRUCT(EscalationNotice, (), (request_id, programme_id, deadline, due, level, role, account_id))

// Chooses the policy's rule and opens its deadlines; those that the request had are replaced (reopening). A policy without a rule for
// the request promises nothing. Errors: sla.unknown_policy, sla.unknown_calendar, sla.no_calendar; those of CompiledCalendar::due.
Result<Dues> open_deadlines(engine::Tx& tx, const DeadlineFacts& facts, Instant started);
// While the client owes the next step; both are harmless when there is nothing to pause or resume.
Result<Dues> pause_deadlines(engine::Tx& tx, RequestId request);
Result<Dues> resume_deadlines(engine::Tx& tx, RequestId request);
// Harmless when it is met already or there is none. Too late is a breach, reported here when its timer has not come yet.
Result<> meet_deadline(engine::Tx& tx, RequestId request, DeadlineKind kind);
Result<> cancel_deadlines(engine::Tx& tx, RequestId request);
// Reach before solve.
Result<std::vector<Deadline>> deadlines_of(db::Session& session, RequestId request);

// ---- calendars ----

// A whole calendar. Lists that are left out: as they are; of a new calendar, none.
struct CalendarInput {
  codec::Text<120, 1> name;
  codec::Text<60, 1> zone;
  std::optional<WeeklyHours> weekly_hours;  // seven lists, Monday first
  std::optional<std::vector<DayIntervals>> shifts;
  std::optional<std::vector<DayIntervals>> breaks;
  std::optional<std::vector<Holiday>> holidays;
  std::optional<bool> always_open;
  std::optional<bool> retired;
};
BOOST_DESCRIBE_STRUCT(CalendarInput, (), (name, zone, weekly_hours, shifts, breaks, holidays, always_open, retired))

enum class HolidayFormat { date_holidays_csv, xmlcalendar, holidays_json };
BOOST_DESCRIBE_ENUM(HolidayFormat, date_holidays_csv, xmlcalendar, holidays_json)

inline constexpr std::size_t holiday_text_limit = 4 * 1024 * 1024;  // bytes

struct HolidayImport {
  HolidayFormat format = HolidayFormat::date_holidays_csv;
  std::optional<codec::Text<10>> country;  // of date_holidays_csv, as the table writes it
  std::optional<LocalDay> first;           // days before it are left out; default: the first of last year
  std::optional<LocalDay> last;            // days after it are left out; default: the end of the tenth year from now
  codec::Text<holiday_text_limit, 1> text;
};
BOOST_DESCRIBE_STRUCT(HolidayImport, (), (format, country, first, last, text))

// rows = taken + passed_over + unusable. `dirt` holds the first hundred of `dirt_lines`.
struct ImportReport {
  CalendarId calendar_id;
  std::int64_t version = 1;
  std::int64_t rows = 0, taken = 0, passed_over = 0, unusable = 0;
  std::int64_t outside_days = 0;    // of what was taken: not between `first` and `last`
  std::int64_t holidays_added = 0;  // days that the calendar did not know yet
  std::int64_t breaks_added = 0;
  std::int64_t shifts_added = 0;
  std::int64_t dirt_lines = 0;
  std::vector<TableDirt> dirt;
};
BOOST_DESCRIBE_STRUCT(ImportReport, (), (calendar_id, version, rows, taken, passed_over, unusable, outside_days, holidays_added, breaks_added, shifts_added,
                                         dirt_lines, dirt))

struct DefinitionChange {
  std::string name;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(DefinitionChange, (), (name, version))

Result<std::optional<Calendar>> find_calendar(db::Session& session, CalendarId id);
Result<std::optional<Calendar>> find_calendar(db::Session& session, std::string_view name);
Result<std::vector<Calendar>> calendars(db::Session& session, CalendarId after, std::int64_t limit);  // in order of id

// For import, demo and routes; id and version are set here. Errors: those of check_calendar; sla.name_taken; sla.no_weekly_hours,
// because a calendar of dates only would run out and leave deadlines without an end; sla.too_many_days.
Result<Calendar> create_calendar(engine::Tx& tx, Calendar wanted);
Result<Calendar> create_calendar(engine::Tx& tx, const CalendarInput& input);
// Puts `wanted` in the place of the calendar with its id; the caller has compared the versions. Error: sla.unknown_calendar.
Result<Calendar> replace_calendar(engine::Tx& tx, Calendar wanted);
Result<Calendar> replace_calendar(engine::Tx& tx, CalendarId id, const CalendarInput& input);
// It cannot be chosen any more; what uses it keeps it.
Result<Calendar> retire_calendar(engine::Tx& tx, CalendarId id);
Result<ImportReport> import_holidays(engine::Tx& tx, CalendarId id, const HolidayImport& import);

// ---- policies ----

struct PolicyRuleInput {
  std::optional<Criticality> criticality;
  std::optional<codec::Text<60>> service_level;
  std::optional<codec::Text<100>> fault_kind;
  std::optional<codec::Bounded<0, 525'600>> reach_minutes;
  std::optional<codec::Bounded<0, 525'600>> solve_minutes;
  std::optional<Clock> clock;  // default: business
};
BOOST_DESCRIBE_STRUCT(PolicyRuleInput, (), (criticality, service_level, fault_kind, reach_minutes, solve_minutes, clock))

struct EscalationStepInput {
  codec::Bounded<1, 100> level;
  std::optional<codec::Text<60, 1>> role;
  std::optional<AccountId> account;
  codec::Bounded<0, 525'600> after_minutes;
};
BOOST_DESCRIBE_STRUCT(EscalationStepInput, (), (level, role, account, after_minutes))

// A whole policy; lists that are left out are empty.
struct PolicyInput {
  codec::Text<120, 1> name;
  std::optional<CalendarId> calendar_id;
  std::vector<PolicyRuleInput> rules;
  std::vector<codec::Bounded<1, 99>> warning_percents;
  std::vector<EscalationStepInput> escalation;
  std::optional<bool> retired;
};
BOOST_DESCRIBE_STRUCT(PolicyInput, (), (name, calendar_id, rules, warning_percents, escalation, retired))

Result<std::optional<Policy>> find_policy(db::Session& session, PolicyId id);
Result<std::optional<Policy>> find_policy(db::Session& session, std::string_view name);
Result<std::vector<Policy>> policies(db::Session& session, PolicyId after, std::int64_t limit);  // in order of id

// Errors: those of check_policy; sla.name_taken, sla.unknown_calendar, sla.retired_calendar; sla.no_calendar when a rule counts
// business time and the policy has no calendar of its own for sites without one.
Result<Policy> create_policy(engine::Tx& tx, Policy wanted);
Result<Policy> create_policy(engine::Tx& tx, const PolicyInput& input);
Result<Policy> replace_policy(engine::Tx& tx, Policy wanted);  // also sla.unknown_policy
Result<Policy> replace_policy(engine::Tx& tx, PolicyId id, const PolicyInput& input);
Result<Policy> retire_policy(engine::Tx& tx, PolicyId id);

// For a noun of another room that names one: that it is there and may still be chosen. The errors NOUN.unknown_calendar, NOUN.retired_calendar,
// NOUN.unknown_policy, NOUN.retired_policy (invalid) name the field and the cure. One narrow row is read.
Result<> need_calendar(db::Session& session, CalendarId id, std::string_view noun, std::string field);
Result<> need_policy(db::Session& session, PolicyId id, std::string_view noun, std::string field);

void subscribe(engine::Registry& registry);

}  // namespace bellman::sla
