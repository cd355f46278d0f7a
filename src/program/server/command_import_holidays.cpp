#include "server/command_import_holidays.h"

#include "api/rooms.h"
#include "codec/json_write.h"
#include "codec/types.h"
#include "db/migration.h"
#include "engine/clock.h"
#include "engine/engine.h"
#include "server/console.h"
#include "server/settings_words.h"
#include "sla/service.h"

#include <fmt/format.h>

#include <charconv>
#include <fstream>

namespace bellman::server {

namespace {

struct Words {
  std::string file, calendar, format, country, first, last;
  bool json = false;
};

Result<std::string> text_of(const std::string& file) {
  std::ifstream input(file, std::ios::binary);
  std::string text;
  std::vector<char> piece(256 * 1024);
  while (input && text.size() <= sla::holiday_text_limit) {
    input.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    text.append(piece.data(), static_cast<std::size_t>(input.gcount()));
  }
  if (!input.eof() && text.size() <= sla::holiday_text_limit) return Error::not_found("file.not_found", fmt::format("The file {} cannot be read.", file), "file", "Check its path and rights.");
  if (text.size() > sla::holiday_text_limit)
    return Error::too_large("file.too_large", fmt::format("The file {} is larger than {} MiB.", file, sla::holiday_text_limit / (1024 * 1024)), "file", "Cut it into years.");
  return text;
}

// By its first character: < of XML, { of JSON; else a table with commas.
sla::HolidayFormat format_of(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && text[first] == '<') return sla::HolidayFormat::xmlcalendar;
  if (first != std::string_view::npos && text[first] == '{') return sla::HolidayFormat::holidays_json;
  return sla::HolidayFormat::date_holidays_csv;
}

Result<std::optional<LocalDay>> day_of(const std::string& text, std::string_view option) {
  if (text.empty()) return std::optional<LocalDay>();
  auto day = parse_local_day(text);
  if (day.has_error()) return day.error().below(option);
  return std::optional(*day);
}

Result<sla::HolidayImport> import_of(const Words& words) {
  sla::HolidayImport import;
  TRY(text, text_of(words.file));
  if (text.find_first_not_of(" \t\r\n") == std::string::npos)
    return Error::invalid("sla.empty_table", fmt::format("The file {} holds nothing.", words.file), "file", "Give a table of holidays.");
  import.format = format_of(text);
  if (!words.format.empty()) {
    const auto named = codec::enum_value<sla::HolidayFormat>(words.format);
    if (!named)
      return Error::invalid("sla.unknown_format", fmt::format("There is no format \"{}\".", words.format), "--format",
                            "Use one of: " + codec::enum_choices<sla::HolidayFormat>() + "; or leave it out.");
    import.format = *named;
  }
  import.text = std::move(text);
  if (!words.country.empty()) import.country = std::string(words.country);
  TRY(first, day_of(words.first, "--first"));
  TRY(last, day_of(words.last, "--last"));
  import.first = first;
  import.last = last;
  return import;
}

// By its name, or else its number.
Result<CalendarId> calendar_of(db::Session& session, const std::string& wanted) {
  TRY(named, sla::find_calendar(session, wanted));
  if (named) return named->id;
  std::int64_t number = 0;
  const auto [end, problem] = std::from_chars(wanted.data(), wanted.data() + wanted.size(), number);
  if (problem == std::errc() && end == wanted.data() + wanted.size() && number > 0) {
    TRY(numbered, sla::find_calendar(session, CalendarId(number)));
    if (numbered) return numbered->id;
  }
  TRY(some, sla::calendars(session, {}, 20));
  std::string names;
  for (const sla::Calendar& one : some) names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", one.name);
  return Error::not_found("sla.unknown_calendar", fmt::format("There is no calendar \"{}\".", wanted), "--calendar",
                          names.empty() ? "The store has no calendar yet: add one first, for example through the API." : "The store has: " + names + ".");
}

Result<sla::ImportReport> import_holidays(const SettingsWords& store_words, const Words& words) {
  TRY(import, import_of(words));
  TRY(settings, read_settings(store_words));
  TRY_DO(need_store(settings));
  TRY(store, open_store(settings));
  const engine::SystemClock clock;
  {
    TRY(session, store->open(db::Access::write));
    TRY_DO(db::migrate(*session, api::migrations_of(api::rooms()), clock.now()));
  }
  const engine::Registry registry;
  engine::Engine engine(*store, registry, clock, {.id_block = 1});
  TRY_DO(engine.start());
  sla::ImportReport report;
  TRY_DO(engine.run({}, [&](engine::Tx& tx) -> Result<> {
    TRY(calendar, calendar_of(tx.session(), words.calendar));
    TRY(made, sla::import_holidays(tx, calendar, import));
    report = std::move(made);
    return ok();
  }));
  return report;
}

void print(const sla::ImportReport& report) {
  for (const sla::TableDirt& dirt : report.dirt) fmt::print("line {}: {} {}\n", dirt.line, dirt.kind, dirt.text);
  if (report.dirt_lines > static_cast<std::int64_t>(report.dirt.size())) fmt::print("... and {} more\n", report.dirt_lines - static_cast<std::int64_t>(report.dirt.size()));
  fmt::print("{} entries: {} taken, {} passed over, {} unusable; {} days outside the span\n", report.rows, report.taken, report.passed_over, report.unusable, report.outside_days);
  fmt::print("added: {} holidays, {} part days, {} working days; the calendar is at version {}\n", report.holidays_added, report.breaks_added, report.shifts_added, report.version);
}

}  // namespace

void add_import_holidays(CLI::App& import, const std::shared_ptr<std::function<int()>>& chosen) {
  auto* command = import.add_subcommand("holidays", "A table of holidays into a calendar; what is wrong in it is told by line and kind");
  const auto store_words = add_store_words(*command);
  const auto words = std::make_shared<Words>();
  command->add_option("file", words->file, "The table, at most 4 MiB")->required();
  command->add_option("--calendar", words->calendar, "Name or number of the calendar")->required();
  command->add_option("--format", words->format, "date_holidays_csv, xmlcalendar or holidays_json; found out when left out");
  command->add_option("--country", words->country, "Of date_holidays_csv: which country's rows, as the table writes it (DE)");
  command->add_option("--first", words->first, "Leave out days before this one (2026-01-01); default: the first of last year");
  command->add_option("--last", words->last, "Leave out days after this one; default: the end of the tenth year from now");
  command->add_flag("--json", words->json, "For machines");
  command->footer("What the calendar says already about a day stays, so running it again adds nothing.\n"
                  "Deadlines that run keep the calendar they were opened with.\n"
                  "Formats: date_holidays_csv  country,date,start_utc,end_utc,name,type,substitute\n"
                  "         xmlcalendar        production calendars: days off, shortened days, worked weekends\n"
                  "         holidays_json      {\"2026-01-01\": \"New Year's Day\"}");
  command->callback([=] {
    *chosen = [=]() -> int {
      const auto report = import_holidays(*store_words, *words);
      if (report.has_error()) return fail(report.error());
      if (words->json) fmt::print("{}\n", codec::to_json(*report));
      else print(*report);
      return 0;
    };
  });
}

}  // namespace bellman::server
