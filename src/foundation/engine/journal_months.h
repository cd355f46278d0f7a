// The journal in parts by month of `at` (UTC), on PostgreSQL: the parts of the months to come are made ahead by a timer. SQLite keeps it
// whole. Which part is what: docs/scale.md, "The journal by month".
#pragma once
#include "db/session.h"
#include "engine/registry.h"

#include <string>
#include <vector>

namespace bellman::engine {

struct JournalPart {
  std::string table;  // a month made by us: "event_2026_12"
  Instant from, to;   // holds what is dated from <= at < to
};

// Pure. The month that holds `at`, and `more` that follow it.
std::vector<JournalPart> months_from(Instant at, int more);
// Pure. Of the month of `now` and the three after it those that no part covers, not even a part of them: four at most, however far the clock
// has jumped. The months in between are left to event_default.
std::vector<JournalPart> missing_months(const std::vector<JournalPart>& parts, Instant now);

// All parts but event_default, the oldest first; none on SQLite.
Result<std::vector<JournalPart>> journal_parts(db::Session& session);

// The timer "journal.months". Each month is made beside those who read and write; it waits a quarter of a second at most for whoever holds
// event_default, and tries again in ten minutes. What already lies in event_default of a month is moved into it, unless that table has grown
// beyond 16 MiB: moving it would stop all writers for too long, so the month is left to it, and the log says so every day.
void keep_journal_months(Registry& registry);
// At the start of a server: the timer fires at once, and every day from then on.
Result<> set_first_journal_look(Tx& tx);

}  // namespace bellman::engine
