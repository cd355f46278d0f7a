#include "engine/announcement.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace bellman::engine {

std::vector<std::pair<std::int64_t, std::int64_t>> rows_of_ids(std::vector<std::int64_t> ids) {
  std::ranges::sort(ids);
  std::vector<std::pair<std::int64_t, std::int64_t>> rows;
  for (const std::int64_t id : ids)
    if (!rows.empty() && id <= rows.back().second + 1) rows.back().second = id;
    else rows.emplace_back(id, id);
  return rows;
}

std::vector<std::string> to_texts(const Announcement& announcement, std::size_t most_bytes) {
  const std::string head = announcement.process + "|";
  const std::string at = fmt::format("|{}", announcement.at.ms), due = announcement.timer ? fmt::format("|{}", announcement.timer->ms) : "|";
  std::vector<std::string> texts;
  std::string body;
  const auto end = [&] {
    texts.push_back(head + body + (texts.empty() ? due : "|") + at);
    body.clear();
  };
  for (const auto& [first, last] : announcement.events) {
    const std::string row = first == last ? fmt::format("{}", first) : fmt::format("{}-{}", first, last);
    if (head.size() + body.size() + row.size() + due.size() + at.size() + 1 > most_bytes) end();
    body += (body.empty() ? "" : ",") + row;
  }
  if (!body.empty() || texts.empty()) end();
  return texts;
}

namespace {

Error not_understood(std::string_view text) {
  return Error::malformed("engine.announcement", fmt::format("Another process said \"{}\", which is no announcement.", text.substr(0, 100)), {}, "Run the same version on all machines.");
}

bool read_number(std::string_view text, std::int64_t& number) {
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  return fault == std::errc() && end == text.data() + text.size();
}

// What stands between the bars; nothing when there are not three of them.
std::optional<std::array<std::string_view, 4>> parts_of(std::string_view text) {
  std::array<std::string_view, 4> parts;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto bar = text.find('|');
    if ((bar == std::string_view::npos) != (i + 1 == parts.size())) return std::nullopt;
    parts[i] = text.substr(0, bar);
    text.remove_prefix(bar == std::string_view::npos ? text.size() : bar + 1);
  }
  return parts;
}

}  // namespace

Result<Announcement> parse_announcement(std::string_view text) {
  const auto parts = parts_of(text);
  Announcement out;
  if (!parts || !read_number((*parts)[3], out.at.ms)) return not_understood(text);
  out.process = (*parts)[0];
  std::string_view rows = (*parts)[1];
  while (!rows.empty()) {
    const auto comma = std::min(rows.find(','), rows.size());
    const std::string_view row = rows.substr(0, comma);
    const auto dash = row.find('-');
    std::pair<std::int64_t, std::int64_t> ids;
    if (!read_number(row.substr(0, dash), ids.first)) return not_understood(text);
    ids.second = ids.first;
    if (dash != std::string_view::npos && (!read_number(row.substr(dash + 1), ids.second) || ids.second < ids.first)) return not_understood(text);
    out.events.push_back(ids);
    rows.remove_prefix(std::min(comma + 1, rows.size()));
  }
  if (const std::string_view due = (*parts)[2]; !due.empty()) {
    Instant at;
    if (!read_number(due, at.ms)) return not_understood(text);
    out.timer = at;
  }
  return out;
}

}  // namespace bellman::engine
