// `bellman import` as it is typed, on a real store.
#include "base/assert.h"
#include "api/rooms.h"
#include "db/migration.h"
#include "db/sqlite.h"
#include "engine/clock.h"
#include "engine/engine.h"
#include "server/commands.h"
#include "sla/service.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include <unistd.h>

namespace bellman::server {
namespace {

namespace files = std::filesystem;

files::path shared_folder() {
  const char* named = std::getenv("BELLMAN_SHARED");
  return named ? files::path(named) : files::path(BELLMAN_SOURCE_DIR) / "../shared";
}

struct Told {
  int code = 0;
  std::string out, err;
};

class ImportCommand : public testing::Test {
 protected:
  ImportCommand() {
    folder = files::temp_directory_path() / fmt::format("bellman_import_command_{}", getpid());
    files::remove_all(folder);
    files::create_directories(folder);
    const auto database = *db::open_sqlite({.path = store()});
    const engine::SystemClock clock;
    {
      const auto session = *database->open(db::Access::write);
      BELLMAN_ASSERT(db::migrate(*session, api::migrations_of(api::rooms()), clock.now()).has_value(), "migrations");
    }
    const engine::Registry registry;
    engine::Engine engine(*database, registry, clock);
    BELLMAN_ASSERT(engine.start().has_value(), "start");
    const auto made = engine.run({}, [](engine::Tx& tx) -> Result<> {
      sla::Calendar calendar;
      calendar.name = "Working days";
      calendar.zone = "Europe/Berlin";
      for (std::size_t day = 0; day < 5; ++day) calendar.weekly_hours[day] = {{540, 1020}};
      TRY_DO(sla::create_calendar(tx, calendar));
      return ok();
    });
    BELLMAN_ASSERT(made.has_value(), "calendar");
  }
  ~ImportCommand() override { files::remove_all(folder); }

  std::string store() const { return folder / "test.db"; }
  std::string put(const std::string& name, const std::string& bytes) {
    std::ofstream(folder / name, std::ios::binary) << bytes;
    return folder / name;
  }
  Told typed(std::vector<std::string> words) {
    CLI::App line;
    line.require_subcommand(1);
    const Command run = add_import(line);
    words.insert(words.end(), {"--database", "sqlite:" + store()});
    std::reverse(words.begin(), words.end());
    Told told;
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    try {
      line.parse(words);
      told.code = run();
    } catch (const CLI::ParseError& error) {
      told.code = line.exit(error) == 0 ? 0 : 2;
    }
    std::fflush(stdout);
    told.out = testing::internal::GetCapturedStdout();
    told.err = testing::internal::GetCapturedStderr();
    return told;
  }
  Told holidays(const std::string& file, std::vector<std::string> more = {}) {
    std::vector<std::string> words{"import", "holidays", file, "--calendar", "Working days"};
    words.insert(words.end(), more.begin(), more.end());
    return typed(words);
  }
  sla::Calendar calendar() {
    const auto database = *db::open_sqlite({.path = store()});
    const auto session = *database->open(db::Access::read);
    return **sla::find_calendar(*session, "Working days");
  }

  files::path folder;
};

TEST_F(ImportCommand, HolidaysComeIntoTheCalendarAndDirtIsToldByLine) {
  const std::string file = put("days.json", "{\"2027-12-25\": \"Christmas\",\n\"2027-13-01\": \"no such day\",\n\"1990-12-25\": \"long ago\"}");
  const Told told = holidays(file);
  EXPECT_EQ(told.code, 0) << told.err;
  EXPECT_EQ(told.out, "line 2: bad_date 2027-13-01\n"
                      "3 entries: 1 taken, 1 passed over, 1 unusable; 0 days outside the span\n"
                      "added: 1 holidays, 0 part days, 0 working days; the calendar is at version 2\n");
  ASSERT_EQ(calendar().holidays.size(), 1U);
  const Told again = holidays(file, {"--json"});
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(again.out, "{\"calendar_id\":1,\"version\":2,\"rows\":3,\"taken\":1,\"passed_over\":1,\"unusable\":1,\"outside_days\":0,\"holidays_added\":0,\"breaks_added\":0,"
                       "\"shifts_added\":0,\"dirt_lines\":1,\"dirt\":[{\"line\":2,\"kind\":\"bad_date\",\"text\":\"2027-13-01\"}]}\n");
  EXPECT_EQ(calendar().version, 2) << "nothing new, no new version";
}

TEST_F(ImportCommand, TheFormatIsFoundOut) {
  EXPECT_EQ(holidays(put("a", "\n <calendar year=\"2027\"><days><day d=\"01.01\" t=\"1\"/><day d=\"02.20\" t=\"3\"/></days></calendar>")).code, 0);
  EXPECT_EQ(calendar().holidays.size(), 1U);
  EXPECT_EQ(calendar().shifts.size(), 1U);
  const std::string csv = put("b", "country,date,start_utc,end_utc,name,type,substitute\nDE,2027-05-01,2027-04-30T22:00:00Z,2027-05-01T22:00:00Z,Tag der Arbeit,public,\n");
  const Told nameless = holidays(csv);
  EXPECT_EQ(nameless.code, 1);
  EXPECT_NE(nameless.err.find("Name one"), std::string::npos) << nameless.err;
  EXPECT_EQ(holidays(csv, {"--country", "DE"}).code, 0);
  EXPECT_EQ(calendar().holidays.size(), 2U);
}

TEST_F(ImportCommand, WhatCannotBeDoneIsSaidWithTheCure) {
  const std::string file = put("days.json", "{\"2027-12-25\": \"Christmas\"}");
  const auto error = [](const Told& told) { return fmt::format("{} {}", told.code, told.err); };
  EXPECT_NE(error(typed({"import", "holidays", file, "--calendar", "Nights"})).find("1 bellman: There is no calendar \"Nights\".\n         The store has: \"Working days\"."), std::string::npos);
  EXPECT_EQ(typed({"import", "holidays", file, "--calendar", "1"}).code, 0) << "its number does too";
  EXPECT_NE(error(holidays(folder / "nowhere")).find("cannot be read"), std::string::npos);
  EXPECT_NE(error(holidays(folder)).find("cannot be read"), std::string::npos) << "a folder is no file";
  EXPECT_NE(error(holidays(put("empty", " \n"))).find("holds nothing"), std::string::npos);
  EXPECT_NE(error(holidays(file, {"--format", "ical"})).find("date_holidays_csv"), std::string::npos);
  EXPECT_EQ(holidays(file, {"--first", "yesterday"}).code, 1);
  EXPECT_NE(error(holidays(file, {"--first", "2028-01-01", "--last", "2027-01-01"})).find("before the first"), std::string::npos);
  EXPECT_NE(error(holidays(put("large", std::string(sla::holiday_text_limit + 1, ' ') + "{}"))).find("larger than 4 MiB"), std::string::npos);
  EXPECT_EQ(typed({"import", "holidays", file}).code, 2) << "which calendar?";
  EXPECT_EQ(typed({"import"}).code, 2);
}

TEST_F(ImportCommand, BrokenTablesAreToldNotFatal) {
  const auto told = [&](const std::string& bytes) {
    const Told said = holidays(put("table", bytes), {"--country", "DE"});
    EXPECT_EQ(said.code, 0) << said.err;
    return said.out.substr(0, said.out.find('\n'));
  };
  EXPECT_TRUE(told("{\"2027-12-25\": ").starts_with("line 1: bad_json"));
  EXPECT_TRUE(told("<calendar year=\"2027\">\n<days><day d=\"01.01\"").starts_with("line 2: bad_xml"));
  EXPECT_TRUE(told("DE;2027-05-01\n").starts_with("line 1: unknown_header"));
  EXPECT_TRUE(told("country,date,start_utc,end_utc,name,type,substitute\nDE,2027-05-01\n").starts_with("line 2: too_few_fields"));
  EXPECT_TRUE(told(std::string("\xff\xfe\0\0", 4)).starts_with("line 1:"));
  EXPECT_EQ(calendar().version, 1);
}

TEST_F(ImportCommand, TheSharedTablesAreTaken) {
  const files::path tables = shared_folder() / "data/calendars";
  const files::path csv = tables / "date-holidays_18countries_2024-2027.csv";
  if (!files::exists(csv)) GTEST_SKIP() << "skipped: no " << csv;
  const Told told = holidays(csv, {"--country", "DE", "--first", "2024-01-01"});
  EXPECT_EQ(told.code, 0) << told.err;
  EXPECT_NE(told.out.find(" 0 unusable"), std::string::npos) << told.out;
  EXPECT_GT(calendar().holidays.size(), 20U);
}

TEST_F(ImportCommand, RequestsAreTakenAndABrokenFileEndsWithOne) {
  const std::string header = "case_enquiry_id,open_dt,target_dt,closed_dt,ontime_status,case_status,closure_reason,case_title,subject,reason,type,queue,department,location,"
                             "neighborhood,location_zipcode,latitude,longitude,source\n";
  const std::string row = "1,2015-01-05T10:00:00,,2015-01-05T12:00:00,ONTIME,Closed,Done,Lamp out,Works,Lights,Street Light,Q1,D1,1 Some St,Back Bay,02108,42.35,-71.07,Twitter\n";
  const Told told = typed({"import", "requests", put("a.csv", header + row)});
  EXPECT_EQ(told.code, 0) << told.err;
  EXPECT_NE(told.out.find("1 rows: 1 taken, 0 there before, 0 rejected"), std::string::npos) << told.out;
  EXPECT_NE(told.out.find("target_missing"), std::string::npos) << told.out;
  const Told again = typed({"import", "requests", put("a.csv", header + row), "--json"});
  EXPECT_TRUE(again.out.starts_with("{\"figures\":{\"rows\":1,\"taken\":0,\"known_before\":1,")) << again.out;
  const Told nothing = typed({"import", "requests", put("c.csv", header + "2,never" + row.substr(21))});
  EXPECT_EQ(nothing.code, 1) << "nothing was taken: " << nothing.out;
  const Told empty = typed({"import", "requests", put("b.csv", "")});
  EXPECT_EQ(empty.code, 1);
  EXPECT_NE(empty.out.find("imports.no_header"), std::string::npos) << empty.out;
}

}  // namespace
}  // namespace bellman::server
