// Stands between a server process and PostgreSQL, passes every byte on, and cuts the connection at a COMMIT when it is told to.
#pragma once
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace bellman::faults {

class Proxy {
 public:
  // Listens in `folder` as PostgreSQL would, for those who say host=FOLDER; passes on to the server whose sockets are in `behind`.
  Proxy(std::string folder, std::string behind);
  ~Proxy();
  Proxy(const Proxy&) = delete;
  Proxy& operator=(const Proxy&) = delete;

  // Of a thousand commits (and waits for the disk) so many are cut: half of them before the database hears of it, half after it has done it.
  void cut(int of_a_thousand) { cuts = of_a_thousand; }
  std::size_t cut_before() const { return before.load(); }
  std::size_t cut_after() const { return after.load(); }
  std::size_t commits() const { return seen.load(); }

 private:
  class Pair;
  void accept_loop();
  void serve(int client);
  const std::string address, target;
  int listener = -1;
  std::atomic<bool> stopping = false;
  std::atomic<int> cuts = 0;
  std::atomic<std::size_t> before = 0, after = 0, seen = 0;
  std::mutex mutex;
  std::vector<std::thread> threads;
  std::thread accepting;
};

}  // namespace bellman::faults
