#include "base/instant.h"

#include <date/date.h>
#include <fmt/format.h>

namespace bellman {

std::string to_text(Instant instant) {
  using namespace date;
  const sys_time<Milliseconds> point{Milliseconds(instant.ms)};
  const auto day = floor<days>(point);
  const year_month_day ymd{day};
  const hh_mm_ss<Milliseconds> time{point - day};
  std::string text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(ymd.year()),
                                 static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()),
                                 time.hours().count(), time.minutes().count(), time.seconds().count());
  if (time.subseconds().count() != 0) text += fmt::format(".{:03}", time.subseconds().count());
  return text + "Z";
}

namespace {

// Reads exactly `width` digits at `at`; -1 when they are not digits.
int digits(std::string_view text, std::size_t at, std::size_t width) {
  if (at + width > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + width; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

Error bad_instant(std::string_view text) {
  return Error::invalid("instant.malformed", fmt::format("\"{}\" is not a moment in time.", text.substr(0, 40)), {},
                        "Write it as 2026-03-01T09:05:00Z or with an offset such as +02:00.");
}

}  // namespace

Result<Instant> parse_instant(std::string_view text) {
  using namespace date;
  const int year_number = digits(text, 0, 4), month_number = digits(text, 5, 2), day_number = digits(text, 8, 2);
  const int hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
  const bool shaped = text.size() >= 20 && text[4] == '-' && text[7] == '-' && (text[10] == 'T' || text[10] == 't' || text[10] == ' ') &&
                      text[13] == ':' && text[16] == ':';
  if (!shaped || year_number < 1900 || month_number < 1 || day_number < 1 || hour < 0 || hour > 23 || minute < 0 ||
      minute > 59 || second < 0 || second > 60)
    return bad_instant(text);
  const year_month_day ymd{year(year_number), month(static_cast<unsigned>(month_number)), day(static_cast<unsigned>(day_number))};
  if (!ymd.ok()) return bad_instant(text);

  std::size_t at = 19;
  std::int64_t millisecond = 0;
  if (text[at] == '.') {
    std::size_t count = 0;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++count)
      if (count < 3) millisecond = millisecond * 10 + (text[at] - '0');
    if (count == 0 || count > 9) return bad_instant(text);
    for (; count < 3; ++count) millisecond *= 10;
  }
  std::int64_t offset_minutes = 0;
  if (at + 1 == text.size() && (text[at] == 'Z' || text[at] == 'z')) {
  } else if (at + 6 == text.size() && (text[at] == '+' || text[at] == '-') && text[at + 3] == ':') {
    const int hours = digits(text, at + 1, 2), minutes = digits(text, at + 4, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return bad_instant(text);
    offset_minutes = (text[at] == '-' ? -1 : 1) * (hours * 60 + minutes);
  } else {
    return bad_instant(text);
  }
  const std::int64_t days_since = sys_days(ymd).time_since_epoch().count();
  return Instant{((days_since * 24 + hour) * 60 + minute - offset_minutes) * 60'000 + second * 1000LL + millisecond};
}

}  // namespace bellman
