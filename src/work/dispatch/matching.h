// Who does what at least total cost: jobs (rows) to workers (columns), each worker at most once.
#pragma once
#include <cstdint>
#include <vector>

namespace bellman::dispatch {

struct Edge {
  std::uint32_t column = 0;
  std::int64_t cost = 0;  // may be negative; |cost| < 2^40
};

struct MatchingProblem {
  std::size_t columns = 0;
  // For each row its possible columns, each at most once, sorted by (cost, column).
  std::vector<std::vector<Edge>> rows;
  // For each row the cost of giving it no column in this round.
  std::vector<std::int64_t> leave;
};

inline constexpr std::int32_t left_waiting = -1;

struct Matching {
  std::vector<std::int32_t> column_of;  // per row; left_waiting when it gets none
  std::int64_t total = 0;               // including what leaving rows waiting costs
};

// The exact optimum by successive shortest augmenting paths with prices on columns (R. Jonker, A. Volgenant, "A shortest
// augmenting path algorithm for dense and sparse linear assignment problems", Computing 38, 1987), without their dense
// start-up phases. Prices never rise above zero, so the scan of a sorted row stops as soon as its bare cost cannot win.
// Deterministic: among equal optima the choice depends only on the order of rows and columns.
Matching match(const MatchingProblem& problem);

// For comparison: each row in turn takes its cheapest column still free, when that is cheaper than waiting.
Matching match_greedily(const MatchingProblem& problem);

}  // namespace bellman::dispatch
