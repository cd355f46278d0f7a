#include "moving/rows.h"

#include <fmt/format.h>

#include <mutex>
#include <set>

namespace bellman::moving {

db::Query kept_query(std::string sql) {
  static std::mutex mutex;
  static std::set<std::string> texts;
  const std::lock_guard lock(mutex);
  const std::string& text = *texts.insert(std::move(sql)).first;
  return {text, text};
}

void KeptValues::clear() {
  values.clear();
  texts.clear();
}

void KeptValues::add(const db::Value& value) {
  if (const auto* text = std::get_if<std::string_view>(&value)) values.emplace_back(std::string_view(texts.emplace_back(*text)));
  else if (const auto* blob = std::get_if<db::Blob>(&value)) values.emplace_back(db::Blob{texts.emplace_back(blob->bytes)});
  else values.push_back(value);
}

Pages::Pages(const Table& of, const std::string& condition) : table(of) {
  const std::string select = fmt::format("SELECT {} FROM \"{}\"", quoted_list(table.columns), table.name);
  const std::string key = quoted_list(table.key);
  first = kept_query(fmt::format("{}{} ORDER BY {} LIMIT $1", select, condition.empty() ? "" : " WHERE " + condition, key));
  more = kept_query(fmt::format("{} WHERE ({}) > ({}){} ORDER BY {} LIMIT ${}", select, key, marks(table.key.size()), condition.empty() ? "" : " AND (" + condition + ")", key,
                                table.key.size() + 1));
  std::string backwards;
  for (const std::string& column : table.key) backwards += fmt::format("{}\"{}\" DESC", backwards.empty() ? "" : ", ", column);
  last = kept_query(fmt::format("{} ORDER BY {} LIMIT 1", select, backwards));
}

Result<> Pages::go_behind_last(db::Session& session) {
  behind.clear();
  return session.query(last, {}, [&](const db::Row& row) -> Result<> {
    for (const std::string& column : table.key) behind.add(row.value(static_cast<int>(table.place_of(column))));
    return ok();
  });
}

Result<std::int64_t> Pages::next(db::Session& session, std::int64_t limit, const db::RowVisitor& visit) {
  std::vector<db::Value> values(behind.span().begin(), behind.span().end());
  const bool from_the_first = values.empty();
  values.emplace_back(limit);
  std::int64_t seen = 0;
  KeptValues reached;
  TRY_DO(session.query(from_the_first ? first : more, values, [&](const db::Row& row) -> Result<> {
    TRY_DO(visit(row));
    if (++seen < limit) return ok();
    for (const std::string& column : table.key) reached.add(row.value(static_cast<int>(table.place_of(column))));
    return ok();
  }));
  behind = std::move(reached);
  return seen;
}

db::Query insert_query(const Table& table) {
  return kept_query(fmt::format("INSERT INTO \"{}\" ({}) VALUES ({})", table.name, quoted_list(table.columns), marks(table.columns.size())));
}

void read_values(const db::Row& row, const Table& table, std::vector<db::Value>& into) {
  into.clear();
  for (int i = 0; i < static_cast<int>(table.columns.size()); ++i) into.push_back(row.value(i));
}

Result<Checksum> checksum_of(db::Session& session, const Table& table, const std::function<void(std::int64_t)>& told) {
  constexpr std::int64_t at_once = 5000;
  Checksum checksum;
  Pages pages(table);
  for (;;) {
    TRY(seen, pages.next(session, at_once, [&](const db::Row& row) -> Result<> {
      checksum.add(row, static_cast<int>(table.columns.size()));
      return ok();
    }));
    if (told) told(seen);
    if (seen < at_once) return checksum;
  }
}

}  // namespace bellman::moving
