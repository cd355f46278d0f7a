// The rows that the product writes when it files one request, found by filing one and looking, and a writer that does
// nothing but write the same rows again with SQLite itself: the floor under the product's own writer.
#pragma once
#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace bellman::bench {

struct Cell {
  enum class Part { fixed, number, numbered_text };  // numbered_text: what stands before the number is in `text`
  Part part = Part::fixed;
  int type = SQLITE_NULL;
  std::int64_t integer = 0;
  double real = 0;
  std::string text;
};

struct SampleRow {
  std::string table;
  std::vector<std::string> columns;
  std::vector<Cell> cells;
};

struct Sample {
  std::vector<SampleRow> rows;
  std::string answer_body;
  std::vector<std::string> sequences;  // of ids that are taken in blocks
};

// How many rows each table has.
std::vector<std::pair<std::string, std::int64_t>> count_rows(const std::string& file);
// The rows of the one request in `file`. Gives up when filing touched a table that is not known here, so that the comparison
// cannot fall behind the product unnoticed.
Sample read_sample(const std::string& file, const std::vector<std::pair<std::string, std::int64_t>>& before);

class BareWriter {
 public:
  BareWriter(const std::string& file, const Sample& sample);
  ~BareWriter();
  BareWriter(const BareWriter&) = delete;
  BareWriter& operator=(const BareWriter&) = delete;
  void begin();
  void write(std::int64_t number);  // one request's rows
  void commit();                    // returns when it is on disk

 private:
  sqlite3_stmt* prepare(const std::string& sql);
  void run(sqlite3_stmt* statement);
  void bind(sqlite3_stmt* statement, int index, const Cell& cell, std::int64_t number);

  sqlite3* handle = nullptr;
  const Sample& sample;
  std::vector<sqlite3_stmt*> statements;           // one a row
  std::vector<sqlite3_stmt*> reserves;             // one a sequence
  sqlite3_stmt *begin_one = nullptr, *commit_one = nullptr, *wake_index = nullptr, *wake_round = nullptr;
};

}  // namespace bellman::bench
