// What dispatch decided by itself, held against the workers' rows. A condition is only judged while what it was judged by is as it was
// then: after a change of the worker's definition or the client's wishes the old offers are left out.
#include "checks/parts.h"
#include "dispatch/explanation.h"
#include "jobs/rules.h"
#include "workers/rules.h"

#include <algorithm>

#include <fmt/format.h>

namespace bellman::checks {

namespace {

template <class Id>
bool changed_since(const std::unordered_map<Id, Instant>& changes, Id id, Instant at) {
  const auto found = changes.find(id);
  return found != changes.end() && found->second >= at;
}

template <class Item>
bool among(const std::vector<Item>& items, const Item& one) {
  return items.empty() || std::find(items.begin(), items.end(), one) != items.end();
}

// The first condition of the worker's own row that the offer breaks; null: none.
const char* broken_condition(const workers::Worker& worker, const JobRow& job, const OfferRow& offer) {
  for (const catalogue::SkillNeed& need : job.skills)
    if (!workers::has_skill(worker, need.skill_id, need.level, offer.made_at)) return "offer.no_skill";
  if (!worker.active) return "offer.not_active";
  if (job.region_id && !among(worker.regions, job.region_id)) return "offer.region";
  if (!among(worker.programmes, job.programme_id)) return "offer.programme";
  if (!workers::on_shift(worker, offer.made_at)) return "offer.off_shift";
  return nullptr;
}

void check_worker(const OfferRow& offer, const JobRow& job, const Snapshot& snapshot, const History& history, Findings& findings) {
  const workers::Worker* worker = snapshot.worker(offer.worker_id);
  if (worker == nullptr) {
    findings.add("offer.no_worker", "offer", offer.id, "The worker who was asked is not there.");
    return;
  }
  if (!changed_since(history.worker_defined, worker->id, offer.made_at))
    if (const char* code = broken_condition(*worker, job, offer))
      findings.add(code, "offer", offer.id, fmt::format("Worker {} was asked for job {} at {}.", worker->id.value, job.id.value, to_text(offer.made_at)));
  if (const auto pauses = history.pauses.find(worker->id); pauses != history.pauses.end())
    for (const auto& [from, until] : pauses->second)
      if (from < offer.made_at && offer.made_at < until)
        findings.add("offer.paused", "offer", offer.id, fmt::format("Worker {} was asked at {}, while paused from {}.", worker->id.value, to_text(offer.made_at), to_text(from)));
  if (snapshot.refused_pairs.contains({job.client_id, worker->id}) && !changed_since(history.client_changed, job.client_id, offer.made_at))
    findings.add("offer.refused_pair", "offer", offer.id, fmt::format("Client {} does not want worker {}.", job.client_id.value, worker->id.value));
}

void check_absences(const Snapshot& snapshot, const History& history, Findings& findings) {
  std::unordered_map<WorkerId, std::vector<const workers::Absence*>> absences;
  for (const workers::Absence& absence : snapshot.absences) absences[absence.worker_id].push_back(&absence);
  for (const OfferRow& offer : snapshot.offers) {
    const auto of_worker = absences.find(offer.worker_id);
    if (of_worker == absences.end()) continue;
    for (const workers::Absence* absence : of_worker->second) {
      const auto known = history.absence_known.find(absence->id);
      if (known != history.absence_known.end() && known->second < offer.made_at && absence->from_at < offer.made_at && offer.made_at < absence->until_at)
        findings.add("offer.absent", "offer", offer.id, fmt::format("Worker {} was asked while absent.", offer.worker_id.value));
    }
  }
}

// Whether the client has moved the visit since this offer, which the worker had not declined: then it was for another time.
bool for_another_time(const OfferRow& before, const OfferRow& after, const History& history) {
  if (before.state != dispatch::OfferState::accepted && before.state != dispatch::OfferState::withdrawn) return false;
  const auto moves = history.moves.find(before.request_id);
  return moves != history.moves.end() && std::any_of(moves->second.begin(), moves->second.end(), [&](Instant at) { return before.made_at <= at && at <= after.made_at; });
}

// Nobody is asked twice for a job at the same time, and nobody is asked for two at a time.
void check_repeats(const Snapshot& snapshot, const History& history, Findings& findings) {
  std::map<std::pair<JobId, WorkerId>, const OfferRow*> asked;
  std::vector<const OfferRow*> by_worker;
  for (const OfferRow& offer : snapshot.offers) {
    const OfferRow*& before = asked[{offer.job_id, offer.worker_id}];
    const OfferRow* last = std::exchange(before, &offer);
    if (last != nullptr && !for_another_time(*last, offer, history))
      findings.add("offer.asked_twice", "offer", offer.id, fmt::format("Worker {} had been asked for job {} before.", offer.worker_id.value, offer.job_id.value));
    by_worker.push_back(&offer);
  }
  std::sort(by_worker.begin(), by_worker.end(), [](const OfferRow* a, const OfferRow* b) { return std::tie(a->worker_id, a->id) < std::tie(b->worker_id, b->id); });
  for (std::size_t i = 1; i < by_worker.size(); ++i) {
    const OfferRow& before = *by_worker[i - 1];
    const OfferRow& after = *by_worker[i];
    if (before.worker_id == after.worker_id && before.settled_at.value_or(Instant::max()) > after.made_at)
      findings.add("offer.two_at_once", "offer", after.id, fmt::format("Worker {} was asked while offer {} was open.", after.worker_id.value, before.id.value));
  }
}

// At each offer the worker had fewer jobs than the capacity.
void check_capacity(const Snapshot& snapshot, const History& history, Findings& findings) {
  std::vector<LoadStep> steps = history.loads;
  std::sort(steps.begin(), steps.end(), [](const LoadStep& a, const LoadStep& b) { return std::tie(a.worker, a.event) < std::tie(b.worker, b.event); });
  WorkerId worker;
  std::int64_t open = 0;
  for (const LoadStep& step : steps) {
    if (step.worker != worker) {
      worker = step.worker;
      open = 0;
    }
    if (step.kind == LoadStep::Kind::assigned) open += 1;
    if (step.kind == LoadStep::Kind::ended) open -= 1;
    if (step.kind != LoadStep::Kind::offered) continue;
    const workers::Worker* row = snapshot.worker(worker);
    if (row != nullptr && open >= row->capacity && !changed_since(history.worker_defined, worker, step.at))
      findings.add("offer.over_capacity", "request", step.request, fmt::format("Worker {} was asked with {} of {} jobs.", worker.value, open, row->capacity));
  }
}

struct DecisionRow {
  DecisionId id;
  JobId job_id;
  dispatch::DecisionKind kind{};
  WorkerId worker_id;
  std::string record;
};
BOOST_DESCRIBE_STRUCT(DecisionRow, (), (id, job_id, kind, worker_id, record))

}  // namespace

void check_offers(const Snapshot& snapshot, const History& history, Findings& findings) {
  for (const OfferRow& offer : snapshot.offers)
    if (const JobRow* job = snapshot.job(offer.job_id)) check_worker(offer, *job, snapshot, history, findings);
  check_absences(snapshot, history, findings);
  check_repeats(snapshot, history, findings);
  check_capacity(snapshot, history, findings);
}

Result<> check_decisions(db::Session& session, const Snapshot& snapshot, Findings& findings) {
  static const db::Select<DecisionRow> decisions("checks.decisions", "FROM dispatch_decision ORDER BY id");
  std::unordered_map<DecisionId, std::vector<const OfferRow*>> offers;
  std::set<std::pair<JobId, WorkerId>> explained;  // somebody's word that this worker has this job
  for (const OfferRow& offer : snapshot.offers) {
    offers[offer.decision_id].push_back(&offer);
    if (offer.state == dispatch::OfferState::accepted) explained.emplace(offer.job_id, offer.worker_id);
  }
  TRY_DO(db::each(session, decisions.query(), [&](const db::Row& raw) -> Result<> {
    TRY(decision, db::read_row<DecisionRow>(raw));
    if (decision.kind == dispatch::DecisionKind::by_hand) explained.emplace(decision.job_id, decision.worker_id);
    const auto record = dispatch::decode(decision.record);
    if (record.has_error()) {
      findings.add("offer.record", "job", decision.job_id, fmt::format("The record of decision {} cannot be read.", decision.id.value));
      return ok();
    }
    const auto of_decision = offers.find(decision.id);
    if (of_decision == offers.end()) return ok();
    const auto asked = record->offered();
    for (const OfferRow* offer : of_decision->second)
      if (std::find(asked.begin(), asked.end(), offer->worker_id) == asked.end())
        findings.add("offer.not_in_record", "offer", offer->id, fmt::format("Decision {} does not name worker {}.", decision.id.value, offer->worker_id.value));
    offers.erase(of_decision);
    return ok();
  }));
  for (const auto& [decision, unexplained] : offers)
    for (const OfferRow* offer : unexplained) findings.add("offer.no_record", "offer", offer->id, fmt::format("Decision {} is not on record.", decision.value));
  for (const JobRow& job : snapshot.jobs)
    if ((jobs::has_worker(job.state) || job.state == jobs::JobState::done) && !explained.contains({job.id, job.worker_id}))
      findings.add("assignment.unexplained", "job", job.id, fmt::format("Worker {} has neither accepted it nor been named by a person.", job.worker_id.value));
  return ok();
}

}  // namespace bellman::checks
