// A stored decision in words, for the screens: why this worker, why nobody, who was left out and why.
#pragma once
#include "dispatch/explanation.h"
#include "dispatch/offer_model.h"
#include "db/session.h"

namespace bellman::dispatch {

struct TermView {
  Term term = Term::travel;
  double minutes = 0;              // equivalent minutes; below 0 speaks for the worker
  std::string sentence;
};
BOOST_DESCRIBE_STRUCT(TermView, (), (term, minutes, sentence))

struct CandidateView {
  WorkerId worker_id;
  std::string worker_name;
  Fate fate = Fate::runner_up;
  double total_minutes = 0;
  double distance_km = 0;
  double travel_minutes = 0;
  Instant start_at;
  std::vector<TermView> terms;
};
BOOST_DESCRIBE_STRUCT(CandidateView, (), (worker_id, worker_name, fate, total_minutes, distance_km, travel_minutes, start_at, terms))

struct LeftOutView {
  Reason reason{};
  std::string sentence;
  std::int64_t workers = 0;
  std::vector<std::string> names;  // the first 20
};
BOOST_DESCRIBE_STRUCT(LeftOutView, (), (reason, sentence, workers, names))

struct DecisionView {
  DecisionId id;
  Instant at;
  DecisionKind kind = DecisionKind::offered;
  WorkerId worker_id;
  std::string worker_name;
  std::string actor_name;          // who chose, when by hand
  std::string reason;
  std::int64_t fitting = 0;        // workers who could do it
  std::int64_t considered = 0;     // workers looked at
  std::vector<std::string> sentences;
  std::vector<CandidateView> top;
  std::vector<LeftOutView> left_out;
};
BOOST_DESCRIBE_STRUCT(DecisionView, (), (id, at, kind, worker_id, worker_name, actor_name, reason, fitting, considered, sentences, top, left_out))

Result<DecisionView> view_of(db::Session& session, const StoredDecision& decision);

// "Why not worker X?" of a stored decision.
Result<WhyNot> why_not(db::Session& session, const StoredDecision& decision, WorkerId worker);

}  // namespace bellman::dispatch
