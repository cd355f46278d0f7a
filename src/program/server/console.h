// What the commands share: errors in words, progress on a terminal, waiting for Ctrl-C.
#pragma once
#include "base/result.h"

#include <string_view>

namespace bellman::server {

// Writes "bellman: …" with the cure to standard error; returns 1.
int fail(const Error& error);

// A bar on standard error, only when that is a terminal.
class Progress {
 public:
  Progress();
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  void show(double share, std::string_view what);

 private:
  bool terminal;
  int last_per_mille = -1;
  bool drawn = false;
};

// Blocks SIGINT and SIGTERM for this thread and those it starts; call before any thread is started.
void hold_signals();
// Waits for one of them.
void wait_for_signal();
// Whether one has come, without waiting longer than `ms`.
bool signal_within(int ms);

}  // namespace bellman::server
