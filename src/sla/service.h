// The use cases of service levels: deadlines with their timers. Events it records, subject "request", data DeadlineEvent:
//   sla.warned (a share of the time is used up), sla.breached (once), sla.escalated (somebody is to be told).
#pragma once
#include "engine/registry.h"
#include "engine/tx.h"
#include "sla/model.h"

namespace bellman::sla {

struct DeadlineFacts {
  RequestId request_id;
  ProgrammeId programme_id;
  PolicyId policy_id;
  CalendarId calendar_id;      // the site's; none: the policy's own
  Criticality criticality = Criticality::normal;
  std::string service_level;
  std::string fault_kind;
};

// When reaching and solving are due now; nothing where the policy promises none.
struct Dues {
  std::optional<Instant> reach;
  std::optional<Instant> solve;
};

struct DeadlineEvent {
  DeadlineKind deadline = DeadlineKind::reach;
  Instant due;
  std::int64_t percent = 0;    // of sla.warned
  std::int64_t level = 0;      // of sla.escalated
  std::string role;            // whom to tell
  AccountId account_id;
};
BOOST_DESCRIBE_STRUCT(DeadlineEvent, (), (deadline, due, percent, level, role, account_id))

// Chooses the policy's rule and opens its deadlines; those that the request had are replaced (reopening).
Result<Dues> open_deadlines(engine::Tx& tx, const DeadlineFacts& facts, Instant started);
// While the client owes the next step; both are harmless when there is nothing to pause or resume.
Result<Dues> pause_deadlines(engine::Tx& tx, RequestId request);
Result<Dues> resume_deadlines(engine::Tx& tx, RequestId request);
// Harmless when it is met already or there is none.
Result<> meet_deadline(engine::Tx& tx, RequestId request, DeadlineKind kind);
Result<> cancel_deadlines(engine::Tx& tx, RequestId request);

void subscribe(engine::Registry& registry);

}  // namespace bellman::sla
