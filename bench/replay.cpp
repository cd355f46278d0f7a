// The real file through the real binary in simulated time: wall and peak memory are measured from outside.
#include "codec/json_read.h"
#include "figure.h"
#include "harness/child.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

namespace bellman::bench {
namespace {

double number_of(const boost::json::object& figures, std::string_view name) {
  const auto* value = figures.if_contains(name);
  if (value == nullptr || !value->is_number()) give_up(fmt::format("bellman replay printed no {}.", name));
  return value->to_number<double>();
}

void print_figures(const boost::json::object& figures) {
  for (const char* name : {"lost", "duplicate_assignments", "invariant_violations"}) print({fmt::format("replay: {}", name), number_of(figures, name), "", 0, std::nullopt});
  print({"replay: median from filed to accepted, simulated", number_of(figures, "seconds_to_accept_median"), "s", 120, std::nullopt});
  print({"replay: p95 from filed to accepted, simulated", number_of(figures, "seconds_to_accept_p95"), "s", std::nullopt, std::nullopt});
  print({"replay: requests", number_of(figures, "requests"), "", std::nullopt, std::nullopt});
}

int run(bool quick) {
  const char* named = std::getenv("BELLMAN_BOSTON311");
  const std::string file = named != nullptr ? named : BELLMAN_SOURCE_DIR "/../shared/data/requests/boston311_2015_h1.csv.xz";
  const std::string binary = harness::bellman_binary();
  if (quick || binary.empty() || !std::filesystem::exists(file)) {
    fmt::print(stderr, "replay: skipped, {}\n", quick ? "it is long" : binary.empty() ? "there is no binary bellman" : "the file is not there (BELLMAN_BOSTON311 names it)");
    return 0;
  }
  const double began = wall_s();
  harness::Child replay({binary, "replay", file, "--format", "boston311", "--workers", "1000", "--seed", "1", "--json", "--report", "none"});
  boost::json::object figures;
  for (std::string line = replay.line(); !line.empty(); line = replay.line()) {
    if (!line.starts_with("{")) continue;
    auto json = codec::parse_json(line);
    if (json.has_value() && json->is_object()) figures = json->as_object();
  }
  const harness::Child::End end = replay.wait();
  const double took_s = wall_s() - began;
  if (end.code != 0) give_up(fmt::format("bellman replay ended with code {}.", end.code));
  print({"replay of the file: wall", took_s, "s", 120, std::nullopt});
  print({"replay of the file: peak memory", end.peak_rss_mib, "MiB", 300, std::nullopt});
  print_figures(figures);
  return 0;
}

}  // namespace
}  // namespace bellman::bench

int main(int argc, char** argv) { return bellman::bench::run(bellman::bench::has_flag(argc, argv, "--quick")); }
