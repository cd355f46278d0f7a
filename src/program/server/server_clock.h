// The clock that a server lives by: the machine's, or, where several servers share a database, the database's.
#pragma once
#include "engine/steady_clock.h"
#include "server/settings.h"

#include <memory>

namespace bellman::server {

// Never fails: a database that cannot be opened now is asked later, and opening the server says what is wrong with it.
std::unique_ptr<engine::SteadyClock> open_clock(const Settings& settings);

}  // namespace bellman::server
