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

}  // namespace bellman::api
