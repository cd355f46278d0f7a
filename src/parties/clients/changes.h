// Which members of a noun a change has touched.
#pragma once
#include "codec/json_write.h"

namespace bellman::clients {

// The names of the members that differ; the version is not counted.
template <class Noun>
std::vector<std::string> changed_members(const Noun& before, const Noun& after) {
  std::vector<std::string> now, names;
  codec::for_each_member(after, [&](std::string_view, const auto& member) { now.push_back(codec::to_json(member)); });
  std::size_t at = 0;
  codec::for_each_member(before, [&](std::string_view name, const auto& member) {
    if (codec::to_json(member) != now[at++] && name != "version") names.emplace_back(name);
  });
  return names;
}

}  // namespace bellman::clients
