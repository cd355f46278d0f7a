// The HTTP table of requests.
#pragma once
#include "api/routes.h"
#include "requests/rules.h"

namespace bellman::requests {

void routes(api::Routes& routes, LifeSettings settings = {});

}  // namespace bellman::requests
