#include "dispatch/score.h"

#include <algorithm>

namespace bellman::dispatch {

namespace {

constexpr std::int64_t longest_ms = 10LL * 366 * 86'400'000;  // spans are cut to ten years: products stay inside 64 bits

std::int64_t bounded(std::int64_t ms) { return std::clamp(ms, -longest_ms, longest_ms); }

// Milli-minutes of a span at so many equivalent minutes per 1000 real ones.
std::int64_t minutes_cost(std::int64_t ms, std::int32_t per_mille) { return bounded(ms) * per_mille / 60'000; }

std::int32_t held(std::int64_t cost) {
  return static_cast<std::int32_t>(std::clamp<std::int64_t>(cost, -term_limit, term_limit));
}

std::int64_t penalty_at(std::int64_t slack_ms, const Weights& weights) {
  slack_ms = bounded(slack_ms);
  if (slack_ms < 0) return std::int64_t{weights.deadline_near} + weights.late_once + minutes_cost(-slack_ms, weights.late_per_mille);
  if (slack_ms >= weights.deadline_margin_ms) return 0;
  // In thousandths of the margin, so that the square times the penalty fits.
  const std::int64_t nearness = (weights.deadline_margin_ms - slack_ms) * 1000 / weights.deadline_margin_ms;
  return weights.deadline_near * nearness * nearness / 1'000'000;
}

// What the terms need to know of a worker, wherever it comes from.
struct Facts {
  std::int32_t open_jobs, capacity;
  std::int32_t rating_milli;  // -1: not rated
  bool contractor, wished, language_missing;
  std::int64_t cost_per_job_minor, cost_per_hour_minor;
  std::int64_t since_served_ms;  // -1: never
  std::int32_t parts_missing;
};

std::int64_t load_cost(const Facts& facts, const Weights& weights) {
  const std::int64_t capacity = std::max(facts.capacity, 1);
  return weights.full_load * std::clamp<std::int64_t>(facts.open_jobs, 0, capacity) / capacity;
}

std::int64_t continuity_cost(const Facts& facts, const Weights& weights) {
  if (facts.since_served_ms < 0 || facts.since_served_ms >= weights.continuity_memory_ms) return 0;
  const std::int64_t kept_per_mille = (weights.continuity_memory_ms - facts.since_served_ms) * 1000 / weights.continuity_memory_ms;
  return -(weights.continuity * kept_per_mille / 1000);
}

std::int64_t money_cost(const Facts& facts, const JobView& job, const Schedule& schedule, const Weights& weights) {
  constexpr std::int64_t most_minor = 1'000'000'000'000;  // ten thousand million in major units: beyond it nothing differs
  const std::int64_t worked_s = bounded(schedule.travel_ms + std::max<std::int64_t>(bounded(job.duration_ms), 0)) / 1000;
  const std::int64_t per_hour = std::clamp<std::int64_t>(facts.cost_per_hour_minor, 0, 1'000'000'000);
  const std::int64_t minor = std::clamp<std::int64_t>(facts.cost_per_job_minor, 0, most_minor) + per_hour * worked_s / 3600;
  return std::min(minor, most_minor) * 1000 / weights.minor_per_minute + (facts.contractor ? weights.contractor_extra : 0);
}

Terms weigh(const Facts& facts, const JobView& job, const Schedule& schedule, const Weights& weights) {
  Terms terms{};
  const auto set = [&](Term term, std::int64_t cost) { terms[static_cast<std::size_t>(term)] = held(cost); };
  const std::int64_t mark = facts.rating_milli >= 0 ? facts.rating_milli : weights.unrated_milli;
  set(Term::travel, minutes_cost(schedule.travel_ms, weights.travel_per_mille));
  set(Term::wait, minutes_cost(schedule.wait_ms, weights.wait_per_mille));
  set(Term::deadline, deadline_penalty(job, weights, schedule.start_at, schedule.finish_at));
  set(Term::load, load_cost(facts, weights));
  set(Term::continuity, continuity_cost(facts, weights));
  set(Term::wish, (facts.wished ? -weights.wish : 0) + (facts.language_missing ? weights.language_missing : 0));
  set(Term::rating, (5000 - mark) * weights.rating_per_star / 1000);
  set(Term::money, money_cost(facts, job, schedule, weights));
  set(Term::parts, std::int64_t{facts.parts_missing} * weights.part_missing);
  return terms;
}

std::int64_t since_served_ms(const JobView& job, WorkerId worker, Instant now) {
  std::int64_t since = -1;
  for (const Served& served : job.served) {
    if (served.worker != worker) continue;
    const std::int64_t ago = std::max<std::int64_t>(ms_from(served.at, now), 0);
    if (since < 0 || ago < since) since = ago;
  }
  return since;
}

int quantity(const WorkerView& worker, PartId part) {
  std::int64_t sum = 0;
  for (const Stock& stock : worker.stock)
    if (stock.part == part) sum += std::max(stock.quantity, 0);
  return static_cast<int>(std::min<std::int64_t>(sum, INT32_MAX));
}

template <class QuantityOf>
std::int32_t parts_missing(const JobView& job, QuantityOf&& quantity_of) {
  std::int32_t missing = 0;
  for (const NeededPart& needed : job.parts)
    if (!needed.must_have && quantity_of(needed.part) < needed.quantity) ++missing;
  return missing;
}

}  // namespace

std::int32_t criticality_factor(const JobView& job, const Weights& weights) {
  const auto level = static_cast<std::size_t>(std::clamp(job.criticality, 0, max_criticality));
  return level < weights.criticality_per_mille.size() ? weights.criticality_per_mille[level] : 1000;
}

std::int64_t deadline_penalty(const JobView& job, const Weights& weights, Instant start, Instant finish) {
  std::int64_t worst = 0;
  if (job.reach_due) worst = penalty_at(ms_from(start, *job.reach_due), weights);
  if (job.solve_due) worst = std::max(worst, penalty_at(ms_from(finish, *job.solve_due), weights));
  // Cut first: nothing above the limit of a term tells anything more, and the product must fit.
  return std::min<std::int64_t>(worst, 1'000'000'000'000) * criticality_factor(job, weights) / 1000;
}

Terms score(const WorkerView& worker, const JobView& job, const Schedule& schedule, const Weights& weights, Instant now) {
  const auto among = [](const auto& list, const auto& item) { return std::find(list.begin(), list.end(), item) != list.end(); };
  const Facts facts{
      .open_jobs = worker.open_jobs,
      .capacity = worker.capacity,
      .rating_milli = worker.rating_milli ? std::clamp(*worker.rating_milli, 0, 5000) : -1,
      .contractor = worker.kind == WorkerKind::contractor,
      .wished = among(job.wished, worker.id),
      .language_missing = !job.language.empty() && !among(worker.languages, job.language),
      .cost_per_job_minor = worker.cost_per_job_minor,
      .cost_per_hour_minor = worker.cost_per_hour_minor,
      .since_served_ms = since_served_ms(job, worker.id, now),
      .parts_missing = parts_missing(job, [&](PartId part) { return quantity(worker, part); }),
  };
  return weigh(facts, job, schedule, weights);
}

Scorer::Scorer(const Roster& all_workers, const JobView& the_job, const Weights& the_weights, Instant moment)
    : roster(all_workers), job(the_job), weights(the_weights), now(moment) {
  wished.resize(roster.slots());
  for (const WorkerId worker : job.wished)
    if (const auto slot = roster.slot_of(worker)) wished.insert(*slot);
}

Terms Scorer::terms(std::size_t slot, const Schedule& schedule) const {
  const Hot& worker = roster.hot_at(slot);
  const Facts facts{
      .open_jobs = worker.open_jobs,
      .capacity = worker.capacity,
      .rating_milli = worker.rating_milli,
      .contractor = worker.contractor,
      .wished = wished.has(slot),
      .language_missing = !job.language.empty() && !roster.speaking(job.language).has(slot),
      .cost_per_job_minor = worker.cost_per_job_minor,
      .cost_per_hour_minor = worker.cost_per_hour_minor,
      .since_served_ms = job.served.empty() ? -1 : since_served_ms(job, roster.id_at(slot), now),
      .parts_missing = parts_missing(job, [&](PartId part) { return roster.quantity_at(slot, part); }),
  };
  return weigh(facts, job, schedule, weights);
}

}  // namespace bellman::dispatch
