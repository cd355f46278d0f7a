#include "api/openapi.h"

#include "server/app.h"

namespace bellman::server {

std::string openapi_document() {
  api::Routes routes;
  add_routes(routes, std::make_shared<dispatch::Dispatcher>(), nullptr, Settings{});
  return api::openapi(routes, BELLMAN_VERSION);
}

}  // namespace bellman::server
