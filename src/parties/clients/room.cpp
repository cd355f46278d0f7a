#include "api/room.h"

#include "clients/routes.h"
#include "clients/service.h"
#include "clients/store.h"

namespace bellman::clients {

const api::Room& room() {
  using api::Erasure, api::Person;
  static constexpr std::string_view of_site = "site_id IN (SELECT id FROM site WHERE client_id = $1)";
  static const api::Room clients{
      .name = "clients",
      .migrations = &migrations(),
      .tables = {{"household", {{Person::client, "id IN (SELECT household_id FROM client WHERE id = $1)", {"name"}, Erasure::words}}},
                 {"client", {{Person::client, "id = $1", {"name", "language", "notes", "tastes", "external_id"}, Erasure::words}}},
                 {"contact_point", {{Person::client, "client_id = $1", {"kind", "value"}}}},
                 {"client_word", {{Person::client, "client_id = $1", {"word"}}}},
                 {"worker_wish", {{Person::client, "client_id = $1", {"worker_id", "kind", "reason"}}, {Person::worker, "worker_id = $1", {"kind", "reason"}}}},
                 {"site", {{Person::client, "client_id = $1", {"name", "address", "place_lat", "place_lon"}, Erasure::words}}},
                 {"asset", {{Person::client, of_site, {"name", "serial"}, Erasure::words}}}},
      .subscribe = [](engine::Registry& registry, const api::Services&) { subscribe(registry); },
      .routes = [](api::Routes& table, const api::Services&) { routes(table); },
  };
  return clients;
}

}  // namespace bellman::clients
