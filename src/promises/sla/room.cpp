#include "api/room.h"

#include "sla/routes.h"
#include "sla/service.h"
#include "sla/store.h"

namespace bellman::sla {

const api::Room& room() {
  static const api::Room sla{
      .name = "sla",
      .migrations = &migrations(),
      .tables = {{"calendar"}, {"sla_policy"}, {"calendar_edition"}, {"sla_policy_edition"}, {"sla_version"}, {"deadline"}},
      .of_request = {{"deadline", "request_id = $1"}},
      .effects = {{"notify", true}},
      .subscribe = [](engine::Registry& registry, const api::Services&) { subscribe(registry); },
      .routes = [](api::Routes& table, const api::Services&) { routes(table); },
  };
  return sla;
}

}  // namespace bellman::sla
