#include "checks/checks.h"

#include "checks/parts.h"

namespace bellman::checks {

Result<std::vector<Violation>> run(db::Session& session, Instant now, const Scope& scope) {
  Findings findings(scope.most);
  TRY(snapshot, take_snapshot(session, now));
  snapshot.round_patience = scope.round_patience;
  for (const RequestId id : scope.acknowledged)
    if (snapshot.request(id) == nullptr) findings.add("acknowledged.lost", "request", id, "Somebody was told that this request is filed, but it is not there.");
  TRY(history, read_journal(session, snapshot, findings));
  check_states(snapshot, findings);
  check_owed(snapshot, findings);
  check_deadlines(snapshot, history, findings);
  check_offers(snapshot, history, findings);
  TRY_DO(check_decisions(session, snapshot, findings));
  TRY_DO(check_followers(session, findings));
  return findings.take();
}

}  // namespace bellman::checks
