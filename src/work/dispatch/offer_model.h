// What dispatch keeps on record: the offers it made to workers and the decisions behind them.
#pragma once
#include "codec/describe.h"

namespace bellman::dispatch {

enum class OfferState {
  open,
  accepted,
  refused,
  silent,     // neither push nor robot call was answered
  withdrawn,  // another was faster, the request changed, or a person overruled
};
BOOST_DESCRIBE_ENUM(OfferState, open, accepted, refused, silent, withdrawn)

struct JobOffer {
  static constexpr std::string_view table = "job_offer";
  JobOfferId id;
  JobId job_id;
  RequestId request_id;
  ProgrammeId programme_id;
  WorkerId worker_id;
  DecisionId decision_id;
  OfferState state = OfferState::open;
  Instant made_at;
  Instant answer_by;                  // of the push; then the robot calls
  std::optional<Instant> called_at;
  std::optional<Instant> settled_at;
  std::string reason;                 // the worker's for refusing, or ours for withdrawing
  Instant start_at;                   // predicted
  Instant finish_at;
  std::int64_t distance_m = 0;
  std::int64_t travel_ms = 0;
};
BOOST_DESCRIBE_STRUCT(JobOffer, (), (id, job_id, request_id, programme_id, worker_id, decision_id, state, made_at, answer_by, called_at, settled_at, reason,
                                     start_at, finish_at, distance_m, travel_ms))

enum class DecisionKind {
  offered,      // somebody was asked
  exhausted,    // nobody fits: `record` says why for each worker
  by_hand,      // a person chose, `reason` says why
};
BOOST_DESCRIBE_ENUM(DecisionKind, offered, exhausted, by_hand)

// One decision on one job, with the whole explanation (explanation.h) as it stood then.
struct StoredDecision {
  static constexpr std::string_view table = "dispatch_decision";
  DecisionId id;
  JobId job_id;
  RequestId request_id;
  Instant at;
  DecisionKind kind = DecisionKind::offered;
  WorkerId worker_id;                 // the first one asked, or chosen by hand
  std::int64_t actor_id = 0;          // the account, when by hand
  std::string reason;
  std::string record;                 // bytes of encode(DispatchRecord)
};
BOOST_DESCRIBE_STRUCT(StoredDecision, (), (id, job_id, request_id, at, kind, worker_id, actor_id, reason, record))

// How long it makes sense to tell a worker what has become of a job; by then the application shows it anyway.
inline constexpr Milliseconds push_life = std::chrono::hours(12);

// What a push to a worker's phone says.
struct OfferPush {
  JobOfferId offer_id;
  RequestId request_id;
  WorkerId worker_id;
  std::string what;                   // "offer", "withdrawn", "assigned", "released"
  Instant answer_by;
};
BOOST_DESCRIBE_STRUCT(OfferPush, (), (offer_id, request_id, worker_id, what, answer_by))

// What the robot is to ask; a key accepts or refuses, silence is neither.
struct RobotCall {
  JobOfferId offer_id;
  RequestId request_id;
  WorkerId worker_id;
  std::string phone;
  std::string language;
};
BOOST_DESCRIBE_STRUCT(RobotCall, (), (offer_id, request_id, worker_id, phone, language))

// To people at their screens: "dispatcher: nobody is left for …".
struct Notice {
  std::string role;
  RequestId request_id;
  std::string code;                   // "dispatch.nobody_left", "dispatch.not_set_out", "dispatch.away_in_work"
  std::string text;
};
BOOST_DESCRIBE_STRUCT(Notice, (), (role, request_id, code, text))

}  // namespace bellman::dispatch
