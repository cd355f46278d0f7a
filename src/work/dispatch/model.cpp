#include "dispatch/model.h"

#include <fmt/format.h>

namespace bellman::dispatch {

std::string_view to_text(Reason reason) { return boost::describe::enum_to_string(reason, "unknown"); }
std::string_view to_text(Term term) { return boost::describe::enum_to_string(term, "unknown"); }
std::string_view to_text(Outcome outcome) { return boost::describe::enum_to_string(outcome, "unknown"); }
std::string_view to_text(Fate fate) { return boost::describe::enum_to_string(fate, "unknown"); }

std::vector<WorkerId> DispatchRecord::offered() const {
  std::vector<WorkerId> workers;
  for (const ScoredWorker& scored : top)
    if (scored.fate == Fate::offered) workers.push_back(scored.worker);
  return workers;
}

std::size_t DispatchRecord::considered() const {
  std::size_t count = fitting();
  for (const LeftOut& group : left_out) count += group.workers.size();
  return count;
}

namespace {

struct Bound {
  std::string_view field;
  std::int64_t value, least, most;
};

Result<> check_bound(const Bound& bound) {
  if (bound.value >= bound.least && bound.value <= bound.most) return ok();
  return Error::invalid("dispatch.weight_out_of_range",
                        fmt::format("The weight {} is {}, and must lie between {} and {}.", bound.field, bound.value, bound.least, bound.most),
                        std::string(bound.field), "Correct the dispatch weights.");
}

}  // namespace

Result<> check(const Weights& weights) {
  constexpr std::int64_t year_ms = 366LL * 86'400'000, cost = term_limit;
  const Bound bounds[] = {
      {"road_factor_per_mille", weights.road_factor_per_mille, 1000, 10'000},
      {"access_ms", weights.access_ms, 0, 86'400'000},
      {"default_speed_kmh", weights.default_speed_kmh, 1, 1000},
      {"unknown_travel_ms", weights.unknown_travel_ms, 0, year_ms},
      {"position_stale_ms", weights.position_stale_ms, 0, year_ms},
      {"overtime_ms", weights.overtime_ms, 0, year_ms},
      {"must_fit_ms", weights.must_fit_ms, 0, year_ms},
      {"travel_per_mille", weights.travel_per_mille, 0, 1'000'000},
      {"wait_per_mille", weights.wait_per_mille, 0, 1'000'000},
      {"deadline_margin_ms", weights.deadline_margin_ms, 0, year_ms},
      {"deadline_near", weights.deadline_near, 0, cost},
      {"late_once", weights.late_once, 0, cost},
      {"late_per_mille", weights.late_per_mille, 0, 1'000'000},
      {"full_load", weights.full_load, 0, cost},
      {"continuity", weights.continuity, 0, cost},
      {"continuity_memory_ms", weights.continuity_memory_ms, 1, 100 * year_ms},
      {"wish", weights.wish, 0, cost},
      {"language_missing", weights.language_missing, 0, cost},
      {"rating_per_star", weights.rating_per_star, 0, cost},
      {"unrated_milli", weights.unrated_milli, 0, 5000},
      {"minor_per_minute", weights.minor_per_minute, 1, 1'000'000'000},
      {"contractor_extra", weights.contractor_extra, 0, cost},
      {"part_missing", weights.part_missing, 0, cost},
      {"leave_waiting", weights.leave_waiting, 0, cost},
      {"waited_per_mille", weights.waited_per_mille, 0, 1'000'000},
      {"parallel_within_ms", weights.parallel_within_ms, 0, year_ms},
      {"parallel_offers", weights.parallel_offers, 1, 20},
      {"urgent_offers", weights.urgent_offers, 1, 20},
      {"candidates_per_job", weights.candidates_per_job, 1, 100'000},
      {"runners_up", weights.runners_up, 0, 100},
      {"recheck_ms", weights.recheck_ms, 1000, year_ms},
  };
  for (const Bound& bound : bounds) TRY_DO(check_bound(bound));
  if (weights.criticality_per_mille.size() != max_criticality + 1)
    return Error::invalid("dispatch.weight_out_of_range",
                          fmt::format("The weight criticality_per_mille has {} factors, and must have {}.",
                                      weights.criticality_per_mille.size(), max_criticality + 1),
                          "criticality_per_mille", "Give one factor for each criticality from 0 up.");
  for (const std::int32_t factor : weights.criticality_per_mille)
    TRY_DO(check_bound({"criticality_per_mille", factor, 0, 1'000'000}));
  return ok();
}

}  // namespace bellman::dispatch
