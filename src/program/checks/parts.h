// The parts of run(). For this room only.
#pragma once
#include "checks/journal.h"

namespace bellman::checks {

// Requests, jobs, offers and loads say the same.
void check_states(const Snapshot& snapshot, Findings& findings);
// Each open request has somebody who owes the next step, and a timer wherever something is to happen by itself.
void check_owed(const Snapshot& snapshot, Findings& findings);
void check_deadlines(const Snapshot& snapshot, const History& history, Findings& findings);
// What dispatch did by itself kept skills, hours, regions, programmes, capacity, absences and refusals; nobody was asked twice.
void check_offers(const Snapshot& snapshot, const History& history, Findings& findings);
// Every worker who was asked stands in the record of the decision, every worker who has a job has an acceptance or a person's decision.
Result<> check_decisions(db::Session& session, const Snapshot& snapshot, Findings& findings);
// No follower of the journal is parked, and every request that the text index is done with has its entry there.
Result<> check_followers(db::Session& session, Findings& findings);

}  // namespace bellman::checks
