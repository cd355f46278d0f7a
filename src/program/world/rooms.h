// All rooms of the product plugged into one engine: what the server, the replay and the simulator share.
#pragma once
#include "db/migration.h"
#include "dispatch/service.h"
#include "engine/registry.h"

#include <memory>

namespace bellman::world {

// In the order in which their tables may be made.
std::vector<const db::Migrations*> all_migrations();

// Subscribes every room. The order matters where two rooms follow the same event: the lower one first.
void subscribe_rooms(engine::Registry& registry, const std::shared_ptr<dispatch::Dispatcher>& dispatcher);

}  // namespace bellman::world
