// Read sessions shared by the threads that answer questions.
#pragma once
#include "db/session.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

namespace bellman::engine {

class Readers {
 public:
  // Opens at most `limit` sessions, each when it is first wanted. `database` outlives the pool, the pool its leases.
  Readers(db::Database& database, std::size_t limit) : store(database), sessions_limit(limit) {}

  // A session inside a read transaction: everything read through one lease is of the same moment.
  class Lease {
   public:
    Lease(Readers& owner, std::unique_ptr<db::Session> taken) : readers(&owner), reader(std::move(taken)) {}
    Lease(Lease&&) = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease();
    db::Session& session() { return *reader; }

   private:
    Readers* readers;
    std::unique_ptr<db::Session> reader;
  };

  // Waits while all sessions are taken, as long as it takes. Errors: those of opening and of BEGIN.
  Result<Lease> take();

 private:
  void give_back(std::unique_ptr<db::Session> session);

  db::Database& store;
  const std::size_t sessions_limit;
  std::mutex mutex;
  std::condition_variable returned;
  std::vector<std::unique_ptr<db::Session>> idle;
  std::size_t opened = 0;
};

}  // namespace bellman::engine
