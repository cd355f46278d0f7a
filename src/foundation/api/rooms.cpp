#include "api/rooms.h"

namespace bellman::api {

std::vector<const db::Migrations*> migrations_of(Rooms rooms) {
  std::vector<const db::Migrations*> all;
  for (const Room* room : rooms)
    if (room->migrations != nullptr) all.push_back(room->migrations);
  return all;
}

std::vector<std::string_view> missing_settings(Rooms rooms, const Services& services) {
  std::vector<std::string_view> names;
  for (const Room* room : rooms)
    for (const Setting& setting : room->settings)
      if (!setting.is_put(services)) names.push_back(setting.name);
  return names;
}

void subscribe_rooms(Rooms rooms, engine::Registry& registry, Services& services) {
  for (const Room* room : rooms)
    for (const Setting& setting : room->settings)
      if (!setting.is_put(services)) setting.put_default(services);
  for (const Room* room : rooms)
    if (room->equip != nullptr) room->equip(services);
  for (const Room* room : rooms)
    if (room->subscribe != nullptr) room->subscribe(registry, services);
}

Result<> start_rooms(Rooms rooms, engine::Tx& tx) {
  for (const Room* room : rooms)
    if (room->start != nullptr) TRY_DO(room->start(tx));
  return ok();
}

void add_routes(Rooms rooms, Routes& routes, const Services& services) {
  for (const Room* room : rooms)
    if (room->routes != nullptr) room->routes(routes, services);
}

std::vector<Effect> effects_of(Rooms rooms) {
  std::vector<Effect> all;
  for (const Room* room : rooms) all.insert(all.end(), room->effects.begin(), room->effects.end());
  return all;
}

}  // namespace bellman::api
