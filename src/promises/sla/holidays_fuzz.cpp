// Any bytes as a table of holidays or a file of cases: no crash, no endless loop, every row accounted for, and a calendar with the
// table in it still counts. The first byte chooses the format.
#include "base/assert.h"
#include "base/text.h"
#include "sla/business_time.h"
#include "sla/holidays.h"
#include "sla/oracle.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

using namespace bellman;
using namespace bellman::sla;

namespace {

HolidayTable read_table(std::uint8_t format, std::string_view text, LocalDay first, LocalDay last) {
  static const Zone zone = *Zone::find("Europe/Berlin");
  switch (format % 4) {
    case 0: return read_date_holidays_csv(text, "DE", zone);
    case 1: return read_xmlcalendar(text);
    default: return read_holidays_json(text, first, last);
  }
}

void check_table(const HolidayTable& table) {
  BELLMAN_ASSERT(table.rows == table.taken + table.passed_over + table.unusable, "every row is accounted for");
  BELLMAN_ASSERT(std::is_sorted(table.holidays.begin(), table.holidays.end(), [](const auto& a, const auto& b) { return a.day < b.day; }), "holidays by day");
  for (const TableDirt& dirt : table.dirt) BELLMAN_ASSERT(!dirt.kind.empty() && is_utf8(dirt.text), "dirt can be shown");
}

// The hours of the table's part days may be wrong for a calendar; then compile() says so, and nothing else happens.
void check_calendar_with(const HolidayTable& table) {
  Calendar calendar;
  calendar.zone = "Europe/Berlin";
  for (std::size_t day = 0; day < 5; ++day) calendar.weekly_hours[day] = {{540, 1020}};
  add_to_calendar(table, calendar);
  const auto compiled = CompiledCalendar::compile(calendar);
  if (compiled.has_value()) (void)compiled->due(Instant{1'700'000'000'000}, Milliseconds(10LL * 24 * 3'600'000));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] % 4 == 3) {
    const CheckReport report = check_text(text);
    BELLMAN_ASSERT(report.passed >= 0 && report.failed >= 0, "cases are counted");
    BELLMAN_ASSERT(report.lines.size() == static_cast<std::size_t>(report.failed + report.other_convention), "a line for each case that differs");
    return 0;
  }
  const HolidayTable table = read_table(data[0], text, local_day(2020, 1, 1), local_day(2030, 12, 31));
  check_table(table);
  check_calendar_with(table);
  return 0;
}
