#include "api/room.h"

#include "people/routes.h"
#include "people/service.h"
#include "people/store.h"

namespace bellman::people {

const api::Room& room() {
  using api::Erasure, api::Person;
  static const api::Room people{
      .name = "people",
      .migrations = &migrations(),
      .tables = {{"account", {{Person::account, "id = $1", {"login", "name", "language", "password_hash"}, Erasure::words}}},
                 {"session", {{Person::account, "account_id = $1", {"created_at", "expires_at"}}}},
                 {"api_token", {{Person::account, "account_id = $1", {"name", "created_at", "expires_at", "revoked_at"}}}},
                 {"login_attempt"}},  // keys are hashed or networks, and are purged after a day
      .settings = {api::setting<RouteSettings>("people")},
      .subscribe = [](engine::Registry& registry, const api::Services&) { subscribe(registry); },
      .start = set_first_purge,
      .routes = [](api::Routes& table, const api::Services& services) { routes(table, services.get<RouteSettings>()); },
  };
  return people;
}

}  // namespace bellman::people
