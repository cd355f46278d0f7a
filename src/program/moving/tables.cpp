#include "moving/tables.h"

#include "base/assert.h"
#include "db/typed.h"

#include <algorithm>
#include <set>

namespace bellman::moving {

namespace {

struct Questions {
  db::Query tables, columns, key, links;  // links: the table referred to, our column
};

const Questions& questions(db::Engine engine) {
  static constexpr Questions sqlite{
      {"moving.tables", "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"},
      {"moving.columns", "SELECT name FROM pragma_table_info($1) ORDER BY cid"},
      {"moving.key", "SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk"},
      {"moving.links", "SELECT \"table\", \"from\" FROM pragma_foreign_key_list($1) ORDER BY id, seq"}};
  static constexpr Questions postgresql{
      {"moving.tables_pg",
       "SELECT CAST(c.relname AS text) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
       " WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1"},
      {"moving.columns_pg",
       "SELECT CAST(attname AS text) FROM pg_attribute WHERE attrelid = CAST(CAST($1 AS text) AS regclass) AND attnum > 0 AND NOT attisdropped ORDER BY attnum"},
      {"moving.key_pg",
       "SELECT CAST(a.attname AS text) FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, place)"
       " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum"
       " WHERE i.indrelid = CAST(CAST($1 AS text) AS regclass) AND i.indisprimary ORDER BY k.place"},
      {"moving.links_pg",
       "SELECT CAST(p.relname AS text), CAST(a.attname AS text) FROM pg_constraint f JOIN pg_class p ON p.oid = f.confrelid"
       " CROSS JOIN LATERAL unnest(f.conkey) AS k(attnum) JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.attnum"
       " WHERE f.contype = 'f' AND f.conparentid = 0 AND f.conrelid = CAST(CAST($1 AS text) AS regclass) ORDER BY f.conname, k.attnum"}};
  return engine == db::Engine::sqlite ? sqlite : postgresql;
}

bool is_left_out(std::string_view name) { return name == "schema_migration" || name == "copy_progress" || name.starts_with("request_text"); }

Result<Table> describe(db::Session& session, const std::string& name) {
  const Questions& ask = questions(session.engine());
  Table table;
  table.name = name;
  TRY(columns, db::all<std::string>(session, ask.columns, name));
  table.columns = std::move(columns);
  TRY(key, db::all<std::string>(session, ask.key, name));
  table.key = std::move(key);
  if (table.key.empty()) return Error::internal("moving.tables", fmt::format("The table {} has no primary key.", name));
  TRY_DO(db::each(session, ask.links, [&](const db::Row& row) -> Result<> {
    if (row.text(0) == name) table.own_links.emplace_back(row.text(1));
    else table.parents.emplace_back(row.text(0));
    return ok();
  }, name));
  return table;
}

Result<std::vector<Table>> parents_first(std::vector<Table> waiting) {
  std::vector<Table> ordered;
  std::set<std::string, std::less<>> placed;
  while (!waiting.empty()) {
    const auto ready = std::find_if(waiting.begin(), waiting.end(), [&](const Table& table) {
      return std::all_of(table.parents.begin(), table.parents.end(), [&](const std::string& parent) { return placed.contains(parent); });
    });
    if (ready == waiting.end()) return Error::internal("moving.tables", fmt::format("The tables refer to each other in a circle; {} is one of them.", waiting.front().name));
    placed.insert(ready->name);
    ordered.push_back(std::move(*ready));
    waiting.erase(ready);
  }
  return ordered;
}

}  // namespace

bool Table::has_column(std::string_view wanted) const { return std::find(columns.begin(), columns.end(), wanted) != columns.end(); }

std::size_t Table::place_of(std::string_view column) const {
  const auto found = std::find(columns.begin(), columns.end(), column);
  BELLMAN_ASSERT(found != columns.end(), "a column of this table");
  return static_cast<std::size_t>(found - columns.begin());
}

Result<std::vector<Table>> tables_of(db::Session& session) {
  TRY(names, db::all<std::string>(session, questions(session.engine()).tables));
  std::vector<Table> tables;
  for (const std::string& name : names) {
    if (is_left_out(name)) continue;
    TRY(table, describe(session, name));
    tables.push_back(std::move(table));
  }
  return parents_first(std::move(tables));
}

Result<bool> has_table(db::Session& session, std::string_view name) {
  TRY(names, db::all<std::string>(session, questions(session.engine()).tables));
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string quoted_list(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "\"" : ", \"") + name + "\"";
  return list;
}

std::string marks(std::size_t count, std::size_t first) {
  std::string list;
  for (std::size_t i = 0; i < count; ++i) list += fmt::format("{}${}", i == 0 ? "" : ", ", first + i);
  return list;
}

}  // namespace bellman::moving
