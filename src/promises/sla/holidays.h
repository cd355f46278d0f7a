// Importers of holiday tables. Nothing is fatal: what cannot be used is reported by line and kind, and the rest is taken.
#pragma once
#include "sla/model.h"

#include <cstdint>
#include <set>
#include <string_view>

namespace bellman::sla {

struct TableDirt {
  std::uint64_t line = 0;  // 1-based
  std::string kind;        // stable, e.g. "bad_date", "bad_span", "unknown_type", "bad_moved_from", "unbalanced_quote"
  std::string text;        // the value at fault, at most 80 characters
};
BOOST_DESCRIBE_STRUCT(TableDirt, (), (line, kind, text))

// A day off that is worked instead; `like` is the day off that it was exchanged for, when the table says so.
struct WorkingDay {
  LocalDay day;
  std::optional<LocalDay> like;
};

struct HolidayTable {
  std::vector<Holiday> holidays;         // by day; several names of one day are joined by "; "
  std::vector<DayIntervals> part_days;   // closed for a part of the day only
  std::vector<WorkingDay> shortened;     // worked one hour less
  std::vector<WorkingDay> worked;        // worked although a weekend
  std::vector<TableDirt> dirt;           // by line
  int rows = 0;                          // entries read = taken + passed_over + unusable
  int taken = 0;
  int passed_over = 0;                   // sound, but of another country or type
  int unusable = 0;                      // each with its line of dirt
};

// country,date,start_utc,end_utc,name,type,substitute; whole days count from `date`, rows of several days by start and end. A row that
// is no whole number of days is read in `zone`, the zone that the table means for that country, and gives part days.
HolidayTable read_date_holidays_csv(std::string_view text, std::string_view country, const Zone& zone, const std::set<std::string>& types = {"public"});
// Production calendars of xmlcalendar: t=1 day off, t=2 shortened, t=3 worked weekend; f = the day off was moved from there.
HolidayTable read_xmlcalendar(std::string_view text);
// {"2026-01-01": "New Year's Day", …}, days from `first` to `last` only (the others are passed over).
HolidayTable read_holidays_json(std::string_view text, LocalDay first, LocalDay last);

// Puts the table into the calendar. What the calendar says already about a day stays. A worked day takes its own weekday's hours, else those of
// the day it was exchanged for, else of the first weekday that has any; a shortened day loses the last hour of its last interval.
void add_to_calendar(const HolidayTable& table, Calendar& calendar);

}  // namespace bellman::sla
