#include "db/postgresql_listener.h"

#include "db/postgresql_connection.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <thread>

namespace bellman::db::pq {

namespace {

using namespace std::chrono_literals;
constexpr auto pause_after_loss = 500ms;
constexpr int look_again_ms = 1000;  // a connection that died without a word shows when it is asked

// A process that was stopped, or whose machine is gone, while it sends the statements of a transaction keeps the writers' lock, and
// idle_in_transaction_session_timeout does not end that: in the middle of a pipeline the database takes it for busy. So whoever has heard
// nothing for a while looks whether the holder of the lock has said nothing either, and ends its connection.
std::string end_silent_writer(std::int64_t lock_key, int silent_ms) {
  return fmt::format("SELECT pg_terminate_backend(a.pid) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1"
                     " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND (l.classid::bigint << 32 | l.objid::bigint) = {}"
                     " AND a.state = 'active' AND a.wait_event = 'ClientRead' AND a.state_change < clock_timestamp() - interval '{} ms'",
                     lock_key, silent_ms);
}

class PostgresqlListener final : public Listener {
 public:
  PostgresqlListener(const PostgresqlSettings& wanted, ListenerCallbacks wanted_callbacks) : settings(wanted), callbacks(std::move(wanted_callbacks)), ended(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
  ~PostgresqlListener() override {
    stopping = true;
    if (ended >= 0) eventfd_write(ended, 1);
    if (thread.joinable()) thread.join();
    if (ended >= 0) close(ended);
  }
  PostgresqlListener(const PostgresqlListener&) = delete;
  PostgresqlListener& operator=(const PostgresqlListener&) = delete;

  Result<> start() {
    if (ended < 0) return Error::unavailable("db.busy", "The system has no file descriptors left.", "Raise the limit of open files.");
    TRY_DO(connect());
    thread = std::thread([this] { run(); });
    return ok();
  }

 private:
  Result<> connect() {
    TRY(made, Connection::open(settings));
    TRY_DO(made->run(fmt::format("LISTEN \"{}\"", made->channel())));
    connection = std::move(made);
    return ok();
  }

  void run() {
    while (!stopping) {
      if (connection) take();
      if (connection && !connection->lost()) continue;
      connection.reset();
      wait(-1, static_cast<int>(pause_after_loss.count()));
      if (!stopping && connect().has_value()) callbacks.on_gap();
    }
  }

  void take() {
    if (wait(PQsocket(connection->raw()), look_again_ms)) {
      if (PQconsumeInput(connection->raw()) == 0) return connection.reset();
    } else if (!stopping && connection->run(end_silent_writer(connection->lock_key(), settings.idle_in_transaction_ms)).has_error() && connection->lost()) {
      return connection.reset();
    }
    for (PGnotify* said = PQnotifies(connection->raw()); said != nullptr && !stopping; said = PQnotifies(connection->raw())) {
      callbacks.on_notify(said->extra);
      PQfreemem(said);
    }
  }

  // Until the socket has something, the time is over or the listener is closed. True for the first.
  bool wait(int socket, int milliseconds) const {
    pollfd of[2] = {{ended, POLLIN, 0}, {socket, POLLIN, 0}};
    poll(of, socket < 0 ? 1 : 2, milliseconds);
    return socket >= 0 && of[1].revents != 0;
  }

  const PostgresqlSettings settings;
  const ListenerCallbacks callbacks;
  const int ended;
  std::unique_ptr<Connection> connection;
  std::atomic<bool> stopping{false};
  std::thread thread;
};

}  // namespace

Result<std::unique_ptr<Listener>> listen(const PostgresqlSettings& settings, ListenerCallbacks callbacks) {
  auto listener = std::make_unique<PostgresqlListener>(settings, std::move(callbacks));
  TRY_DO(listener->start());
  return std::unique_ptr<Listener>(std::move(listener));
}

}  // namespace bellman::db::pq
