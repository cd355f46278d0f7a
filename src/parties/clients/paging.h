// Pages of lists by keyset, merged over the programmes that the caller may see. For the routes of this room.
#pragma once
#include "api/call.h"
#include "clients/model.h"

#include <algorithm>
#include <charconv>

namespace bellman::clients {

// A positive number in the query; none when it is left out.
template <class IdType>
Result<IdType> id_query(const api::Call& call, std::string_view name) {
  const auto text = call.query(name);
  if (!text || text->empty()) return IdType{};
  std::int64_t number = 0;
  const auto [end, fault] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (fault != std::errc() || end != text->data() + text->size() || number < 1)
    return Error::malformed("field.id", "That is not an id.", std::string(name), "An id is a whole number above 0.");
  return IdType(number);
}

// The rows of the programmes that the caller may see: of `wanted` only when it is set, which is then in the scope.
// `fetch(programme, count)` gives `count` rows of one programme (none: of all) in the order of `less`; at most `count` come back.
template <class Fetch, class Less>
auto over_scope(const api::Call& call, ProgrammeId wanted, std::int64_t count, Fetch fetch, Less less) -> decltype(fetch(wanted, count)) {
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
api::Page<Item> page_of(std::vector<Item> rows, std::int64_t limit) {
  api::Page<Item> page{std::move(rows), {}};
  if (static_cast<std::int64_t>(page.items.size()) > limit) {
    page.items.erase(page.items.begin() + limit, page.items.end());
    page.next = std::to_string(page.items.back().id.value);
  }
  return page;
}

}  // namespace bellman::clients
