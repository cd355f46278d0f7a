#include "world/rooms.h"

#include "clients/service.h"
#include "engine/journal_months.h"
#include "jobs/service.h"
#include "requests/service.h"
#include "sla/service.h"
#include "workers/service.h"

namespace bellman {
namespace engine { const db::Migrations& migrations(); }
namespace programmes { const db::Migrations& migrations(); }
namespace people { const db::Migrations& migrations(); }
namespace sla { const db::Migrations& migrations(); }
namespace catalogue { const db::Migrations& migrations(); }
namespace workers { const db::Migrations& migrations(); }
namespace clients { const db::Migrations& migrations(); }
namespace requests { const db::Migrations& migrations(); }
namespace jobs { const db::Migrations& migrations(); }
namespace dispatch { const db::Migrations& migrations(); }
}  // namespace bellman

namespace bellman::world {

std::vector<const db::Migrations*> all_migrations() {
  return {&engine::migrations(), &programmes::migrations(), &people::migrations(),   &sla::migrations(),  &catalogue::migrations(),
          &workers::migrations(), &clients::migrations(),   &requests::migrations(), &jobs::migrations(), &dispatch::migrations()};
}

void subscribe_rooms(engine::Registry& registry, const std::shared_ptr<dispatch::Dispatcher>& dispatcher) {
  engine::keep_journal_months(registry);
  sla::subscribe(registry);
  workers::subscribe(registry);
  clients::subscribe(registry);
  requests::subscribe(registry);
  jobs::subscribe(registry);
  dispatcher->subscribe(registry);
}

}  // namespace bellman::world
