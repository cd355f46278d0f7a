// Any store by its address: sqlite:FILE, a bare file name, or postgresql://….
#pragma once
#include "db/postgresql.h"
#include "db/sqlite.h"

namespace bellman::db {

struct OpenOptions {
  Durability durability = Durability::full;
  int busy_timeout_ms = 5000;  // for other programs that hold a lock
  int cache_kib = 16 * 1024;   // of each SQLite connection
};

// The file that sqlite:FILE or a bare name means; empty for a database of PostgreSQL.
// db.address (invalid): neither one nor the other.
Result<std::string> sqlite_file(std::string_view address);

// Errors: db.address, and those of open_sqlite and open_postgresql.
Result<std::unique_ptr<Database>> open_database(const std::string& address, const OpenOptions& options = {});

}  // namespace bellman::db
