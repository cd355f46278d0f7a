#include "api/room.h"

#include "requests/attachment_routes.h"
#include "requests/routes.h"
#include "requests/service.h"
#include "requests/store.h"

namespace bellman::requests {

const api::Room& room() {
  using api::Erasure, api::Moving, api::Person;
  static constexpr std::string_view of_client = "request_id IN (SELECT id FROM request WHERE client_id = $1)";
  static const api::Room requests{
      .name = "requests",
      .migrations = &migrations(),
      .tables = {{"request",
                  {{Person::client, "client_id = $1", {"title", "description", "fields", "address", "place_lat", "place_lon", "reason", "external_id", "filed_at"}, Erasure::words},
                   {Person::worker, "worker_id = $1", {"assigned_at", "done_at"}, Erasure::kept, "the client's proof of who came"}}},
                 {"attachment", {{Person::client, of_client, {"name", "content_type", "size_bytes", "added_at"}}}},
                 {"request_text", {}, Moving::rebuilt},
                 {"request_text_ending", {}, Moving::rebuilt}},
      .of_request = {{"request", "id = $1"}, {"attachment", "request_id = $1"}, {"event", "subject = 'request' AND subject_id = $1"}},
      .settings = {api::setting<LifeSettings>("life")},
      .subscribe = [](engine::Registry& registry, const api::Services&) { subscribe(registry); },
      .start = set_first_index_check,
      .routes = [](api::Routes& table, const api::Services& services) {
        routes(table, services.get<LifeSettings>());
        attachment_routes(table, services.find<const FileStore>());
      },
  };
  return requests;
}

}  // namespace bellman::requests
