#include "moving/copy.h"

#include "base/assert.h"
#include "db/sqlite.h"
#include "db/typed.h"
#include "moving/rows.h"
#include "requests/text_index.h"

#include <algorithm>
#include <map>
#include <set>

namespace bellman::moving {

namespace {

// What stands in the target while it is being filled: of each table what the source has, and whether it is copied.
struct Note {
  static constexpr std::string_view table = "copy_progress";
  std::string name;
  std::int64_t rows = 0;
  std::string checksum;
  bool done = false;
};
BOOST_DESCRIBE_STRUCT(Note, (), (name, rows, checksum, done))

constexpr std::string_view create_notes = "CREATE TABLE copy_progress (name text PRIMARY KEY, rows bigint NOT NULL, checksum text NOT NULL, done bigint NOT NULL)";

Error about(const std::string& table, Error error) {
  error.message = fmt::format("Copying the table {}: {}", table, error.message);
  return error;
}

Result<> in_transaction(db::Session& session, const std::function<Result<>()>& body) {
  TRY_DO(session.begin(db::Access::write));
  auto outcome = body();
  if (outcome.has_value()) outcome = session.commit();
  if (outcome.has_error()) session.rollback();
  return outcome;
}

// How many rows, but not more than one above `most`: a full table need not be counted.
Result<std::int64_t> count_up_to(db::Session& session, const Table& table, std::int64_t most) {
  TRY(count, db::first<std::int64_t>(session, kept_query(fmt::format("SELECT count(*) FROM (SELECT 1 FROM \"{}\" LIMIT {}) AS few", table.name, most + 1))));
  return *count;
}

class Copier {
 public:
  Copier(db::Database& source, db::Database& target, const std::vector<const db::Migrations*>& migrations, Instant moment, const CopyOptions& wanted)
      : from_store(source), to_store(target), rooms(migrations), now(moment), options(wanted) {}

  Result<Copied> run() {
    TRY_DO(open());
    TRY_DO(sum_source());
    TRY_DO(result.resumed ? compare_notes() : begin_filling());
    stage = copying;
    for (const Table& table : tables) {
      if (notes.at(table.name).done) count(notes.at(table.name).rows);
      else if (auto copied = copy_table(table); copied.has_error()) return about(table.name, copied.error());
    }
    TRY_DO(fill_text_index());
    TRY_DO(compare_target());
    from->rollback();
    if (result.equal) TRY_DO(finish());
    return std::move(result);
  }

 private:
  Result<> open() {
    TRY(reading, from_store.open(db::Access::read));
    from = std::move(reading);
    TRY_DO(from->begin(db::Access::read));
    TRY(filled, has_table(*from, "schema_migration"));
    if (!filled) return Error::conflict("copy.source_empty", "There is nothing to copy: the source holds no tables of Bellman.", "Name the database that the server uses.");
    TRY(state, db::check_migrations(*from, rooms));
    if (!state.pending.empty())
      return Error::conflict("copy.source_outdated", fmt::format("The source is of an older version: {} is missing.", state.pending.front()), "Run `bellman migrate` on it first.");
    TRY(found, tables_of(*from));
    tables = std::move(found);
    TRY(writing, to_store.open(db::Access::write));
    to = std::move(writing);
    TRY(begun, has_table(*to, Note::table));
    result.resumed = begun;
    if (begun) return look_at_interrupted();
    TRY_DO(db::migrate(*to, rooms, now));
    TRY_DO(compare_layout());
    return require_empty();
  }

  Result<> look_at_interrupted() {
    TRY(state, db::check_unfinished(*to, rooms));
    if (!state.pending.empty())
      return Error::conflict("copy.other_version", "The copy was begun by an older version.", "Go on with that version, or empty the target and begin anew.");
    return compare_layout();
  }

  Result<> compare_layout() {
    TRY(theirs, tables_of(*to));
    std::map<std::string, std::set<std::string>> have, want;
    for (const Table& table : theirs) have[table.name] = {table.columns.begin(), table.columns.end()};
    for (const Table& table : tables) want[table.name] = {table.columns.begin(), table.columns.end()};
    for (const auto& [name, columns] : want)
      if (have[name] != columns) return Error::internal("moving.tables", fmt::format("The table {} is not the same in both stores.", name));
    if (have.size() != want.size()) return Error::internal("moving.tables", "The target has tables that the source does not have.");
    return ok();
  }

  // A new store holds a few rows that the migrations put there, and nothing else.
  Result<> require_empty() {
    TRY(fresh, db::open_sqlite({.path = ":memory:"}));
    TRY(session, fresh->open(db::Access::write));
    TRY_DO(db::migrate(*session, rooms, now));
    for (const Table& table : tables) {
      TRY(expected, checksum_of(*session, table));
      TRY(present, count_up_to(*to, table, expected.rows()));
      bool same = present == expected.rows();
      if (same && present > 0) {
        TRY(found, checksum_of(*to, table));
        same = found == expected;
      }
      if (!same)
        return Error::conflict("copy.target_not_empty", fmt::format("The target holds data already, in the table {}.", table.name), "Name an empty database; nothing was changed.");
    }
    return ok();
  }

  Result<> sum_source() {
    for (const Table& table : tables) {
      TRY(rows, db::first<std::int64_t>(*from, kept_query(fmt::format("SELECT count(*) FROM \"{}\"", table.name))));
      result.rows += *rows;
    }
    for (const Table& table : tables) {
      TRY(sum, checksum_of(*from, table, [&](std::int64_t seen) { count(seen); }));
      notes.emplace(table.name, Note{table.name, sum.rows(), sum.text(), false});
    }
    return ok();
  }

  Result<> begin_filling() {
    return in_transaction(*to, [&]() -> Result<> {
      for (auto table = tables.rbegin(); table != tables.rend(); ++table) TRY_DO(to->execute(kept_query(fmt::format("DELETE FROM \"{}\"", table->name)), {}));
      TRY_DO(to->script(create_notes));
      for (const auto& [name, note] : notes) TRY_DO(db::insert(*to, note));
      return db::mark_unfinished(*to, now);
    });
  }

  Result<> compare_notes() {
    static const db::Select<Note> select("copy.notes", "FROM copy_progress ORDER BY name");
    TRY(stored, select.all(*to));
    bool same = stored.size() == notes.size();
    for (const Note& note : stored) {
      const auto found = notes.find(note.name);
      same = same && found != notes.end() && found->second.rows == note.rows && found->second.checksum == note.checksum;
      if (same) found->second.done = note.done;
    }
    if (same) return ok();
    return Error::conflict("copy.source_changed", "The target was begun to be filled from another database, or the source has changed since.", "Empty the target and begin anew.");
  }

  Result<> copy_table(const Table& table) {
    Pages pages(table);
    TRY_DO(pages.go_behind_last(*to));
    TRY(there, db::first<std::int64_t>(*to, kept_query(fmt::format("SELECT count(*) FROM \"{}\"", table.name))));
    count(*there);
    const db::Query insert = insert_query(table);
    std::vector<db::Value> values;
    for (std::int64_t seen = options.rows_at_once; seen == options.rows_at_once; count(seen)) {
      TRY_DO(in_transaction(*to, [&]() -> Result<> {
        TRY(read, pages.next(*from, options.rows_at_once, [&](const db::Row& row) -> Result<> {
          read_values(row, table, values);
          // The row it refers to may come later.
          for (const std::string& link : table.own_links) values[table.place_of(link)] = std::monostate{};
          return to->post(insert, values);
        }));
        seen = read;
        return ok();
      }));
      if (options.after_batch) TRY_DO(options.after_batch());
    }
    if (!table.own_links.empty()) TRY_DO(link_rows(table));
    Note& note = notes.at(table.name);
    note.done = true;
    return in_transaction(*to, [&] { return db::update(*to, note); });
  }

  // Fills in what rows refer to in their own table.
  Result<> link_rows(const Table& table) {
    std::string condition, settings, match;
    std::vector<std::string> given = table.own_links;
    given.insert(given.end(), table.key.begin(), table.key.end());
    for (std::size_t i = 0; i < given.size(); ++i) {
      const bool link = i < table.own_links.size();
      if (link) condition += fmt::format("{}\"{}\" IS NOT NULL", i == 0 ? "" : " OR ", given[i]);
      std::string& part = link ? settings : match;
      part += fmt::format("{}\"{}\" = ${}", part.empty() ? "" : link ? ", " : " AND ", given[i], i + 1);
    }
    const db::Query update = kept_query(fmt::format("UPDATE \"{}\" SET {} WHERE {}", table.name, settings, match));
    Pages pages(table, condition);
    std::vector<db::Value> values;
    for (std::int64_t seen = options.rows_at_once; seen == options.rows_at_once;) {
      TRY_DO(in_transaction(*to, [&]() -> Result<> {
        TRY(read, pages.next(*from, options.rows_at_once, [&](const db::Row& row) -> Result<> {
          values.clear();
          for (const std::string& column : given) values.push_back(row.value(static_cast<int>(table.place_of(column))));
          return to->post(update, values);
        }));
        seen = read;
        return ok();
      }));
    }
    return ok();
  }

  Result<> fill_text_index() {
    const std::int64_t requests = notes.contains("request") ? notes.at("request").rows : 0;
    std::int64_t done = 0;
    for (bool complete = false; !complete;) {
      TRY_DO(in_transaction(*to, [&]() -> Result<> {
        TRY(all, requests::store::fill_index(*to, options.rows_at_once));
        complete = all;
        return ok();
      }));
      done = std::min(requests, done + options.rows_at_once);
      show(3 * result.rows + (requests > 0 ? result.rows * done / requests : 0), "indexing texts");
      if (options.after_batch) TRY_DO(options.after_batch());
    }
    return ok();
  }

  Result<> compare_target() {
    result.equal = true;
    stage = comparing;
    steps = 4 * result.rows;
    // A snapshot as the other one.
    TRY(reading, to_store.open(db::Access::read));
    TRY_DO(reading->begin(db::Access::read));
    for (const Table& table : tables) {
      TRY(sum, checksum_of(*reading, table, [&](std::int64_t seen) { count(seen); }));
      const Note& note = notes.at(table.name);
      const bool equal = sum.rows() == note.rows && sum.text() == note.checksum;
      result.tables.push_back({table.name, note.rows, note.checksum, equal});
      result.equal = result.equal && equal;
    }
    reading->rollback();
    return ok();
  }

  Result<> finish() {
    TRY_DO(to_store.make_durable());
    TRY_DO(in_transaction(*to, [&]() -> Result<> {
      TRY_DO(to->script("DROP TABLE copy_progress"));
      return db::unmark_unfinished(*to);
    }));
    TRY_DO(to_store.make_durable());
    // Its planner knows nothing of the new rows yet; SQLite's plans are the same without.
    return to->engine() == db::Engine::postgresql ? to->script("ANALYZE") : ok();
  }

  // Reading the source is a fifth of the way, writing two, the text index and reading the target one each.
  void count(std::int64_t rows) {
    steps += stage == copying ? 2 * rows : rows;
    show(steps, stage);
  }
  void show(std::int64_t step, std::string_view what) const {
    if (options.progress && result.rows > 0) options.progress(std::min(1.0, static_cast<double>(step) / (5.0 * static_cast<double>(result.rows))), what);
  }

  db::Database& from_store;
  db::Database& to_store;
  const std::vector<const db::Migrations*>& rooms;
  const Instant now;
  const CopyOptions& options;
  std::unique_ptr<db::Session> from, to;
  std::vector<Table> tables;
  std::map<std::string, Note> notes;
  static constexpr std::string_view reading_source = "reading the source", copying = "copying", comparing = "comparing";
  std::string_view stage = reading_source;
  std::int64_t steps = 0;
  Copied result;
};

}  // namespace

Result<Copied> copy(db::Database& from, db::Database& to, const std::vector<const db::Migrations*>& rooms, Instant now, const CopyOptions& options) {
  return Copier(from, to, rooms, now, options).run();
}

}  // namespace bellman::moving
