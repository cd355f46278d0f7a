// The SQLite store. Only this folder's .cpp files see sqlite3.h.
#pragma once
#include "db/session.h"

#include <string>

namespace bellman::db {

enum class Durability {
  full,     // every commit is on disk when commit() returns (synchronous=FULL)
  grouped,  // a commit is visible at once and on disk after Database::make_durable(), which another thread calls: the writer
            // goes on meanwhile. The order of commits is kept: a power cut takes the last ones, never one in between.
  relaxed,  // commits survive a killed process but perhaps not a power cut; for bulk loading and tests
  scratch,  // a file of one session that nobody needs after a crash: no write-ahead log, no locks; for simulated time
};

struct SqliteSettings {
  std::string path;  // file, or ":memory:"
  Durability durability = Durability::full;
  int busy_timeout_ms = 5000;
  int cache_kib = 16 * 1024;  // per connection
  int checkpoint_pages = 8000;  // the write-ahead log is carried over into the file when it has so many pages (32 MiB)
};

// Opening fails with db.open (no such folder, no right), db.not_a_database or db.locked, naming the file and the cure.
Result<std::unique_ptr<Database>> open_sqlite(SqliteSettings settings);

// A consistent copy of a running database into a new file (SQLite's online backup).
Result<> backup_sqlite(const std::string& from_path, const std::string& to_path);

}  // namespace bellman::db
