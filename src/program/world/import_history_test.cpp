// Files as dirty as they come, taken over into a real store.
#include "world/import_history.h"

#include "api/rooms.h"
#include "base/assert.h"
#include "base/assert.h"
#include "checks/checks.h"
#include "db/migration.h"
#include "db/fresh_database.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <lzma.h>

#include <filesystem>
#include <fstream>

#include <unistd.h>

namespace bellman::world {
namespace {

namespace json = boost::json;

constexpr const char* header =
    "case_enquiry_id,open_dt,target_dt,closed_dt,ontime_status,case_status,closure_reason,case_title,subject,reason,type,queue,department,location,"
    "neighborhood,location_zipcode,latitude,longitude,source\n";

// A clean row but for its id, times and place.
std::string row(const std::string& id, const std::string& opened = "2015-01-05T10:00:00", const std::string& target = "2015-01-06T10:00:00",
                const std::string& closed = "2015-01-05T12:00:00", const std::string& place = "42.35,-71.07", const std::string& title = "Lamp out") {
  return id + "," + opened + "," + target + "," + closed + ",ONTIME," + (closed.empty() ? "Open" : "Closed") + ",Done," + title +
         ",Works,Lights,Street Light,Q1,D1,1 Some St  Boston  MA  02108,Back Bay,02108," + place + ",Constituent Call\n";
}

std::string packed(const std::string& text) {
  std::string bytes(lzma_stream_buffer_bound(text.size()), '\0');
  std::size_t length = 0;
  const auto outcome = lzma_easy_buffer_encode(1, LZMA_CHECK_CRC64, nullptr, reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
                                               reinterpret_cast<std::uint8_t*>(bytes.data()), &length, bytes.size());
  BELLMAN_ASSERT(outcome == LZMA_OK, "packing");
  bytes.resize(length);
  return bytes;
}

class ImportHistory : public testing::Test {
 protected:
  ImportHistory() : clock(*parse_instant("2026-01-12T09:00:00Z")) {
    folder = std::filesystem::temp_directory_path() / fmt::format("bellman_import_test_{}", getpid());
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    database = db::fresh_database(folder);
    const auto session = *database->open(db::Access::write);
    BELLMAN_ASSERT(db::migrate(*session, api::migrations_of(api::rooms()), clock.now()).has_value(), "migrations");
  }
  ~ImportHistory() override {
    database.reset();
    std::filesystem::remove_all(folder);
  }

  std::string put(const std::string& bytes) {
    const auto file = folder / "requests.csv";
    std::ofstream(file, std::ios::binary) << bytes;
    return file;
  }
  ImportResult taken(const std::string& bytes) {
    auto result = import_history(*database, clock, put(bytes), "boston311", {});
    BELLMAN_ASSERT(result.has_value(), result.has_error() ? result.error().text() : "");
    const ImportFigures& figures = result->figures;
    EXPECT_EQ(figures.rows, figures.taken + figures.updated + figures.known_before + figures.rejected);
    EXPECT_EQ(json::parse(result->dirt_json).at("rows").to_number<std::int64_t>(), figures.rows);
    return *std::move(result);
  }
  // "kind:line,line kind:line", by kind.
  static std::string dirt(const ImportResult& result) {
    std::map<std::string, std::string> kinds;
    const json::value report = json::parse(result.dirt_json);
    for (const json::value& kind : report.at("kinds").as_array())
      for (const json::value& finding : kind.at("first").as_array()) {
        std::string& lines = kinds[std::string(kind.at("kind").as_string())];
        lines += fmt::format("{}{}", lines.empty() ? "" : ",", finding.at("line").to_number<std::int64_t>());
      }
    std::string text;
    for (const auto& [kind, lines] : kinds) text += fmt::format("{}{}:{}", text.empty() ? "" : " ", kind, lines);
    return text;
  }
  std::int64_t stored(const std::string& table) {
    const std::string sql = "SELECT count(*) FROM " + table;
    const auto session = *database->open(db::Access::read);
    std::int64_t number = -1;
    BELLMAN_ASSERT(session->query({sql, sql}, {}, [&](const db::Row& found) -> Result<> { return number = found.integer(0), ok(); }).has_value(), "count");
    return number;
  }
  std::string violations() {
    const auto session = *database->open(db::Access::read);
    const auto found = checks::run(*session, clock.now());
    BELLMAN_ASSERT(found.has_value(), found.has_error() ? found.error().text() : "");
    std::string text;
    for (const auto& one : *found) text += one.code + ": " + one.sentence + "\n";
    return text;
  }

  std::filesystem::path folder;
  engine::ManualClock clock;
  std::unique_ptr<db::Database> database;
};

TEST_F(ImportHistory, EachKindOfDirtIsToldByLineAndNothingIsDropped) {
  const ImportResult result = taken(std::string(header) +                                                        // 1
                                    row("1") +                                                                   // 2: clean
                                    row("2", "2015-01-05T10:00:00", "2015-01-06T10:00:00", "2015-01-04T10:00:00") +  // 3: closes before it opens
                                    row("3", "2015-01-05T10:00:00", "") +                                        // 4: no target
                                    row("4", "2015-01-05T10:00:00", "2015-01-06T10:00:00", "", "42.3594,-71.0587") +  // 5: the default place
                                    row("5", "2015-02-30T10:00:00") +                                            // 6: no such day
                                    "6,only three,fields\n" +                                                    // 7
                                    row("7", "2015-01-05T10:00:00", "2015-01-06T10:00:00", "2015-01-05T12:00:00", "42.35,-71.07", "5\" pipe") +  // 8
                                    row("8", "2015-01-05T10:00:00", "2015-01-06T10:00:00", "2015-01-05T12:00:00", "42.35,-71.07", "L\xe1mpara") +  // 9: Latin 1
                                    row("1") +                                                                   // 10: line 2 again
                                    row("1", "2015-01-05T11:00:00") +                                            // 11: its id, another row
                                    row("") +                                                                    // 12: no id
                                    "\n" +                                                                       // 13: blank
                                    row("9") + header);                                                          // 14: clean, 15: the header again
  EXPECT_EQ(dirt(result),
            "blank_line:13 closed_before_opened:3 dialect:1 header_repeated:15 id_missing:12 id_repeated:11 place_default:5 reason_without_closing:5 row_repeated:10 "
            "stray_quote:8 target_missing:4 time_unreadable:6 too_few_fields:7");
  EXPECT_EQ(result.figures.rows, 14);
  EXPECT_EQ(result.figures.taken, 7);
  EXPECT_EQ(result.figures.rejected, 7);
  EXPECT_TRUE(result.figures.whole);
  EXPECT_EQ(stored("request"), 7);
  EXPECT_EQ(stored("request WHERE place_lat IS NULL"), 1) << "nowhere is no place";
  EXPECT_EQ(stored("request WHERE state = 'accepted'"), 2) << "one is open, one closes before it opens: an operator looks at them";
  EXPECT_EQ(stored("service"), 1);
  EXPECT_EQ(stored("site"), 1);
  EXPECT_EQ(violations(), "");
}

TEST_F(ImportHistory, TheSameFileCreatesNothingTwice) {
  const std::string file = std::string(header) + row("1") + row("2") + row("3", "never");
  EXPECT_EQ(taken(file).figures.taken, 2);
  for (int again = 0; again < 2; ++again) {
    const ImportFigures figures = taken(file).figures;
    EXPECT_EQ(figures.taken, 0);
    EXPECT_EQ(figures.known_before, 2);
    EXPECT_EQ(figures.rejected, 1);
  }
  const ImportFigures grown = taken(file + row("4", "2015-01-07T10:00:00")).figures;
  EXPECT_EQ(grown.taken, 1);
  for (const auto& [table, number] : std::vector<std::pair<std::string, int>>{{"request", 3}, {"programme", 1}, {"client", 1}, {"service", 1}, {"site", 1}, {"sla_policy", 1}})
    EXPECT_EQ(stored(table), number) << table;
  EXPECT_EQ(stored("event WHERE kind = 'request.imported'"), 3);
}

TEST_F(ImportHistory, TheNextDaysFileClosesWhatWasOpen) {
  const std::string open = row("1", "2015-01-05T10:00:00", "2015-01-06T10:00:00", ""), other = row("2", "2015-01-05T11:00:00", "2015-01-06T10:00:00", "");
  EXPECT_EQ(taken(header + open + other).figures.taken, 2);
  EXPECT_EQ(stored("request WHERE state = 'accepted'"), 2);
  const std::string closed = row("1", "2015-01-05T10:00:00", "2015-01-06T10:00:00", "2015-01-07T12:00:00");
  const ImportFigures second = taken(header + closed + other).figures;
  EXPECT_EQ(second.updated, 1);
  EXPECT_EQ(second.known_before, 1);
  EXPECT_EQ(stored("request WHERE state = 'closed' AND closed_at IS NOT NULL AND late = 1 AND owes = 'nobody' AND external_id = '1'"), 1);
  EXPECT_EQ(stored("request WHERE state = 'accepted'"), 1);
  EXPECT_EQ(taken(header + open).figures.known_before, 1) << "an older file does not open it again";
  EXPECT_EQ(stored("request WHERE state = 'closed'"), 1);
  EXPECT_EQ(violations(), "");
}

TEST_F(ImportHistory, TheSameTableIsTakenHoweverItIsWritten) {
  const std::string table = std::string(header) + row("1");
  std::string wide = "\xFF\xFE", semicolons, returns = table;
  for (const char c : table) wide += {c, '\0'};
  std::ranges::replace(returns, '\n', '\r');
  bool in_quotes = false;
  for (const char c : table) {
    if (c == '"') in_quotes = !in_quotes;
    semicolons += c == ',' && !in_quotes ? ';' : c;
  }
  EXPECT_EQ(taken(table).figures.taken, 1);
  for (const std::string& other : {wide, semicolons, "sep=;\n" + semicolons, returns}) EXPECT_EQ(taken(other).figures.known_before, 1);
  std::string american = row("2", "1/15/2015 1:05 PM", "2015-01-16T10:00:00", "2015-01-15 20:00:00+00");
  EXPECT_EQ(taken(header + american).figures.taken, 1);
  EXPECT_EQ(stored("request WHERE external_id = '2' AND filed_at = 1421345100000 AND closed_at = 1421352000000"), 1);
}

TEST_F(ImportHistory, AFileThatBreaksOffIsTakenAsFarAsItGoes) {
  std::string text = header;
  for (int i = 1; i <= 5000; ++i) text += row(std::to_string(i), "2015-01-05T10:00:00", "2015-01-06T10:00:00", "2015-01-05T12:00:00", "42.35,-71.07", fmt::format("Lamp {}", i * 7919 % 5003));
  const std::string whole = packed(text);
  const ImportResult cut = taken(whole.substr(0, whole.size() * 2 / 3));
  EXPECT_FALSE(cut.figures.whole);
  EXPECT_GT(cut.figures.taken, 0);
  EXPECT_LT(cut.figures.taken, 5000);
  EXPECT_EQ(dirt(cut), fmt::format("xz.truncated:{}", cut.figures.rows + 1));
  EXPECT_NE(cut.dirt_text.find("xz.truncated"), std::string::npos);
  EXPECT_EQ(stored("request"), cut.figures.taken);
  const ImportResult rest = taken(whole);
  EXPECT_TRUE(rest.figures.whole);
  EXPECT_EQ(rest.figures.known_before, cut.figures.taken);
  EXPECT_EQ(stored("request"), 5000);
}

TEST_F(ImportHistory, WhatHoldsNoRowsSaysSo) {
  const auto told = [&](const std::string& bytes) {
    const ImportResult result = taken(bytes);
    EXPECT_EQ(result.figures.rows, 0);
    return fmt::format("{} {}", result.figures.whole ? "whole" : "broken", dirt(result));
  };
  EXPECT_EQ(told(""), "broken imports.no_header:1");
  EXPECT_EQ(told(header), "whole ");
  EXPECT_EQ(told("id,opened\n1,2015-01-05T10:00:00\n"), "broken imports.missing_column:1");
  EXPECT_EQ(told(packed("")), "broken imports.no_header:1");
  EXPECT_EQ(stored("request"), 0);
  EXPECT_EQ(import_history(*database, clock, folder / "nowhere.csv", "boston311", {}).error().code, "file.not_found");
  EXPECT_EQ(import_history(*database, clock, put(header), "paris", {}).error().code, "imports.unknown_format");
}

}  // namespace
}  // namespace bellman::world
