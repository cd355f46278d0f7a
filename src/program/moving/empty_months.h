// Months of the journal that nothing is left in, on PostgreSQL (engine/journal_months.h).
#pragma once
#include "base/instant.h"
#include "db/session.h"

namespace bellman::moving {

// Drops the tables of the months before that of `now` which are empty for everybody, also for who still reads an older moment (a backup under way);
// event_past is emptied on the disk, and stays for what is dated before the first month. A month that is being read stays for the next time.
// How many were dropped. On a session outside of a transaction; nothing on SQLite.
Result<std::int64_t> drop_empty_months(db::Session& session, Instant now);

}  // namespace bellman::moving
