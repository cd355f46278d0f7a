#include "server/open_files.h"

#include <sys/resource.h>

#include <algorithm>

namespace bellman::server {

namespace {
// The database with its journal for each of up to 256 reading threads, attachments, logs, and connections that hear why they are refused.
constexpr std::int64_t own_files = 1'100;
}  // namespace

std::int64_t make_room_for(std::int64_t connections_max) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return connections_max;
  const auto wanted = static_cast<rlim_t>(connections_max + own_files);
  if (limit.rlim_cur < wanted) {
    limit.rlim_cur = std::min(wanted, limit.rlim_max);
    setrlimit(RLIMIT_NOFILE, &limit);
    getrlimit(RLIMIT_NOFILE, &limit);
  }
  if (limit.rlim_cur >= wanted) return connections_max;
  const auto open_files = static_cast<std::int64_t>(limit.rlim_cur);
  // With a very low limit half of it for connections is better than none.
  return std::min(connections_max, std::max(open_files - own_files, open_files / 2));
}

}  // namespace bellman::server
