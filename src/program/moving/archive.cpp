#include "moving/archive.h"

#include "db/sqlite.h"
#include "db/typed.h"
#include "moving/empty_months.h"
#include "moving/rows.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>
#include <set>

namespace bellman::moving {

namespace {

// What is a request's alone, parents first.
struct Belonging {
  std::string_view table, condition;  // $1: the request
};
constexpr std::array belongings{
    Belonging{"request", "id = $1"},
    Belonging{"attachment", "request_id = $1"},
    Belonging{"deadline", "request_id = $1"},
    Belonging{"job", "request_id = $1"},
    Belonging{"service_sheet", "request_id = $1"},
    Belonging{"job_offer", "job_id IN (SELECT id FROM job WHERE request_id = $1)"},
    Belonging{"dispatch_decision", "request_id = $1"},
    Belonging{"event", "(subject = 'request' AND subject_id = $1) OR (subject = 'job' AND subject_id IN (SELECT id FROM job WHERE request_id = $1))"}};

constexpr std::string_view final_states = "('closed', 'cancelled', 'refused', 'merged')";
constexpr std::string_view create_mark = "CREATE TABLE IF NOT EXISTS archive_mark (id bigint PRIMARY KEY, made_at bigint NOT NULL)";

// One table of one request.
struct TablePart {
  Table table;
  db::Query select, remove, insert;
};

// All rows of one request, and their checksum.
struct Bundle {
  std::int64_t request = 0;
  std::vector<std::pair<std::size_t, KeptValues>> rows;  // of the part at this place
  Checksum checksum;
};

Result<Bundle> read_bundle(db::Session& session, const std::vector<TablePart>& parts, std::int64_t request) {
  Bundle bundle;
  bundle.request = request;
  const db::Value id = request;
  std::vector<db::Value> values;
  for (std::size_t place = 0; place < parts.size(); ++place)
    TRY_DO(session.query(parts[place].select, {&id, 1}, [&](const db::Row& row) -> Result<> {
      read_values(row, parts[place].table, values);
      KeptValues& kept = bundle.rows.emplace_back(place, KeptValues{}).second;
      for (const db::Value& value : values) kept.add(value);
      values.emplace_back(static_cast<std::int64_t>(place));
      bundle.checksum.add(values);
      return ok();
    }));
  return bundle;
}

// Children first. How many rows there were.
Result<std::int64_t> remove_request(db::Session& session, const std::vector<TablePart>& parts, std::int64_t request) {
  std::int64_t rows = 0;
  const db::Value id = request;
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    TRY(removed, session.execute(part->remove, {&id, 1}));
    rows += removed;
  }
  return rows;
}

Result<> in_transaction(db::Session& session, db::Access access, const std::function<Result<>()>& body) {
  TRY_DO(session.begin(access));
  auto outcome = body();
  if (outcome.has_value() && access == db::Access::write) outcome = session.commit();
  if (outcome.has_error() || access == db::Access::read) session.rollback();
  return outcome;
}

// Both stores have the same columns; the order is the store's.
Result<std::vector<TablePart>> parts_of(db::Session& session) {
  TRY(tables, tables_of(session));
  std::vector<TablePart> parts;
  for (const Belonging& belonging : belongings)
    for (const Table& table : tables) {
      if (table.name != belonging.table) continue;
      const std::string where = fmt::format("FROM \"{}\" WHERE {}", table.name, belonging.condition);
      const std::string select = fmt::format("SELECT {} {} ORDER BY {}", quoted_list(table.columns), where, quoted_list(table.key));
      parts.push_back({table, kept_query(select), kept_query("DELETE " + where), insert_query(table)});
    }
  for (const Table& table : tables) {
    const bool known = std::any_of(parts.begin(), parts.end(), [&](const TablePart& part) { return part.table.name == table.name; });
    if (!known && table.has_column("request_id")) return Error::internal("moving.tables", fmt::format("The archive does not know what to do with the table {}.", table.name));
  }
  return parts;
}

class Archiver {
 public:
  Archiver(db::Session& of_store, db::Session& of_archive, Instant limit, const ArchiveOptions& wanted) : store(of_store), kept(of_archive), before(limit), options(wanted) {}

  Result<Archived> run() {
    TRY(found, parts_of(store));
    parts = std::move(found);
    TRY_DO(count());
    // Once more as long as something was moved: a request goes only after those that were merged into it.
    for (std::int64_t moved = -1; moved != result.requests;) {
      moved = result.requests;
      result.left = 0;
      TRY_DO(pass());
    }
    return result;
  }

 private:
  Result<> count() {
    static const db::Query query = kept_query(fmt::format("SELECT count(*) FROM request WHERE state IN {} AND coalesce(closed_at, changed_at) < $1", final_states));
    TRY(number, db::first<std::int64_t>(store, query, before));
    expected = *number;
    return ok();
  }

  // What somebody still refers to, or something is still to happen with. Nothing can be split from what is closed, and no timer be set for it without
  // its row being changed, so once for a pass is enough.
  Result<> find_needed() {
    static const db::Query sources = kept_query(fmt::format("SELECT DISTINCT split_from FROM request WHERE split_from IS NOT NULL AND state NOT IN {}", final_states));
    static constexpr db::Query timers{"archive.timers", "SELECT subject_id FROM timer WHERE kind LIKE 'request.%' OR kind LIKE 'sla.%'"};
    needed.clear();
    for (const db::Query& query : {sources, timers}) {
      TRY(ids, db::all<std::int64_t>(store, query));
      needed.insert(ids.begin(), ids.end());
    }
    return ok();
  }

  Result<> pass() {
    static const db::Query candidates = kept_query(fmt::format(
        // Not plainly `state IN`: an index of the states would give them in another order, and every part would begin with sorting all of them.
        "SELECT id FROM request WHERE id > $1 AND coalesce(state, '') IN {0} AND coalesce(closed_at, changed_at) < $2"
        " AND NOT EXISTS (SELECT 1 FROM request AS other WHERE other.merged_into = request.id)"
        " AND (merged_into IS NULL OR EXISTS (SELECT 1 FROM request AS goal WHERE goal.id = request.merged_into AND goal.state IN {0} AND coalesce(goal.closed_at, goal.changed_at) < $2))"
        " ORDER BY id LIMIT $3", final_states));
    TRY_DO(in_transaction(store, db::Access::read, [&] { return find_needed(); }));
    for (std::int64_t behind = 0;;) {
      std::vector<Bundle> bundles;
      std::vector<std::int64_t> ids;
      TRY_DO(in_transaction(store, db::Access::read, [&]() -> Result<> {
        TRY(found, db::all<std::int64_t>(store, candidates, behind, before, options.requests_at_once));
        ids = std::move(found);
        for (const std::int64_t id : ids) {
          if (needed.contains(id)) continue;
          TRY(bundle, read_bundle(store, parts, id));
          bundles.push_back(std::move(bundle));
        }
        return ok();
      }));
      if (ids.empty()) return ok();
      behind = ids.back();
      if (!bundles.empty()) TRY_DO(move(bundles));
    }
  }

  Result<> move(const std::vector<Bundle>& bundles) {
    TRY_DO(write(bundles));
    TRY_DO(read_back(bundles));
    if (options.after_step) TRY_DO(options.after_step());
    TRY(left, remove(bundles));
    if (!left.empty())
      TRY_DO(in_transaction(kept, db::Access::write, [&]() -> Result<> {
        for (const std::int64_t id : left) TRY_DO(remove_request(kept, parts, id));
        return ok();
      }));
    result.left += static_cast<std::int64_t>(left.size());
    if (options.progress && expected > 0) options.progress(std::min(1.0, static_cast<double>(result.requests + result.left) / static_cast<double>(expected)), "archiving");
    return options.after_step ? options.after_step() : ok();
  }

  // On the disk when it returns. What an interrupted run left of them is replaced.
  Result<> write(const std::vector<Bundle>& bundles) {
    return in_transaction(kept, db::Access::write, [&]() -> Result<> {
      for (const Bundle& bundle : bundles) {
        TRY(there, remove_request(kept, parts, bundle.request));
        result.repeated += there > 0 ? 1 : 0;
        for (const auto& [place, values] : bundle.rows) TRY_DO(kept.post(parts[place].insert, values.span()));
      }
      return ok();
    });
  }

  Result<> read_back(const std::vector<Bundle>& bundles) {
    return in_transaction(kept, db::Access::read, [&]() -> Result<> {
      for (const Bundle& bundle : bundles) {
        TRY(stored, read_bundle(kept, parts, bundle.request));
        if (stored.checksum != bundle.checksum)
          return Error::internal("archive.differs",
                                 fmt::format("Request {} does not stand in the archive as it was written; nothing of it was deleted.", bundle.request),
                                 "Check the disk of the archive.");
      }
      return ok();
    });
  }

  // The requests that have changed since they were read, and stay.
  Result<std::vector<std::int64_t>> remove(const std::vector<Bundle>& bundles) {
    static constexpr db::Query text{"archive.text", "DELETE FROM request_text WHERE rowid = $1"}, words{"archive.words", "DELETE FROM request_text WHERE id = $1"};
    std::vector<std::int64_t> left;
    std::int64_t requests = 0, rows = 0;
    TRY_DO(in_transaction(store, db::Access::write, [&]() -> Result<> {
      for (const Bundle& bundle : bundles) {
        TRY(present, read_bundle(store, parts, bundle.request));
        if (present.checksum != bundle.checksum) {
          left.push_back(bundle.request);
          continue;
        }
        TRY_DO(db::execute(store, store.engine() == db::Engine::sqlite ? text : words, bundle.request));
        TRY(removed, remove_request(store, parts, bundle.request));
        rows += removed;
        ++requests;
      }
      return ok();
    }));
    result.requests += requests;
    result.rows += rows;
    return left;
  }

  db::Session& store;
  db::Session& kept;
  const Instant before;
  const ArchiveOptions& options;
  std::vector<TablePart> parts;
  std::set<std::int64_t> needed;
  std::int64_t expected = 0;
  Archived result;
};

// A file that is something else is left alone: a store, by mistake, would lose what is moved.
Result<std::unique_ptr<db::Session>> open_archive(const std::string& file, const std::vector<const db::Migrations*>& rooms, Instant now) {
  const bool is_new = !std::filesystem::exists(file);
  TRY(database, db::open_sqlite({.path = file, .durability = db::Durability::full}));
  TRY(session, database->open(db::Access::write));
  TRY(marked, has_table(*session, "archive_mark"));
  if (!is_new && !marked)
    return Error::conflict("archive.not_an_archive", fmt::format("{} is not an archive.", file), "Name a new file, or one that `bellman archive` wrote.");
  // First the mark: an interrupted beginning is then still an archive.
  TRY_DO(session->script(create_mark));
  TRY_DO(db::migrate(*session, rooms, now));
  return std::move(session);
}

}  // namespace

Result<Archived> archive(db::Database& store, const std::string& file, Instant before, const std::vector<const db::Migrations*>& rooms, Instant now, const ArchiveOptions& options) {
  if (before > now) return Error::invalid("archive.date", "The date lies in the future.", "before", "Name a day that has passed.");
  TRY(session, store.open(db::Access::write));
  TRY(state, db::check_migrations(*session, rooms));
  if (!state.pending.empty())
    return Error::conflict("copy.source_outdated", fmt::format("The database is of an older version: {} is missing.", state.pending.front()), "Run `bellman migrate` on it first.");
  TRY(kept, open_archive(file, rooms, now));
  TRY(archived, Archiver(*session, *kept, before, options).run());
  // The archive is made; that a month stays for another run does not undo it.
  const auto months = drop_empty_months(*session, now);
  if (months.has_error()) spdlog::warn("No month of the journal was dropped: {}", months.error().text());
  else archived.months = *months;
  return std::move(archived);
}

}  // namespace bellman::moving
