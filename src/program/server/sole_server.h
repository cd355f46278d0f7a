// One server at a time for one SQLite file: accounts and the roster are kept in memory, and effects are sent by whoever sees them due.
#pragma once
#include "base/result.h"

#include <string>

namespace bellman::server {

// Holds the database file itself (flock, which SQLite does not use), so that neither another link to it nor a deleted lock file lets a second
// server in, and "DATABASE.lock", which says who holds it. Both locks end with the process, however that ends; the files stay.
// Lives longer than every connection to the database: closing a descriptor of the file drops SQLite's own locks in this process.
class SoleServer {
 public:
  SoleServer() = default;
  ~SoleServer();
  SoleServer(SoleServer&& other) noexcept : descriptor(std::exchange(other.descriptor, -1)), database(std::exchange(other.database, -1)) {}
  SoleServer& operator=(SoleServer&& other) noexcept {
    std::swap(descriptor, other.descriptor);
    std::swap(database, other.database);
    return *this;
  }

  // Makes the file when there is none. Errors: server.already_serving, naming the process; db.open when the file cannot be made. ":memory:" needs none.
  static Result<SoleServer> of(const std::string& database_file);

 private:
  int descriptor = -1;  // of the lock file
  int database = -1;    // of the database file
};

}  // namespace bellman::server
