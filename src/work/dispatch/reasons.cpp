#include "dispatch/reasons.h"

#include "requests/views.h"
#include "workers/service.h"

namespace bellman::dispatch {

namespace {

constexpr std::size_t names_shown = 20;
constexpr double milli = 1000.0;

std::string name_of(db::Session& session, WorkerId worker) {
  auto found = workers::load_worker(session, worker);
  return found.has_value() ? found->name : fmt::format("worker {}", worker.value);
}

CandidateView candidate(db::Session& session, const DispatchRecord& record, const ScoredWorker& scored) {
  CandidateView view;
  view.worker_id = scored.worker;
  view.worker_name = name_of(session, scored.worker);
  view.fate = scored.fate;
  view.total_minutes = static_cast<double>(scored.total()) / milli;
  view.distance_km = static_cast<double>(scored.distance_m) / 1000.0;
  view.travel_minutes = static_cast<double>(scored.travel_ms) / 60'000.0;
  view.start_at = scored.start_at;
  auto why = why_worker(record, scored.worker, [&](WorkerId) { return view.worker_name; });
  if (why.has_value())
    for (const TermShare& share : why->terms) view.terms.push_back({share.term, share.milli_minutes / milli, share.sentence});
  return view;
}

std::vector<LeftOutView> left_out(db::Session& session, const DispatchRecord& record) {
  const WhyNobody why = why_nobody(record);
  std::vector<LeftOutView> views;
  for (const ReasonCount& count : why.reasons) {
    LeftOutView view{count.reason, count.sentence, count.workers, {}};
    for (const LeftOut& group : record.left_out)
      if (group.reason == count.reason)
        for (std::size_t i = 0; i < group.workers.size() && i < names_shown; ++i) view.names.push_back(name_of(session, group.workers[i]));
    views.push_back(std::move(view));
  }
  return views;
}

}  // namespace

Result<DecisionView> view_of(db::Session& session, const StoredDecision& decision) {
  TRY(record, decode(decision.record));
  DecisionView view;
  view.id = decision.id;
  view.at = decision.at;
  view.kind = decision.kind;
  view.worker_id = decision.worker_id;
  if (decision.worker_id) view.worker_name = name_of(session, decision.worker_id);
  if (decision.kind == DecisionKind::by_hand) {
    TRY(actor, requests::actor_name(session, {engine::ActorKind::account, decision.actor_id}));
    view.actor_name = std::move(actor);
  }
  view.reason = decision.reason;
  view.fitting = static_cast<std::int64_t>(record.fitting());
  view.considered = static_cast<std::int64_t>(record.considered());
  if (decision.kind == DecisionKind::exhausted) {
    view.sentences = why_nobody(record).sentences;
  } else if (auto why = why_worker(record, decision.worker_id, [&](WorkerId id) { return name_of(session, id); }); why.has_value()) {
    view.sentences = why->sentences;
  } else {
    // Chosen by hand against a condition: say which.
    view.sentences = why_not(record, decision.worker_id, [&](WorkerId id) { return name_of(session, id); }).sentences;
  }
  for (const ScoredWorker& scored : record.top) view.top.push_back(candidate(session, record, scored));
  view.left_out = left_out(session, record);
  return view;
}

Result<WhyNot> why_not(db::Session& session, const StoredDecision& decision, WorkerId worker) {
  TRY(record, decode(decision.record));
  return why_not(record, worker, [&](WorkerId id) { return name_of(session, id); });
}

}  // namespace bellman::dispatch
