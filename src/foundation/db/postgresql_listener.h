// LISTEN on a connection and a thread of its own; and, when nobody says anything, a look whether a silent process keeps the others from writing.
#pragma once
#include "db/postgresql.h"

namespace bellman::db::pq {

// Errors of the first connection; later ones are made anew by itself, as often as it takes.
Result<std::unique_ptr<Listener>> listen(const PostgresqlSettings& settings, ListenerCallbacks callbacks);

}  // namespace bellman::db::pq
