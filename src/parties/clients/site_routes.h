// The part of the room's HTTP table that is about sites and assets.
#pragma once
#include "api/routes.h"

namespace bellman::clients {

void site_routes(api::Routes& routes);

}  // namespace bellman::clients
