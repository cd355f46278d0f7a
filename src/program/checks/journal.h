// The journal, read once: the requests' events are replayed, and what other checks ask of the past is kept.
#pragma once
#include "checks/findings.h"
#include "checks/snapshot.h"

namespace bellman::checks {

// A step in what a worker has to do, in the order of the journal.
struct LoadStep {
  enum class Kind { offered, assigned, ended };
  EventId event;
  Instant at;
  WorkerId worker;
  RequestId request;
  Kind kind{};
};

struct History {
  std::vector<LoadStep> loads;                              // by request, then event
  std::unordered_map<RequestId, std::vector<Instant>> moves;  // when the client moved the visit
  std::map<std::pair<RequestId, sla::DeadlineKind>, int> breaches;  // of the present opening of the deadline
  std::unordered_map<WorkerId, Instant> worker_defined;     // last change of the definition
  std::unordered_map<ClientId, Instant> client_changed;     // last change, wishes included
  std::unordered_map<AbsenceId, Instant> absence_known;     // when it began to keep the worker away
  std::map<WorkerId, std::vector<std::pair<Instant, Instant>>> pauses;
};

// Replays every request's events and compares with its row; checks the deadline events on the way.
Result<History> read_journal(db::Session& session, const Snapshot& snapshot, Findings& findings);

}  // namespace bellman::checks
