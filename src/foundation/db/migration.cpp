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
constexpr Query select_one{"migration.one", "SELECT number FROM schema_migration WHERE room = $1 AND number = $2"};
constexpr Query insert_applied{"migration.insert",
                               "INSERT INTO schema_migration (room, number, name, checksum, applied_at) VALUES ($1, $2, $3, $4, $5)"};
// A migration of no room: whoever does not know it leaves the store alone.
constexpr std::string_view unfinished_room = "unfinished copy";
constexpr Query delete_mark{"migration.unmark", "DELETE FROM schema_migration WHERE room = $1"};
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
  std::string text(sql);
  // Texts are compared by their bytes, as SQLite does, whatever the language of the database.
  for (const std::string_view rest : {" NOT NULL", " PRIMARY KEY"}) text = replaced(std::move(text), " text" + std::string(rest), " text COLLATE \"C\"" + std::string(rest));
  return replaced(replaced(replaced(std::move(text), "INTEGER PRIMARY KEY", "bigint PRIMARY KEY"), " BLOB", " bytea"), " WITHOUT ROWID", "");
}

// A migration whose name ends in the name of the other engine is not for this one.
bool is_for(const Migration& migration, Engine engine) {
  return !migration.name.ends_with(engine == Engine::sqlite ? "_postgresql" : "_sqlite");
}

Result<> compare(const std::vector<Applied>& applied, const std::vector<const Migrations*>& rooms) {
  for (const Applied& row : applied) {
    if (row.room == unfinished_room)
      return Error::conflict("db.unfinished_copy", "The database is being filled by a copy that has not come to its end.",
                             "Run the same command again, it goes on where it stopped; or empty the database.");
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
  // Another process may have been quicker: processes that start together apply them together.
  TRY(known, first<std::int64_t>(session, select_one, room, migration.number));
  if (known) return session.commit();
  auto applied = session.script(for_engine(migration.sql, session.engine()));
  if (applied.has_value()) {
    if (auto noted = execute(session, insert_applied, room, migration.number, migration.name, checksum_of(migration.sql), now); noted.has_error())
      applied = noted.error();
  }
  if (applied.has_value()) applied = session.commit();
  if (applied.has_error()) session.rollback();
  return applied;
}

Result<MigrationState> look(Session& session, const std::vector<const Migrations*>& rooms, bool by_who_fills_it) {
  std::vector<Applied> applied;
  // A store without the table is an empty one.
  auto rows = all<Applied>(session, select_applied);
  if (rows.has_value()) applied = *std::move(rows);
  else if (rows.error().kind == ErrorClass::unavailable) return rows.error();
  if (by_who_fills_it) std::erase_if(applied, [](const Applied& row) { return row.room == unfinished_room; });
  TRY_DO(compare(applied, rooms));
  std::set<std::pair<std::string, std::int64_t>> done;
  for (const Applied& row : applied) done.emplace(row.room, row.number);
  MigrationState state;
  for (const Migrations* room : rooms)
    for (const Migration& migration : room->all)
      if (is_for(migration, session.engine()) && !done.contains({std::string(room->room), migration.number})) state.pending.push_back(fmt::format("{}/{}", room->room, migration.name));
  return state;
}

}  // namespace

Result<MigrationState> check_migrations(Session& session, const std::vector<const Migrations*>& rooms) { return look(session, rooms, false); }
Result<MigrationState> check_unfinished(Session& session, const std::vector<const Migrations*>& rooms) { return look(session, rooms, true); }

Result<> mark_unfinished(Session& session, Instant now) {
  TRY_DO(execute(session, insert_applied, unfinished_room, 1, "filled by bellman copy", 0, now));
  return ok();
}

Result<> unmark_unfinished(Session& session) {
  TRY_DO(execute(session, delete_mark, unfinished_room));
  return ok();
}

Result<MigrationState> migrate(Session& session, const std::vector<const Migrations*>& rooms, Instant now) {
  TRY_DO(session.begin(Access::write));
  TRY_DO(session.script(create_table));
  TRY_DO(session.commit());
  TRY(state, check_migrations(session, rooms));
  const std::set<std::string> pending(state.pending.begin(), state.pending.end());
  for (const Migrations* room : rooms)
    for (const Migration& migration : room->all) {
      const std::string name = fmt::format("{}/{}", room->room, migration.name);
      if (!pending.contains(name)) continue;
      if (auto result = apply(session, room->room, migration, now); result.has_error()) {
        Error error = result.error();
        error.message = "Migration " + name + " failed and changed nothing: " + error.message;
        if (error.cure.empty() && error.message.find("already exists") != std::string::npos)
          error.cure = "The database holds tables that it has no note of, as a broken restore leaves them: restore the backup anew, into an empty database.";
        return error;
      }
      state.applied.push_back(name);
    }
  state.pending.clear();
  return state;
}

}  // namespace bellman::db
