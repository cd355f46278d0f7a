// The HTTP table of calendars and policies.
#pragma once

namespace bellman::api {
class Routes;
}

namespace bellman::sla {

void routes(api::Routes& routes);

}  // namespace bellman::sla
