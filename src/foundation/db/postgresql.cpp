#include "db/postgresql.h"

#include "base/assert.h"
#include "db/postgresql_connection.h"
#include "db/postgresql_listener.h"
#include "db/postgresql_values.h"

#include <fmt/format.h>

#include <array>
#include <atomic>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace bellman::db {
namespace {

using pq::Connection;
using pq::Reply;

class PostgresqlRow final : public Row {
 public:
  explicit PostgresqlRow(const PGresult* of) : result(of) {}
  void move_to(int row) { at = row; }
  bool is_null(int column) const override { return PQgetisnull(result, at, column) != 0; }
  std::int64_t integer(int column) const override { return is_null(column) ? 0 : wire::integer_of(PQftype(result, column), bytes(column)); }
  double real(int column) const override { return is_null(column) ? 0 : wire::real_of(PQftype(result, column), bytes(column)); }
  std::string_view text(int column) const override { return is_null(column) ? std::string_view() : bytes(column); }
  Value value(int column) const override { return is_null(column) ? Value() : wire::value_of(PQftype(result, column), bytes(column)); }

 private:
  std::string_view bytes(int column) const { return {PQgetvalue(result, at, column), static_cast<std::size_t>(PQgetlength(result, at, column))}; }
  const PGresult* result;
  int at = 0;
};

// What is known of the commits that nobody has waited for yet. A crash of the database breaks every connection and may take such commits with
// it, so a wait on a connection that was made after them proves nothing.
class Unconfirmed {
 public:
  std::uint64_t generation() const { return current.load(std::memory_order_acquire); }
  std::uint64_t next_generation() { return current.fetch_add(1, std::memory_order_acq_rel) + 1; }

  void committed(std::uint64_t on_generation) {
    const std::lock_guard lock(mutex);
    oldest = waiting ? std::min(oldest, on_generation) : on_generation;
    waiting = true;
  }
  // Of the connection that waits; 0: there is none. Only what was committed while it stood is confirmed by it.
  std::uint64_t confirmer() const { return confirmers.load(std::memory_order_acquire); }
  void set_confirmer(std::uint64_t of_generation) { confirmers.store(of_generation, std::memory_order_release); }

  // The generation of the oldest of them; nothing when there are none.
  std::optional<std::uint64_t> take() {
    const std::lock_guard lock(mutex);
    return std::exchange(waiting, false) ? std::optional(oldest) : std::nullopt;
  }

 private:
  std::atomic<std::uint64_t> current{1}, confirmers{0};
  std::mutex mutex;
  std::uint64_t oldest = 0;
  bool waiting = false;
};

class PostgresqlSession final : public Session {
 public:
  PostgresqlSession(const PostgresqlSettings& wanted, Access allowed, std::shared_ptr<Unconfirmed> told) : settings(wanted), access(allowed), unconfirmed(std::move(told)) {}

  Result<> open() {
    const std::uint64_t of = unconfirmed->generation();
    TRY(made, Connection::open(settings));
    connection = std::move(made);
    generation = of;
    cache.clear();
    pending.clear();
    failure.reset();
    if (access == Access::read) TRY_DO(connection->run("SET default_transaction_read_only=on"));
    else TRY_DO(connection->run(fmt::format("SET synchronous_commit={}; SET idle_in_transaction_session_timeout={}", settings.durability == Durability::full ? "on" : "off",
                                            settings.idle_in_transaction_ms)));
    connection->start_pipeline();
    return ok();
  }

  Engine engine() const override { return Engine::postgresql; }

  Result<> query(const Query& wanted, std::span<const Value> values, const RowVisitor& visit) override {
    TRY_DO(send(wanted, values));
    TRY(reply, finish());
    PostgresqlRow row(reply.get());
    for (int at = 0, rows = PQntuples(reply.get()); at < rows; ++at) {
      row.move_to(at);
      TRY_DO(visit(row));
    }
    return ok();
  }

  Result<std::int64_t> execute(const Query& wanted, std::span<const Value> values) override {
    TRY_DO(send(wanted, values));
    ++written;
    TRY(reply, finish());
    const char* changed = PQcmdTuples(reply.get());
    return changed == nullptr || *changed == 0 ? std::int64_t{0} : static_cast<std::int64_t>(std::atoll(changed));
  }

  Result<> post(const Query& wanted, std::span<const Value> values, const Error* rows_gone) override {
    if (!in_transaction()) return Session::post(wanted, values, rows_gone);
    TRY_DO(send(wanted, values, rows_gone));
    ++written;
    if (pending.size() < most_pending) return ok();
    TRY_DO(finish());
    return ok();
  }

  Result<> script(std::string_view sql) override {
    if (!open_transaction) TRY_DO(connect_anew());
    if (!pending.empty()) TRY_DO(finish());
    ++written;
    connection->end_pipeline();
    auto outcome = connection->run(sql);
    if (!connection->lost()) connection->start_pipeline();
    return noted(std::move(outcome));
  }

  Result<> begin(Access wanted) override {
    TRY_DO(connect_anew());
    failure.reset();
    open_transaction = true;
    writing = wanted == Access::write;
    if (!writing) return send(begin_read, {});
    TRY_DO(send(begin_write, {}));
    const Value key = connection->lock_key();
    return send(take_turn, {&key, 1});
  }

  Result<> commit() override {
    if (failure || connection->lost()) {
      const Error why = failure.value_or(Error::unavailable("db.aborted", "The database ended the transaction."));
      rollback();
      return why;
    }
    // What was sent before must have been done: an error there would turn COMMIT into ROLLBACK, without being one itself.
    if (!pending.empty()) {
      if (auto sent = finish(); sent.has_error()) {
        rollback();
        return sent.error();
      }
    }
    // While nobody stands ready to confirm it, this commit waits for the disk itself.
    const bool grouped = writing && settings.durability == Durability::grouped;
    const bool confirmed_later = grouped && unconfirmed->confirmer() == generation;
    if (grouped && !confirmed_later) TRY_DO(send(wait_query, {}));
    TRY_DO(send(commit_query, {}));
    auto outcome = finish();
    open_transaction = false;
    if (outcome.has_error()) {
      if (!connection->lost()) {
        open_transaction = true;  // when COMMIT itself was not reached
        rollback();
        return outcome.error();
      }
      return Error::unavailable("db.unknown_outcome", "The connection to the database was lost while this was being committed; whether it was written is not known.",
                                "Ask again with the same Idempotency-Key: what was written is not done twice.");
    }
    if (confirmed_later) unconfirmed->committed(generation);
    return ok();
  }

  void rollback() override {
    if (!open_transaction) return;
    open_transaction = false;
    failure.reset();
    if (connection->lost()) return;
    if (send(rollback_query, {}).has_value()) (void)finish();
    failure.reset();
  }
  // A lost connection takes the transaction with it.
  bool in_transaction() const override { return open_transaction && connection && !connection->lost(); }
  Result<> savepoint() override { return send(savepoint_query, {}); }
  Result<> release_savepoint() override {
    TRY_DO(send(release_query, {}));
    TRY_DO(finish());
    return ok();
  }
  Result<> rollback_to_savepoint() override {
    failure.reset();
    TRY_DO(send(rollback_to_query, {}));
    TRY_DO(send(release_query, {}));
    TRY_DO(finish());
    return ok();
  }
  std::int64_t writes() const override { return written; }
  std::int64_t connections() const override { return reconnected; }
  Result<> notify(std::string_view message) override {
    const std::array<Value, 2> values{Value(connection->channel()), Value(message)};
    return send(notify_query, values);
  }

 private:
  static constexpr std::size_t most_pending = 256;  // their answers fit into the socket's buffer, so that neither side waits for the other
  static constexpr Query begin_write{"begin_write", "BEGIN"}, begin_read{"begin_read", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"},
      take_turn{"take_turn", "SELECT pg_advisory_xact_lock($1)"}, commit_query{"commit", "COMMIT"}, wait_query{"wait", "SET LOCAL synchronous_commit=on"}, rollback_query{"rollback", "ROLLBACK"},
      savepoint_query{"savepoint", "SAVEPOINT use_case"}, release_query{"release", "RELEASE use_case"},
      rollback_to_query{"rollback_to", "ROLLBACK TO use_case"}, notify_query{"notify", "SELECT pg_notify($1, $2)"};

  struct Prepared {
    std::string name;
    std::vector<wire::Type> types;
  };

  // When there is need to. A connection from before the newest one is made anew as well: both ends of Unconfirmed must be of one generation.
  Result<> connect_anew() {
    connection->look_whether_it_ended();
    const bool stale = access == Access::write && generation != unconfirmed->generation();
    if (!connection->lost() && !stale) return ok();
    if (access == Access::write && !stale) unconfirmed->next_generation();
    TRY_DO(open());
    ++reconnected;
    return ok();
  }

  // An error inside of a transaction spoils all of it until a rollback; what comes after it fails with the same.
  Result<> noted(Result<> outcome) {
    if (outcome.has_error()) {
      ++written;  // what the transaction has become must be undone
      pending.clear();
      if (open_transaction && !failure) failure = outcome.error();
    }
    return outcome;
  }

  Result<> send(const Query& wanted, std::span<const Value> values, const Error* rows_gone = nullptr) {
    if (failure && !undoes(wanted)) return *failure;
    if (!open_transaction) TRY_DO(connect_anew());
    if (connection->lost()) return noted(pq::lost_connection(wanted.name));
    TRY(prepared, prepare(wanted));
    BELLMAN_ASSERT(prepared->types.size() == values.size(), "a statement got another number of values than it has placeholders");
    auto parameters = wire::Parameters::of(prepared->types, values);
    if (parameters.has_error()) return noted(parameters.error());
    TRY_DO(noted(connection->send_prepared(prepared->name, *parameters, wanted.name)));
    pending.push_back({wanted.name, rows_gone});
    return ok();
  }

  static bool undoes(const Query& wanted) { return wanted.sql.data() == rollback_query.sql.data() || wanted.sql.data() == rollback_to_query.sql.data(); }

  // The answer to what was sent last, after those to all before it.
  Result<Reply> finish() {
    auto reply = connection->finish(pending);
    pending.clear();
    if (reply.has_error()) return noted(reply.error()).error();
    return reply;
  }

  Result<const Prepared*> prepare(const Query& wanted) {
    Prepared& slot = cache[wanted.sql.data()];
    if (!slot.name.empty()) return &slot;
    if (!pending.empty()) TRY_DO(finish());
    const std::string name = fmt::format("s{}", ++statements);
    auto types = connection->prepare(name, wanted);
    if (types.has_error()) return noted(types.error()).error();
    slot.types = *std::move(types);
    slot.name = name;
    return &slot;
  }

  const PostgresqlSettings settings;
  const Access access;
  std::shared_ptr<Unconfirmed> unconfirmed;
  std::unique_ptr<Connection> connection;
  std::unordered_map<const void*, Prepared> cache;
  std::vector<pq::Sent> pending;  // not answered yet
  std::optional<Error> failure;
  std::int64_t written = 0, reconnected = 0, statements = 0;
  std::uint64_t generation = 0;
  bool open_transaction = false, writing = false;
};

class PostgresqlDatabase final : public Database {
 public:
  explicit PostgresqlDatabase(PostgresqlSettings wanted) : settings(std::move(wanted)) {}
  Engine engine() const override { return Engine::postgresql; }
  bool shared() const override { return true; }

  Result<std::unique_ptr<Listener>> listen(ListenerCallbacks callbacks) override { return pq::listen(settings, std::move(callbacks)); }

  Result<std::unique_ptr<Session>> open(Access access) override {
    auto session = std::make_unique<PostgresqlSession>(settings, access, unconfirmed);
    TRY_DO(session->open());
    return std::unique_ptr<Session>(std::move(session));
  }

  // A commit that waits for the disk, and for the standby, waits for all that were committed before it, whichever process made them.
  // So it is made also when this process has nothing to confirm: what it has read may come from another.
  Result<> make_durable() override {
    if (settings.durability != Durability::grouped) return ok();
    const std::lock_guard lock(mutex);
    const auto oldest = unconfirmed->take();
    if (!confirming || confirming->lost() || confirming_generation != unconfirmed->generation()) {
      confirming_generation = unconfirmed->generation();
      auto made = Connection::open(settings);
      if (made.has_error()) return unknown(made.error());
      confirming = *std::move(made);
      unconfirmed->set_confirmer(confirming_generation);
    }
    if (auto confirmed = confirming->run("SELECT pg_logical_emit_message(true, 'bellman', '')"); confirmed.has_error()) {
      confirming.reset();
      unconfirmed->set_confirmer(0);
      unconfirmed->next_generation();
      return unknown(confirmed.error());
    }
    if (oldest && *oldest < confirming_generation) return unknown(pq::lost_connection("confirm"));
    return ok();
  }

 private:
  static Error unknown(const Error& why) {
    return Error::unavailable("db.unknown_outcome", "Whether this was written is not known: " + why.message, "Ask again with the same Idempotency-Key: what was written is not done twice.");
  }

  const PostgresqlSettings settings;
  std::shared_ptr<Unconfirmed> unconfirmed = std::make_shared<Unconfirmed>();
  std::mutex mutex;
  std::unique_ptr<Connection> confirming;
  std::uint64_t confirming_generation = 0;
};

}  // namespace

bool is_postgresql_url(std::string_view url) { return url.starts_with("postgresql://") || url.starts_with("postgres://"); }

std::string without_password(std::string_view url) {
  std::string text(url);
  // postgresql://user:secret@host/…
  if (const auto scheme = text.find("://"); scheme != std::string::npos) {
    const auto authority = scheme + 3, end = std::min(text.find_first_of("/?", authority), text.size());
    const auto at = text.rfind('@', end);
    const auto colon = text.find(':', authority);
    if (at != std::string::npos && at > authority && colon < at) text.replace(colon + 1, at - colon - 1, "***");
  }
  for (std::size_t at = text.find("password="); at != std::string::npos; at = text.find("password=", at + 12)) {
    const auto from = at + 9, end = std::min(text.find_first_of("& ", from), text.size());
    text.replace(from, end - from, "***");
  }
  return text;
}

Result<std::unique_ptr<Database>> open_postgresql(PostgresqlSettings settings) {
  auto database = std::make_unique<PostgresqlDatabase>(std::move(settings));
  // The first connection shows at once whether the database can be used.
  TRY_DO(database->open(Access::write));
  return std::unique_ptr<Database>(std::move(database));
}

}  // namespace bellman::db
