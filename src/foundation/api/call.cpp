#include "api/call.h"

#include "base/assert.h"

#include <fmt/format.h>

#include <algorithm>

namespace bellman::api {

engine::Actor Identity::actor() const {
  switch (role) {
    case people::Role::client: return {engine::ActorKind::client, client.value};
    case people::Role::worker: return {engine::ActorKind::worker, worker.value};
    case people::Role::machine: return {engine::ActorKind::machine, account.value};
    default: break;
  }
  if (!account) return {};
  return {engine::ActorKind::account, account.value};
}

std::string_view Call::parameter(std::string_view name) const {
  const auto found = path_parameters.find(name);
  BELLMAN_ASSERT(found != path_parameters.end(), "the route's pattern has no such parameter");
  return found->second;
}

std::optional<std::string> Call::query(std::string_view name) const {
  const auto found = query_parameters.find(name);
  if (found == query_parameters.end()) return std::nullopt;
  return found->second;
}

Result<std::int64_t> Call::limit() const {
  constexpr std::int64_t usual = 50, most = 200;
  const auto found = query_parameters.find("limit");
  if (found == query_parameters.end()) return usual;
  std::int64_t number = 0;
  const std::string& text = found->second;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size() || number < 1 || number > most)
    return Error::malformed("field.limit", "A page holds a whole number of items.", "limit", fmt::format("Send 1 to {}.", most));
  return number;
}

Result<std::int64_t> Call::after() const {
  const auto found = query_parameters.find("after");
  if (found == query_parameters.end() || found->second.empty()) return std::int64_t{0};
  std::int64_t number = 0;
  const std::string& text = found->second;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size() || number < 0)
    return Error::malformed("field.after", "That is not the end of a page.", "after", "Send back `next` of the page before.");
  return number;
}

Result<> Call::check_scope(ProgrammeId programme, std::string_view noun) const {
  if (identity.scope.allows(programme)) return ok();
  return Error::not_found(fmt::format("{}.unknown", noun), fmt::format("There is no such {}.", noun));
}

Result<std::int64_t> Call::number_parameter(std::string_view name) const {
  const std::string_view text = parameter(name);
  std::int64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size() || number < 1)
    return Error::malformed("field.id", fmt::format("\"{}\" is not an id.", text.substr(0, 40)), std::string(name), "An id is a whole number above 0.");
  return number;
}

Result<> Write::expect_version(std::int64_t current) const {
  if (!if_match)
    return Error::unconditional("precondition.missing", "A change must say which version it changes.",
                                "Send If-Match with the ETag of the version you have seen.");
  if (*if_match != current)
    return Error::stale("precondition.stale", fmt::format("It has been changed since: it is version {} now, you have seen {}.", current, *if_match),
                        "Load it again, look at the changes, and repeat yours.");
  return ok();
}

}  // namespace bellman::api
