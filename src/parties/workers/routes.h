// The HTTP table of workers, skills, parts and teams.
#pragma once
#include "api/routes.h"

namespace bellman::workers {

void routes(api::Routes& routes);

}  // namespace bellman::workers
