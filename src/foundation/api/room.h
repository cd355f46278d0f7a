// The manifest of a room: everything that the rest of the program must know of it. Each room has one in its room.cpp; the list of all rooms
// (rooms.h) is made from tools/layout.toml. So a new room is its folder and its name there.
#pragma once
#include "api/routes.h"
#include "api/services.h"
#include "db/migration.h"
#include "engine/registry.h"

#include <string_view>
#include <vector>

namespace bellman::api {

// A type of settings that a room reads from the services. The server must put each of them; others may leave them at their defaults.
struct Setting {
  std::string_view name;
  bool (*is_put)(const Services& services);
  void (*put_default)(Services& services);
};
template <class T>
Setting setting(std::string_view name) {
  return {name, [](const Services& services) { return services.find<T>() != nullptr; }, [](Services& services) { services.put(T{}); }};
}

// A kind of effect that the room puts in the outbox. on_screens: the event that goes with it reaches people by the live stream, so the server
// itself delivers it; others wait for a channel that is set up.
struct Effect {
  std::string_view kind;
  bool on_screens = false;
};

enum class Person { client, worker, account };

// rows: deleted with the person. words: the row stays, for the journal and the accounts refer to it, and its columns are blanked.
// kept: the promise or the law needs it as it is (`why` says so).
enum class Erasure { rows, words, kept };

// Data about a person in a table.
struct PersonalData {
  Person whose = Person::client;
  std::string_view rows;                   // SQL condition: those of the person $1
  std::vector<std::string_view> columns;   // what is handed out when the person asks for it, and blanked by Erasure::words
  Erasure erasure = Erasure::rows;
  std::string_view why = {};               // of Erasure::kept
};

// copied: moved to another store as it is. rebuilt: each store makes it from other tables. local: says something of this store only.
enum class Moving { copied, rebuilt, local };

struct OwnTable {
  std::string_view name;
  std::vector<PersonalData> personal = {};  // empty: about nobody
  Moving moving = Moving::copied;
};

// Rows that leave the store with a closed request that is archived. The rows of one room may stand in another's table (its events).
struct RowsOfRequest {
  std::string_view table;
  std::string_view condition;  // SQL; $1: the request
};

struct Room {
  std::string_view name;
  const db::Migrations* migrations = nullptr;
  std::vector<OwnTable> tables = {};
  std::vector<RowsOfRequest> of_request = {};  // parents before what is found by them
  std::vector<Setting> settings = {};
  std::vector<Effect> effects = {};

  // Each may be null. In this order, every room before the next step:
  void (*equip)(Services& services) = nullptr;  // makes what the room keeps in memory for a process
  // Handlers of events and timers, followers of the journal.
  void (*subscribe)(engine::Registry& registry, const Services& services) = nullptr;
  // The first timers of recurring work, in a transaction after the engine has started. To set them again does no harm.
  Result<> (*start)(engine::Tx& tx) = nullptr;
  void (*routes)(Routes& routes, const Services& services) = nullptr;
};

}  // namespace bellman::api
