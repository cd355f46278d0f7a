#include "sla/holidays.h"

#include "sla/business_time.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace bellman::sla {
namespace {

LocalDay day(const char* text) { return *parse_local_day(text); }
std::filesystem::path calendars_folder() {
  const char* named = std::getenv("BELLMAN_SHARED");
  return (named ? std::filesystem::path(named) : std::filesystem::path(BELLMAN_SOURCE_DIR) / "../shared") / "data/calendars";
}
std::string content(const std::filesystem::path& file) {
  std::stringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}
std::string shown(const HolidayTable& table) {
  std::string text;
  for (const Holiday& holiday : table.holidays) text += to_text(holiday.day) + " " + holiday.name + "|";
  for (const TableDirt& dirt : table.dirt) text += std::to_string(dirt.line) + ":" + dirt.kind + "|";
  return text;
}
Calendar office() {
  Calendar calendar;
  calendar.zone = "Europe/Moscow";
  for (std::size_t i = 0; i < 5; ++i) calendar.weekly_hours[i] = {{540, 780}, {840, 1080}};
  return calendar;
}

const std::string header = "country,date,start_utc,end_utc,name,type,substitute\n";

TEST(HolidaysCsv, TakesDaysOfSeveralDaysAndOfClockChanges) {
  const auto table = read_date_holidays_csv(header + "XX,2026-01-02,2026-01-01T21:00:00.000Z,2026-01-03T21:00:00.000Z,\"New, Year\",public,0\n"
                                                     "XX,2026-03-29,2026-03-28T22:00:00Z,2026-03-29T21:00:00Z,Spring,public,0\n"
                                                     "XX,2026-03-29,2026-03-28T22:00:00Z,2026-03-29T21:00:00Z,Other,public,0\n"
                                                     "XX,2026-05-01,2026-04-30T21:00:00Z,2026-05-01T21:00:00Z,Day,observance,0\n"
                                                     "YY,2026-05-01,2026-04-30T21:00:00Z,2026-05-01T21:00:00Z,Day,public,0\n",
                                            "XX", Zone::utc());
  EXPECT_EQ(shown(table), "2026-01-02 New, Year|2026-01-03 New, Year|2026-03-29 Spring; Other|");
  EXPECT_EQ(table.rows, 5);
  EXPECT_EQ(table.taken, 3);
  EXPECT_EQ(table.passed_over, 2);
}

TEST(HolidaysCsv, DirtCanBeShownWhateverItsBytes) {
  const auto table = read_date_holidays_csv(header + "XX,\xB2" "026,,,Day,public,0\n", "XX", Zone::utc());
  ASSERT_FALSE(table.dirt.empty());
  EXPECT_EQ(table.dirt[0].text, "XX,?026,,,Day,public,0");
}

TEST(HolidaysCsv, APartOfADayIsABreak) {
  const auto table = read_date_holidays_csv(header + "XX,2026-06-10,2026-06-09T15:00:00Z,2026-06-12T09:00:00Z,Feast,public,0\n", "XX", *Zone::find("Europe/Istanbul"));
  EXPECT_EQ(shown(table), "2026-06-10 Feast|2026-06-11 Feast|");
  ASSERT_EQ(table.part_days.size(), 2U);
  EXPECT_EQ(table.part_days[0].intervals, (std::vector<WallInterval>{{1080, 1440}}));
  EXPECT_EQ(table.part_days[1].intervals, (std::vector<WallInterval>{{0, 720}}));
}

TEST(HolidaysCsv, ReportsDirtByLineAndKind) {
  const auto table = read_date_holidays_csv(header + "XX,2026-02-30,2026-01-01T21:00:00Z,2026-01-02T21:00:00Z,A,public,0\n"
                                                     "XX,2026-01-02,soon,2026-01-02T21:00:00Z,A,public,0\n"
                                                     "XX,2026-01-02,2026-01-03T21:00:00Z,2026-01-02T21:00:00Z,A,public,0\n"
                                                     "XX,2026-01-02,2026-01-01T21:00:00Z,2026-01-02T21:00:00Z,A,private,0\n"
                                                     "XX,2026-01-02\n",
                                            "XX", Zone::utc());
  EXPECT_EQ(shown(table), "2:bad_date|3:bad_instant|4:bad_span|5:unknown_type|6:too_few_fields|");
  EXPECT_EQ(table.rows, table.taken + table.passed_over + table.unusable);
}

TEST(HolidaysXml, ShortensAndWorksWeekends) {
  const auto table = read_xmlcalendar(
      "<?xml version=\"1.0\"?>\n<calendar year=\"2024\">\n<holidays><holiday id=\"1\" title=\"Spring\"/></holidays>\n<days>\n<day d=\"05.01\" t=\"1\" h=\"1\"/>\n"
      "<day d=\"04.27\" t=\"3\"/>\n<day d=\"04.29\" t=\"1\" f=\"04.27\"/>\n<day d=\"05.08\" t=\"2\"/>\n<day d=\"13.01\" t=\"1\"/>\n<day d=\"05.02\" t=\"9\"/>\n"
      "</days></calendar>");
  EXPECT_EQ(shown(table), "2024-04-29 day off|2024-05-01 Spring|9:bad_date|10:unknown_type|");
  Calendar calendar = office();
  add_to_calendar(table, calendar);
  add_to_calendar(table, calendar);  // a second import changes nothing
  ASSERT_TRUE(check_calendar(calendar).has_value());
  const auto compiled = *CompiledCalendar::compile(calendar);
  const Zone zone = compiled.zone();
  const auto open_hours = [&](const char* date) {
    return std::chrono::duration_cast<std::chrono::hours>(compiled.elapsed(zone.to_instant({day(date), 0}), zone.to_instant({day(date) + 1, 0}))).count();
  };
  EXPECT_EQ(open_hours("2024-04-27"), 8);  // a Saturday, worked like Monday the 29th
  EXPECT_EQ(open_hours("2024-04-29"), 0);
  EXPECT_EQ(open_hours("2024-05-08"), 7);
  EXPECT_EQ(open_hours("2024-05-07"), 8);
}

TEST(HolidaysXml, BrokenXmlKeepsWhatCameBefore) {
  EXPECT_EQ(shown(read_xmlcalendar("<calendar year=\"2024\">\n<day d=\"05.01\" t=\"1\"/>\n<day d=")), "2024-05-01 day off|3:bad_xml|");
  EXPECT_EQ(shown(read_xmlcalendar("")), "1:bad_xml|");
}

TEST(HolidaysJson, ReadsDaysWithinTheSpan) {
  const auto table = read_holidays_json("{\n\"2026-01-01\": \"New Year\",\n\"2026-13-01\": \"No\",\n\"2027-01-01\": \"Later\",\n\"2026-05-01\": 5}",
                                        day("2026-01-01"), day("2026-12-31"));
  EXPECT_EQ(shown(table), "2026-01-01 New Year|3:bad_date|5:bad_name|");
  EXPECT_EQ(table.passed_over, 1);
  EXPECT_EQ(shown(read_holidays_json("[1]", {}, {})), "1:bad_json|");
  EXPECT_EQ(shown(read_holidays_json("{\n\"a\": \n", {}, {})), "3:bad_json|");
}

TEST(HolidayTables, OfTheSharedDataAreTakenWhole) {
  const auto folder = calendars_folder();
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "skipped: no " << folder;
  const auto csv = content(folder / "date-holidays_18countries_2024-2027.csv");
  const auto russia = read_date_holidays_csv(csv, "RU", *Zone::find("Europe/Moscow"));
  EXPECT_TRUE(russia.dirt.empty());
  EXPECT_EQ(russia.rows, russia.taken + russia.passed_over);
  EXPECT_GT(russia.holidays.size(), static_cast<std::size_t>(russia.taken));  // rows of several days
  const auto turkey = read_date_holidays_csv(csv, "TR", *Zone::find("Europe/Istanbul"));
  EXPECT_EQ(turkey.part_days.size(), 16U);
  int files = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder / "xmlcalendar")) {
    const auto table = read_xmlcalendar(content(file.path()));
    EXPECT_TRUE(table.dirt.empty()) << file.path() << shown(table);
    EXPECT_GT(table.holidays.size(), 10U) << file.path();
    Calendar calendar = office();
    add_to_calendar(table, calendar);
    EXPECT_TRUE(check_calendar(calendar).has_value()) << file.path();
    ++files;
  }
  for (const auto& file : std::filesystem::directory_iterator(folder / "holidays_py")) {
    const auto table = read_holidays_json(content(file.path()), day("1900-01-01"), day("2200-01-01"));
    EXPECT_TRUE(table.dirt.empty()) << file.path();
    EXPECT_EQ(table.rows, table.taken);
    ++files;
  }
  EXPECT_GE(files, 18);
}

}  // namespace
}  // namespace bellman::sla
