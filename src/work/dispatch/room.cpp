#include "api/room.h"

#include "dispatch/routes.h"
#include "dispatch/service.h"
#include "dispatch/store.h"

namespace bellman::dispatch {

const api::Room& room() {
  using api::Erasure, api::Person;
  static const api::Room dispatch{
      .name = "dispatch",
      .migrations = &migrations(),
      .tables = {{"job_offer", {{Person::worker, "worker_id = $1", {"state", "made_at", "settled_at", "reason", "distance_m"}, Erasure::words}}},
                 {"dispatch_decision", {{Person::worker, "worker_id = $1", {"at", "kind", "reason"}, Erasure::kept, "the record of why an automatic decision was made"}}},
                 {"served",
                  {{Person::client, "client_id = $1", {"worker_id", "at"}}, {Person::worker, "worker_id = $1", {"client_id", "at"}}}}},
      .of_request = {{"job_offer", "job_id IN (SELECT id FROM job WHERE request_id = $1)"}, {"dispatch_decision", "request_id = $1"}},
      .settings = {api::setting<DispatchSettings>("dispatch")},
      .effects = {{"push", true}, {"notify", true}, {"robot_call"}},
      .equip = [](api::Services& services) { services.share(std::make_shared<Dispatcher>(services.get<DispatchSettings>())); },
      .subscribe = [](engine::Registry& registry, const api::Services& services) { services.get<Dispatcher>().subscribe(registry); },
      .routes = [](api::Routes& table, const api::Services& services) { routes(table, services.find<Dispatcher>()); },
  };
  return dispatch;
}

}  // namespace bellman::dispatch
