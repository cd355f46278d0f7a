// The HTTP table of dispatch: offers to a worker, reasons, and what a person may overrule; the board.
#pragma once
#include "api/routes.h"
#include "dispatch/service.h"

namespace bellman::dispatch {

void routes(api::Routes& routes, std::shared_ptr<Dispatcher> dispatcher);

}  // namespace bellman::dispatch
