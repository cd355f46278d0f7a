// What all lists read from the URL and answer, in one way and with one code for each mistake: field.id, field.number, field.choice, field.too_long.
#pragma once
#include "api/call.h"
#include "codec/describe.h"

#include <algorithm>
#include <charconv>

namespace bellman::api {

// A whole number above 0; 0 when it is left out or empty.
Result<std::int64_t> number_query(const Call& call, std::string_view name);
// A whole number from 0 on; nothing when it is left out or empty.
Result<std::optional<std::int64_t>> count_query(const Call& call, std::string_view name);
// true or false; nothing when it is left out or empty.
Result<std::optional<bool>> flag_query(const Call& call, std::string_view name);
// What somebody typed to search for, ?q=, at most 200 bytes of UTF-8; empty when it is left out.
Result<std::string> search_query(const Call& call);

template <class IdType>
Result<IdType> id_query(const Call& call, std::string_view name) {
  TRY(number, number_query(call, name));
  return IdType(number);
}

// One value of a described enumeration; nothing when it is left out or empty.
template <class Enum>
Result<std::optional<Enum>> choice_query(const Call& call, std::string_view name) {
  const auto text = call.query(name);
  if (!text || text->empty()) return std::optional<Enum>{};
  const auto value = codec::enum_value<Enum>(*text);
  if (!value) return Error::malformed("field.choice", "That is not one of the choices.", std::string(name), "Use one of: " + codec::enum_choices<Enum>() + ".");
  return std::optional<Enum>(*value);
}

// The rows of the programmes that the caller may see: of `wanted` only when it is set, which is then in the scope.
// `fetch(programme, count)` gives `count` rows of one programme (none: of all) in the order of `less`; at most `count` come back.
template <class Fetch, class Less>
auto over_scope(const Call& call, ProgrammeId wanted, std::int64_t count, Fetch fetch, Less less) -> decltype(fetch(wanted, count)) {
  if (wanted) {
    TRY_DO(call.check_scope(wanted, "programme"));
    return fetch(wanted, count);
  }
  if (call.who().scope.all) return fetch(ProgrammeId{}, count);
  typename decltype(fetch(wanted, count))::value_type merged;
  for (const ProgrammeId programme : call.who().scope.programmes) {
    TRY(rows, fetch(programme, count));
    const auto middle = static_cast<std::ptrdiff_t>(merged.size());
    std::move(rows.begin(), rows.end(), std::back_inserter(merged));
    std::inplace_merge(merged.begin(), merged.begin() + middle, merged.end(), less);
  }
  if (static_cast<std::int64_t>(merged.size()) > count) merged.erase(merged.begin() + count, merged.end());
  return merged;
}

inline constexpr auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };

// Of one row more than the page holds.
template <class Item>
Page<Item> page_of(std::vector<Item> rows, std::int64_t limit) {
  Page<Item> page{std::move(rows), {}};
  if (static_cast<std::int64_t>(page.items.size()) > limit) {
    page.items.erase(page.items.begin() + limit, page.items.end());
    page.next = std::to_string(page.items.back().id.value);
  }
  return page;
}

}  // namespace bellman::api
