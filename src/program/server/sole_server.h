// One server at a time for one SQLite file: accounts and the roster are kept in memory, and effects are sent by whoever sees them due.
#pragma once
#include "base/result.h"

#include <string>

namespace bellman::server {

// Holds the file "DATABASE.lock" (flock) as long as it lives. The lock ends with the process, however that ends; the file stays.
class SoleServer {
 public:
  SoleServer() = default;
  ~SoleServer();
  SoleServer(SoleServer&& other) noexcept : descriptor(std::exchange(other.descriptor, -1)) {}
  SoleServer& operator=(SoleServer&& other) noexcept {
    std::swap(descriptor, other.descriptor);
    return *this;
  }

  // Errors: server.already_serving, naming the process; db.open when the file cannot be made. ":memory:" needs none.
  static Result<SoleServer> of(const std::string& database_file);

 private:
  int descriptor = -1;
};

}  // namespace bellman::server
