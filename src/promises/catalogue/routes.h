// The HTTP table of the catalogue.
#pragma once
#include "api/routes.h"

namespace bellman::catalogue {

void routes(api::Routes& routes);

}  // namespace bellman::catalogue
