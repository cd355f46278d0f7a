// A store in one SQLite file, whichever its engine, and back into an empty store of any engine.
#pragma once
#include "checks/checks.h"
#include "moving/copy.h"

namespace bellman::moving {

struct BackedUp {
  std::string file;
  std::int64_t size_bytes = 0;
};
BOOST_DESCRIBE_STRUCT(BackedUp, (), (file, size_bytes))

struct BackupOptions {
  bool replace = false;  // a file of that name
  Progress progress{};
};

// `address`: of the store, which may be in use; the backup is of one moment. The file stands under its name only when it is whole, checked
// and on the disk; until then as FILE.part, which does not outlive a failure.
// Errors: backup.exists (conflict), backup.no_database (not_found), backup.damaged (internal), backup.file (unavailable); those of the stores.
Result<BackedUp> backup(const std::string& address, const std::string& file, const std::vector<const db::Migrations*>& rooms, Instant now, const BackupOptions& options = {});

struct Restored {
  Copied copied;
  std::vector<std::string> migrated;            // what an older backup lacked; the file itself is left as it is
  std::vector<checks::Violation> violations{};  // in the restored store
};
BOOST_DESCRIBE_STRUCT(Restored, (), (copied, migrated, violations))

// `to`: as of copy(). The file is only read, also when it is of an older version: then a copy of it in the temporary folder is brought up.
// Errors: restore.no_file (not_found), restore.in_use (conflict), restore.not_a_backup, restore.damaged (internal), db.not_a_database, db.newer,
// and those of copy().
Result<Restored> restore(const std::string& file, db::Database& to, const std::vector<const db::Migrations*>& rooms, Instant now, const CopyOptions& options = {});

// What SQLite finds wrong with the file; nothing: it is sound.
Result<std::vector<std::string>> damages(db::Session& session);
// The file and its name are on the disk when this returns. Error: backup.file.
Result<> sync_file(const std::string& file);

}  // namespace bellman::moving
