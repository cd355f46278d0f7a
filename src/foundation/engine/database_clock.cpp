#include "engine/database_clock.h"

#include "db/typed.h"

#include <memory>

namespace bellman::engine {

namespace {

Result<Microseconds> ask(db::Session& session) {
  static constexpr db::Query clock{"clock.now", "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)"};
  TRY(now, db::first<std::int64_t>(session, clock));
  return Microseconds(now.value_or(0));
}

}  // namespace

WallClock database_clock(db::Database& database) {
  return [&database, session = std::shared_ptr<db::Session>()]() mutable -> Result<Microseconds> {
    if (!session) {
      TRY(opened, database.open(db::Access::read));
      session = std::move(opened);
      TRY_DO(ask(*session));  // prepares the statement, so that the next question takes one round trip
    }
    return ask(*session);
  };
}

}  // namespace bellman::engine
