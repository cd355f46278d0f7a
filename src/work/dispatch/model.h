// The pure inputs and outputs of dispatch: what is known of a worker, what a job needs, what a decision was and why.
// The service fills WorkerView and JobView from the other rooms; nothing here reads a clock or a database.
#pragma once
#include "base/id.h"
#include "base/instant.h"
#include "base/place.h"

#include <boost/describe.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellman::dispatch {

// Moments may be Instant::min()/max() ("for ever"); these two stay inside the range instead of overflowing.
constexpr Instant shifted(Instant moment, std::int64_t ms) {
  std::int64_t sum = 0;
  if (!__builtin_add_overflow(moment.ms, ms, &sum)) return {sum};
  return ms < 0 ? Instant::min() : Instant::max();
}
constexpr std::int64_t ms_from(Instant earlier, Instant later) {
  std::int64_t difference = 0;
  if (!__builtin_sub_overflow(later.ms, earlier.ms, &difference)) return difference;
  return later.ms < earlier.ms ? Instant::min().ms : Instant::max().ms;
}

// ---- a worker ----

enum class WorkerKind : std::uint8_t { employee, contractor };

struct Window {
  Instant from;
  Instant until;  // not included
  bool operator==(const Window&) const = default;
};

struct Shift {
  Instant from;
  Instant until;         // not included
  bool on_call = false;  // at home but may be called: counts for urgent jobs only
};

struct HeldSkill {
  SkillId skill;
  int level = 1;                   // 1..max_skill_level
  std::optional<Instant> expires;  // the first moment the certificate no longer holds
};
inline constexpr int max_skill_level = 9;  // higher levels count as this one

struct Stock {
  PartId part;
  int quantity = 0;
};

struct WorkerView {
  WorkerId id;
  WorkerKind kind = WorkerKind::employee;
  std::vector<HeldSkill> skills;
  std::vector<RegionId> regions;        // empty = everywhere
  std::vector<std::string> languages;  // "en", "ru"; compared as written
  std::vector<TeamId> teams;
  std::vector<Shift> shifts;     // those around now, any order, may overlap
  std::vector<Window> absences;  // any order, may overlap
  bool paused = false;
  std::optional<Instant> paused_until;  // when the pause ends by itself, if it does
  std::optional<Place> place;           // last known
  std::optional<Instant> position_at;   // when `place` was known; none = a fixed base, never stale
  int speed_kmh = 0;                    // mean on the road; 0 = Weights::default_speed_kmh
  int open_jobs = 0;                    // accepted and not done
  int open_offers = 0;                  // asked and not answered
  std::optional<Instant> offer_ends_at;  // when the open offer lapses, if any
  int capacity = 1;                      // how many open jobs at most
  std::optional<Instant> next_free_at;   // predicted end of the open jobs
  std::optional<Place> free_place;       // where that will be; none = `place`
  std::vector<Stock> stock;
  std::optional<int> rating_milli;  // clients' mark 0..5000 thousandths of a star; none = not rated yet
  std::int64_t cost_per_job_minor = 0;
  std::int64_t cost_per_hour_minor = 0;  // of travel and work
  std::vector<ProgrammeId> programmes;   // which programmes' jobs they take; empty = all
};

// ---- a job ----

struct NeededSkill {
  SkillId skill;
  int min_level = 1;
};

struct NeededPart {
  PartId part;
  int quantity = 1;
  bool must_have = false;  // else its lack only costs (a second trip, a colleague's van)
};

// How bad a breach is; the service maps the request's criticality to it. Higher is worse.
inline constexpr int max_criticality = 4;

struct Served {
  WorkerId worker;
  Instant at;  // end of that worker's last job for the client
};

struct JobView {
  JobId id;
  RequestId request;
  ProgrammeId programme;           // none: any worker's will do
  ClientId client;
  SiteId site;
  std::optional<Place> place;      // none: done from anywhere, no travel
  std::optional<RegionId> region;  // none: any worker's region will do
  std::vector<NeededSkill> skills;
  std::vector<NeededPart> parts;
  std::int64_t duration_ms = 3'600'000;  // expected work at the site
  std::optional<Instant> reach_due;      // begin of work promised by
  std::optional<Instant> solve_due;      // end of work promised by
  int criticality = 2;                   // 0..max_criticality
  bool urgent = false;                   // matched at once, before the others; reaches on-call workers
  std::optional<Instant> earliest;       // the client's window: work begins in [earliest, latest]
  std::optional<Instant> latest;
  std::string language;            // wished; empty = any
  bool language_required = false;  // else a lack only costs
  std::optional<TeamId> only_team;
  std::vector<WorkerId> wished;
  std::vector<WorkerId> refused;  // the client does not want them, or they do not serve this client
  std::vector<WorkerId> asked;    // asked before for this job: never asked again
  std::vector<Served> served;      // who served the client lately
  int parallel_offers = 0;         // how many are asked at once near the deadline; 0 = Weights::parallel_offers
  Instant waiting_since;
};

// ---- the weights ----

// Every cost is in MILLI-MINUTES: thousandths of an equivalent minute (README.md says why minutes and not money).
// Per mille: 1000 means one equivalent minute for each real minute.
struct Weights {
  std::int32_t version = 1;  // kept in every record, so that an old decision is read with the weights of its day

  // Travel (travel.h).
  std::int32_t road_factor_per_mille = 1300;
  std::int64_t access_ms = 3 * 60'000;
  std::int32_t default_speed_kmh = 35;
  std::int64_t unknown_travel_ms = 45 * 60'000;       // when the worker's place is not known
  std::int64_t position_stale_ms = 12 * 3'600'000;    // an older position counts as unknown

  // Feasibility.
  std::int64_t overtime_ms = 30 * 60'000;       // how far the work may reach past the end of the shift
  std::int64_t must_fit_ms = 2 * 3'600'000;     // of a longer job only this much must fit before the end of the shift

  // Terms.
  std::int32_t travel_per_mille = 1000;
  std::int32_t wait_per_mille = 500;
  std::int64_t deadline_margin_ms = 60 * 60'000;  // the penalty begins to rise this long before the deadline
  std::int32_t deadline_near = 60'000;            // reached at the deadline itself
  std::int32_t late_once = 60'000;                // added at the breach
  std::int32_t late_per_mille = 5000;             // and for every minute of lateness
  std::vector<std::int32_t> criticality_per_mille{500, 750, 1000, 1500, 2500};  // factor of the deadline, by criticality
  std::int32_t full_load = 40'000;                // a worker with all of the capacity taken
  std::int32_t continuity = 15'000;               // subtracted for one who served the client just now
  std::int64_t continuity_memory_ms = 180LL * 86'400'000;  // the bonus fades to nothing over this time
  std::int32_t wish = 30'000;                     // subtracted for a wished worker
  std::int32_t language_missing = 20'000;
  std::int32_t rating_per_star = 6'000;           // for each star below five
  std::int32_t unrated_milli = 4000;              // the mark of a worker without marks
  std::int32_t minor_per_minute = 60;             // what an equivalent minute is worth, e.g. cents; > 0
  std::int32_t contractor_extra = 10'000;
  std::int32_t part_missing = 20'000;             // each nice-to-have part that the van lacks

  // The round.
  std::int32_t leave_waiting = 480'000;       // what it must save elsewhere before a job yields all of its workers
  std::int32_t waited_per_mille = 1000;       // and more for each minute waited already
  std::int64_t parallel_within_ms = 45 * 60'000;  // so near to the deadline several are asked at once
  std::int32_t parallel_offers = 2;           // how many then
  std::int32_t urgent_offers = 1;             // how many for an urgent job that is not so near
  std::int32_t candidates_per_job = 256;      // cheapest kept for the matching; exact while it is not below the number of jobs
  std::int32_t runners_up = 10;               // kept with each term
  std::int64_t recheck_ms = 60'000;           // retry after this when a change is due but its moment is not known
};

// ---- the outcome ----

// Why a worker is left out. The numbers are stored: append only. The order of checking is in conditions.h.
enum class Reason : std::uint8_t {
  refused_by_client,
  already_asked,
  wrong_team,
  wrong_region,
  missing_skill,
  skill_level_too_low,
  certificate_expired,
  wrong_language,
  missing_part,
  paused,
  absent,
  off_shift,
  at_capacity,
  has_open_offer,
  shift_ends_too_soon,
  cannot_arrive_in_window,
  wrong_programme,
};
inline constexpr std::size_t reason_count = 17;

// The parts of a cost. The numbers are stored: append only.
enum class Term : std::uint8_t { travel, wait, deadline, load, continuity, wish, rating, money, parts };
inline constexpr std::size_t term_count = 9;
using Terms = std::array<std::int32_t, term_count>;  // milli-minutes, each within ±term_limit
inline constexpr std::int32_t term_limit = 200'000'000;  // 9 of them still fit into 32 bits: 3,333 hours each

std::string_view to_text(Reason reason);  // "missing_skill"
std::string_view to_text(Term term);      // "travel"

enum class Outcome : std::uint8_t {
  offered,    // somebody is to be asked
  waiting,    // workers fit, but in this round each is asked for another job
  exhausted,  // nobody fits
};
std::string_view to_text(Outcome outcome);

enum class Fate : std::uint8_t {
  offered,    // to be asked for this job
  runner_up,  // fits, not asked
  taken,      // fits, but is asked for another job in this round
};
std::string_view to_text(Fate fate);

struct ScoredWorker {
  WorkerId worker;
  Fate fate = Fate::runner_up;
  Terms terms{};
  std::int64_t distance_m = 0;  // great circle from where the worker sets out; 0 when not known or no travel
  std::int64_t travel_ms = 0;
  Instant start_at;   // predicted begin of work
  Instant finish_at;  // predicted end of work

  std::int64_t total() const {  // milli-minutes: by construction the exact sum of the terms
    std::int64_t sum = 0;
    for (const std::int32_t term : terms) sum += term;
    return sum;
  }
  bool operator==(const ScoredWorker&) const = default;
};

// One of the many who fit but stood too far down to keep each term.
struct RankedWorker {
  WorkerId worker;
  std::int32_t tenths = 0;  // total in tenths of an equivalent minute, rounded down
  bool taken = false;       // as Fate::taken
  bool operator==(const RankedWorker&) const = default;
};

struct LeftOut {
  Reason reason{};
  std::vector<WorkerId> workers;  // rising
  bool operator==(const LeftOut&) const = default;
};

// The decision on one job and everything needed to explain it later.
struct DispatchRecord {
  JobId job;
  Instant decided_at;
  std::int32_t weights_version = 0;
  Outcome outcome = Outcome::exhausted;
  std::optional<Instant> due;       // the deadline it was measured against: reach_due, else solve_due
  std::optional<Instant> retry_at;  // exhausted: the first moment something changes by itself; none = tell the dispatcher now
  std::vector<ScoredWorker> top;    // the offered in the order of asking, then the cheapest others, by (total, worker)
  std::vector<RankedWorker> rest;   // by worker, rising
  std::vector<LeftOut> left_out;    // by reason, rising; no empty ones
  bool operator==(const DispatchRecord&) const = default;

  std::vector<WorkerId> offered() const;
  std::size_t fitting() const { return top.size() + rest.size(); }
  std::size_t considered() const;  // all workers looked at
};

BOOST_DESCRIBE_ENUM(WorkerKind, employee, contractor)
BOOST_DESCRIBE_ENUM(Reason, refused_by_client, already_asked, wrong_team, wrong_region, missing_skill, skill_level_too_low,
                    certificate_expired, wrong_language, missing_part, paused, absent, off_shift, at_capacity, has_open_offer,
                    shift_ends_too_soon, cannot_arrive_in_window, wrong_programme)
BOOST_DESCRIBE_ENUM(Term, travel, wait, deadline, load, continuity, wish, rating, money, parts)
BOOST_DESCRIBE_ENUM(Outcome, offered, waiting, exhausted)
BOOST_DESCRIBE_ENUM(Fate, offered, runner_up, taken)
BOOST_DESCRIBE_STRUCT(Weights, (),
                      (version, road_factor_per_mille, access_ms, default_speed_kmh, unknown_travel_ms, position_stale_ms, overtime_ms,
                       must_fit_ms, travel_per_mille, wait_per_mille, deadline_margin_ms, deadline_near, late_once, late_per_mille,
                       criticality_per_mille, full_load, continuity, continuity_memory_ms, wish, language_missing, rating_per_star,
                       unrated_milli, minor_per_minute, contractor_extra, part_missing, leave_waiting, waited_per_mille,
                       parallel_within_ms, parallel_offers, urgent_offers, candidates_per_job, runners_up, recheck_ms))

// Refuses weights that make no sense (negative speeds, zero money rate, ...), naming the field.
Result<> check(const Weights& weights);

}  // namespace bellman::dispatch
