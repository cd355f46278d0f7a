#include "moving/empty_months.h"

#include "db/typed.h"
#include "engine/journal_months.h"
#include "moving/rows.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace bellman::moving {

namespace {

// Of a table without rows and its two indices, which keep a page each, and one for the long texts.
constexpr std::int64_t empty_bytes = 4 * 8192;

// VACUUM cuts a table down to nothing only when nobody can see a row of it any more, so its size says more than a SELECT of our own does.
// Readers lock the journal and then its parts; DROP needs the journal too, so it is locked first, or the two would wait for each other.
std::string dropping(const engine::JournalPart& part) {
  const bool oldest = part.from == Instant::min();  // stays, as the part of all that is dated before
  return fmt::format(R"(DO $months$
DECLARE patience text := current_setting('lock_timeout');
BEGIN
  PERFORM set_config('lock_timeout', '250ms', true);
  {2}
  LOCK TABLE "{0}" IN ACCESS EXCLUSIVE MODE;
  IF pg_relation_size('"{0}"') = 0 THEN
    {1} TABLE "{0}";
  END IF;
  PERFORM set_config('lock_timeout', patience, true);
EXCEPTION WHEN lock_not_available THEN NULL;
END
$months$)", part.table, oldest ? "TRUNCATE" : "DROP", oldest ? "" : "LOCK TABLE ONLY event IN ACCESS EXCLUSIVE MODE;");
}

// A month of many gigabytes is looked through for longer than a statement may take otherwise.
Result<> vacuum(db::Session& session, const std::string& table) {
  TRY(timeout, db::first<std::string>(session, kept_query("SELECT CAST(current_setting('statement_timeout') AS text)")));
  TRY_DO(session.script("SET statement_timeout = 0"));
  const auto outcome = session.script(fmt::format("VACUUM \"{}\"", table));
  TRY_DO(session.script(fmt::format("SET statement_timeout = '{}'", *timeout)));
  return outcome;
}

// `session` has the writers' turn while it waits for those who read, so no writer meets the lock; readers meet it for a quarter of a second at most.
Result<> drop_if_empty(db::Session& session, const engine::JournalPart& part) {
  TRY(rows, db::first<std::int64_t>(session, kept_query(fmt::format("SELECT count(*) FROM (SELECT 1 FROM \"{}\" LIMIT 1) AS any_row", part.table))));
  TRY(bytes, db::first<std::int64_t>(session, kept_query(fmt::format("SELECT pg_total_relation_size('\"{}\"')", part.table))));
  const bool kept_and_empty = part.from == Instant::min() && *bytes <= empty_bytes;
  if (*rows > 0 || kept_and_empty) return ok();
  TRY_DO(vacuum(session, part.table));
  TRY_DO(session.begin(db::Access::write));
  auto outcome = session.script(dropping(part));
  if (outcome.has_value()) outcome = session.commit();
  if (outcome.has_error()) session.rollback();
  return outcome;
}

}  // namespace

Result<std::int64_t> drop_empty_months(db::Session& session, Instant now) {
  TRY(before, engine::journal_parts(session));
  const Instant this_month = engine::months_from(now, 0).front().from;
  for (const engine::JournalPart& part : before) {
    if (part.to > this_month) continue;
    const auto outcome = drop_if_empty(session, part);
    if (outcome.has_value()) continue;
    if (outcome.error().kind != ErrorClass::unavailable) return outcome.error();
    spdlog::warn("{} was not looked at: {}", part.table, outcome.error().text());
  }
  TRY(after, engine::journal_parts(session));
  return static_cast<std::int64_t>(before.size() - after.size());
}

}  // namespace bellman::moving
