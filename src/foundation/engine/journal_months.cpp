#include "engine/journal_months.h"

#include "db/typed.h"
#include "engine/tx.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>

namespace bellman::engine {

namespace {

constexpr std::string_view months_kind = "journal.months";
constexpr int months_ahead = 3;
constexpr Milliseconds look_every = 24h, look_again = 10min;
constexpr std::int64_t default_most_bytes = 16 << 20;  // some 50,000 events, moved in about a second

Instant start_of(std::chrono::year_month month) {
  return Instant{std::chrono::duration_cast<Milliseconds>(std::chrono::sys_days(month / 1).time_since_epoch()).count()};
}

// All of it or nothing. ATTACH takes no lock that readers or writers of the journal mind, but it has event_default for itself, which every reader
// without a bound on `at` looks into. A DO block, because only its EXCEPTION leaves the rest of the transaction as it was.
std::string making(const JournalPart& month) {
  return fmt::format(R"(DO $months$
DECLARE patience text := current_setting('lock_timeout');
BEGIN
  PERFORM set_config('lock_timeout', '250ms', true);
  CREATE TABLE {0} (LIKE event INCLUDING DEFAULTS);
  LOCK TABLE event_default IN ACCESS EXCLUSIVE MODE;
  WITH moved AS (DELETE FROM event_default WHERE at >= {1} AND at < {2} RETURNING *) INSERT INTO {0} SELECT * FROM moved;
  ALTER TABLE event ATTACH PARTITION {0} FOR VALUES FROM ({1}) TO ({2});
  PERFORM set_config('lock_timeout', patience, true);
EXCEPTION WHEN lock_not_available OR duplicate_table OR insufficient_privilege THEN NULL;
END
$months$)", month.table, month.from.ms, month.to.ms);
}

// When to look again.
Result<Milliseconds> make_missing(db::Session& session, Instant now) {
  static constexpr db::Query size{"journal.default_size", "SELECT coalesce(pg_relation_size(to_regclass('event_default')), 0)"};
  TRY(parts, journal_parts(session));
  const auto missing = missing_months(parts, now);
  if (missing.empty()) return look_every;
  TRY(bytes, db::first<std::int64_t>(session, size));
  if (*bytes > default_most_bytes) {
    spdlog::warn("event_default holds {} MiB of the journal, so {} and what follows is left to it; docs/scale.md says how to divide it", *bytes >> 20,
                 missing.front().table);
    return look_every;
  }
  std::vector<JournalPart> left = missing;
  for (std::size_t count = left.size() + 1; !left.empty() && left.size() < count;) {  // who is in the way of one is in the way of all
    count = left.size();
    TRY_DO(session.script(making(left.front())));
    TRY(made, journal_parts(session));
    left = missing_months(made, now);
  }
  for (const JournalPart& month : left)
    spdlog::warn("{} was not made: somebody reads event_default, a table of this name is there, or the account may make none; it is tried again in {} minutes", month.table,
                 std::chrono::duration_cast<std::chrono::minutes>(look_again).count());
  return left.empty() ? look_every : look_again;
}

}  // namespace

std::vector<JournalPart> months_from(Instant at, int more) {
  const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(std::chrono::sys_time<Milliseconds>(Milliseconds(at.ms))));
  std::chrono::year_month month(day.year(), day.month());
  std::vector<JournalPart> months;
  for (int i = 0; i <= more; ++i, month += std::chrono::months(1))
    months.push_back({fmt::format("event_{:04}_{:02}", static_cast<int>(month.year()), static_cast<unsigned>(month.month())), start_of(month), start_of(month + std::chrono::months(1))});
  return months;
}

std::vector<JournalPart> missing_months(const std::vector<JournalPart>& parts, Instant now) {
  std::vector<JournalPart> months = months_from(now, months_ahead);
  std::erase_if(months, [&](const JournalPart& month) {
    return std::ranges::any_of(parts, [&](const JournalPart& part) { return part.from < month.to && month.from < part.to; });
  });
  return months;
}

Result<std::vector<JournalPart>> journal_parts(db::Session& session) {
  // "FOR VALUES FROM ('1796083200000') TO ('1798761600000')"; MINVALUE and MAXVALUE stand without quotes.
  static constexpr db::Query query{"journal.parts",
                                   "SELECT CAST(c.relname AS text), CAST(substring(p.bound FROM 'FROM \\(''(-?[0-9]+)''\\)') AS bigint),"
                                   " CAST(substring(p.bound FROM 'TO \\(''(-?[0-9]+)''\\)') AS bigint)"
                                   " FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid CROSS JOIN LATERAL (SELECT pg_get_expr(c.relpartbound, c.oid) AS bound) p"
                                   " WHERE i.inhparent = to_regclass('event') AND p.bound <> 'DEFAULT' ORDER BY 2 NULLS FIRST, 1"};
  std::vector<JournalPart> parts;
  if (session.engine() != db::Engine::postgresql) return parts;
  TRY_DO(db::each(session, query, [&](const db::Row& row) -> Result<> {
    parts.push_back({std::string(row.text(0)), row.is_null(1) ? Instant::min() : Instant{row.integer(1)}, row.is_null(2) ? Instant::max() : Instant{row.integer(2)}});
    return ok();
  }));
  return parts;
}

void keep_journal_months(Registry& registry) {
  registry.on_timer(std::string(months_kind), [](Tx& tx, const Timer&) -> Result<> {
    // It came with a copy from PostgreSQL, and ends here.
    if (tx.session().engine() != db::Engine::postgresql) return ok();
    TRY(again, make_missing(tx.session(), tx.now()));
    return tx.apply(Consequences{}.set_timer(std::string(months_kind), 0, tx.now() + again));
  });
}

Result<> set_first_journal_look(Tx& tx) {
  if (tx.session().engine() != db::Engine::postgresql) return ok();
  return tx.apply(Consequences{}.set_timer(std::string(months_kind), 0, tx.now()));
}

}  // namespace bellman::engine
