// A PostgreSQL of one's own in a temporary folder (tools/private_postgres): stopped, crashed and started at will, gone with its object.
#pragma once
#include "base/result.h"

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace bellman::harness {

class PrivatePostgres {
 public:
  // Starts it with settings of the server ("fsync=on"); ends this program when it cannot be started. Nothing of it stays behind, also when
  // this program is killed.
  explicit PrivatePostgres(std::vector<std::string> settings = {});
  // One with nothing in it that does not run: to follow() another.
  enum Empty { empty };
  explicit PrivatePostgres(Empty);
  ~PrivatePostgres();
  PrivatePostgres(const PrivatePostgres&) = delete;
  PrivatePostgres& operator=(const PrivatePostgres&) = delete;

  // Its database "bellman", as the account that owns it. Another socket's folder, account, database: parts of the address, e.g. of a proxy.
  std::string url() const { return url_of("bellman", "bellman"); }
  std::string url_of(const std::string& account, const std::string& database) const;
  std::string socket_folder() const { return place + "/socket"; }
  std::string data_folder() const { return place + "/data"; }
  const std::string& folder() const { return place; }
  std::string log() const;

  // "smart" waits for the others to leave, "fast" sends them away, "immediate" is a crash: what was not on the disk is lost.
  void stop(const std::string& mode = "fast");
  // With settings added to those it has. False when it does not come up.
  bool start(const std::vector<std::string>& settings = {});
  // SIGKILL to the first process and all of its children at once, as when the machine loses power; stays down until start().
  void kill_all();
  // From now on a standby of another, with its data and without its own; called "standby" there. False when it cannot be made.
  bool follow(const PrivatePostgres& primary);
  // A standby becomes a primary. False when it does not within a minute.
  bool promote();
  // SIGSTOP to all of its processes: it says nothing, and its machine does not hang up. SIGKILL and stop("immediate") still work.
  void pause();
  // SIGKILL to one child: then the database sends everybody away, recovers, and goes on by itself.
  void kill_one_child(const std::string& application);
  // Reads its settings and pg_hba.conf anew.
  void reload();

  // One scalar as text; SQL without a semicolon. Errors: those of src/foundation/db.
  Result<std::string> value(const std::string& sql) const;
  Result<std::string> value(const std::string& sql, const std::string& url) const;
  // Statements.
  Result<> run(const std::string& sql) const;

 private:
  std::string place;
  std::FILE* keeper = nullptr;  // a shell that removes all of it when this pipe closes
};

}  // namespace bellman::harness
