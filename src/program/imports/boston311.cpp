#include "imports/boston311.h"

#include "base/assert.h"
#include "base/text.h"
#include "base/zone.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <unordered_map>

namespace bellman::imports {

namespace {

enum Column : std::size_t {
  case_enquiry_id, open_dt, target_dt, closed_dt, ontime_status, case_status, closure_reason, case_title, subject, reason,
  type, queue, department, location, neighborhood, location_zipcode, latitude, longitude, source, column_count
};
constexpr std::array<std::string_view, column_count> column_names{
    "case_enquiry_id", "open_dt", "target_dt", "closed_dt", "ontime_status", "case_status", "closure_reason", "case_title", "subject",
        "reason",
    "type", "queue", "department", "location", "neighborhood", "location_zipcode", "latitude", "longitude", "source"};

// The city and its harbour with some room; a point outside is a mistake.
constexpr double south = 42.2, north = 42.45, west = -71.25, east = -70.85;
// The system's memory begins after 1990; a promise beyond 2100 is a typing error.
constexpr Instant earliest{631'152'000'000}, latest{4'102'444'800'000};
constexpr std::size_t reason_limit = 200;  // the city's export cuts closure_reason there
constexpr std::size_t value_limit = 80;

struct NamedChannel {
  std::string_view source;
  Channel channel;
};
constexpr std::array<NamedChannel, 7> channels{{{"constituent call", Channel::phone},
                                                {"self service", Channel::portal},
                                                {"citizens connect app", Channel::app},
                                                {"employee generated", Channel::operator_},
                                                {"city worker app", Channel::worker_app},
                                                {"maximo integration", Channel::machine},
                                                {"twitter", Channel::social}}};

Zone city_zone() {
  const auto zone = Zone::find("America/New_York");
  BELLMAN_ASSERT(zone.has_value(), "the tz database has America/New_York");
  return *zone;
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

std::optional<double> number_of(std::string_view text) {
  double number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

// "33 Beacon St  Boston  MA  02108" -> "33 Beacon St, Boston, MA, 02108": two spaces stand between the parts.
std::string address_of(std::string_view text) {
  std::string address;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t gap = std::min(text.find("  ", at), text.size());
    const std::string_view part = trimmed(text.substr(at, gap - at));
    if (!part.empty()) address += (address.empty() ? "" : ", ") + std::string(part);
    at = gap + 2;
  }
  return address;
}

class Boston311 final : public RowParser {
 public:
  Result<std::vector<Finding>> read_header(const CsvRecord& header) override;
  ImportedRow read_row(const CsvRecord& record) override;

 private:
  struct Seen {
    std::uint64_t line;
    std::size_t raw_hash;
  };
  using Row = ImportedRow;

  std::string_view text_of(Column column) const;
  void find(Row& row, std::string_view kind, Effect effect, std::string_view field, std::string_view value, std::string message) const;
  void find(Row& row, std::string_view kind, Effect effect, Column column, std::string message) const {
    find(row, kind, effect, column_names[column], text_of(column), std::move(message));
  }
  bool keeps_its_shape(Row& row) const;
  bool read_id(Row& row, ImportedRequest& request) const;
  std::optional<Instant> read_time(Row& row, Column column, Effect when_unreadable) const;
  bool read_times(Row& row, ImportedRequest& request);
  void check_status(Row& row, const ImportedRequest& request) const;
  void read_closure(Row& row, ImportedRequest& request) const;
  void check_closing_time_in_reason(Row& row, const ImportedRequest& request) const;
  std::string read_text(Row& row, Column column) const;
  void read_texts(Row& row, ImportedRequest& request) const;
  void read_place(Row& row, ImportedRequest& request) const;
  std::string read_postcode(Row& row) const;
  Channel read_channel(Row& row) const;

  Zone zone = city_zone();
  std::array<std::size_t, column_count> positions{};
  std::vector<std::string> headings;
  std::unordered_map<std::string, Seen> seen;  // accepted ids
  Instant latest_opened = Instant::min();
  const CsvRecord* current = nullptr;  // the record under way
};

// ---- the header

Result<std::vector<Finding>> Boston311::read_header(const CsvRecord& header) {
  std::vector<Finding> findings;
  positions.fill(header.fields.size());
  headings.clear();
  for (std::size_t at = 0; at < header.fields.size(); ++at) {
    headings.push_back(lower_ascii(trimmed(header.fields[at])));
    std::ranges::replace(headings.back(), ' ', '_');
    const std::string& name = headings.back();
    const std::string shown(first_characters(name, value_limit));
    const auto known = std::find(column_names.begin(), column_names.end(), name);
    if (known == column_names.end()) {
      findings.push_back({header.line, "unknown_column", Effect::noted, shown, "",
          fmt::format("The column \"{}\" is not known; it is passed over.", shown)});
      continue;
    }
    std::size_t& position = positions[static_cast<std::size_t>(known - column_names.begin())];
    if (position < header.fields.size()) {
      findings.push_back({header.line, "column_repeated", Effect::noted, shown, "",
          fmt::format("The column \"{}\" stands twice; the first one counts.", shown)});
    } else {
      position = at;
    }
  }
  std::string missing;
  std::string_view first_missing;
  for (std::size_t column = 0; column < column_count; ++column) {
    if (positions[column] < header.fields.size()) continue;
    if (missing.empty()) first_missing = column_names[column];
    missing += (missing.empty() ? "" : ", ") + std::string(column_names[column]);
  }
  if (missing.empty()) return findings;
  const bool strange = header.has(CsvProblemKind::nul_byte) || header.has(CsvProblemKind::bad_utf8);
  return Error::malformed("imports.missing_column", fmt::format("The header on line {} has no column {}.", header.line, missing),
                          std::string(first_missing),
                          strange ? "The header is no text: check that it is the right file." : "Check that the file is in the format boston311.");
}

// ---- a row

ImportedRow Boston311::read_row(const CsvRecord& record) {
  current = &record;
  ImportedRow row;
  row.line = record.line;
  ImportedRequest request;
  request.line = record.line;
  if (!keeps_its_shape(row) || !read_id(row, request) || !read_times(row, request)) return row;
  check_status(row, request);
  read_closure(row, request);
  read_texts(row, request);
  read_place(row, request);
  request.channel = read_channel(row);
  latest_opened = std::max(latest_opened, request.opened);
  seen.emplace(request.external_id, Seen{record.line, std::hash<std::string_view>{}(record.raw)});
  row.request = std::move(request);
  return row;
}

std::string_view Boston311::text_of(Column column) const {
  const std::size_t position = positions[column];
  return position < current->fields.size() ? trimmed(current->fields[position]) : std::string_view();
}

void Boston311::find(Row& row, std::string_view kind, Effect effect, std::string_view field, std::string_view value,
    std::string message) const {
  row.findings.push_back({row.line, std::string(kind), effect, std::string(field), std::string(first_characters(value, value_limit)),
      std::move(message)});
}

// The reader's problems as findings. False when the row's fields cannot be trusted to stand in their columns.
bool Boston311::keeps_its_shape(Row& row) const {
  bool kept = true;
  for (const CsvProblem& problem : current->problems) {
    const std::string_view field = problem.column < headings.size() ? std::string_view(headings[problem.column]) : std::string_view();
    const std::string_view value = problem.column < current->fields.size() ? current->fields[problem.column] : std::string_view();
    Effect effect = Effect::noted;
    std::string message;
    switch (problem.kind) {
      case CsvProblemKind::blank_line: effect = Effect::rejected; message = "The line is empty."; break;
      case CsvProblemKind::too_few_fields:
        effect = Effect::rejected;
        message = fmt::format("The row has {} fields instead of {}.", current->fields.size(), headings.size());
        break;
      case CsvProblemKind::too_many_fields: {
        const bool extra = std::any_of(current->fields.begin() + static_cast<std::ptrdiff_t>(std::min(headings.size(),
            current->fields.size())),
                                       current->fields.end(), [](std::string_view text) { return !trimmed(text).empty(); });
        effect = extra ? Effect::rejected : Effect::noted;
        message = fmt::format("The row has {} fields instead of {}{}.", current->fields.size(), headings.size(),
            extra ? "" : "; those too many are empty");
        break;
      }
      case CsvProblemKind::record_too_long: effect = Effect::rejected; message = "The row is too long to be one."; break;
      case CsvProblemKind::field_too_long: effect = Effect::repaired; message = "The text is too long; it is cut."; break;
      case CsvProblemKind::stray_quote: message = "A quote stands inside a field without quotes; it is kept."; break;
      case CsvProblemKind::text_after_quote: message = "The quotes inside the field are not doubled; the text is kept."; break;
      case CsvProblemKind::unbalanced_quote: message = "A quote is opened and never closed; it is read as text."; break;
      case CsvProblemKind::stray_return: message = "A carriage return stands inside the row; it is kept."; break;
      case CsvProblemKind::nul_byte: effect = Effect::repaired; message = "A NUL byte stands in the text; it is replaced."; break;
      case CsvProblemKind::bad_utf8: effect = Effect::repaired; message = "The text is not UTF-8; the bad bytes are replaced."; break;
    }
    kept = kept && effect != Effect::rejected;
    find(row, to_text(problem.kind), effect, field, value, std::move(message));
  }
  return kept;
}

bool Boston311::read_id(Row& row, ImportedRequest& request) const {
  const std::string_view id = text_of(case_enquiry_id);
  if (id.empty()) {
    find(row, "id_missing", Effect::rejected, case_enquiry_id, "The row has no id.");
    return false;
  }
  if (lower_ascii(id) == column_names[case_enquiry_id]) {
    find(row, "header_repeated", Effect::rejected, case_enquiry_id, "The row is the header again.");
    return false;
  }
  if (id.size() > 64 || std::any_of(id.begin(), id.end(), is_control)) {
    find(row, "id_unusable", Effect::rejected, case_enquiry_id, "The id has more than 64 bytes or control characters.");
    return false;
  }
  request.external_id = id;
  if (const auto known = seen.find(request.external_id); known != seen.end()) {
    const bool same = known->second.raw_hash == std::hash<std::string_view>{}(current->raw);
    find(row, same ? "row_repeated" : "id_repeated", Effect::rejected, case_enquiry_id,
         fmt::format("{} on line {}.", same ? "The same row stands" : "Another row with this id stands", known->second.line));
    return false;
  }
  if (!is_digits(id)) find(row, "id_odd", Effect::noted, case_enquiry_id, "The id is not a number.");
  return true;
}

// ---- times

namespace {

// "7/28/2011 1:05[:00] PM", as Americans write it.
std::string american_time(std::string_view text) {
  unsigned month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0;
  std::array<char, 3> half{};
  const std::string terminated(text);
  int used = 0;
  if (std::sscanf(terminated.c_str(), "%2u/%2u/%4u %2u:%2u%n", &month, &day, &year, &hour, &minute, &used) != 5) {
    used = 0;
    if (std::sscanf(terminated.c_str(), "%2u/%2u/%4u%n", &month, &day, &year, &used) != 3 || terminated.size() != static_cast<std::size_t>(used)) return {};
  }
  const char* rest = terminated.c_str() + used;
  if (int more = 0; std::sscanf(rest, ":%2u%n", &second, &more) == 1) rest += more;
  if (int more = 0; std::sscanf(rest, " %2[AaPpMm]%n", half.data(), &more) == 1) rest += more;
  if (*rest != '\0' || year < 1000) return {};
  const std::string which = lower_ascii(half.data());
  if (!which.empty() && ((which != "am" && which != "pm") || hour < 1 || hour > 12)) return {};
  if (which == "am" && hour == 12) hour = 0;
  if (which == "pm" && hour < 12) hour += 12;
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", year, month, day, hour, minute, second);
}

// A time in the shape that parse_local_time() and parse_instant() read: American dates turned, offsets "+00" and "+0000" written in full.
std::string usual_time(std::string_view text) {
  if (text.find('/') != std::string_view::npos) {
    std::string turned = american_time(text);
    return turned.empty() ? std::string(text) : turned;
  }
  std::string usual(text);
  const std::size_t sign = usual.size() >= 19 ? usual.find_first_of("+-", 19) : std::string::npos;
  if (sign == std::string::npos) return usual;
  if (usual.size() == sign + 3) usual += ":00";
  else if (usual.size() == sign + 5 && usual[sign + 3] != ':') usual.insert(sign + 3, ":");
  return usual;
}

}  // namespace

std::optional<Instant> Boston311::read_time(Row& row, Column column, Effect when_unreadable) const {
  const std::string_view text = text_of(column);
  if (text.empty()) return std::nullopt;
  Instant instant;
  const std::string usual = usual_time(text);
  if (const auto wall = parse_local_time(usual); wall.has_value()) {
    instant = zone.to_instant(*wall);
    if (zone.to_local(instant) != *wall) {
      find(row, "time_in_gap", Effect::repaired, column, "The clocks skipped this time in spring; it is read as " + to_text(instant) + ".");
    } else if (zone.to_local(instant + 1h) == *wall) {
      find(row, "time_ambiguous", Effect::noted, column, "The clocks showed this time twice in autumn; the first is taken.");
    }
  } else if (const auto absolute = parse_instant(usual); absolute.has_value()) {
    instant = *absolute;
    find(row, "time_with_zone", Effect::noted, column, "The time has an offset although the format has none; it is honoured.");
  } else {
    find(row, "time_unreadable", when_unreadable, column, "This is not a time such as 2015-01-01T00:20:09.");
    return std::nullopt;
  }
  if (instant < earliest || instant >= latest) {
    find(row, "time_implausible", when_unreadable, column, "The time is not between 1990 and 2100.");
    return std::nullopt;
  }
  return instant;
}

bool Boston311::read_times(Row& row, ImportedRequest& request) {
  const auto opened = read_time(row, open_dt, Effect::rejected);
  if (!opened) {
    if (text_of(open_dt).empty()) find(row, "opened_missing", Effect::rejected, open_dt, "The row does not say when it was opened.");
    return false;
  }
  request.opened = *opened;
  request.target = read_time(row, target_dt, Effect::repaired);
  request.closed = read_time(row, closed_dt, Effect::repaired);
  if (request.opened < latest_opened) find(row, "out_of_order", Effect::noted, open_dt, "The row was opened before a row above it.");
  if (text_of(target_dt).empty()) find(row, "target_missing", Effect::noted, target_dt, "The request has no target time.");
  if (request.target && *request.target < request.opened)
    find(row, "target_before_opened", Effect::noted, target_dt, "The target lies before the opening.");
  if (request.closed && *request.closed < request.opened)
    find(row, "closed_before_opened", Effect::noted, closed_dt, fmt::format("The request closes before it opens, at {}.",
        text_of(open_dt)));
  if (request.target && request.closed && *request.closed >= request.opened) request.real_on_time = *request.closed <= *request.target;
  return true;
}

// ---- what the file says of itself, compared with its own times

void Boston311::check_status(Row& row, const ImportedRequest& request) const {
  const std::string status = lower_ascii(text_of(case_status));
  if (status != "open" && status != "closed") {
    find(row, "status_unknown", Effect::noted, case_status, "The status is neither Open nor Closed.");
  } else if (status == "closed" && !request.closed) {
    find(row, "closed_without_time", Effect::noted, case_status, "The request is closed but has no closing time.");
  } else if (status == "open" && request.closed) {
    find(row, "open_with_closing_time", Effect::noted, case_status, fmt::format("The request is open but has the closing time {}.",
        text_of(closed_dt)));
  }
  const std::string on_time = lower_ascii(text_of(ontime_status));
  if (on_time.empty()) {
    find(row, "ontime_missing", Effect::noted, ontime_status, "The row does not say whether it was on time.");
  } else if (on_time != "ontime" && on_time != "overdue") {
    find(row, "ontime_unknown", Effect::noted, ontime_status, "The word is neither ONTIME nor OVERDUE.");
  } else if (request.real_on_time && *request.real_on_time != (on_time == "ontime")) {
    find(row, "ontime_contradicts_times", Effect::noted, ontime_status, "The times of the row say otherwise; the times count.");
  }
}

void Boston311::read_closure(Row& row, ImportedRequest& request) const {
  const std::string_view text = text_of(closure_reason);
  const std::string words = lower_ascii(text);
  const bool duplicate = words.find("duplicate") != std::string::npos;
  const bool invalid = !duplicate && words.find("case invalid") != std::string::npos;
  request.closure = !request.closed ? Closure::open : duplicate ? Closure::duplicate : invalid ? Closure::invalid : Closure::done;
  if (duplicate) find(row, "closure_says_duplicate", Effect::noted, closure_reason,
      "The reason says that another request is about the same.");
  if (invalid) find(row, "closure_says_invalid", Effect::noted, closure_reason, "The reason says that the request was a mistake.");
  if (!text.empty() && length_of(current->fields[positions[closure_reason]]) == reason_limit)
    find(row, "closure_reason_cut", Effect::noted, closure_reason, "The reason is exactly 200 characters long: its end is probably lost.");
  if (request.closed && text.empty()) find(row, "closure_reason_missing", Effect::noted, closure_reason,
      "The request was closed without a reason.");
  check_closing_time_in_reason(row, request);
}

// The city writes "Closed date : 2015-06-23 12:13:51.083" into many reasons; it may be the only trace of the closing.
void Boston311::check_closing_time_in_reason(Row& row, const ImportedRequest& request) const {
  constexpr std::string_view mark = "Closed date : ";
  const std::string_view text = text_of(closure_reason);
  const std::size_t at = text.find(mark);
  std::optional<Instant> stated;
  if (at != std::string_view::npos)
    if (const auto wall = parse_local_time(text.substr(at + mark.size(), 19)); wall.has_value()) stated = zone.to_instant(*wall);
  if (!request.closed && stated) {
    find(row, "closing_time_only_in_reason", Effect::noted, closure_reason,
        "The reason names a closing time, the column for it has none; the request counts as open.");
  } else if (!request.closed && !text.empty()) {
    find(row, "reason_without_closing", Effect::noted, closure_reason,
        "The request has a closing reason but no closing time; it counts as open.");
  } else if (request.closed && stated && *stated != *request.closed) {
    find(row, "closing_times_differ", Effect::noted, closure_reason,
        fmt::format("The reason names another closing time than {}; the column counts.", text_of(closed_dt)));
  }
}

// ---- texts

std::string Boston311::read_text(Row& row, Column column) const {
  std::string text(text_of(column));
  if (std::any_of(text.begin(), text.end(), is_control)) {
    find(row, "control_character", Effect::repaired, column, "The text has control characters; they are read as spaces.");
    std::replace_if(text.begin(), text.end(), is_control, ' ');
    text = trimmed(text);
  }
  const bool ours = current->has(CsvProblemKind::bad_utf8) || current->has(CsvProblemKind::nul_byte);
  if (!ours && text.find("\xEF\xBF\xBD") != std::string::npos)
    find(row, "replacement_character", Effect::noted, column, "Letters of the text were lost before the file was written.");
  return text;
}

void Boston311::read_texts(Row& row, ImportedRequest& request) const {
  request.title = read_text(row, case_title);
  request.subject = read_text(row, subject);
  request.reason = read_text(row, reason);
  request.type = read_text(row, type);
  request.queue = read_text(row, queue);
  request.department = read_text(row, department);
  request.address = address_of(read_text(row, location));
  request.neighbourhood = read_text(row, neighborhood);
  request.postcode = read_postcode(row);
  request.notes = read_text(row, closure_reason);
  if (request.title.empty()) {
    find(row, "title_missing", Effect::repaired, case_title, "The request has no title; its type is taken.");
    request.title = request.type;
  }
  for (const Column column : {subject, reason, type})
    if (text_of(column).empty())
      find(row, fmt::format("{}_missing", column_names[column]), Effect::noted, column, fmt::format("The request has no {}.",
          column_names[column]));
  if (request.address.empty()) find(row, "address_missing", Effect::noted, location, "The request has no address.");
  if (request.neighbourhood.empty()) find(row, "neighbourhood_missing", Effect::noted, neighborhood, "The request has no neighbourhood.");
}

// Five digits beginning with 0. Spreadsheets drop that zero or append ".0"; a ZIP+4 is fine.
std::string Boston311::read_postcode(Row& row) const {
  std::string_view text = text_of(location_zipcode);
  if (text.empty()) {
    find(row, "postcode_missing", Effect::noted, location_zipcode, "The request has no postcode.");
    return {};
  }
  const bool plus_four = text.size() == 10 && text[5] == '-' && is_digits(text.substr(6));
  if (plus_four) text = text.substr(0, 5);
  if (text.ends_with(".0")) text.remove_suffix(2);
  std::string postcode(text);
  if (is_digits(text) && text.size() == 4) postcode = "0" + postcode;
  if (!is_digits(postcode) || postcode.size() != 5) {
    find(row, "postcode_odd", Effect::repaired, location_zipcode, "This is not a postcode; it is left out.");
    return {};
  }
  if (!plus_four && postcode != text_of(location_zipcode))
    find(row, "postcode_mangled", Effect::repaired, location_zipcode,
        "The postcode was taken for a number; it is read as " + postcode + ".");
  if (!postcode.starts_with("02")) find(row, "postcode_elsewhere", Effect::noted, location_zipcode,
      "The postcode is not of Boston or near it.");
  return postcode;
}

Channel Boston311::read_channel(Row& row) const {
  const std::string name = lower_ascii(text_of(source));
  for (const NamedChannel& one : channels)
    if (one.source == name) return one.channel;
  if (name.empty()) find(row, "source_missing", Effect::noted, source, "The row does not say how the request came.");
  else find(row, "source_unknown", Effect::noted, source, "This way of coming is not known.");
  return Channel::unknown;
}

// ---- the place

void Boston311::read_place(Row& row, ImportedRequest& request) const {
  const std::string_view lat_text = text_of(latitude), lon_text = text_of(longitude);
  const std::string shown = fmt::format("{},{}", lat_text, lon_text);
  const auto leave_out = [&](std::string_view kind, std::string message) {
    find(row, kind, Effect::repaired, column_names[latitude], shown, std::move(message));
  };
  if (lat_text.empty() && lon_text.empty()) {
    find(row, "place_missing", Effect::noted, latitude, "The request has no place.");
    return;
  }
  const auto lat = number_of(lat_text), lon = number_of(lon_text);
  if (!lat || !lon) return leave_out("place_unreadable", "The place is not two numbers; it is left out.");
  Place place{*lat, *lon};
  const auto in_city = [](Place p) { return p.lat >= south && p.lat <= north && p.lon >= west && p.lon <= east; };
  if (place == boston311_default_place) {
    request.place_was_default = true;
    return leave_out("place_default", "The place is the point given to whatever cannot be placed; it is left out.");
  }
  if (place == Place{}) return leave_out("place_zero", "The place is 0,0; it is left out.");
  if (in_city({place.lon, place.lat})) {
    std::swap(place.lat, place.lon);
    leave_out("place_swapped", "Latitude and longitude stand in each other's column; they are put right.");
  }
  if (!in_city(place)) return leave_out("place_outside_city", "The place is not in Boston or near it; it is left out.");
  request.place = place;
}

}  // namespace

std::unique_ptr<RowParser> boston311_parser() { return std::make_unique<Boston311>(); }

}  // namespace bellman::imports
