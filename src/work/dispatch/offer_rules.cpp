#include "dispatch/offer_rules.h"

#include <fmt/format.h>

namespace bellman::dispatch {

namespace {

Error not_yours() { return Error::forbidden("offer.not_yours", "This offer was made to another worker."); }

Error too_late(const JobOffer& offer) {
  const std::string_view what = offer.state == OfferState::silent     ? "was not answered in time and has gone to the next worker"
                                : offer.state == OfferState::refused  ? "has been refused"
                                : offer.state == OfferState::accepted ? "has been accepted"
                                                                      : "was withdrawn";
  return Error::conflict("offer.too_late", fmt::format("This offer {}{}.", what, offer.reason.empty() ? "" : fmt::format(" ({})", offer.reason)),
                         "The list of open offers shows what can still be accepted.");
}

JobOffer settled(const JobOffer& offer, OfferState state, std::string reason, Instant now) {
  JobOffer next = offer;
  next.state = state;
  next.settled_at = now;
  if (!reason.empty()) next.reason = std::move(reason);
  return next;
}

}  // namespace

bool is_repeat(const JobOffer& offer, WorkerId by, OfferState wanted) { return offer.worker_id == by && offer.state == wanted; }

Result<JobOffer> accepted(const JobOffer& offer, WorkerId by, Instant now) {
  if (offer.worker_id != by) return not_yours();
  if (offer.state != OfferState::open) return too_late(offer);
  return settled(offer, OfferState::accepted, {}, now);
}

Result<JobOffer> refused(const JobOffer& offer, WorkerId by, std::string reason, Instant now) {
  if (offer.worker_id != by) return not_yours();
  if (offer.state != OfferState::open) return too_late(offer);
  return settled(offer, OfferState::refused, std::move(reason), now);
}

JobOffer withdrawn(const JobOffer& offer, std::string reason, Instant now) { return settled(offer, OfferState::withdrawn, std::move(reason), now); }

NoAnswer no_answer(const JobOffer& offer, Milliseconds call_wait, Instant now) {
  if (!offer.called_at) {
    JobOffer next = offer;
    next.called_at = now;
    return {next, true, now + call_wait};
  }
  return {settled(offer, OfferState::silent, "no answer", now), false, now};
}

}  // namespace bellman::dispatch
