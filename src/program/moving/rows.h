// Reading any table page by page, and what it takes to write its rows.
#pragma once
#include "moving/checksum.h"
#include "moving/tables.h"

#include <deque>

namespace bellman::moving {

// A statement made at run time. Its text lives until the program's end and is there once, as the statement caches want it.
db::Query kept_query(std::string sql);

// Values of a row that outlive it.
class KeptValues {
 public:
  KeptValues() = default;
  // A copy's values would point into the original.
  KeptValues(const KeptValues&) = delete;
  KeptValues& operator=(const KeptValues&) = delete;
  KeptValues(KeptValues&&) noexcept = default;
  KeptValues& operator=(KeptValues&&) noexcept = default;
  ~KeptValues() = default;
  void clear();
  void add(const db::Value& value);
  std::span<const db::Value> span() const { return values; }

 private:
  std::vector<db::Value> values;
  std::deque<std::string> texts;  // a deque: what points into it must stay
};

// A table's rows with all their columns, in the order of the key.
class Pages {
 public:
  // `condition`: of the rows wanted, in SQL; empty: all.
  explicit Pages(const Table& of, const std::string& condition = {});
  // The next page begins behind the last row that this store has of the table, if it has any.
  Result<> go_behind_last(db::Session& session);
  // How many rows there were; fewer than `limit`: these were the last.
  Result<std::int64_t> next(db::Session& session, std::int64_t limit, const db::RowVisitor& visit);

 private:
  const Table& table;
  db::Query first, more, last;
  KeptValues behind;
};

// "INSERT INTO … VALUES …" of all columns.
db::Query insert_query(const Table& table);
// All columns of a row; valid as long as that.
void read_values(const db::Row& row, const Table& table, std::vector<db::Value>& into);

// `told`: after each page, with its rows.
Result<Checksum> checksum_of(db::Session& session, const Table& table, const std::function<void(std::int64_t)>& told = {});

}  // namespace bellman::moving
