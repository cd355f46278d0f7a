// Closed work moved out of the store into an SQLite file of the same tables, while the server runs.
#pragma once
#include "base/instant.h"
#include "db/migration.h"
#include "moving/copy.h"

#include <boost/describe.hpp>

namespace bellman::moving {

struct Archived {
  std::int64_t requests = 0;  // moved
  std::int64_t rows = 0;      // of all tables, theirs
  std::int64_t repeated = 0;  // of the requests: stood in the archive already, from a run that was interrupted
  std::int64_t left = 0;      // changed again while they were being moved; they stay in the store
  std::int64_t months = 0;    // of the journal, that had become empty and are gone: empty_months.h
};
BOOST_DESCRIBE_STRUCT(Archived, (), (requests, rows, repeated, left, months))

struct ArchiveOptions {
  std::int64_t requests_at_once = 50;  // one short write transaction of the store, for which those who file have to wait
  Progress progress{};
  // Called between writing a part of the archive and deleting it from the store, and after that; an error ends the run there.
  std::function<Result<>()> after_step{};
};

// Moves the requests that were closed, cancelled, refused or merged before `before`, with everything that is theirs alone: jobs, offers,
// decisions, sheets, deadlines, events, rows of attachments. A part is deleted from the store only when it is on the disk in the archive, has been
// read back from there, and is still the same in the store. What open requests refer to stays: what they were split from, what was merged into
// them. Clients, workers, and who served whom stay.
// `store`: every commit durable (db::Durability::full). `file`: made, or gone on with. It is safe to stop and run again at any moment.
// Errors: archive.date (invalid), archive.not_an_archive (conflict), archive.differs (internal), moving.tables (internal): a table that
// the archive does not know; those of the stores.
Result<Archived> archive(db::Database& store, const std::string& file, Instant before, const std::vector<const db::Migrations*>& rooms, Instant now, const ArchiveOptions& options = {});

}  // namespace bellman::moving
