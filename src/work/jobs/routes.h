// The HTTP table of jobs and service sheets.
#pragma once
#include "api/routes.h"
#include "requests/rules.h"

namespace bellman::jobs {

void routes(api::Routes& routes, const requests::LifeSettings& settings);
// Of these: the sheets on paper.
void paper_routes(api::Routes& routes);

}  // namespace bellman::jobs
