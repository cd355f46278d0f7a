// A store that breaks down on command: errors as a full disk or a lock gives them, and crashes, after which the process
// is as good as dead and the files are those of that instant.
#pragma once
#include "db/session.h"

#include <functional>
#include <memory>
#include <set>
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
  power_cut,         // what was committed since the disk last confirmed may be gone, from the end
  process_dies,      // one of several equal processes is killed before a statement; the store and the others live on
};
inline constexpr int fault_kinds = 9, fault_kinds_of_many = 10;  // of one process; of several

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
  // Also the disk's own memory is lost. `share` of what it had not confirmed survives.
  void cut_power(double share);
  bool crashed() const { return dead; }
  // One process as kill -9 would; what it had committed stays.
  void kill(int process) { killed.insert(process); }
  bool is_killed(int process) const { return killed.contains(process); }
  // Whether the transaction that was running may have been committed though nobody was told.
  bool outcome_unknown() const { return unknown; }
  void revive() {
    dead = unknown = armed.active = false;
    killed.clear();
    commits = 0;
  }

  // Takes the copy, and keeps only this share of what the write-ahead log grew by since the mark.
  enum class Mark { commit, durable };
  std::function<void(Mark mark, double share)> copy_files;
  std::function<void(Mark mark)> mark_log;
  // After a commit, which may have carried the log over into the file.
  std::function<void()> note_checkpoint;

  // Commits that the disk has not confirmed.
  std::int64_t unconfirmed() const { return commits; }

  // A bug of the kind "forget": this timer is never written, one time in `forget_every`. Empty: none.
  std::string forgotten_timer;

 private:
  friend class FaultySession;
  friend class FaultyDatabase;
  bool strikes(FaultKind call);
  struct Armed {
    FaultKind kind{};
    int after = 0;
    double share = 1;
    bool active = false;
  } armed;
  bool dead = false, unknown = false;
  std::set<int> killed;
  int timers_written = 0;
  std::int64_t commits = 0;
};

// As the process of this number sees it.
std::unique_ptr<db::Database> with_faults(db::Database& inner, Faults& faults, int process);

}  // namespace bellman::sim
