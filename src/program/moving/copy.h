// A whole store into another one, of any engine: every row of every table, compared at the end.
#pragma once
#include "base/instant.h"
#include "db/migration.h"

#include <boost/describe.hpp>

#include <functional>
#include <string>
#include <vector>

namespace bellman::moving {

using Progress = std::function<void(double share, std::string_view what)>;

struct TableCopied {
  std::string table;
  std::int64_t rows = 0;   // in the source
  std::string checksum;    // of the source's rows: checksum.h
  bool equal = false;      // the target has the same rows
};
BOOST_DESCRIBE_STRUCT(TableCopied, (), (table, rows, checksum, equal))

struct Copied {
  std::vector<TableCopied> tables;  // in the order in which they were copied
  std::int64_t rows = 0;
  bool equal = false;    // all of them
  bool resumed = false;  // an earlier copy had been interrupted
};
BOOST_DESCRIBE_STRUCT(Copied, (), (tables, rows, equal, resumed))

struct CopyOptions {
  std::int64_t rows_at_once = 2000;          // committed together
  Progress progress{};
  std::function<Result<>()> after_batch{};   // an error ends the copy there
};

// `from`: of one moment, so nobody may write to an SQLite file meanwhile when the copy may have to be resumed; one of PostgreSQL is read
// in one snapshot. `to`: an empty store, whose tables are made, or one that an interrupted copy from the same source has begun to fill;
// until the end it is marked as unfinished (db::mark_unfinished). When the rows are not equal it stays so.
// Errors: db.newer, db.unfinished_copy; copy.source_outdated, copy.source_empty, copy.target_not_empty, copy.source_changed,
// copy.other_version (conflict); those of the stores, naming the table.
Result<Copied> copy(db::Database& from, db::Database& to, const std::vector<const db::Migrations*>& rooms, Instant now, const CopyOptions& options = {});

}  // namespace bellman::moving
