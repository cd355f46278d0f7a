#include "imports/dirt.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace bellman::imports {

namespace {

std::string_view effect_name(Effect effect) {
  return boost::describe::enum_to_string(effect, "unknown");
}

// 58119 -> "58,119".
std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

// Line ends of a value would break the table.
std::string on_one_line(std::string text) {
  std::replace_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return text;
}

}  // namespace

void DirtReport::add(const ImportedRow& row) {
  if (!row.request) {
    ++rejected_count;
  } else {
    ++accepted_count;
    if (row.findings.empty()) ++clean_count;
  }
  for (const Finding& finding : row.findings) count_finding(finding);
}

void DirtReport::add_file_finding(const Finding& finding) { count_finding(finding); }

void DirtReport::count_finding(const Finding& finding) {
  Kind& kind = by_kind[finding.kind];
  ++kind.count;
  if (finding.effect == Effect::rejected) ++kind.rejected;
  if (finding.effect == Effect::repaired) ++kind.repaired;
  if (kind.first.size() < examples) kind.first.push_back(finding);
}

std::uint64_t DirtReport::count(std::string_view kind) const {
  const auto found = by_kind.find(kind);
  return found == by_kind.end() ? 0 : found->second.count;
}

std::vector<std::pair<std::string_view, const DirtReport::Kind*>> DirtReport::sorted() const {
  std::vector<std::pair<std::string_view, const Kind*>> list;
  for (const auto& [name, kind] : by_kind) list.emplace_back(name, &kind);
  std::stable_sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.second->count > b.second->count; });
  return list;
}

std::string DirtReport::text() const {
  std::string text = fmt::format("{} rows: {} accepted ({} of them without any finding), {} rejected.\n", grouped(rows()),
                                 grouped(accepted_count), grouped(clean_count), grouped(rejected_count));
  for (const auto& [name, kind] : sorted()) {
    text += fmt::format("{:>9}  {:<28}", grouped(kind->count), name);
    if (kind->repaired > 0) text += fmt::format(" {} repaired;", grouped(kind->repaired));
    if (kind->rejected > 0) text += fmt::format(" {} rejected;", grouped(kind->rejected));
    text += kind->first.size() == 1 ? " line" : " lines";
    for (std::size_t i = 0; i < kind->first.size(); ++i) text += fmt::format("{} {}", i > 0 ? "," : "", kind->first[i].line);
    if (kind->count > kind->first.size()) text += ", …";
    if (!kind->first.empty()) {
      const Finding& finding = kind->first.front();
      text += fmt::format("\n{:11}{}{}\n", "", on_one_line(finding.message),
                          finding.value.empty() ? "" : fmt::format(" ({}: \"{}\")", finding.field, on_one_line(finding.value)));
    } else {
      text += '\n';
    }
  }
  return text;
}

std::string DirtReport::json() const {
  boost::json::array kinds;
  for (const auto& [name, kind] : sorted()) {
    boost::json::array first;
    for (const Finding& finding : kind->first)
      first.push_back(boost::json::object{{"line", finding.line},
                                          {"effect", effect_name(finding.effect)},
                                          {"field", finding.field},
                                          {"value", finding.value},
                                          {"message", finding.message}});
    kinds.push_back(boost::json::object{
        {"kind", name}, {"count", kind->count}, {"repaired", kind->repaired}, {"rejected", kind->rejected}, {"first", std::move(first)}});
  }
  return boost::json::serialize(boost::json::object{{"rows", rows()},
                                                    {"accepted", accepted_count},
                                                    {"clean", clean_count},
                                                    {"rejected", rejected_count},
                                                    {"kinds", std::move(kinds)}});
}

}  // namespace bellman::imports
