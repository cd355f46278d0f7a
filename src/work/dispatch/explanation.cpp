#include "dispatch/explanation.h"

#include "base/instant.h"

#include <fmt/format.h>

#include <algorithm>

namespace bellman::dispatch {

namespace {

std::string called(WorkerId worker, const NameOf& name_of) {
  return name_of ? name_of(worker) : fmt::format("worker {}", worker.value);
}

std::string capital(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

// "12.3", from thousandths; never "-0.0".
std::string minutes(std::int64_t milli) {
  const std::int64_t tenths = (milli + (milli < 0 ? -50 : 50)) / 100;
  return fmt::format("{}{}.{}", tenths < 0 ? "-" : "", std::abs(tenths / 10), std::abs(tenths % 10));
}

std::string minutes_of_ms(std::int64_t ms) { return minutes(ms / 60); }

std::string workers_text(std::int64_t count) { return count == 1 ? "1 worker" : fmt::format("{} workers", count); }

std::string deadline_sentence(const DispatchRecord& record, const ScoredWorker& scored) {
  if (!record.due) return "There is no deadline.";
  const std::int64_t slack_ms = ms_from(scored.start_at, *record.due);
  return slack_ms >= 0 ? fmt::format("Work would begin {} min before the deadline.", minutes_of_ms(slack_ms))
                       : fmt::format("Work would begin {} min after the deadline.", minutes_of_ms(-slack_ms));
}

std::string term_sentence(const DispatchRecord& record, const ScoredWorker& scored, Term term, std::int32_t cost) {
  switch (term) {
    case Term::travel:
      return fmt::format("Travel takes {} min over {}.{} km as the crow flies.", minutes_of_ms(scored.travel_ms),
                         scored.distance_m / 1000, scored.distance_m % 1000 / 100);
    case Term::wait:
      return cost == 0 ? "Could set out at once." : "Is busy or not on shift at first, so work would begin later.";
    case Term::deadline: return deadline_sentence(record, scored);
    case Term::load: return cost == 0 ? "Has no other open job." : "Has accepted other jobs already.";
    case Term::continuity: return cost == 0 ? "Has not served this client lately." : "Has served this client lately.";
    case Term::wish:
      return cost < 0 ? "The client wished for this worker." : cost > 0 ? "Does not speak the language the client wished." : "No wish of the client speaks for or against.";
    case Term::rating: return cost == 0 ? "Has the best mark from clients." : "Stands below the best mark of clients by this much.";
    case Term::money: return cost == 0 ? "Costs nothing extra." : "What the work costs, expressed in minutes.";
    case Term::parts: return cost == 0 ? "Carries every useful part." : "Lacks parts that would have been useful.";
  }
  return {};
}

std::string reason_phrase(Reason reason) {
  switch (reason) {
    case Reason::refused_by_client: return "ruled out between this client and the worker";
    case Reason::already_asked: return "asked before for this job";
    case Reason::wrong_team: return "not in the team that must do it";
    case Reason::wrong_region: return "does not serve the region";
    case Reason::missing_skill: return "lacks a needed skill";
    case Reason::skill_level_too_low: return "has a needed skill at too low a level";
    case Reason::certificate_expired: return "holds a needed certificate that has expired or will before the work is done";
    case Reason::wrong_language: return "does not speak the language that is needed";
    case Reason::missing_part: return "lacks a part that the job cannot be done without";
    case Reason::paused: return "has paused taking jobs";
    case Reason::absent: return "absent";
    case Reason::off_shift: return "not on shift";
    case Reason::at_capacity: return "has as many open jobs as allowed";
    case Reason::has_open_offer: return "is being asked for another job";
    case Reason::shift_ends_too_soon: return "cannot finish before the shift ends";
    case Reason::wrong_programme: return "does not serve the client's programme";
    case Reason::cannot_arrive_in_window: return "cannot arrive in the time the client wishes";
  }
  return "left out";
}

// Cheaper workers than `scored`; those of whom only tenths are known count when they are lower by a tenth.
std::int64_t cheaper_than(const DispatchRecord& record, const ScoredWorker& scored) {
  std::int64_t count = 0;
  for (const ScoredWorker& other : record.top)
    if (std::pair(other.total(), other.worker) < std::pair(scored.total(), scored.worker)) ++count;
  for (const RankedWorker& other : record.rest)
    if ((std::int64_t{other.tenths} + 1) * 100 <= scored.total()) ++count;
  return count;
}

const ScoredWorker* find_scored(const DispatchRecord& record, WorkerId worker) {
  for (const ScoredWorker& scored : record.top)
    if (scored.worker == worker) return &scored;
  return nullptr;
}

// The cheapest of the kept that is not `scored` and was not asked for this job.
const ScoredWorker* best_other(const DispatchRecord& record, const ScoredWorker& scored) {
  const ScoredWorker* best = nullptr;
  for (const ScoredWorker& other : record.top)
    if (&other != &scored && other.fate != Fate::offered && (best == nullptr || other.total() < best->total())) best = &other;
  return best;
}

Term widest_gap(const ScoredWorker& loser, const ScoredWorker& winner) {
  std::size_t widest = 0;
  for (std::size_t i = 1; i < term_count; ++i)
    if (loser.terms[i] - std::int64_t{winner.terms[i]} > loser.terms[widest] - std::int64_t{winner.terms[widest]}) widest = i;
  return static_cast<Term>(widest);
}

std::string comparison(const ScoredWorker& scored, const ScoredWorker& other, const NameOf& name_of) {
  const std::int64_t gap = other.total() - scored.total();
  const std::string name = capital(called(other.worker, name_of));
  if (gap > 0) {
    const Term term = widest_gap(other, scored);
    const auto at = static_cast<std::size_t>(term);
    return fmt::format("{}, the next best, would cost {} min more, mostly by {} ({} against {}).", name, minutes(gap), to_text(term),
                       minutes(other.terms[at]), minutes(scored.terms[at]));
  }
  if (gap == 0) return fmt::format("{} would cost the same; equal costs go to the lower number.", name);
  if (other.fate == Fate::taken)
    return fmt::format("{} would cost {} min less here, but is asked for another job in the same round.", name, minutes(-gap));
  return fmt::format("{} would cost {} min less.", name, minutes(-gap));
}

std::string fate_phrase(Fate fate) {
  switch (fate) {
    case Fate::offered: return "was asked";
    case Fate::runner_up: return "fits but was not asked";
    case Fate::taken: return "fits but was asked for another job in the same round";
  }
  return {};
}

}  // namespace

Result<WhyWorker> why_worker(const DispatchRecord& record, WorkerId worker, const NameOf& name_of) {
  const ScoredWorker* scored = find_scored(record, worker);
  if (scored == nullptr)
    return Error::not_found("dispatch.not_scored", fmt::format("The decision keeps no terms of {}.", called(worker, name_of)), "worker");
  WhyWorker why{.worker = worker, .fate = scored->fate, .rank = cheaper_than(record, *scored) + 1,
                .fitting = static_cast<std::int64_t>(record.fitting()), .milli_minutes = scored->total()};
  why.sentences.push_back(fmt::format("{} {}: number {} by cost of {} who fit, {} considered, at {} equivalent minutes.",
                                      capital(called(worker, name_of)), fate_phrase(scored->fate), why.rank, why.fitting,
                                      record.considered(), minutes(why.milli_minutes)));
  for (std::size_t i = 0; i < term_count; ++i) {
    const Term term = static_cast<Term>(i);
    const std::int32_t cost = scored->terms[i];
    why.terms.push_back({term, cost, term_sentence(record, *scored, term, cost)});
    if (cost != 0) why.sentences.push_back(fmt::format("{} {}: {} min.", why.terms.back().sentence, capital(std::string(to_text(term))), minutes(cost)));
  }
  if (const ScoredWorker* other = best_other(record, *scored); other != nullptr && scored->fate == Fate::offered)
    why.sentences.push_back(comparison(*scored, *other, name_of));
  return why;
}

WhyNobody why_nobody(const DispatchRecord& record) {
  WhyNobody why{.considered = static_cast<std::int64_t>(record.considered()), .retry_at = record.retry_at};
  for (const LeftOut& group : record.left_out) {
    const auto count = static_cast<std::int64_t>(group.workers.size());
    why.reasons.push_back({group.reason, count, fmt::format("{}: {}.", workers_text(count), reason_phrase(group.reason))});
  }
  std::stable_sort(why.reasons.begin(), why.reasons.end(), [](const ReasonCount& a, const ReasonCount& b) { return a.workers > b.workers; });

  if (record.outcome == Outcome::offered)
    why.sentences.push_back(fmt::format("{} asked for this job.", workers_text(static_cast<std::int64_t>(record.offered().size()))));
  else if (record.outcome == Outcome::waiting)
    why.sentences.push_back(fmt::format("{} would fit, but in this round each is asked for another job; the job is tried again in the next.",
                                        workers_text(static_cast<std::int64_t>(record.fitting()))));
  else if (why.considered == 0)
    why.sentences.emplace_back("There is no worker at all to consider.");
  else
    why.sentences.push_back(fmt::format("None of {} may be asked.", workers_text(why.considered)));
  for (const ReasonCount& reason : why.reasons) why.sentences.push_back(reason.sentence);
  if (record.outcome == Outcome::exhausted)
    why.sentences.push_back(record.retry_at ? fmt::format("It is tried again at {}, when the first of them may be free.", to_text(*record.retry_at))
                                            : "Waiting alone will not help: a dispatcher must decide.");
  return why;
}

WhyNot why_not(const DispatchRecord& record, WorkerId worker, const NameOf& name_of) {
  WhyNot why{.worker = worker};
  const std::string name = capital(called(worker, name_of));
  for (const LeftOut& group : record.left_out)
    if (std::binary_search(group.workers.begin(), group.workers.end(), worker)) {
      why.reason = group.reason;
      why.sentences.push_back(fmt::format("{} was left out: {}.", name, reason_phrase(group.reason)));
      return why;
    }
  if (auto scored = why_worker(record, worker, name_of)) {
    why.fate = scored->fate;
    why.sentences = std::move(scored->sentences);
    const ScoredWorker& own = *find_scored(record, worker);
    if (own.fate != Fate::offered && !record.top.empty() && record.top.front().fate == Fate::offered) {
      const std::int64_t gap = own.total() - record.top.front().total();
      const std::string first = capital(called(record.top.front().worker, name_of));
      why.sentences.push_back(fmt::format("{}, who was asked, costs {} min {}.", first, minutes(std::abs(gap)), gap >= 0 ? "less" : "more"));
    }
    return why;
  }
  for (const RankedWorker& ranked : record.rest)
    if (ranked.worker == worker) {
      why.fate = ranked.taken ? Fate::taken : Fate::runner_up;
      why.sentences.push_back(fmt::format("{} {}: about {} equivalent minutes, not among the cheapest.", name, fate_phrase(*why.fate),
                                          minutes(std::int64_t{ranked.tenths} * 100)));
      return why;
    }
  why.sentences.push_back(fmt::format("{} was not on the roster when this was decided.", name));
  return why;
}

}  // namespace bellman::dispatch
