#include "moving/backup.h"

#include "db/open.h"
#include "db/typed.h"
#include "moving/same_store.h"
#include "moving/tables.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace bellman::moving {

namespace {

namespace files = std::filesystem;

Error file_error(std::string_view what, const std::string& file) {
  return Error::unavailable("backup.file", fmt::format("{} {}: {}.", what, file, std::strerror(errno)), "Check the disk, and that you may write in its folder.");
}

Result<> sync(const std::string& path, int flags) {
  const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
  if (descriptor < 0) return file_error("Cannot open", path);
  const bool kept = ::fsync(descriptor) == 0;
  const Error error = file_error("The disk did not confirm", path);
  ::close(descriptor);
  return kept ? ok() : Result<>(error);
}

std::string folder_of(const std::string& file) {
  const files::path folder = files::path(file).parent_path();
  return folder.empty() ? "." : folder.string();
}

// The file under its temporary name: gone unless it is kept.
class PartialFile {
 public:
  explicit PartialFile(const std::string& final_name) : file(final_name), path(final_name + ".part") { remove(); }
  ~PartialFile() { remove(); }
  PartialFile(const PartialFile&) = delete;
  PartialFile& operator=(const PartialFile&) = delete;
  const std::string& name() const { return path; }

  Result<> keep() {
    TRY_DO(sync(path, O_RDWR));
    if (std::rename(path.c_str(), file.c_str()) != 0) return file_error("Cannot rename", path);
    return sync(folder_of(file), O_RDONLY | O_DIRECTORY);
  }

 private:
  void remove() const {
    std::error_code ignored;
    for (const char* ending : {"", "-wal", "-shm", "-journal"}) files::remove(path + ending, ignored);
  }
  const std::string file, path;
};

class TemporaryFolder {
 public:
  static Result<std::unique_ptr<TemporaryFolder>> make() {
    std::string path = (files::temp_directory_path() / "bellman-restore-XXXXXX").string();
    if (mkdtemp(path.data()) == nullptr) return file_error("Cannot make the folder", path);
    return std::make_unique<TemporaryFolder>(path);
  }
  explicit TemporaryFolder(files::path made) : path(std::move(made)) {}
  ~TemporaryFolder() {
    std::error_code ignored;
    files::remove_all(path, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const files::path path;
};

Result<> write_rows(const std::string& address, const std::string& part, const std::vector<const db::Migrations*>& rooms, Instant now, const Progress& progress) {
  TRY(from, db::open_database(address));
  TRY(to, db::open_sqlite({.path = part, .durability = db::Durability::relaxed, .cache_kib = 128 * 1024}));
  CopyOptions options;
  options.rows_at_once = 10'000;
  options.progress = progress;
  TRY(copied, copy(*from, *to, rooms, now, options));
  if (!copied.equal) return Error::internal("backup.damaged", "What was written to the backup is not what was read from the database.", "Try again; check the memory and the disk.");
  TRY(session, to->open(db::Access::write));
  return session->script("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode=DELETE");  // one file that stands alone
}

Result<> write_pages(const std::string& database, const std::string& part, const Progress& progress) {
  if (!files::exists(database)) return Error::not_found("backup.no_database", fmt::format("There is no database {}.", database), "database.url", "Name the one that the server uses.");
  return db::backup_sqlite(database, part, [&](double share) {
    if (progress) progress(share, "copying pages");
  });
}

// What was written is read once.
Result<> check_part(const std::string& part) {
  TRY(database, db::open_sqlite({.path = part, .untouched = true}));
  TRY(session, database->open(db::Access::read));
  TRY(filled, has_table(*session, "schema_migration"));
  if (!filled) return Error::conflict("copy.source_empty", "There is nothing to back up: the database holds no tables of Bellman.", "Name the database that the server uses.");
  TRY(wrong, damages(*session));
  if (wrong.empty()) return ok();
  return Error::internal("backup.damaged", "The database is damaged: " + wrong.front(), "Stop the server, keep a copy of the file, and restore the last backup.");
}

Result<std::unique_ptr<db::Database>> open_backup(const std::string& file) {
  std::error_code unknown;
  if (!files::is_regular_file(file, unknown)) return Error::not_found("restore.no_file", fmt::format("There is no file {}.", file), "file", "Name a file that `bellman backup` wrote.");
  if (files::file_size(file + "-wal", unknown) > 0 && !unknown)
    return Error::conflict("restore.in_use", fmt::format("{} is a database in use and not a backup: part of it still stands in its log {}-wal.", file, file),
                           "Make a backup of it by `bellman backup`, or move it by `bellman copy`.");
  TRY(database, db::open_sqlite({.path = file, .cache_kib = 64 * 1024, .untouched = true}));
  TRY(session, database->open(db::Access::read));
  TRY(filled, has_table(*session, "schema_migration"));
  if (!filled) return Error::internal("restore.not_a_backup", fmt::format("{} is no backup: it holds no tables of Bellman.", file), "Name a file that `bellman backup` wrote.");
  TRY(wrong, damages(*session));
  if (!wrong.empty()) return Error::internal("restore.damaged", fmt::format("The backup {} is damaged: {}", file, wrong.front()), "Take an older backup.");
  return std::move(database);
}

Result<std::vector<checks::Violation>> check_store(db::Database& store, Instant now) {
  TRY(session, store.open(db::Access::read));
  TRY_DO(session->begin(db::Access::read));
  auto found = checks::run(*session, now);
  session->rollback();
  return found;
}

}  // namespace

Result<std::vector<std::string>> damages(db::Session& session) {
  static constexpr db::Query check{"moving.integrity", "PRAGMA integrity_check(20)"};
  auto lines = db::all<std::string>(session, check);
  // Some damage ends the check itself.
  if (lines.has_error() && lines.error().code == "db.corrupt") return std::vector{lines.error().message};
  if (lines.has_value() && lines->size() == 1 && lines->front() == "ok") lines->clear();
  return lines;
}

Result<> sync_file(const std::string& file) {
  TRY_DO(sync(file, O_RDWR));
  return sync(folder_of(file), O_RDONLY | O_DIRECTORY);
}

Result<BackedUp> backup(const std::string& address, const std::string& file, const std::vector<const db::Migrations*>& rooms, Instant now, const BackupOptions& options) {
  TRY(database, db::sqlite_file(address));
  if (!database.empty()) TRY_DO(refuse_same_file(database, file, "file"));
  if (!options.replace && files::exists(file))
    return Error::conflict("backup.exists", fmt::format("There is a file {} already.", file), "Name another one, or replace it with --force.");
  PartialFile part(file);
  auto written = database.empty() ? write_rows(address, part.name(), rooms, now, options.progress) : write_pages(database, part.name(), options.progress);
  if (written.has_value()) written = check_part(part.name());
  if (written.has_error()) {
    Error error = written.error();
    error.message = fmt::format("There is no backup in {}: {}", file, error.message);
    return error;
  }
  TRY_DO(part.keep());
  return BackedUp{file, static_cast<std::int64_t>(files::file_size(file))};
}

Result<Restored> restore(const std::string& file, db::Database& to, const std::vector<const db::Migrations*>& rooms, Instant now, const CopyOptions& options) {
  TRY(from, open_backup(file));
  Restored restored;
  std::unique_ptr<TemporaryFolder> folder;
  db::MigrationState state;
  {
    TRY(session, from->open(db::Access::read));
    TRY(found, db::check_migrations(*session, rooms));
    state = std::move(found);
  }
  if (!state.pending.empty()) {
    TRY(made, TemporaryFolder::make());
    folder = std::move(made);
    const std::string working = folder->path / "backup.db";
    std::error_code fault;
    files::copy_file(file, working, fault);
    if (fault) return Error::unavailable("backup.file", fmt::format("{} cannot be copied to {}: {}.", file, working, fault.message()), "Free space there, or name another folder in TMPDIR.");
    TRY(raised, db::open_sqlite({.path = working, .durability = db::Durability::relaxed}));
    TRY(session, raised->open(db::Access::write));
    TRY(applied, db::migrate(*session, rooms, now));
    restored.migrated = std::move(applied.applied);
    from = std::move(raised);
  }
  TRY(copied, copy(*from, to, rooms, now, options));
  restored.copied = std::move(copied);
  if (!restored.copied.equal) return restored;
  TRY(violations, check_store(to, now));
  restored.violations = std::move(violations);
  return restored;
}

}  // namespace bellman::moving
