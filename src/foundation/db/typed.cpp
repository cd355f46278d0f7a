#include "db/typed.h"

namespace bellman::db {

namespace {

std::vector<std::string> split(const std::string& columns) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < columns.size();) {
    const std::size_t end = std::min(columns.find(", ", at), columns.size());
    parts.push_back(columns.substr(at, end - at));
    at = end + 2;
  }
  return parts;
}

}  // namespace

Result<> read_columns(const Row& row, void* object, std::span<const ColumnReader> columns) {
  int column = 0;
  for (const ColumnReader& one : columns)
    if (auto result = one.read(row, column, object); result.has_error()) return result.error().below(one.name);
  return ok();
}

std::string column_list(std::span<const ColumnName> names, std::string_view prefix) {
  std::string list;
  const auto append = [&](std::string_view name, std::string_view end) { list += fmt::format("{}{}{}{}", list.empty() ? "" : ", ", prefix, name, end); };
  for (const ColumnName& column : names) {
    append(column.name, column.first);
    if (!column.second.empty()) append(column.name, column.second);
  }
  return list;
}

TableStatements::TableStatements(const std::string& table, const std::string& columns, int keys) {
  const std::vector<std::string> parts = split(columns);
  std::string marks, key_list, key_match, assignments, excluded;
  for (int i = 0; i < static_cast<int>(parts.size()); ++i) {
    const std::string& part = parts[static_cast<std::size_t>(i)];
    marks += fmt::format("{}${}", i == 0 ? "" : ", ", i + 1);
    if (i < keys) {
      key_list += (i == 0 ? "" : ", ") + part;
      key_match += fmt::format("{}{} = ${}", i == 0 ? "" : " AND ", part, i + 1);
    } else {
      assignments += fmt::format("{}{} = ${}", i == keys ? "" : ", ", part, i + 1);
      excluded += fmt::format("{}{} = excluded.{}", i == keys ? "" : ", ", part, part);
    }
  }
  const std::string into = "INSERT INTO " + table + " (" + columns + ") VALUES (" + marks + ")";
  insert = made(0, table, "insert", into);
  upsert = made(1, table, "upsert", into + " ON CONFLICT (" + key_list + ") DO " + (excluded.empty() ? "NOTHING" : "UPDATE SET " + excluded));
  update = made(2, table, "update", "UPDATE " + table + " SET " + (assignments.empty() ? parts[0] + " = " + parts[0] : assignments) + " WHERE " + key_match);
  find = made(3, table, "find", "SELECT " + columns + " FROM " + table + " WHERE " + key_match);
  remove = made(4, table, "remove", "DELETE FROM " + table + " WHERE " + key_match);
}

Query TableStatements::made(int slot, const std::string& table, std::string_view verb, std::string sql) {
  names[slot] = table + "." + std::string(verb);
  texts[slot] = std::move(sql);
  return Query{names[slot], texts[slot]};
}

}  // namespace bellman::db
