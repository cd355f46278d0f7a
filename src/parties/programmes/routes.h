#pragma once
#include "api/routes.h"

namespace bellman::programmes {

void routes(api::Routes& routes);

}  // namespace bellman::programmes
