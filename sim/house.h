// The server under test: a store, the rooms and the engine. It can be killed at any statement and opened again on what was left.
#pragma once
#include "db/sqlite.h"
#include "dispatch/service.h"
#include "engine/engine.h"
#include "fault.h"

#include <filesystem>

namespace bellman::sim {

class House {
 public:
  // `furnish` is called at each opening, after the rooms have subscribed: channels, planted bugs.
  House(std::filesystem::path folder, const engine::Clock& clock, std::function<void(engine::Registry&)> furnish);
  ~House();
  House(const House&) = delete;
  House& operator=(const House&) = delete;

  // Makes the tables and opens.
  Result<> build(Instant now);
  // After a crash: everything in memory is thrown away, the copy of the files is opened.
  Result<> recover();

  engine::Engine& engine() { return *running; }
  dispatch::Dispatcher& dispatcher() { return *dispatching; }
  // A connection of its own that sees only what is committed, and has no faults.
  db::Session& witness() { return *reader; }
  Faults faults;

 private:
  Result<> open();
  void close();
  std::filesystem::path file() const { return base / std::to_string(life) / "bellman.db"; }
  void copy_files(Faults::Mark mark, double share);
  std::uintmax_t log_bytes() const;

  std::filesystem::path base;
  const engine::Clock& clock;
  std::function<void(engine::Registry&)> furnish;
  int life = 0;
  std::uintmax_t log_at_commit = 0, log_at_durable = 0;
  std::unique_ptr<db::Database> store, faulty;
  std::unique_ptr<db::Session> reader;
  std::unique_ptr<engine::Registry> registry;
  std::unique_ptr<dispatch::Dispatcher> dispatching;
  std::unique_ptr<engine::Engine> running;
};

}  // namespace bellman::sim
