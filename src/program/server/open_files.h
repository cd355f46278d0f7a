// How many connections the system lets this process hold.
#pragma once
#include <cstdint>

namespace bellman::server {

// Raises the soft limit of open files as far as needed for `connections_max` besides the store's and attachments' own files, and gives
// the number of connections that then fit: less than wanted when the hard limit is lower.
std::int64_t make_room_for(std::int64_t connections_max);

}  // namespace bellman::server
