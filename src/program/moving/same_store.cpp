#include "moving/same_store.h"

#include "db/open.h"
#include "db/typed.h"

#include <fmt/format.h>

#include <filesystem>

namespace bellman::moving {

namespace {

namespace files = std::filesystem;

Error same(const std::string& what, const std::string& field) {
  return Error::invalid("move.same", fmt::format("The source and the target are the same: {}.", what), field, "Name another target.");
}

bool is_one_file(const std::string& one, const std::string& other) {
  std::error_code fault;
  if (files::equivalent(one, other, fault) && !fault) return true;  // the same inode, whatever its names
  const auto here = files::weakly_canonical(one, fault), there = files::weakly_canonical(other, fault);
  return !fault && here == there;
}

// Which server, database and schema a connection of PostgreSQL is in; the server by the microsecond of its start, which everybody may ask.
Result<std::string> place_of(db::Database& store) {
  static constexpr db::Query where{"moving.place",
                                   "SELECT CAST(pg_postmaster_start_time() AS text) || '/' || current_database() || '/' || coalesce(current_schema(), '')"};
  TRY(session, store.open(db::Access::read));
  TRY(found, db::first<std::string>(*session, where));
  return found.value_or("");
}

}  // namespace

Result<> refuse_same_file(const std::string& source, const std::string& target, const std::string& field) {
  for (const char* ending : {"", "-wal", "-shm", "-journal", ".lock"})
    if (is_one_file(source + ending, target)) return same(fmt::format("{} is {}{}", target, source, ending), field);
  return ok();
}

Result<> refuse_same_store(db::Database& source, const std::string& source_address, db::Database& target, const std::string& target_address, const std::string& field) {
  TRY(from, db::sqlite_file(source_address));
  TRY(to, db::sqlite_file(target_address));
  if (from.empty() != to.empty()) return ok();
  if (!from.empty()) return refuse_same_file(from, to, field);
  TRY(source_place, place_of(source));
  TRY(target_place, place_of(target));
  if (source_place == target_place) return same("both addresses lead to one schema of one PostgreSQL", field);
  return ok();
}

}  // namespace bellman::moving
