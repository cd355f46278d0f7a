#include "dispatch/matching.h"

#include <algorithm>
#include <functional>
#include <limits>

namespace bellman::dispatch {

namespace {

constexpr std::int32_t nobody = -1;
constexpr std::int64_t unreached = std::numeric_limits<std::int64_t>::max();

class Search {
 public:
  explicit Search(const MatchingProblem& given)
      : problem(given), price(given.columns, 0), distance(given.columns, unreached), owner(given.columns, nobody),
        came_from(given.columns, nobody), settled(given.columns, 0), edge_cost(given.rows.size(), 0) {
    result.column_of.assign(given.rows.size(), left_waiting);
  }

  Matching run() {
    for (std::size_t row = 0; row < problem.rows.size(); ++row) augment(static_cast<std::int32_t>(row));
    for (std::size_t row = 0; row < problem.rows.size(); ++row)
      result.total += result.column_of[row] == left_waiting ? problem.leave[row] : edge_cost[row];
    return std::move(result);
  }

 private:
  const MatchingProblem& problem;
  std::vector<std::int64_t> price;     // per column, <= 0
  std::vector<std::int64_t> distance;  // of the running search
  std::vector<std::int32_t> owner;     // row of a column
  std::vector<std::int32_t> came_from; // row from which the search reached a column
  std::vector<char> settled;
  std::vector<std::int64_t> edge_cost; // of a row's present column
  std::vector<std::uint32_t> touched, closed;
  std::vector<std::pair<std::int64_t, std::uint32_t>> heap;
  std::int64_t best = unreached;       // length of the shortest path to an end found so far
  std::int32_t leaver = nobody;        // the row that waits at that end, when the end is not a free column
  std::uint32_t free_column = 0;
  Matching result;

  // Looks along the edges of `row`, whose own distance is `base` and whose potential is `potential`.
  void scan(std::int32_t row, std::int64_t base, std::int64_t potential) {
    const std::int64_t offset = base - potential;
    const auto at = static_cast<std::size_t>(row);
    if (offset + problem.leave[at] < best) {
      best = offset + problem.leave[at];
      leaver = row;
    }
    for (const Edge& edge : problem.rows[at]) {
      if (offset + edge.cost >= best) break;  // prices are <= 0: no later edge is shorter
      if (settled[edge.column]) continue;
      const std::int64_t length = offset + edge.cost - price[edge.column];
      if (length >= best || length >= distance[edge.column]) continue;
      if (distance[edge.column] == unreached) touched.push_back(edge.column);
      distance[edge.column] = length;
      came_from[edge.column] = row;
      if (owner[edge.column] == nobody) {
        best = length;
        leaver = nobody;
        free_column = edge.column;
      } else {
        heap.emplace_back(length, edge.column);
        std::push_heap(heap.begin(), heap.end(), std::greater<>());
      }
    }
  }

  void augment(std::int32_t row) {
    best = unreached;
    leaver = nobody;
    scan(row, 0, 0);
    while (!heap.empty()) {
      const auto [length, column] = heap.front();
      if (length >= best) break;
      std::pop_heap(heap.begin(), heap.end(), std::greater<>());
      heap.pop_back();
      if (settled[column]) continue;
      settled[column] = 1;
      closed.push_back(column);
      const std::int32_t next = owner[column];
      scan(next, length, edge_cost[static_cast<std::size_t>(next)] - price[column]);
    }
    for (const std::uint32_t column : closed) price[column] += distance[column] - best;
    flip(row);
    for (const std::uint32_t column : touched) {
      distance[column] = unreached;
      settled[column] = 0;
    }
    touched.clear();
    closed.clear();
    heap.clear();
  }

  // Walks the shortest path back from its end to `source`, every row on it taking the column it was reached through.
  void flip(std::int32_t source) {
    std::int32_t column;
    if (leaver != nobody) {
      column = result.column_of[static_cast<std::size_t>(leaver)];
      result.column_of[static_cast<std::size_t>(leaver)] = left_waiting;
      if (leaver == source) return;
    } else {
      column = static_cast<std::int32_t>(free_column);
    }
    while (true) {
      const std::int32_t row = came_from[static_cast<std::size_t>(column)];
      const std::int32_t freed = result.column_of[static_cast<std::size_t>(row)];
      owner[static_cast<std::size_t>(column)] = row;
      result.column_of[static_cast<std::size_t>(row)] = column;
      edge_cost[static_cast<std::size_t>(row)] = cost_of(row, static_cast<std::uint32_t>(column));
      if (row == source) return;
      column = freed;
    }
  }

  std::int64_t cost_of(std::int32_t row, std::uint32_t column) const {
    for (const Edge& edge : problem.rows[static_cast<std::size_t>(row)])
      if (edge.column == column) return edge.cost;
    return unreached;  // never: the search came along this edge
  }
};

}  // namespace

Matching match(const MatchingProblem& problem) { return Search(problem).run(); }

Matching match_greedily(const MatchingProblem& problem) {
  Matching result;
  std::vector<char> taken(problem.columns, 0);
  for (std::size_t row = 0; row < problem.rows.size(); ++row) {
    std::int32_t column = left_waiting;
    std::int64_t cost = problem.leave[row];
    for (const Edge& edge : problem.rows[row]) {
      if (edge.cost >= cost) break;
      if (taken[edge.column]) continue;
      column = static_cast<std::int32_t>(edge.column);
      cost = edge.cost;
      break;
    }
    if (column != left_waiting) taken[static_cast<std::size_t>(column)] = 1;
    result.column_of.push_back(column);
    result.total += cost;
  }
  return result;
}

}  // namespace bellman::dispatch
