#include "api/routes.h"

namespace bellman::api {

Route& Routes::add(Verb verb, std::string pattern, Permission permission, std::string summary) {
  Route& route = table.emplace_back();
  route.verb = verb;
  route.pattern = std::move(pattern);
  route.permission = permission;
  route.summary = std::move(summary);
  return route;
}

Route& Routes::download(std::string pattern, Permission permission, std::string summary, std::function<Result<Answer>(Work&)> handler) {
  Route& route = add(Verb::get, std::move(pattern), permission, std::move(summary));
  route.bytes_out = true;
  route.work = [handler = std::move(handler)](Work& call, std::string_view) { return handler(call); };
  return route;
}

}  // namespace bellman::api
