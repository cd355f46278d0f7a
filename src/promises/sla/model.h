// The nouns of service levels: calendars, policies and deadlines.
#pragma once
#include "base/id.h"
#include "base/instant.h"
#include "base/zone.h"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellman::sla {

// Half-open [open_minute, close_minute) of local wall-clock time, in minutes since midnight; 1440 is 24:00.
// A close at or before the open is refused: work over midnight is two intervals, one on each day.
struct WallInterval {
  int open_minute = 0;
  int close_minute = 0;
  bool operator==(const WallInterval&) const = default;
};
BOOST_DESCRIBE_STRUCT(WallInterval, (), (open_minute, close_minute))

// The intervals of one date: a shift replaces the weekday's hours, a break is taken out of them.
struct DayIntervals {
  LocalDay day;
  std::vector<WallInterval> intervals;
};
BOOST_DESCRIBE_STRUCT(DayIntervals, (), (day, intervals))

// A whole local day that is closed. It wins over a shift of the same day.
struct Holiday {
  LocalDay day;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(Holiday, (), (day, name))

// One list a weekday, 0 = Monday … 6 = Sunday; always seven.
using WeeklyHours = std::vector<std::vector<WallInterval>>;

struct Calendar {
  static constexpr std::string_view table = "calendar";
  CalendarId id;
  std::string name;                // unique
  std::string zone;                // IANA name
  WeeklyHours weekly_hours = WeeklyHours(7);
  std::vector<DayIntervals> shifts;
  std::vector<DayIntervals> breaks;
  std::vector<Holiday> holidays;
  bool always_open = false;        // round the clock; hours, shifts, breaks and holidays do not count
  bool retired = false;            // not to be chosen any more; what uses it keeps it
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(Calendar, (), (id, name, zone, weekly_hours, shifts, breaks, holidays, always_open, retired, version))

enum class Criticality { low, normal, high, critical };
BOOST_DESCRIBE_ENUM(Criticality, low, normal, high, critical)

enum class Clock { business, clock };
BOOST_DESCRIBE_ENUM(Clock, business, clock)

// An empty key means "any". The most specific rule wins; rules.h states the order of ties.
struct PolicyRule {
  std::optional<Criticality> criticality;
  std::string service_level;  // "standard", "gold"
  std::string fault_kind;
  int reach_minutes = 0;
  int solve_minutes = 0;
  Clock clock = Clock::business;
};
BOOST_DESCRIBE_STRUCT(PolicyRule, (), (criticality, service_level, fault_kind, reach_minutes, solve_minutes, clock))

// Who is told when a deadline has been breached for this long. Exactly one of role and account is set.
struct EscalationStep {
  int level = 1;
  std::string role;
  AccountId account;
  int after_minutes = 0;
};
BOOST_DESCRIBE_STRUCT(EscalationStep, (), (level, role, account, after_minutes))

struct Policy {
  static constexpr std::string_view table = "sla_policy";
  PolicyId id;
  std::string name;                   // unique
  CalendarId calendar_id;             // where the site has none of its own
  std::vector<PolicyRule> rules;
  std::vector<int> warning_percents;  // shares of the time, rising, each in 1..99
  std::vector<EscalationStep> escalation;
  bool retired = false;               // not to be chosen any more; what uses it keeps it
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(Policy, (), (id, name, calendar_id, rules, warning_percents, escalation, retired, version))

enum class DeadlineKind { reach, solve };
BOOST_DESCRIBE_ENUM(DeadlineKind, reach, solve)

enum class DeadlineState { running, paused, met, breached, cancelled };
BOOST_DESCRIBE_ENUM(DeadlineState, running, paused, met, breached, cancelled)

// While it lasts the client owes the next step. Open-ended as long as `until` is empty.
struct Pause {
  Instant from;
  std::optional<Instant> until;
};
BOOST_DESCRIBE_STRUCT(Pause, (), (from, until))

// One of a kind for a request. It keeps the policy and the calendar as they were when it was opened: a change of either holds for
// what is opened afterwards.
struct Deadline {
  static constexpr std::string_view table = "deadline";
  static constexpr int key_columns = 2;
  RequestId request_id;
  DeadlineKind kind = DeadlineKind::reach;
  ProgrammeId programme_id;
  PolicyId policy_id;
  std::int64_t policy_version = 0;
  Instant started;
  std::int64_t allowance_ms = 0;
  Clock clock = Clock::business;
  CalendarId calendar_id;               // none: clock time needs no calendar
  std::int64_t calendar_version = 0;
  Instant due;
  std::vector<Pause> pauses;
  DeadlineState state = DeadlineState::running;
  int warned_percent = 0;               // the highest share already warned of
  std::optional<Instant> breached_at;
  std::optional<Instant> met_at;
  int escalation_level = 0;             // the highest level already told
};
BOOST_DESCRIBE_STRUCT(Deadline, (), (request_id, kind, programme_id, policy_id, policy_version, started, allowance_ms, clock, calendar_id, calendar_version, due,
                                     pauses, state, warned_percent, breached_at, met_at, escalation_level))

}  // namespace bellman::sla
