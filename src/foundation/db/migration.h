// Numbered changes of the tables, one file each, applied once, in one transaction each.
#pragma once
#include "base/instant.h"
#include "db/session.h"

#include <string>
#include <string_view>
#include <vector>

namespace bellman::db {

struct Migration {
  int number;
  std::string_view name;
  // In the common subset, with three words that differ by engine: `INTEGER PRIMARY KEY` (bigint in PostgreSQL), BLOB (bytea),
  // and WITHOUT ROWID (nothing there).
  std::string_view sql;
};

struct Migrations {
  std::string_view room;
  std::vector<Migration> all;
};

struct MigrationState {
  std::vector<std::string> applied;  // "room/0001_name" now applied by this call
  std::vector<std::string> pending;  // still to apply (check only)
};

// Applies what is missing, rooms in the given order. Fails with "db.newer" when the store knows a migration we do not,
// and with "db.changed_migration" when an applied file has been edited since.
Result<MigrationState> migrate(Session& session, const std::vector<const Migrations*>& rooms, Instant now);
// The same look, without changing anything.
Result<MigrationState> check_migrations(Session& session, const std::vector<const Migrations*>& rooms);

// A store that is being filled from another is fit for nobody: from mark_unfinished() to unmark_unfinished(), both inside a transaction of the
// caller's, migrate() and check_migrations() refuse it with "db.unfinished_copy", and older versions as a newer one's.
Result<> mark_unfinished(Session& session, Instant now);
Result<> unmark_unfinished(Session& session);
// check_migrations() for who fills it.
Result<MigrationState> check_unfinished(Session& session, const std::vector<const Migrations*>& rooms);

}  // namespace bellman::db
