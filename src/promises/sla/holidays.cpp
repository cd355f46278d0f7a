#include "sla/holidays.h"

#include "base/csv.h"
#include "base/text.h"
#include "sla/spans.h"

#include <boost/json.hpp>
#include <expat.h>
#include <fmt/format.h>

#include <map>

namespace bellman::sla {
namespace {

constexpr int longest_days = 31;

// A raw line may be no UTF-8, a report must be: then every byte beyond ASCII is shown as '?'.
std::string showable(std::string_view text) {
  if (is_utf8(text)) return std::string(first_characters(text, 80));
  std::string shown(text.substr(0, 80));
  std::replace_if(shown.begin(), shown.end(), [](char byte) { return static_cast<unsigned char>(byte) >= 0x80; }, '?');
  return shown;
}

void note(HolidayTable& table, std::uint64_t line, std::string_view kind, std::string_view text) {
  table.dirt.push_back({line, std::string(kind), showable(text)});
}

void unusable(HolidayTable& table, std::uint64_t line, std::string_view kind, std::string_view text) {
  ++table.unusable;
  note(table, line, kind, text);
}

// Sorts the holidays and joins the names of one day.
void finish(HolidayTable& table) {
  std::map<LocalDay, std::string> names;
  for (const Holiday& holiday : table.holidays) {
    std::string& all = names[holiday.day];
    if (all.empty()) all = holiday.name;
    else if (("; " + all + "; ").find("; " + holiday.name + "; ") == std::string::npos) all += "; " + holiday.name;
  }
  table.holidays.clear();
  for (auto& [day, name] : names) table.holidays.push_back({day, std::move(name)});
  std::stable_sort(table.dirt.begin(), table.dirt.end(), [](const auto& a, const auto& b) { return a.line < b.line; });
}

// The whole local days between two instants are holidays, the rest of the first and the last day part days.
void add_part_days(HolidayTable& table, LocalTime begin, LocalTime end, const std::string& name) {
  for (LocalDay day = begin.day; day <= end.day; day = day + 1) {
    const int open = day == begin.day ? static_cast<int>(begin.ms_of_day / 60'000) : 0;
    const int close = day == end.day ? static_cast<int>((end.ms_of_day + 59'999) / 60'000) : 1440;
    if (open == 0 && close == 1440) table.holidays.push_back({day, name});
    else if (open < close) table.part_days.push_back({day, {{open, close}}});
  }
}

void take_csv_row(HolidayTable& table, const CsvRecord& record, std::string_view country, const Zone& zone, const std::set<std::string>& types) {
  static const std::set<std::string, std::less<>> known{"public", "bank", "school", "optional", "observance"};
  for (const CsvProblem& problem : record.problems) note(table, record.line, to_text(problem.kind), record.raw);
  if (record.has(CsvProblemKind::blank_line) || record.fields.size() != 7) {
    if (record.problems.empty()) note(table, record.line, "too_few_fields", record.raw);
    ++table.unusable;
    return;
  }
  const auto& fields = record.fields;
  const auto day = parse_local_day(fields[1]);
  const auto begin = parse_instant(fields[2]), end = parse_instant(fields[3]);
  if (day.has_error()) return unusable(table, record.line, "bad_date", fields[1]);
  if (begin.has_error()) return unusable(table, record.line, "bad_instant", fields[2]);
  if (end.has_error()) return unusable(table, record.line, "bad_instant", fields[3]);
  if (*end <= *begin || *end - *begin > Milliseconds(longest_days * day_ms)) return unusable(table, record.line, "bad_span", record.raw);
  if (!known.contains(fields[5])) return unusable(table, record.line, "unknown_type", fields[5]);
  if (fields[0] != country || !types.contains(std::string(fields[5]))) {
    ++table.passed_over;
    return;
  }
  const std::string name(fields[4]);
  const std::int64_t span_ms = (*end - *begin).count();
  const std::int64_t days = (span_ms + day_ms / 2) / day_ms;
  // A clock change makes a day an hour shorter or longer.
  if (days >= 1 && std::abs(span_ms - days * day_ms) <= hour_ms) {
    for (int i = 0; i < days; ++i) table.holidays.push_back({*day + i, name});
  } else {
    const LocalTime from = zone.to_local(*begin);
    if (from.day != *day && from.day != *day - 1) return unusable(table, record.line, "other_zone", record.raw);
    add_part_days(table, from, zone.to_local(*end), name);
  }
  ++table.taken;
}

struct XmlReading {
  XML_Parser parser;
  HolidayTable table;
  int year = 0;
  std::map<std::string, std::string> titles;            // of the holidays, by id
  std::map<LocalDay, LocalDay> moved;                   // day off worked -> the day off given for it
};

std::string attribute(const XML_Char** attributes, std::string_view name) {
  for (; *attributes; attributes += 2)
    if (name == attributes[0]) return attributes[1];
  return {};
}

Result<LocalDay> month_day(int year, std::string_view text) {
  if (text.size() != 5 || text[2] != '.') return Error::invalid("day.malformed", "not a day");
  return parse_local_day(fmt::format("{:04}-{}-{}", year, text.substr(0, 2), text.substr(3, 2)));
}

void take_xml_day(XmlReading& reading, const XML_Char** attributes) {
  HolidayTable& table = reading.table;
  const auto line = static_cast<std::uint64_t>(XML_GetCurrentLineNumber(reading.parser));
  ++table.rows;
  const std::string date = attribute(attributes, "d"), type = attribute(attributes, "t"), from = attribute(attributes, "f");
  const auto day = month_day(reading.year, date);
  if (day.has_error()) return unusable(table, line, "bad_date", date);
  if (type != "1" && type != "2" && type != "3") return unusable(table, line, "unknown_type", type);
  if (!from.empty()) {
    const auto origin = month_day(reading.year, from);
    if (origin.has_error()) note(table, line, "bad_moved_from", from);
    else reading.moved.emplace(*origin, *day);
  }
  ++table.taken;
  if (type == "2") return table.shortened.push_back({*day, std::nullopt});
  if (type == "3") return table.worked.push_back({*day, std::nullopt});
  const std::string id = attribute(attributes, "h");
  const auto title = reading.titles.find(id);
  if (!id.empty() && title == reading.titles.end()) note(table, line, "unknown_holiday", id);
  table.holidays.push_back({*day, title != reading.titles.end() ? title->second : "day off"});
}

void XMLCALL start_element(void* data, const XML_Char* name, const XML_Char** attributes) {
  auto& reading = *static_cast<XmlReading*>(data);
  const std::string_view element(name);
  if (element == "calendar") {
    const std::string year = attribute(attributes, "year");
    const bool digits = year.size() == 4 && year.find_first_not_of("0123456789") == std::string::npos;
    reading.year = digits ? std::stoi(year) : 0;
    if (!digits) note(reading.table, static_cast<std::uint64_t>(XML_GetCurrentLineNumber(reading.parser)), "bad_year", year);
  } else if (element == "holiday") {
    reading.titles[attribute(attributes, "id")] = attribute(attributes, "title");
  } else if (element == "day") {
    take_xml_day(reading, attributes);
  }
}

// Line of each first occurrence of "key": the JSON library keeps no positions.
std::uint64_t line_of(std::string_view text, std::string_view key) {
  const std::size_t found = text.find(fmt::format("\"{}\"", key));
  return 1 + static_cast<std::uint64_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(std::min(found, text.size())), '\n'));
}

}  // namespace

HolidayTable read_date_holidays_csv(std::string_view text, std::string_view country, const Zone& zone, const std::set<std::string>& types) {
  HolidayTable table;
  CsvReader reader;
  bool header = true;
  const auto drain = [&] {
    while (const CsvRecord* record = reader.next()) {
      if (std::exchange(header, false)) {
        if (record->raw != "country,date,start_utc,end_utc,name,type,substitute") note(table, record->line, "unknown_header", record->raw);
        continue;
      }
      ++table.rows;
      take_csv_row(table, *record, country, zone, types);
    }
  };
  reader.feed(text);
  drain();
  reader.finish();
  drain();
  finish(table);
  return table;
}

HolidayTable read_xmlcalendar(std::string_view text) {
  XmlReading reading;
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreate(nullptr), &XML_ParserFree);
  if (!parser || text.size() > 16 * 1024 * 1024) {
    note(reading.table, 1, "too_large", "");
    return reading.table;
  }
  reading.parser = parser.get();
  XML_SetUserData(parser.get(), &reading);
  XML_SetElementHandler(parser.get(), start_element, nullptr);
  if (XML_Parse(parser.get(), text.data(), static_cast<int>(text.size()), 1) != XML_STATUS_OK)
    note(reading.table, static_cast<std::uint64_t>(XML_GetCurrentLineNumber(parser.get())), "bad_xml", XML_ErrorString(XML_GetErrorCode(parser.get())));
  for (auto* days : {&reading.table.shortened, &reading.table.worked})
    for (WorkingDay& working : *days)
      if (const auto moved = reading.moved.find(working.day); moved != reading.moved.end()) working.like = moved->second;
  finish(reading.table);
  return std::move(reading.table);
}

HolidayTable read_holidays_json(std::string_view text, LocalDay first, LocalDay last) {
  HolidayTable table;
  boost::system::error_code problem;
  boost::json::stream_parser parser;
  std::size_t used = parser.write_some(text.data(), text.size(), problem);
  if (!problem && used == text.size()) parser.finish(problem);
  if (problem || !parser.done()) {
    const auto lines = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(used), '\n');
    note(table, 1 + static_cast<std::uint64_t>(lines), "bad_json", problem ? problem.message() : "text after the end");
    return table;
  }
  const boost::json::value value = parser.release();
  if (!value.is_object()) {
    note(table, 1, "bad_json", "not an object");
    return table;
  }
  for (const auto& [key, name] : value.get_object()) {
    ++table.rows;
    const auto day = parse_local_day(key);
    if (day.has_error()) {
      unusable(table, line_of(text, key), "bad_date", key);
    } else if (!name.is_string() || !is_utf8(std::string_view(name.get_string()))) {
      unusable(table, line_of(text, key), "bad_name", key);
    } else if (*day < first || *day > last) {
      ++table.passed_over;
    } else {
      ++table.taken;
      table.holidays.push_back({*day, std::string(name.get_string())});
    }
  }
  finish(table);
  return table;
}

namespace {

std::vector<WallInterval> usual_hours(const Calendar& calendar, const WorkingDay& working) {
  const auto of = [&](LocalDay day) -> const std::vector<WallInterval>& { return calendar.weekly_hours[static_cast<std::size_t>(day.weekday())]; };
  if (!of(working.day).empty()) return of(working.day);
  if (working.like && !of(*working.like).empty()) return of(*working.like);
  for (const auto& hours : calendar.weekly_hours)
    if (!hours.empty()) return hours;
  return {};
}

void shorten(std::vector<WallInterval>& hours) {
  if (hours.empty()) return;
  auto last = std::max_element(hours.begin(), hours.end(), [](const auto& a, const auto& b) { return a.close_minute < b.close_minute; });
  last->close_minute -= 60;
  if (last->close_minute <= last->open_minute) hours.erase(last);
}

}  // namespace

void add_to_calendar(const HolidayTable& table, Calendar& calendar) {
  std::set<LocalDay> closed, shifted, broken;
  for (const Holiday& holiday : calendar.holidays) closed.insert(holiday.day);
  for (const DayIntervals& shift : calendar.shifts) shifted.insert(shift.day);
  for (const DayIntervals& part : calendar.breaks) broken.insert(part.day);
  for (const Holiday& holiday : table.holidays)
    if (closed.insert(holiday.day).second) calendar.holidays.push_back(holiday);
  for (const DayIntervals& part : table.part_days)
    if (!broken.contains(part.day)) calendar.breaks.push_back(part);
  const auto add_shift = [&](const WorkingDay& working, bool shortened) {
    if (!shifted.insert(working.day).second) return;
    std::vector<WallInterval> hours = usual_hours(calendar, working);
    if (shortened) shorten(hours);
    calendar.shifts.push_back({working.day, std::move(hours)});
  };
  for (const WorkingDay& working : table.shortened) add_shift(working, true);
  for (const WorkingDay& working : table.worked) add_shift(working, false);
}

}  // namespace bellman::sla
