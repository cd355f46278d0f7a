// The server under test: a store, and one process or several equal ones on it, each with its rooms and its engine. All can be killed at any
// statement and opened again on what was left; one of several can die alone.
#pragma once
#include "api/services.h"
#include "db/sqlite.h"
#include "dispatch/service.h"
#include "engine/engine.h"
#include "fault.h"

#include <filesystem>

namespace bellman::sim {

class House {
 public:
  // `furnish` is called at each opening, after the rooms have subscribed: channels, planted bugs.
  House(std::filesystem::path folder, const engine::Clock& clock, int processes, std::function<void(engine::Registry&)> furnish);
  ~House();
  House(const House&) = delete;
  House& operator=(const House&) = delete;

  // Makes the tables and opens.
  Result<> build(Instant now);
  // After a crash: everything in memory is thrown away, the copy of the files is opened.
  Result<> recover();

  // The process that acts now.
  void choose(std::size_t which) { current = which; }
  int process() const { return processes[current].number; }  // never the same again after a death
  engine::Engine& engine() { return *processes[current].running; }
  const engine::Registry& registry() const { return *processes[current].registry; }
  dispatch::Dispatcher& dispatcher() { return processes[current].services->get<dispatch::Dispatcher>(); }
  // The chosen one has died: another takes its place.
  Result<> replace();
  std::size_t count() const { return processes.size(); }
  // A connection of its own that sees only what is committed, and has no faults.
  db::Session& witness() { return *reader; }
  Faults faults;

 private:
  struct Process {
    int number = 0;
    std::unique_ptr<db::Database> faulty;
    std::unique_ptr<engine::Registry> registry;
    std::unique_ptr<api::Services> services;
    std::unique_ptr<engine::Engine> running;
  };
  Result<> open();
  Result<Process> start_process();
  void close();
  std::filesystem::path file() const { return base / std::to_string(life) / "bellman.db"; }
  void copy_files(Faults::Mark mark, double share);
  std::uintmax_t log_bytes() const;

  std::filesystem::path base;
  const engine::Clock& clock;
  std::function<void(engine::Registry&)> furnish;
  int life = 0;
  std::uintmax_t log_at_commit = 0, log_at_durable = 0;
  std::unique_ptr<db::Database> store;
  std::unique_ptr<db::Session> reader;
  const int process_count;
  int processes_started = 0;
  std::vector<Process> processes;
  std::size_t current = 0;
};

}  // namespace bellman::sim
