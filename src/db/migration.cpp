#include "db/migration.h"

#include "db/typed.h"

#include <set>

namespace bellman::db {

namespace {

struct Applied {
  std::string room;
  std::int64_t number = 0;
  std::int64_t checksum = 0;
};
BOOST_DESCRIBE_STRUCT(Applied, (), (room, number, checksum))

constexpr Query select_applied{"migration.applied", "SELECT room, number, checksum FROM schema_migration ORDER BY room, number"};
constexpr Query insert_applied{"migration.insert",
                               "INSERT INTO schema_migration (room, number, name, checksum, applied_at) VALUES ($1, $2, $3, $4, $5)"};
constexpr std::string_view create_table =
    "CREATE TABLE IF NOT EXISTS schema_migration (room text NOT NULL, number bigint NOT NULL, name text NOT NULL,"
    " checksum bigint NOT NULL, applied_at bigint NOT NULL, PRIMARY KEY (room, number))";

// FNV-1a; only to notice that an applied file was edited.
std::int64_t checksum_of(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return static_cast<std::int64_t>(hash >> 1U);
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
  return text;
}

std::string for_engine(std::string_view sql, Engine engine) {
  if (engine == Engine::sqlite) return std::string(sql);
  return replaced(replaced(replaced(std::string(sql), "INTEGER PRIMARY KEY", "bigint PRIMARY KEY"), " BLOB", " bytea"), " WITHOUT ROWID", "");
}

// A migration whose name ends in the name of the other engine is not for this one.
bool is_for(const Migration& migration, Engine engine) {
  return !migration.name.ends_with(engine == Engine::sqlite ? "_postgresql" : "_sqlite");
}

Result<> compare(const std::vector<Applied>& applied, const std::vector<const Migrations*>& rooms) {
  for (const Applied& row : applied) {
    const Migration* known = nullptr;
    for (const Migrations* room : rooms)
      for (const Migration& migration : room->all)
        if (room->room == row.room && migration.number == row.number) known = &migration;
    if (known == nullptr)
      return Error::conflict("db.newer", fmt::format("The database has migration {}/{} that this version does not know.", row.room, row.number),
                             "Start the newer version that made it, or restore a backup from before it.");
    if (checksum_of(known->sql) != row.checksum)
      return Error::conflict("db.changed_migration", fmt::format("Migration {}/{} was edited after it had been applied.", row.room, known->name),
                             "Undo the edit and write a new migration instead.");
  }
  return ok();
}

Result<> apply(Session& session, std::string_view room, const Migration& migration, Instant now) {
  TRY_DO(session.begin(Access::write));
  auto applied = session.script(for_engine(migration.sql, session.engine()));
  if (applied.has_value()) {
    if (auto noted = execute(session, insert_applied, room, migration.number, migration.name, checksum_of(migration.sql), now); noted.has_error())
      applied = noted.error();
  }
  if (applied.has_value()) applied = session.commit();
  if (applied.has_error()) session.rollback();
  return applied;
}

}  // namespace

Result<MigrationState> check_migrations(Session& session, const std::vector<const Migrations*>& rooms) {
  std::vector<Applied> applied;
  // A store without the table is an empty one.
  if (auto rows = all<Applied>(session, select_applied); rows.has_value()) applied = *std::move(rows);
  TRY_DO(compare(applied, rooms));
  std::set<std::pair<std::string, std::int64_t>> done;
  for (const Applied& row : applied) done.emplace(row.room, row.number);
  MigrationState state;
  for (const Migrations* room : rooms)
    for (const Migration& migration : room->all)
      if (is_for(migration, session.engine()) && !done.contains({std::string(room->room), migration.number})) state.pending.push_back(fmt::format("{}/{}", room->room, migration.name));
  return state;
}

Result<MigrationState> migrate(Session& session, const std::vector<const Migrations*>& rooms, Instant now) {
  TRY_DO(session.script(create_table));
  TRY(state, check_migrations(session, rooms));
  const std::set<std::string> pending(state.pending.begin(), state.pending.end());
  for (const Migrations* room : rooms)
    for (const Migration& migration : room->all) {
      const std::string name = fmt::format("{}/{}", room->room, migration.name);
      if (!pending.contains(name)) continue;
      if (auto result = apply(session, room->room, migration, now); result.has_error()) {
        Error error = result.error();
        error.message = "Migration " + name + " failed and changed nothing: " + error.message;
        return error;
      }
      state.applied.push_back(name);
    }
  state.pending.clear();
  return state;
}

}  // namespace bellman::db
