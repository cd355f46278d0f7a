#include "bare_rows.h"

#include "figure.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace bellman::bench {

namespace {

constexpr std::int64_t id_block = 1024, base_number = 10'000'000;  // above every id that the company has used

// What in a table's row is this request's own, and which rows are those of the request.
struct KnownTable {
  std::string where;
  std::set<std::string> numbers;               // columns that hold the id
  std::map<std::string, std::string> texts;    // columns that hold text with the number, and what stands before it
};
const std::map<std::string, KnownTable>& known_tables() {
  static const std::map<std::string, KnownTable> tables{
      {"request", {"1", {"id"}, {{"external_id", "bench-"}}}},
      {"deadline", {"1", {"request_id"}, {}}},
      {"timer", {"kind LIKE 'sla.%'", {"subject_id"}, {}}},
      {"event", {"subject = 'request'", {"id", "subject_id"}, {}}},
      {"job", {"1", {"id", "request_id"}, {}}},
      {"idempotency", {"1", {}, {{"key", "key-"}}}},
  };
  return tables;
}

sqlite3* open_file(const std::string& file) {
  sqlite3* handle = nullptr;
  if (sqlite3_open_v2(file.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr) != SQLITE_OK) give_up("The file cannot be opened: " + file);
  return handle;
}

sqlite3_stmt* prepared(sqlite3* handle, const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(handle, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
    give_up(fmt::format("{}: {}", sqlite3_errmsg(handle), sql));
  return statement;
}

template <class Visit>
void for_each_row(sqlite3* handle, const std::string& sql, Visit&& visit) {
  sqlite3_stmt* statement = prepared(handle, sql);
  while (sqlite3_step(statement) == SQLITE_ROW) visit(statement);
  sqlite3_finalize(statement);
}

std::string text_at(sqlite3_stmt* statement, int column) {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
  return {bytes == nullptr ? "" : bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement, column))};
}

Cell cell_of(sqlite3_stmt* statement, int column, const KnownTable& table) {
  const std::string name = sqlite3_column_name(statement, column);
  Cell cell;
  cell.type = sqlite3_column_type(statement, column);
  if (table.numbers.contains(name)) cell.part = Cell::Part::number;
  else if (const auto found = table.texts.find(name); found != table.texts.end()) cell = {Cell::Part::numbered_text, SQLITE_TEXT, 0, 0, found->second};
  else if (cell.type == SQLITE_INTEGER) cell.integer = sqlite3_column_int64(statement, column);
  else if (cell.type == SQLITE_FLOAT) cell.real = sqlite3_column_double(statement, column);
  else cell.text = text_at(statement, column);
  return cell;
}

}  // namespace

std::vector<std::pair<std::string, std::int64_t>> count_rows(const std::string& file) {
  sqlite3* handle = open_file(file);
  std::vector<std::pair<std::string, std::int64_t>> counts;
  // The text index is written later, by a timer.
  for_each_row(handle, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'request_text%' ORDER BY name",
               [&](sqlite3_stmt* statement) { counts.emplace_back(text_at(statement, 0), 0); });
  for (auto& [table, count] : counts)
    for_each_row(handle, "SELECT count(*) FROM " + table, [&count = count](sqlite3_stmt* statement) { count = sqlite3_column_int64(statement, 0); });
  sqlite3_close(handle);
  return counts;
}

Sample read_sample(const std::string& file, const std::vector<std::pair<std::string, std::int64_t>>& before) {
  const auto after = count_rows(file);
  for (std::size_t i = 0; i < after.size(); ++i)
    if (after[i].second != before[i].second && after[i].first != "id_sequence" && !known_tables().contains(after[i].first))
      give_up(fmt::format("Filing a request writes to the table {}, which bench/bare_rows.cpp does not know.", after[i].first));
  sqlite3* handle = open_file(file);
  Sample sample;
  for (const auto& [name, table] : known_tables()) {
    for_each_row(handle, fmt::format("SELECT * FROM {} WHERE {}", name, table.where), [&, &name = name, &table = table](sqlite3_stmt* statement) {
      SampleRow row{name, {}, {}};
      for (int column = 0; column < sqlite3_column_count(statement); ++column) {
        row.columns.emplace_back(sqlite3_column_name(statement, column));
        row.cells.push_back(cell_of(statement, column, table));
      }
      sample.rows.push_back(std::move(row));
    });
  }
  for_each_row(handle, "SELECT body FROM idempotency", [&](sqlite3_stmt* statement) { sample.answer_body = text_at(statement, 0); });
  sqlite3_close(handle);
  sample.sequences = {"request", "job", "event"};
  return sample;
}

BareWriter::BareWriter(const std::string& file, const Sample& rows) : handle(open_file(file)), sample(rows) {
  // The product's own settings.
  sqlite3_exec(handle, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16384; PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864; PRAGMA wal_autocheckpoint=8000", nullptr,
               nullptr, nullptr);
  for (const SampleRow& row : sample.rows) {
    std::string names, places;
    for (std::size_t i = 0; i < row.columns.size(); ++i) {
      names += (i > 0 ? ", \"" : "\"") + row.columns[i] + "\"";
      places += i > 0 ? ", ?" : "?";
    }
    statements.push_back(prepare(fmt::format("INSERT INTO {} ({}) VALUES ({})", row.table, names, places)));
  }
  for (const std::string& sequence : sample.sequences)
    reserves.push_back(prepare(fmt::format("INSERT INTO id_sequence (name, next) VALUES ('{}', {}) ON CONFLICT (name) DO UPDATE SET next = next + {}", sequence, id_block, id_block)));
  begin_one = prepare("BEGIN IMMEDIATE");
  commit_one = prepare("COMMIT");
  const auto wake = [&](const char* kind) {
    return prepare(fmt::format("INSERT INTO timer (kind, subject_id, due, data, attempts, error) VALUES ('{}', 0, 1, '{{}}', 0, '')"
                               " ON CONFLICT (kind, subject_id) DO UPDATE SET due = excluded.due WHERE excluded.due < timer.due", kind));
  };
  wake_index = wake("follower.requests.text");
  wake_round = wake("dispatch.round");
}

BareWriter::~BareWriter() {
  for (sqlite3_stmt* statement : statements) sqlite3_finalize(statement);
  for (sqlite3_stmt* statement : reserves) sqlite3_finalize(statement);
  for (sqlite3_stmt* statement : {begin_one, commit_one, wake_index, wake_round}) sqlite3_finalize(statement);
  sqlite3_close(handle);
}

sqlite3_stmt* BareWriter::prepare(const std::string& sql) { return prepared(handle, sql); }

void BareWriter::run(sqlite3_stmt* statement) {
  if (sqlite3_step(statement) != SQLITE_DONE) give_up(fmt::format("bare: {}", sqlite3_errmsg(handle)));
  sqlite3_reset(statement);
}

void BareWriter::bind(sqlite3_stmt* statement, int index, const Cell& cell, std::int64_t number) {
  if (cell.part == Cell::Part::number) {
    sqlite3_bind_int64(statement, index, base_number + number);
  } else if (cell.part == Cell::Part::numbered_text) {
    const std::string text = fmt::format("{}{:09}", cell.text, number);
    sqlite3_bind_text(statement, index, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
  } else if (cell.type == SQLITE_INTEGER) {
    sqlite3_bind_int64(statement, index, cell.integer);
  } else if (cell.type == SQLITE_FLOAT) {
    sqlite3_bind_double(statement, index, cell.real);
  } else if (cell.type == SQLITE_TEXT) {
    sqlite3_bind_text(statement, index, cell.text.data(), static_cast<int>(cell.text.size()), SQLITE_STATIC);
  } else {
    sqlite3_bind_null(statement, index);
  }
}

void BareWriter::begin() { run(begin_one); }
void BareWriter::commit() { run(commit_one); }

void BareWriter::write(std::int64_t number) {
  if (number % id_block == 0)
    for (sqlite3_stmt* reserve : reserves) run(reserve);
  for (std::size_t row = 0; row < statements.size(); ++row) {
    const auto& cells = sample.rows[row].cells;
    for (std::size_t i = 0; i < cells.size(); ++i) bind(statements[row], static_cast<int>(i) + 1, cells[i], number);
    run(statements[row]);
  }
  run(wake_index);
  run(wake_round);
}

}  // namespace bellman::bench
