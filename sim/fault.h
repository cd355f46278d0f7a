// A store that breaks down on command: errors as a full disk or a lock gives them, and crashes, after which the process
// is as good as dead and the files are those of that instant.
#pragma once
#include "db/session.h"

#include <functional>
#include <memory>
#include <string>

namespace bellman::sim {

enum class FaultKind {
  crash_before_statement,
  crash_before_commit,
  crash_in_commit,   // the end of the commit's last write is missing
  crash_after_commit,
  disk_full,         // the store ends the transaction
  disk_full_at_commit,
  io_error,          // one statement fails, the transaction lives on
  locked,            // BEGIN fails
};
inline constexpr int fault_kinds = 8;

// What the world plants and the faulty store obeys. At most one fault is armed at a time.
class Faults {
 public:
  // Strikes at the `after`-th call of the fault's kind from now (0: the next). `share`, 0..1: how much of the last write
  // survives crash_in_commit.
  void arm(FaultKind kind, int after, double share) { armed = {kind, after, share, true}; }
  void disarm() { armed.active = false; }
  bool is_armed() const { return armed.active; }

  // As kill -9 would: the copy of the files is taken now, and nothing that happens afterwards is in it.
  void crash(bool commit_may_be_there, double share_of_last_write = 1);
  bool crashed() const { return dead; }
  // Whether the transaction that was running may have been committed though nobody was told.
  bool outcome_unknown() const { return unknown; }
  void revive() { dead = unknown = armed.active = false; }

  // Takes the copy. The second: keep only this share of what the write-ahead log grew by since `log_bytes()` was marked.
  std::function<void(double share_of_last_write)> copy_files;
  std::function<void()> mark_log;

  // A bug of the kind "forget": this timer is never written, one time in `forget_every`. Empty: none.
  std::string forgotten_timer;

 private:
  friend class FaultySession;
  bool strikes(FaultKind call);
  struct Armed {
    FaultKind kind{};
    int after = 0;
    double share = 1;
    bool active = false;
  } armed;
  bool dead = false, unknown = false;
  int timers_written = 0;
};

std::unique_ptr<db::Database> with_faults(db::Database& inner, Faults& faults);

}  // namespace bellman::sim
