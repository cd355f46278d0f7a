// The HTTP table of clients, households, sites and assets.
#pragma once
#include "api/routes.h"

namespace bellman::clients {

void routes(api::Routes& routes);

}  // namespace bellman::clients
