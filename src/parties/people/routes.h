#pragma once
#include "api/routes.h"
#include "people/secrets.h"

namespace bellman::people {

struct RouteSettings {
  bool behind_tls = false;  // cookies are marked Secure
  PasswordCost password_cost;
};

void routes(api::Routes& routes, const RouteSettings& settings = {});

}  // namespace bellman::people
