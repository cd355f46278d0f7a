// The PostgreSQL store, for desks that outgrow one machine. Only this folder's .cpp files see libpq-fe.h.
#pragma once
#include "db/session.h"

#include <string>

namespace bellman::db {

struct PostgresqlSettings {
  std::string url;  // as libpq reads it: postgresql://user@host:5432/name?sslmode=verify-full
  // What one server process may have of the database before it is told "later".
  int connect_timeout_s = 5;
  int lock_timeout_ms = 15'000;       // waiting for the other processes' writers
  int statement_timeout_ms = 60'000;  // one statement
  // A process that was stopped inside of a transaction loses it after this, so that the others can write again.
  int idle_in_transaction_ms = 5'000;
  // full: every commit waits for the disk (and the standby, where synchronous_standby_names names one). grouped: make_durable()
  // waits, for all commits before it. relaxed: nobody waits; a crash of the database may take the last ones.
  Durability durability = Durability::grouped;
};

// Every writing transaction holds one lock of the database, so among all processes there is one writer at a time, as with SQLite:
// a decision is made on what it has read (docs/decisions/0005). Writes go out in libpq's pipeline: a statement whose answer nobody needs does
// not wait for it; its error comes with a later call of the same transaction, at the latest with commit().
// A lost connection is made again at the next begin(). The password never stands in a message.
// Errors: db.open (no such server, database or account, no right to log in), db.encoding.
Result<std::unique_ptr<Database>> open_postgresql(PostgresqlSettings settings);

// True for what libpq takes as an address of a database.
bool is_postgresql_url(std::string_view url);

// The address without its password, for messages and logs.
std::string without_password(std::string_view url);

}  // namespace bellman::db
