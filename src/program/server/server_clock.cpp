#include "server/server_clock.h"

#include "engine/database_clock.h"

namespace bellman::server {

namespace {

constexpr Milliseconds ask_database_every = 30s;

// Asks a database of its own, so that it need not wait for the server's.
class DatabaseClock {
 public:
  explicit DatabaseClock(Settings wanted) : settings(std::move(wanted)) {}
  Result<engine::Microseconds> ask() {
    if (!database) {
      TRY(opened, open_store(settings));
      database = std::move(opened);
      asked = engine::database_clock(*database);
    }
    return asked();
  }

 private:
  const Settings settings;
  std::unique_ptr<db::Database> database;
  engine::WallClock asked;
};

}  // namespace

std::unique_ptr<engine::SteadyClock> open_clock(const Settings& settings) {
  engine::SteadyClockSettings wanted;
  wanted.limits.step_patience = settings.clock_step;
  if (!db::is_postgresql_url(settings.database)) return std::make_unique<engine::SteadyClock>(std::move(wanted));
  wanted.ask_every = ask_database_every;
  wanted.whose = "the database's clock";
  return std::make_unique<engine::SteadyClock>(std::move(wanted), [clock = std::make_shared<DatabaseClock>(settings)] { return clock->ask(); });
}

}  // namespace bellman::server
