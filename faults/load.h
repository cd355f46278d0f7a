// Clients that file requests one after the other over keep-alive connections, and remember what they were told.
#pragma once
#include "faults/served.h"

#include <atomic>
#include <mutex>
#include <thread>

namespace bellman::faults {

struct Filed {
  std::string number;  // of the key and of the external id
  int status = 0;      // 0: no answer came, so nobody knows
  std::string body;
};

class Load {
 public:
  // Numbers begin with `prefix`, so that two loads never share one.
  Load(const Served& target, const Company& of, std::string number_prefix) : server(target), company(of), prefix(std::move(number_prefix)) {}
  ~Load() { stop(); }
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  // Each connection is a thread of its own; it ends when its connection ends, or at the first answer that says "Connection: close".
  void start(int connections);
  // Each ends after the answer under way. Not needed when the server ends first.
  void stop();
  // Waits until all connections have ended by themselves.
  void join();

  std::size_t answers() const { return answered.load(); }
  // Answers that are neither 201 nor one of a stopping server; and connections that broke in the middle of an answer.
  std::size_t broken_answers() const { return broken.load(); }
  // After stop() or join().
  const std::vector<Filed>& filed() const { return all; }

 private:
  void file(int connection);

  const Served& server;
  const Company company;
  const std::string prefix;
  std::atomic<bool> stopping = false;
  std::atomic<std::size_t> answered = 0, broken = 0;
  std::vector<std::thread> threads;
  std::mutex mutex;
  std::vector<Filed> all;
};

}  // namespace bellman::faults
