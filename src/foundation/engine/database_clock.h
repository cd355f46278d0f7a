// The clock of a shared database as the one that all its servers agree on.
#pragma once
#include "engine/steady_clock.h"

namespace bellman::db {
class Database;
}

namespace bellman::engine {

// Asks the database on a connection of its own; made anew when it was lost. `database` outlives it. Not from two threads at once.
// Errors: those of db::Session.
WallClock database_clock(db::Database& database);

}  // namespace bellman::engine
