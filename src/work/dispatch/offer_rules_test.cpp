#include "dispatch/offer_rules.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellman::dispatch {
namespace {

const Instant start = *parse_instant("2026-01-12T09:00:00Z");
const WorkerId asked(7), other(8);

JobOffer open_offer() {
  JobOffer offer;
  offer.id = JobOfferId(3);
  offer.worker_id = asked;
  offer.made_at = start;
  offer.answer_by = start + 5min;
  return offer;
}

TEST(OfferRules, OnlyWhoWasAskedAnswersAndOnlyOnce) {
  const JobOffer offer = open_offer();
  EXPECT_EQ(accepted(offer, other, start).error().code, "offer.not_yours");
  EXPECT_EQ(refused(offer, other, "no", start).error().code, "offer.not_yours");
  const JobOffer taken = *accepted(offer, asked, start + 1min);
  EXPECT_EQ(taken.state, OfferState::accepted);
  EXPECT_EQ(taken.settled_at, start + 1min);
  EXPECT_TRUE(is_repeat(taken, asked, OfferState::accepted));
  EXPECT_FALSE(is_repeat(taken, other, OfferState::accepted));
  EXPECT_FALSE(is_repeat(taken, asked, OfferState::refused));
  const JobOffer declined = *refused(offer, asked, "too far", start + 1min);
  EXPECT_EQ(declined.reason, "too far");
}

TEST(OfferRules, WhatIsSettledIsTooLateAndSaysWhy) {
  const std::pair<OfferState, const char*> cases[] = {{OfferState::accepted, "has been accepted"},
                                                      {OfferState::refused, "has been refused"},
                                                      {OfferState::silent, "gone to the next worker"},
                                                      {OfferState::withdrawn, "was withdrawn (another worker was faster)"}};
  for (const auto& [state, words] : cases) {
    JobOffer offer = open_offer();
    offer.state = state;
    if (state == OfferState::withdrawn) offer.reason = "another worker was faster";
    for (const auto& answer : {accepted(offer, asked, start), refused(offer, asked, "no", start)}) {
      EXPECT_EQ(answer.error().code, "offer.too_late");
      EXPECT_EQ(answer.error().kind, ErrorClass::conflict);
      EXPECT_NE(answer.error().message.find(words), std::string::npos) << answer.error().message;
    }
  }
}

TEST(OfferRules, FirstTheRobotCallsThenItIsSilence) {
  const NoAnswer first = no_answer(open_offer(), 2min, start + 5min);
  EXPECT_TRUE(first.call);
  EXPECT_EQ(first.offer.state, OfferState::open);
  EXPECT_EQ(first.offer.called_at, start + 5min);
  EXPECT_EQ(first.next, start + 7min);
  EXPECT_TRUE(accepted(first.offer, asked, start + 6min).has_value()) << "the call is an offer still";
  const NoAnswer second = no_answer(first.offer, 2min, start + 7min);
  EXPECT_FALSE(second.call);
  EXPECT_EQ(second.offer.state, OfferState::silent);
}

RC_GTEST_PROP(OfferProperty, AnOfferIsSettledOnceAndStays, ()) {
  JobOffer offer = open_offer();
  Instant now = start;
  int settled = 0;
  for (const int action : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 4))) {
    now += 1min;
    const JobOffer before = offer;
    const WorkerId by = *rc::gen::element(asked, other);
    if (action == 0) {
      if (const auto next = accepted(offer, by, now); next.has_value()) offer = *next;
    } else if (action == 1) {
      if (const auto next = refused(offer, by, "no", now); next.has_value()) offer = *next;
    } else if (offer.state == OfferState::open) {
      offer = action == 2 ? withdrawn(offer, "moved", now) : no_answer(offer, 2min, now).offer;
    }
    settled += before.state == OfferState::open && offer.state != OfferState::open;
    if (before.state != OfferState::open) RC_ASSERT(offer.state == before.state && offer.settled_at == before.settled_at);
    RC_ASSERT((offer.state == OfferState::open) == !offer.settled_at);
    if (offer.state == OfferState::accepted || offer.state == OfferState::refused) RC_ASSERT(before.state != OfferState::open || by == asked);
  }
  RC_ASSERT(settled <= 1);
}

}  // namespace
}  // namespace bellman::dispatch
