// The life of a job offer, as pure decisions: open -> accepted | refused | silent | withdrawn, each once.
#pragma once
#include "base/result.h"
#include "dispatch/offer_model.h"

namespace bellman::dispatch {

// "offer.not_yours", "offer.too_late" (with what happened to it). Accepting twice is no error: see is_repeat().
Result<JobOffer> accepted(const JobOffer& offer, WorkerId by, Instant now);
bool is_repeat(const JobOffer& offer, WorkerId by, OfferState wanted);
Result<JobOffer> refused(const JobOffer& offer, WorkerId by, std::string reason, Instant now);
JobOffer withdrawn(const JobOffer& offer, std::string reason, Instant now);

// The push was not answered in time: the robot calls. After the call's own time: silent.
struct NoAnswer {
  JobOffer offer;
  bool call = false;            // call now; look again at `next`
  Instant next;
};
NoAnswer no_answer(const JobOffer& offer, Milliseconds call_wait, Instant now);

}  // namespace bellman::dispatch
