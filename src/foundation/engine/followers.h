// The followers of the journal (registry.h): their rows, one step of one, and what a person may do with a parked one.
#pragma once
#include "db/session.h"
#include "engine/registry.h"

namespace bellman::engine {

enum class FollowerState { running, parked };
BOOST_DESCRIBE_ENUM(FollowerState, running, parked)

struct FollowerRow {
  static constexpr std::string_view table = "follower";
  std::string name;
  std::vector<std::string> kinds;   // that it wants; empty: all. So that a process that does not run it wakes it nevertheless
  std::int64_t cursor = 0;          // the last event it is done with
  std::int64_t single_until = 0;    // up to here event by event, because one of them has failed
  FollowerState state = FollowerState::running;
  std::int64_t attempts = 0;        // at the next event, failed
  std::string error;                // of the last attempt
  std::int64_t failing_event = 0;   // what it is parked on, or tries again; 0: none
  Instant retry_at;                 // not before
  Instant parked_at;                // 0: it is not parked
};
BOOST_DESCRIBE_STRUCT(FollowerRow, (), (name, kinds, cursor, single_until, state, attempts, error, failing_event, retry_at, parked_at))

std::string follower_timer(std::string_view name);
bool is_follower_timer(std::string_view kind);

Result<std::vector<FollowerRow>> follower_rows(db::Session& session);

// What stands between a follower and the newest event.
struct FollowerLag {
  FollowerRow row;
  std::int64_t events = 0;          // newest id less the cursor: ids that were never given count as well
  Milliseconds age{0};              // of the oldest event it has not seen
};
Result<std::vector<FollowerLag>> follower_lags(db::Session& session, Instant now);

// Makes the rows of new followers and wakes those that are behind, so that what was recorded while they were away is seen.
Result<> start_followers(Tx& tx, const Registry& registry);

// One transaction's work of one follower: on its timer.
Result<> run_follower(Tx& tx, const Follower& follower);
// After a step that failed and was undone. A batch is gone through again event by event; after `attempts_most` failures at the same event the
// follower is parked. `backoff`: how long to wait after so many failures.
Result<> note_follower_failure(Tx& tx, const Follower& follower, const Error& error, std::int64_t attempts_most,
                               const std::function<Milliseconds(std::int64_t)>& backoff);

// Goes on where it is parked; with `skip`, behind the event that fails. follower.unknown, follower.not_parked.
Result<> resume_follower(Tx& tx, std::string_view name, bool skip);
// From the first event that the journal still has. The room's on_restart runs when this process knows the follower, in this transaction.
Result<> restart_follower(Tx& tx, const Registry& registry, std::string_view name);

}  // namespace bellman::engine
