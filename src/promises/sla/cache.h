// Calendars and policies in the writer's memory, so that opening a deadline reads one row of them: the version of all.
#pragma once
#include "engine/tx.h"
#include "sla/business_time.h"

#include <map>
#include <memory>

namespace bellman::sla {

// A calendar at one version, ready for counting.
struct CalendarEdition {
  CalendarId id;
  std::int64_t version = 0;
  CompiledCalendar compiled;
};

// Lives in Tx::memory. What it gives out never changes; keep the pointer as long as it is needed. A version, once written, stays what
// it is, so only "which is the current one" can go stale. What was read inside a use case that is undone is forgotten.
class Cache {
 public:
  // The current version. Errors: sla.unknown_policy, sla.unknown_calendar.
  Result<std::shared_ptr<const Policy>> policy(engine::Tx& tx, PolicyId id);
  Result<std::shared_ptr<const CalendarEdition>> calendar(engine::Tx& tx, CalendarId id);
  // The version of a deadline.
  Result<std::shared_ptr<const Policy>> policy(engine::Tx& tx, PolicyId id, std::int64_t version);
  // No id: always open, for clock time.
  Result<std::shared_ptr<const CalendarEdition>> calendar(engine::Tx& tx, CalendarId id, std::int64_t version);

  void forget();

 private:
  template <class Value>
  struct Kept {
    std::map<std::int64_t, std::shared_ptr<const Value>> current;
    std::map<std::pair<std::int64_t, std::int64_t>, std::shared_ptr<const Value>> editions;
    std::shared_ptr<const Value> keep(std::int64_t id, std::int64_t version, std::shared_ptr<const Value> value);
  };
  // Drops the current ones when anything has changed since they were read.
  Result<> refresh(engine::Tx& tx);
  void forget_if_abandoned(engine::Tx& tx);

  std::int64_t version_of_all = 0;
  Kept<Policy> policies;
  Kept<CalendarEdition> calendars;
};

}  // namespace bellman::sla
