// Each worker's work per request, for the manager: what was done and how long it took, which visit it was, what was declined.
#pragma once
#include "base/id.h"
#include "codec/describe.h"
#include "db/session.h"
#include "people/model.h"

#include <optional>
#include <string>
#include <vector>

namespace bellman::dispatch {

enum class WorkOutcome { done, refused, silent };
BOOST_DESCRIBE_ENUM(WorkOutcome, done, refused, silent)

struct WorkItem {
  Instant at;                                // when it ended: the sheet was filed, the offer was settled
  WorkOutcome outcome = WorkOutcome::done;
  RequestId request_id;
  JobId job_id;
  ClientId client_id;
  ServiceId service_id;
  std::string code;                          // of the request
  std::string title;
  std::string reason;                        // why it was refused
  std::optional<std::int64_t> travel_minutes;  // from setting out to beginning; none when the worker did not say that he set out
  std::optional<std::int64_t> work_minutes;    // by the service sheet
  std::int64_t visit = 0;                    // of this request: 1 the first; more: it had to be visited again
};
BOOST_DESCRIBE_STRUCT(WorkItem, (), (at, outcome, request_id, job_id, client_id, service_id, code, title, reason, travel_minutes, work_minutes, visit))

struct WorkPage {
  std::vector<WorkItem> items;  // newest first
  std::string next;             // for `after` of the next page; empty on the last
};

// Only what belongs to programmes in `scope`. "query.after" when `after` is none of ours.
Result<WorkPage> work_of(db::Session& session, WorkerId worker, const people::Scope& scope, std::string_view after, std::int64_t limit);

}  // namespace bellman::dispatch
