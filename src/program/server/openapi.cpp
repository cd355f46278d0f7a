#include "api/openapi.h"
#include "api/rooms.h"

#include "server/app.h"

namespace bellman::server {

std::string openapi_document() {
  api::Routes routes;
  // The table alone: no engine runs on this registry, and there is no store of files.
  engine::Registry registry;
  api::Services services;
  api::subscribe_rooms(api::rooms(), registry, services);
  api::add_routes(api::rooms(), routes, services);
  return api::openapi(routes, BELLMAN_VERSION);
}

}  // namespace bellman::server
