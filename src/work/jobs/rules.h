// The life of a job, as pure decisions. The request's own state follows (service.cpp).
#pragma once
#include "base/result.h"
#include "jobs/model.h"
#include "requests/model.h"

namespace bellman::jobs {

bool is_live(JobState state);      // neither done nor cancelled
bool has_worker(JobState state);   // somebody has accepted and not finished

// A new job for an accepted request. `asked_before`: workers who must not be asked (the client's refusals are dispatch's).
Job make(JobId id, const requests::Request& request, const catalogue::Service& service, Instant now);

// The same job, at the same stage, with what `made` (by make(), of the request as it is now) says of place, needs and deadlines.
Job described_anew(const Job& job, const Job& made);
Result<Job> offered(const Job& job, WorkerId worker, Instant now);                 // one more worker is asked
Result<Job> lapsed(const Job& job, Instant now);                                   // nobody who was asked is left
Result<Job> assigned(const Job& job, WorkerId worker, Instant start_at, Instant finish_at, Instant now);
// Given back, ill, moved: look anew; not before the request goes on when it `waits` for its client or supplier.
Result<Job> released(const Job& job, bool waits, Instant now);
Result<Job> travelling(const Job& job, WorkerId worker, Instant now);
Result<Job> started(const Job& job, WorkerId worker, Instant now);
Result<Job> finished(const Job& job, WorkerId worker, Instant now);
Result<Job> cancelled(const Job& job, Instant now);
Result<Job> held(const Job& job, Instant now);
Result<Job> taken_up(const Job& job, Instant now);                                 // after being held

inline constexpr std::size_t sheet_parts_max = 200;
inline constexpr std::size_t sheet_photos_max = 50;
inline constexpr std::size_t signature_points_max = 5000;

// The sheet's own checks: times in order and not ahead of `now`, bounded drawing, a signer for a signature.
Result<ServiceSheet> sheet(SheetId id, const Job& job, const FinishCommand& command, Instant now);

}  // namespace bellman::jobs
