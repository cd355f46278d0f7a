#include "api/room.h"

#include "workers/routes.h"
#include "workers/service.h"
#include "workers/store.h"

namespace bellman::workers {

const api::Room& room() {
  using api::Erasure, api::Person;
  static const api::Room workers{
      .name = "workers",
      .migrations = &migrations(),
      .tables = {{"skill"},
                 {"part"},
                 {"team"},
                 {"worker", {{Person::worker, "id = $1", {"name", "phone", "languages", "home_lat", "home_lon", "external_id"}, Erasure::words}}},
                 {"worker_skill", {{Person::worker, "worker_id = $1", {"skill_id", "level", "expires"}}}},
                 {"worker_state", {{Person::worker, "worker_id = $1", {"place_lat", "place_lon", "place_at"}}}},
                 {"worker_change"},
                 {"absence", {{Person::worker, "worker_id = $1", {"kind", "from_at", "until_at", "note"}}}}},
      .subscribe = [](engine::Registry& registry, const api::Services&) { subscribe(registry); },
      .routes = [](api::Routes& table, const api::Services&) { routes(table); },
  };
  return workers;
}

}  // namespace bellman::workers
