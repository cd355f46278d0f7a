// The SQLite store. Only this folder's .cpp files see sqlite3.h.
#pragma once
#include "db/session.h"

#include <functional>
#include <string>

namespace bellman::db {

struct SqliteSettings {
  std::string path;  // file, or ":memory:"
  Durability durability = Durability::full;
  int busy_timeout_ms = 5000;
  int cache_kib = 16 * 1024;  // per connection
  int checkpoint_pages = 8000;  // the write-ahead log is carried over into the file when it has so many pages (32 MiB)
  bool untouched = false;  // a file that nobody writes, such as a backup: read only, and no file appears beside it
};

// Opening fails with db.open (no such folder, no right), db.not_a_database or db.locked, naming the file and the cure.
Result<std::unique_ptr<Database>> open_sqlite(SqliteSettings settings);

// A consistent copy of a running database, as of one moment, into a new file (SQLite's online backup), which stands alone and is on the
// disk when this returns. `progress`: the share that is done.
Result<> backup_sqlite(const std::string& from_path, const std::string& to_path, const std::function<void(double)>& progress = {});

}  // namespace bellman::db
