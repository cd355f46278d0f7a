// The life of a request, as pure decisions. Every decision leaves on record who owes the next step and by when.
//
//   file ─> refused
//        └> accepted (desk) ──────────────┐
//        └> waiting_for_dispatch <─────┐  │       any open state <─> waiting_for_client / waiting_for_supplier
//             │  ^  offer lapsed       │  │       any open state  ─> cancelled, merged (can be undone)
//             v  │                     │  │
//           offered ──> assigned ──> travelling ──> in_work ──> done ──> closed
//                          └──── given back, ill, moved ┘         └ reopen ┘
#pragma once
#include "base/result.h"
#include "engine/consequences.h"
#include "requests/model.h"

namespace bellman::requests {

using Decision = engine::Decision<Request>;

// Times of the life cycle, from the configuration.
struct LifeSettings {
  Milliseconds close_after = 72h;         // a done request closes by itself
  Milliseconds reopen_within = 24h * 30;  // after closing
  Milliseconds latest_wish = 24h * 366;   // how far ahead a visit may be wished
};

// Everything that filing needs to know, loaded before.
struct Filing {
  RequestId id;
  ProgrammeId programme_id;
  ClientId client_id;
  std::string client_tier;
  std::string client_language;
  const catalogue::Service* service = nullptr;
  SiteId site_id;
  std::string service_level = "standard";
  RegionId region_id;
  std::optional<Place> place;
  std::string address;
  sla::Criticality criticality = sla::Criticality::normal;
  std::string refusal;                    // the polite sentence when policy forbids the service; empty: it may be had
};

bool is_open(RequestState state);         // somebody owes something
bool is_waiting(RequestState state);      // for its client or a supplier
bool may_move(RequestState state);        // a worker is looked for, asked or on the way

// What a client does with a request of its own, alone. The decisions are those of the desk (resume, cancel, close, reopen); a client may take
// them in fewer states.
enum class ClientStep { answer, cancel, confirm, reopen };
BOOST_DESCRIBE_ENUM(ClientStep, answer, cancel, confirm, reopen)
// Answered: while the desk waits for the client. Cancelled: until work begins. Confirmed: when done. Reopened: when done or closed.
// Error: request.not_now, whose cure says what the client can do instead.
Result<> client_may(const Request& request, ClientStep step);

// Field checks of the service's form are the catalogue's (checked before); these are the request's own.
Result<> check(const FileRequest& command, Instant now, const LifeSettings& settings);

// Refused or accepted; deadlines are opened by the service afterwards and set with with_deadlines().
Decision file(const Filing& filing, const FileRequest& command, Instant now);
void with_deadlines(Request& request, std::optional<Instant> reach_due, std::optional<Instant> solve_due);
// "request.filed" or "request.refused", once the row is complete.
Changed change_of(const Request& request);   // as it stands: nothing has changed yet
engine::Consequences filed_event(const Request& request);

Result<Decision> offered(const Request& request, WorkerId worker, Instant answer_by, Instant now);
Result<Decision> called(const Request& request, Instant answer_by, Instant now);  // the push was not answered, the robot calls
Result<Decision> offer_lapsed(const Request& request, std::string reason, Instant now);
Result<Decision> assigned(const Request& request, WorkerId worker, Instant now);
// The worker gave it back, fell ill, went off shift, or the client moved it. A request that waits goes on waiting, without the worker.
Result<Decision> unassigned(const Request& request, std::string reason, Instant now);
// Nobody left to ask: a dispatcher owes the next step.
Result<Decision> nobody_left(const Request& request, std::string reason, Instant now);
// A worker's steps are taken while the desk waits for somebody, too: a phone may send them hours later.
Result<Decision> travelling(const Request& request, Instant now);
Result<Decision> started(const Request& request, Instant now);
Result<Decision> done(const Request& request, Instant now, const LifeSettings& settings);
Result<Decision> close(const Request& request, Instant now);
Result<Decision> cancel(const Request& request, std::string reason, Instant now);
Result<Decision> reopen(const Request& request, std::string reason, const catalogue::Service& service, Instant now, const LifeSettings& settings);
Result<Decision> wait_for(const Request& request, Owing whom, std::string question, Instant until, Instant now);
// The wait is over: the answer came, or its time ran out (then an operator owes the next step).
Result<Decision> resume(const Request& request, std::string reason, Instant now);
Result<Decision> wait_overdue(const Request& request, Instant now);
Result<Decision> merge(const Request& request, const Request& into, Instant now);
Result<Decision> unmerge(const Request& request, Instant now);
Result<Decision> change(const Request& request, const ChangeRequest& command, Instant now, const LifeSettings& settings);
// Whether the command corrects more than words and wishes: what amend() decides on.
bool amends(const ChangeRequest& command);
// May be corrected at all, with a reason, at this stage: what and where only until work begins.
// Errors: request.not_now, request.reason_missing, request.due_past.
Result<> may_amend(const Request& request, const ChangeRequest& command, Instant now);
// The request as it is to be, with its new deadlines. Names stand in for ids in the record: service and site, before and after.
struct AmendedNames {
  std::string service_before, service_after, site_before, site_after;
};
// "request.amended", and "request.moved" when another service or place makes another visit of it. Nothing at all when nothing differs.
Decision amend(const Request& request, Request wanted, const AmendedNames& names, std::string reason, Instant now);
// A sheet came after the worker had lost the job: a note for the desk, in any state.
Decision late_sheet(const Request& request, std::string note, Instant now);
// A deadline was missed or comes near: marks it late.
Decision breached(const Request& request, std::string which, Instant now);

// State from the journal: what the simulator compares with the stored row.
void replay(Request& request, const Changed& change);

}  // namespace bellman::requests
