// A channel into the simulated world: it loses, repeats, delays and fails, and witnesses that whatever it is given is committed.
#pragma once
#include "engine/registry.h"

#include <map>
#include <memory>
#include <string>

namespace bellman::sim {

class World;

// Kinds: "push", "robot_call", "notify".
std::shared_ptr<engine::Channel> make_channel(World& world, std::string kind);

}  // namespace bellman::sim
