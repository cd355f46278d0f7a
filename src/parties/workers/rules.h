// The decisions about workers: pure functions of the worker, the absences and the moment.
#pragma once
#include "workers/model.h"

namespace bellman::workers {

// ---- what a definition may be ----

inline constexpr int minutes_a_week = 7 * 24 * 60;
inline constexpr int max_skill_level = 5;

// Errors: worker.* with the path of the field at fault: an empty name, an unknown zone, a phone that is not E.164, a
// backward, too long or overlapping shift, a skill, region, programme or part named twice, numbers out of their range.
// Whether what it refers to exists is the service's question.
Result<> check_worker(const Worker& worker);
// Of the van alone: worker.quantity, worker.twice.
Result<> check_stock(const std::vector<StockItem>& stock);
// Errors: absence.backward, absence.too_long (over two years), absence.over (ends before now).
Result<> check_absence(const Absence& absence, Instant now);
// Errors: key.malformed. Keys of skills and parts: 1..64 of a-z 0-9 _ - .
Result<> check_key(std::string_view key);

// ---- when a worker works ----

struct ShiftWindow {
  Instant from;
  Instant until;  // not included
  bool operator==(const ShiftWindow&) const = default;
};

// The worker's zone; UTC when the tz database of this machine does not know it (any more).
Zone zone_of(const Worker& worker);

// The shifts that touch [from, until), as moments, rising, joined where they touch or overlap, not cut at the ends of
// the range. Wall-clock minutes are mapped day by day, so a shift over a change of the clock is longer or shorter by it:
// a minute in the spring gap is read with the offset before it, an ambiguous one is its first occurrence (base/zone.h).
// Without any weekly shift: one window from Instant::min() to Instant::max(). A joined window that goes on for ever (shifts
// that cover the whole week) begins at latest one week before `from` and ends at the earliest one week after `until`.
std::vector<ShiftWindow> shift_windows(const std::vector<WeeklyShift>& shifts, const Zone& zone, Instant from, Instant until);

// What a dispatcher plans with: the windows that touch [now, now + 36 h).
inline constexpr Milliseconds planning_horizon = 36h;
std::vector<ShiftWindow> next_shifts(const Worker& worker, Instant now);

// The window that contains `at`, or else the first after it; nothing when the pattern leaves no time at all.
std::optional<ShiftWindow> shift_at_or_after(const Worker& worker, Instant at);

bool on_shift(const Worker& worker, Instant now);

// ---- absences ----

bool covers(const Absence& absence, Instant now);
bool absent(const std::vector<Absence>& absences, Instant now);
// In service, not paused and not absent; the shift is another question.
bool available(const Worker& worker, const std::vector<Absence>& absences, Instant now);

// ---- skills ----

// A certificate no longer holds at the moment it expires.
bool valid(const WorkerSkill& skill, Instant at);
bool has_skill(const Worker& worker, SkillId skill, int level, Instant at);
// Still valid at `now`, and no longer at `now` + `within`. In the order of the worker's skills.
std::vector<WorkerSkill> about_to_expire(const Worker& worker, Instant now, Milliseconds within);

// ---- load and counters ----

enum class OfferOutcome { accepted, refused, silent, withdrawn };
BOOST_DESCRIBE_ENUM(OfferOutcome, accepted, refused, silent, withdrawn)

// What is added to a worker's state.
struct LoadChange {
  int open_jobs = 0, open_offers = 0;
  int offered = 0, accepted = 0, refused = 0, silent = 0, done = 0;
  bool operator==(const LoadChange&) const = default;
};

LoadChange after_offer_made();
// A withdrawn offer counts as offered only: the worker did nothing wrong.
LoadChange after_offer(OfferOutcome outcome);
LoadChange after_assignment();
LoadChange after_release();
LoadChange after_done();

// ---- the van ----

int quantity_of(const std::vector<StockItem>& stock, PartId part);
// Adds (or takes, when negative) and drops what comes to nothing. What could not be taken because there was not so
// much is returned; 0 when all went well. Result: the stock stays sorted as it was, new parts at the end.
int change_stock(std::vector<StockItem>& stock, PartId part, int quantity);

}  // namespace bellman::workers
