// One connection to a store, whichever it is. SQL is written once in the common subset of SQLite and PostgreSQL
// ($1 placeholders, bigint milliseconds, RETURNING, ON CONFLICT). A Session belongs to one thread at a time.
#pragma once
#include "base/result.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <variant>

namespace bellman::db {

enum class Engine { sqlite, postgresql };

// A statement with a lasting name. Queries are constants or statics: the statement cache keys on the address of `sql`.
struct Query {
  std::string_view name;  // "requests.by_client", unique
  std::string_view sql;
};

struct Blob {
  std::string_view bytes;
};
using Value = std::variant<std::monostate, std::int64_t, double, std::string_view, Blob>;

// The current row of a running query. Columns count from 0.
class Row {
 public:
  virtual ~Row() = default;
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual double real(int column) const = 0;
  virtual std::string_view text(int column) const = 0;  // also blobs; valid until the next row
  virtual Value value(int column) const = 0;            // as it stands there; texts and blobs valid until the next row
};

using RowVisitor = std::function<Result<>(const Row&)>;

enum class Durability {
  full,     // every commit is on disk when commit() returns (synchronous=FULL)
  grouped,  // a commit is visible at once and on disk after Database::make_durable(), which another thread calls: the writer
            // goes on meanwhile. The order of commits is kept: a power cut takes the last ones, never one in between.
  relaxed,  // commits survive a killed process but perhaps not a power cut; for bulk loading and tests
  scratch,  // a file of one session that nobody needs after a crash: no write-ahead log, no locks; for simulated time
};

enum class Access { read, write };

class Session {
 public:
  virtual ~Session() = default;
  virtual Engine engine() const = 0;

  // Errors of every call: db.locked, db.full, db.io (unavailable); db.duplicate, db.reference (conflict);
  // db.corrupt, db.statement (internal). The message names the query. Where there is a connection: db.connection (lost; nothing of the
  // transaction was written), db.unknown_outcome (lost during the commit), db.again (another process was in the way), db.timeout, db.busy.
  virtual Result<> query(const Query& query, std::span<const Value> values, const RowVisitor& visit) = 0;
  // Rows changed.
  virtual Result<std::int64_t> execute(const Query& query, std::span<const Value> values) = 0;
  // A write whose count nobody needs. The store may send it on without waiting; its error then comes with a later call of the
  // same transaction, at the latest with release_savepoint() or commit().
  // `rows_gone`: the error when it changes no row; null: any number of rows will do.
  virtual Result<> post(const Query& query, std::span<const Value> values, const Error* rows_gone = nullptr) {
    TRY(changed, execute(query, values));
    if (changed == 0 && rows_gone != nullptr) return *rows_gone;
    return ok();
  }
  // Several statements without parameters: migrations and settings.
  virtual Result<> script(std::string_view sql) = 0;

  virtual Result<> begin(Access access) = 0;
  virtual Result<> commit() = 0;
  virtual void rollback() = 0;  // cannot fail: what is not committed is gone anyway
  // False when the store itself ended the transaction, as SQLite does when the disk is full.
  virtual bool in_transaction() const = 0;
  virtual Result<> savepoint() = 0;              // one level at a time
  virtual Result<> release_savepoint() = 0;
  virtual Result<> rollback_to_savepoint() = 0;  // and releases it
  // Grows with every row that was written on this session: what shows that a use case left nothing to undo.
  virtual std::int64_t writes() const = 0;
  // Grows when begin() had to connect anew. What was kept in memory from before may then never have been written.
  virtual std::int64_t connections() const { return 0; }
  // As of the last begin(Access::write): another number than before when another connection has committed since. Only where the store can tell
  // without a statement of its own to each writer, i.e. on SQLite; elsewhere always 0.
  virtual std::int64_t foreign_commits() const { return 0; }
  // Tells the other processes of a shared store, with the commit of this transaction. At most 7,900 bytes.
  virtual Result<> notify(std::string_view) { return ok(); }
};

// Receives what the processes on this store, this one included, send with Session::notify(); on a thread of its own, until it is destroyed.
class Listener {
 public:
  virtual ~Listener() = default;
};
struct ListenerCallbacks {
  std::function<void(std::string_view message)> on_notify;
  std::function<void()> on_gap;  // the connection was lost and is back: messages may be missing
};

class Database {
 public:
  virtual ~Database() = default;
  virtual Engine engine() const = 0;
  virtual Result<std::unique_ptr<Session>> open(Access access) = 0;
  // Blocks until every commit that returned before this call survives a power cut; at once where commit() itself waits for
  // that. From any thread. db.sync (unavailable): the disk refused, and what became of those commits is not known.
  virtual Result<> make_durable() { return ok(); }
  // Whether other processes may write to it while this one does.
  virtual bool shared() const { return false; }
  // Null where no other process can notify.
  virtual Result<std::unique_ptr<Listener>> listen(ListenerCallbacks) { return std::unique_ptr<Listener>(); }
};

}  // namespace bellman::db
