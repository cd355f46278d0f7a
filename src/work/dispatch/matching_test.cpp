#include "dispatch/matching.h"

#include "base/prng.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace bellman::dispatch {
namespace {

MatchingProblem random_problem(Prng& prng, std::size_t rows, std::size_t columns, double density, std::int64_t widest) {
  MatchingProblem problem;
  problem.columns = columns;
  for (std::size_t row = 0; row < rows; ++row) {
    auto& edges = problem.rows.emplace_back();
    for (std::uint32_t column = 0; column < columns; ++column)
      if (prng.chance(density)) edges.push_back({column, prng.between(-widest / 4, widest)});
    std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return std::pair(a.cost, a.column) < std::pair(b.cost, b.column); });
    problem.leave.push_back(prng.between(0, 2 * widest));
  }
  return problem;
}

// All ways there are.
std::int64_t brute_force(const MatchingProblem& problem, std::size_t row, std::vector<char>& taken) {
  if (row == problem.rows.size()) return 0;
  std::int64_t best = problem.leave[row] + brute_force(problem, row + 1, taken);
  for (const Edge& edge : problem.rows[row]) {
    if (taken[edge.column]) continue;
    taken[edge.column] = 1;
    best = std::min(best, edge.cost + brute_force(problem, row + 1, taken));
    taken[edge.column] = 0;
  }
  return best;
}

// The dense Hungarian method in O(n^2 m): columns of the problem, then one column of waiting for each row.
std::int64_t hungarian(const MatchingProblem& problem) {
  const std::size_t n = problem.rows.size(), m = problem.columns + n;
  constexpr std::int64_t never = 1LL << 50;
  std::vector<std::vector<std::int64_t>> cost(n + 1, std::vector<std::int64_t>(m + 1, never));
  for (std::size_t i = 1; i <= n; ++i) {
    for (const Edge& edge : problem.rows[i - 1]) cost[i][edge.column + 1] = edge.cost;
    cost[i][problem.columns + i] = problem.leave[i - 1];
  }
  std::vector<std::int64_t> u(n + 1, 0), v(m + 1, 0);
  std::vector<std::size_t> row_of(m + 1, 0), way(m + 1, 0);
  for (std::size_t i = 1; i <= n; ++i) {
    row_of[0] = i;
    std::size_t j0 = 0;
    std::vector<std::int64_t> least(m + 1, INT64_MAX);
    std::vector<char> used(m + 1, 0);
    do {
      used[j0] = 1;
      const std::size_t i0 = row_of[j0];
      std::int64_t delta = INT64_MAX;
      std::size_t j1 = 0;
      for (std::size_t j = 1; j <= m; ++j) {
        if (used[j]) continue;
        const std::int64_t reduced = cost[i0][j] - u[i0] - v[j];
        if (reduced < least[j]) least[j] = reduced, way[j] = j0;
        if (least[j] < delta) delta = least[j], j1 = j;
      }
      for (std::size_t j = 0; j <= m; ++j) {
        if (used[j]) u[row_of[j]] += delta, v[j] -= delta;
        else least[j] -= delta;
      }
      j0 = j1;
    } while (row_of[j0] != 0);
    do {
      const std::size_t j1 = way[j0];
      row_of[j0] = row_of[j1];
      j0 = j1;
    } while (j0 != 0);
  }
  std::int64_t total = 0;
  for (std::size_t j = 1; j <= m; ++j)
    if (row_of[j] != 0) total += cost[row_of[j]][j];
  return total;
}

// Each column at most once, only along edges, and the total is what it says.
void expect_valid(const MatchingProblem& problem, const Matching& matching) {
  std::vector<char> taken(problem.columns, 0);
  std::int64_t total = 0;
  ASSERT_EQ(matching.column_of.size(), problem.rows.size());
  for (std::size_t row = 0; row < problem.rows.size(); ++row) {
    const std::int32_t column = matching.column_of[row];
    if (column == left_waiting) {
      total += problem.leave[row];
      continue;
    }
    const auto& edges = problem.rows[row];
    const auto edge = std::find_if(edges.begin(), edges.end(), [&](const Edge& one) { return static_cast<std::int32_t>(one.column) == column; });
    ASSERT_NE(edge, edges.end());
    EXPECT_FALSE(taken[edge->column]);
    taken[edge->column] = 1;
    total += edge->cost;
  }
  EXPECT_EQ(total, matching.total);
}

RC_GTEST_PROP(Matching, IsAsGoodAsBruteForceOnSmallProblems, ()) {
  Prng prng(*rc::gen::arbitrary<std::uint64_t>());
  const auto rows = static_cast<std::size_t>(*rc::gen::inRange(0, 6)), columns = static_cast<std::size_t>(*rc::gen::inRange(0, 6));
  // Few different costs make many ties.
  const MatchingProblem problem = random_problem(prng, rows, columns, 0.7, *rc::gen::element<std::int64_t>(4, 1000));
  const Matching matching = match(problem);
  expect_valid(problem, matching);
  std::vector<char> taken(columns, 0);
  RC_ASSERT(matching.total == brute_force(problem, 0, taken));
  const Matching greedy = match_greedily(problem);
  expect_valid(problem, greedy);
  RC_ASSERT(greedy.total >= matching.total);
}

TEST(Matching, IsOptimalOnLargerProblems) {
  Prng prng(5);
  for (int i = 0; i < 60; ++i) {
    const std::size_t rows = prng.below(50), columns = prng.below(80);
    const MatchingProblem problem = random_problem(prng, rows, columns, i % 3 == 0 ? 0.1 : 0.8, i % 2 == 0 ? 20 : 100'000);
    const Matching matching = match(problem);
    expect_valid(problem, matching);
    EXPECT_EQ(matching.total, hungarian(problem)) << rows << " x " << columns;
  }
}

TEST(Matching, AJobYieldsItsWorkerWhereThatSavesMore) {
  MatchingProblem problem;
  problem.columns = 2;
  problem.rows = {{{0, 10}, {1, 12}}, {{0, 11}, {1, 50}}};
  problem.leave = {1000, 1000};
  EXPECT_EQ(match(problem).column_of, (std::vector<std::int32_t>{1, 0}));
  EXPECT_EQ(match(problem).total, 23);
  EXPECT_EQ(match_greedily(problem).total, 60);
  problem.leave = {11, 1000};  // waiting is dearer than the first column only
  EXPECT_EQ(match(problem).column_of, (std::vector<std::int32_t>{left_waiting, 0}));
}

// 200 jobs x 1,000 workers scattered over a city, every pair possible, cost = minutes of travel and a little of the rest.
MatchingProblem city(Prng& prng, std::size_t jobs, std::size_t workers) {
  const auto point = [&] { return std::pair(prng.uniform() * 20'000, prng.uniform() * 20'000); };
  std::vector<std::pair<double, double>> at;
  std::vector<std::int64_t> own;
  for (std::size_t i = 0; i < workers; ++i) at.push_back(point()), own.push_back(prng.between(0, 20'000));
  MatchingProblem problem;
  problem.columns = workers;
  for (std::size_t row = 0; row < jobs; ++row) {
    const auto [x, y] = point();
    auto& edges = problem.rows.emplace_back();
    for (std::uint32_t column = 0; column < workers; ++column)
      edges.push_back({column, static_cast<std::int64_t>(std::hypot(at[column].first - x, at[column].second - y) * 2.2) + own[column]});
    std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return std::pair(a.cost, a.column) < std::pair(b.cost, b.column); });
    edges.resize(std::min(edges.size(), jobs));
    problem.leave.push_back(480'000);
  }
  return problem;
}

TEST(Matching, PrintsItsFigures) {
  Prng prng(1);
  double spent_us = 0, excess = 0;
  constexpr int rounds = 20;
  for (int i = 0; i < rounds; ++i) {
    const MatchingProblem problem = city(prng, 200, 1000);
    const auto begin = std::chrono::steady_clock::now();
    const Matching matching = match(problem);
    spent_us += std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin).count();
    const Matching greedy = match_greedily(problem);
    EXPECT_LE(matching.total, greedy.total);
    EXPECT_EQ(std::count(matching.column_of.begin(), matching.column_of.end(), left_waiting), 0);
    excess += static_cast<double>(greedy.total - matching.total) / static_cast<double>(matching.total);
  }
  std::printf("matching 200 x 1000: %.0f us; greedy in arrival order costs %.2f %% more\n", spent_us / rounds, 100 * excess / rounds);
}

}  // namespace
}  // namespace bellman::dispatch
