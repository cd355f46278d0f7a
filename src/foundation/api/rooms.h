// The list of rooms and what is done with all of them: the server, the simulator, the demonstration, copies and archives, and the test houses
// put their parts together here and nowhere else.
#pragma once
#include "api/room.h"

#include <span>

namespace bellman::api {

using Rooms = std::span<const Room* const>;

// The lower room first, as in tools/layout.toml; the foundation itself is the first. Made by CMake (bellman_list_of_rooms in cmake/rooms.cmake):
// in the program all of them, in the test program of a room those up to that one.
Rooms rooms();

std::vector<const db::Migrations*> migrations_of(Rooms rooms);
// Names of declared settings that nobody has put.
std::vector<std::string_view> missing_settings(Rooms rooms, const Services& services);
// Settings that are missing take their defaults; then each room makes what it keeps in memory, and subscribes. The lower room hears of an
// event first.
void subscribe_rooms(Rooms rooms, engine::Registry& registry, Services& services);
// The first timers of all recurring work.
Result<> start_rooms(Rooms rooms, engine::Tx& tx);
void add_routes(Rooms rooms, Routes& routes, const Services& services);
std::vector<Effect> effects_of(Rooms rooms);

}  // namespace bellman::api
