// The invariants of a store, checked from its rows alone: by the simulator, the replay and `bellman check store`.
//
// Codes: assignment.* (two owners, an owner nobody can explain), state.* (request, job, offer and load disagree), owed.* (nobody or
// nothing owes the next step), timer.* (failing), offer.* (a condition was not kept), deadline.*, journal.* (events do not replay to the
// row), sheet.*, index.missing (no search finds it), follower.parked, acknowledged.* (something answered for is not there).
#pragma once
#include "base/id.h"
#include "base/instant.h"
#include "db/session.h"

#include <boost/describe.hpp>

#include <span>
#include <string>
#include <vector>

namespace bellman::checks {

struct Violation {
  std::string code;      // "owed.no_timer"
  std::string subject;   // "request", "job", "offer", "worker", "deadline", "timer"
  std::int64_t id = 0;
  std::string sentence;  // what is wrong, for a person
};
BOOST_DESCRIBE_STRUCT(Violation, (), (code, subject, id, sentence))

struct Scope {
  std::span<const RequestId> acknowledged{};  // requests that somebody was told were filed: each must be there
  std::size_t most = 1000;                    // violations reported; the rest is left out
  Milliseconds round_patience = 61min;        // a round may come so much later than a job may be looked at: longer than any setting of it
};

// Reads everything once; 60,000 requests with their journal take some seconds. The caller gives one moment's view: inside a read
// transaction, or when nobody writes. `now`: the moment of the view. Empty: all is well.
Result<std::vector<Violation>> run(db::Session& session, Instant now, const Scope& scope = {});

}  // namespace bellman::checks
