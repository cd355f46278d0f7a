#include "db/sqlite.h"

#include "base/assert.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace bellman::db {
namespace {

Error error_of(sqlite3* handle, int code, std::string_view where) {
  const std::string detail = handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(code);
  const std::string context = fmt::format("{} ({})", detail, where);
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Error::unavailable("db.locked", "The database is locked by another program: " + context,
                                "Close the other program, or raise database.busy_timeout_ms.");
    case SQLITE_FULL:
      return Error::unavailable("db.full", "The disk that holds the database is full: " + context, "Free space; nothing acknowledged is lost.");
    case SQLITE_IOERR:
      return Error::unavailable("db.io", "The database file cannot be read or written: " + context, "Check the disk and the rights of the file.");
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return Error::unavailable("db.read_only", "The database may not be written: " + context, "Give the server's user the right to write the file and its folder.");
    case SQLITE_CANTOPEN:
      return Error::unavailable("db.open", "The database cannot be opened: " + context, "Check that the folder exists and that the server's user may write there.");
    case SQLITE_NOTADB:
      return Error::internal("db.not_a_database", "The file is not an SQLite database: " + context, "Name another file, or restore a backup.");
    case SQLITE_CORRUPT:
      return Error::internal("db.corrupt", "The database file is damaged: " + context, "Stop, keep a copy of the file, and restore the last backup.");
    case SQLITE_CONSTRAINT: {
      const int extended = handle != nullptr ? sqlite3_extended_errcode(handle) : code;
      if (extended == SQLITE_CONSTRAINT_FOREIGNKEY)
        return Error::conflict("db.reference", "A row refers to another that is not there: " + context);
      if (extended == SQLITE_CONSTRAINT_UNIQUE || extended == SQLITE_CONSTRAINT_PRIMARYKEY || extended == SQLITE_CONSTRAINT_ROWID)
        return Error::conflict("db.duplicate", "Such a row is there already: " + context);
      return Error::internal("db.constraint", "A row breaks a rule of its table: " + context);
    }
    default:
      return Error::internal("db.statement", "The database refused a statement: " + context);
  }
}

// SQLite numbers ?1; the common subset writes $1.
std::string with_sqlite_placeholders(std::string_view sql) {
  std::string text(sql);
  for (std::size_t at = 0; at + 1 < text.size(); ++at)
    if (text[at] == '$' && text[at + 1] >= '0' && text[at + 1] <= '9') text[at] = '?';
  return text;
}

class SqliteRow final : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* running) : statement(running) {}
  bool is_null(int column) const override { return sqlite3_column_type(statement, column) == SQLITE_NULL; }
  std::int64_t integer(int column) const override { return sqlite3_column_int64(statement, column); }
  double real(int column) const override { return sqlite3_column_double(statement, column); }
  std::string_view text(int column) const override {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
    return bytes == nullptr ? std::string_view() : std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
  }
  Value value(int column) const override {
    switch (sqlite3_column_type(statement, column)) {
      case SQLITE_NULL: return {};
      case SQLITE_INTEGER: return integer(column);
      case SQLITE_FLOAT: return real(column);
      case SQLITE_BLOB: return Blob{text(column)};
      default: return text(column);
    }
  }

 private:
  sqlite3_stmt* statement;
};

struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using StatementPointer = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

// Whatever way a statement ends, it must be reset: a statement left running keeps a read transaction open.
class ResetGuard {
 public:
  explicit ResetGuard(sqlite3_stmt* running) : statement(running) {}
  ~ResetGuard() { sqlite3_reset(statement); }
  ResetGuard(const ResetGuard&) = delete;
  ResetGuard& operator=(const ResetGuard&) = delete;

 private:
  sqlite3_stmt* statement;
};

// fdatasync of the write-ahead log, one at a time, each for all commits so far. SQLite's synchronous=FULL does just that at
// the end of every commit, and =NORMAL does all but that, so both together promise what FULL promises.
class LogSync {
 public:
  explicit LogSync(const std::string& database) : folder(folder_of(database)), path(database + "-wal") {}
  ~LogSync() {
    if (file >= 0) close(file);
  }
  LogSync(const LogSync&) = delete;
  LogSync& operator=(const LogSync&) = delete;

  void committed() { commits.fetch_add(1, std::memory_order_release); }

  Result<> sync() {
    const std::uint64_t wanted = commits.load(std::memory_order_acquire);
    const std::lock_guard lock(mutex);
    if (durable >= wanted) return ok();
    const std::uint64_t now = commits.load(std::memory_order_acquire);
    if (file < 0) TRY_DO(open_log());
    if (fdatasync(file) != 0) return failed();
    durable = now;
    return ok();
  }

 private:
  static std::string folder_of(const std::string& database) {
    const auto slash = database.rfind('/');
    return slash == std::string::npos ? "." : database.substr(0, slash + 1);
  }

  // A descriptor of our own: SQLite's belongs to the writer's thread. It holds no locks on this file, so closing ours is safe.
  Result<> open_log() {
    file = open(path.c_str(), O_RDWR | O_CLOEXEC);
    if (file < 0) return failed();
    const int directory = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);  // the log's name must last as well
    const bool kept = directory >= 0 && fsync(directory) == 0;
    if (directory >= 0) close(directory);
    return kept ? ok() : failed();
  }

  Result<> failed() const {
    return Error::unavailable("db.sync", fmt::format("The disk did not confirm what was written to {}: {}.", path, std::strerror(errno)),
                              "Check the disk, then start the server again.");
  }

  const std::string folder, path;
  std::atomic<std::uint64_t> commits{0};
  std::mutex mutex;
  std::uint64_t durable = 0;
  int file = -1;
};

class SqliteSession final : public Session {
 public:
  // `log`: told of every commit; null when commits need nothing more.
  SqliteSession(sqlite3* opened, std::shared_ptr<LogSync> told) : handle(opened), log(std::move(told)) {}
  ~SqliteSession() override {
    cache.clear();
    sqlite3_close_v2(handle);
  }
  SqliteSession(const SqliteSession&) = delete;
  SqliteSession& operator=(const SqliteSession&) = delete;

  Engine engine() const override { return Engine::sqlite; }

  Result<> query(const Query& wanted, std::span<const Value> values, const RowVisitor& visit) override {
    TRY(statement, prepared(wanted, values));
    const ResetGuard guard(statement);
    const SqliteRow row(statement);
    for (;;) {
      const int code = sqlite3_step(statement);
      if (code == SQLITE_DONE) return ok();
      if (code != SQLITE_ROW) return error_of(handle, code, wanted.name);
      TRY_DO(visit(row));
    }
  }

  Result<std::int64_t> execute(const Query& wanted, std::span<const Value> values) override {
    TRY(statement, prepared(wanted, values));
    const ResetGuard guard(statement);
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW) code = sqlite3_step(statement);
    if (code != SQLITE_DONE) return error_of(handle, code, wanted.name);
    note_commit();
    return static_cast<std::int64_t>(sqlite3_changes64(handle));
  }

  Result<> script(std::string_view sql) override {
    const int code = sqlite3_exec(handle, std::string(sql).c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return error_of(handle, code, sql.substr(0, 80));
    note_commit();
    return ok();
  }

  Result<> begin(Access access) override {
    if (access == Access::read) return simple(begin_read);
    TRY_DO(simple(begin_write));
    return query(data_version, {}, [this](const Row& row) -> Result<> {
      version = row.integer(0);
      return ok();
    });
  }
  Result<> commit() override { return simple(commit_query); }
  void rollback() override {
    if (in_transaction()) (void)simple(rollback_query);
  }
  bool in_transaction() const override { return sqlite3_get_autocommit(handle) == 0; }
  Result<> savepoint() override { return simple(savepoint_query); }
  Result<> release_savepoint() override { return simple(release_query); }
  Result<> rollback_to_savepoint() override {
    TRY_DO(simple(rollback_to_query));
    return simple(release_query);
  }
  std::int64_t writes() const override { return sqlite3_total_changes64(handle); }
  std::int64_t foreign_commits() const override { return version; }

 private:
  static constexpr Query begin_write{"begin_write", "BEGIN IMMEDIATE"}, begin_read{"begin_read", "BEGIN DEFERRED"}, commit_query{"commit", "COMMIT"},
      rollback_query{"rollback", "ROLLBACK"}, savepoint_query{"savepoint", "SAVEPOINT use_case"}, release_query{"release", "RELEASE use_case"},
      rollback_to_query{"rollback_to", "ROLLBACK TO use_case"}, data_version{"data_version", "PRAGMA data_version"};

  // COMMIT is a statement as well, and one outside of a transaction commits by itself.
  void note_commit() {
    if (log && !in_transaction()) log->committed();
  }

  Result<> simple(const Query& wanted) {
    TRY_DO(execute(wanted, {}));
    return ok();
  }

  Result<sqlite3_stmt*> prepared(const Query& wanted, std::span<const Value> values) {
    StatementPointer& slot = cache[wanted.sql.data()];
    if (!slot) {
      sqlite3_stmt* made = nullptr;
      const std::string sql = with_sqlite_placeholders(wanted.sql);
      const int code = sqlite3_prepare_v3(handle, sql.c_str(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &made, nullptr);
      slot.reset(made);
      if (code != SQLITE_OK) {
        Error error = error_of(handle, code, wanted.name);
        cache.erase(wanted.sql.data());
        return error;
      }
    }
    sqlite3_stmt* statement = slot.get();
    BELLMAN_ASSERT(sqlite3_stmt_busy(statement) == 0, "a query's visitor must not run the same query");
    BELLMAN_ASSERT(sqlite3_bind_parameter_count(statement) == static_cast<int>(values.size()), "a statement got another number of values than it has placeholders");
    for (std::size_t i = 0; i < values.size(); ++i) bind(statement, static_cast<int>(i) + 1, values[i]);
    return statement;
  }

  // SQLITE_STATIC: the caller's values outlive the statement's run.
  static void bind(sqlite3_stmt* statement, int index, const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) sqlite3_bind_int64(statement, index, *number);
    else if (const auto* real = std::get_if<double>(&value)) sqlite3_bind_double(statement, index, *real);
    else if (const auto* text = std::get_if<std::string_view>(&value))
      sqlite3_bind_text(statement, index, text->data() == nullptr ? "" : text->data(), static_cast<int>(text->size()), SQLITE_STATIC);
    else if (const auto* blob = std::get_if<Blob>(&value))
      sqlite3_bind_blob(statement, index, blob->bytes.data() == nullptr ? "" : blob->bytes.data(), static_cast<int>(blob->bytes.size()), SQLITE_STATIC);
    else sqlite3_bind_null(statement, index);
  }

  sqlite3* handle;
  std::shared_ptr<LogSync> log;
  std::int64_t version = 0;
  std::unordered_map<const void*, StatementPointer> cache;
};

class SqliteDatabase final : public Database {
 public:
  explicit SqliteDatabase(SqliteSettings wanted) : settings(std::move(wanted)) {
    if (settings.durability == Durability::grouped) log = std::make_shared<LogSync>(settings.path);
  }
  Engine engine() const override { return Engine::sqlite; }

  Result<std::unique_ptr<Session>> open(Access access) override {
    if (settings.untouched) return open_untouched();
    sqlite3* handle = nullptr;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const int code = sqlite3_open_v2(settings.path.c_str(), &handle, flags, nullptr);
    auto session = std::make_unique<SqliteSession>(handle, access == Access::write ? log : nullptr);
    if (code != SQLITE_OK) return error_of(handle, code, settings.path);
    sqlite3_busy_timeout(handle, settings.busy_timeout_ms);
    auto prepared = session->script(fmt::format(
        "{} PRAGMA synchronous={}; PRAGMA foreign_keys=ON; PRAGMA cache_size=-{}; PRAGMA temp_store=MEMORY;"
        "PRAGMA journal_size_limit=67108864; PRAGMA wal_autocheckpoint={}; PRAGMA trusted_schema=OFF;{}",
        settings.durability == Durability::scratch ? "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=MEMORY;" : "PRAGMA journal_mode=WAL;", synchronous(),
        settings.cache_kib, settings.checkpoint_pages,
        access == Access::read ? " PRAGMA query_only=ON;" : ""));
    if (prepared.has_error()) return named(prepared.error());
    return std::unique_ptr<Session>(std::move(session));
  }

  Result<> make_durable() override { return log ? log->sync() : ok(); }

 private:
  // "immutable" is what keeps SQLite from making a log and its index beside the file.
  Result<std::unique_ptr<Session>> open_untouched() const {
    std::string address = "file:";
    for (const char c : settings.path) address += c == '?' || c == '#' || c == '%' ? fmt::format("%{:02x}", static_cast<unsigned char>(c)) : std::string(1, c);
    sqlite3* handle = nullptr;
    const int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const int code = sqlite3_open_v2((address + "?immutable=1").c_str(), &handle, flags, nullptr);
    auto session = std::make_unique<SqliteSession>(handle, nullptr);
    if (code != SQLITE_OK) return error_of(handle, code, settings.path);
    auto prepared = session->script(fmt::format("PRAGMA query_only=ON; PRAGMA cache_size=-{}; PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF; SELECT count(*) FROM sqlite_master;", settings.cache_kib));
    if (prepared.has_error()) return named(prepared.error());
    return std::unique_ptr<Session>(std::move(session));
  }

  // By its file, without the statement that happened to be the first.
  Error named(Error error) const {
    if (const auto statement = error.message.find(" (PRAGMA"); statement != std::string::npos) error.message.erase(statement);
    error.message = fmt::format("{}: {}", settings.path, error.message);
    return error;
  }

  std::string_view synchronous() const {
    switch (settings.durability) {
      case Durability::grouped: return "NORMAL";
      case Durability::relaxed:
      case Durability::scratch: return "OFF";
      default: return "FULL";
    }
  }
  SqliteSettings settings;
  std::shared_ptr<LogSync> log;
};

}  // namespace

Result<std::unique_ptr<Database>> open_sqlite(SqliteSettings settings) {
  // Before SQLite's first use: nobody reads its memory statistics, and counting them costs a mutex at every allocation.
  [[maybe_unused]] static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  auto database = std::make_unique<SqliteDatabase>(std::move(settings));
  // The first connection shows at once whether the file can be used.
  TRY_DO(database->open(Access::write));
  return std::unique_ptr<Database>(std::move(database));
}

namespace {

struct CloseHandle {
  void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
};
using Handle = std::unique_ptr<sqlite3, CloseHandle>;

Result<Handle> open_handle(const std::string& path, int flags) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &opened, flags | SQLITE_OPEN_EXRESCODE, nullptr);
  Handle handle(opened);
  if (code != SQLITE_OK) return error_of(opened, code, path);
  sqlite3_busy_timeout(opened, 5000);
  return handle;
}

Result<> run(sqlite3* handle, const char* sql, const std::string& path) {
  const int code = sqlite3_exec(handle, sql, nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? ok() : Result<>(error_of(handle, code, path));
}

Result<> copy_pages(sqlite3* from, sqlite3* to, const std::string& to_path, const std::function<void(double)>& progress) {
  constexpr int pages_at_once = 2048;
  sqlite3_backup* copy = sqlite3_backup_init(to, "main", from, "main");
  if (copy == nullptr) return error_of(to, sqlite3_errcode(to), to_path);
  int code = SQLITE_OK;
  while (code == SQLITE_OK) {
    code = sqlite3_backup_step(copy, pages_at_once);
    const int all = sqlite3_backup_pagecount(copy);
    if (progress && all > 0) progress(1 - static_cast<double>(sqlite3_backup_remaining(copy)) / all);
  }
  const int end = sqlite3_backup_finish(copy);
  if (code == SQLITE_DONE && end == SQLITE_OK) return ok();
  return error_of(to, end != SQLITE_OK ? end : code, to_path);
}

}  // namespace

Result<> backup_sqlite(const std::string& from_path, const std::string& to_path, const std::function<void(double)>& progress) {
  TRY(from, open_handle(from_path, SQLITE_OPEN_READONLY));
  // A read transaction kept open over all steps: the copy is of this moment, and what others write does not make it begin again.
  TRY_DO(run(from.get(), "BEGIN; SELECT count(*) FROM sqlite_master", from_path));
  TRY(to, open_handle(to_path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE));
  TRY_DO(copy_pages(from.get(), to.get(), to_path, progress));
  // Without a log beside it; this also waits for the disk.
  return run(to.get(), "PRAGMA synchronous=FULL; PRAGMA journal_mode=DELETE", to_path);
}

}  // namespace bellman::db
