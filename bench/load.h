// Clients that file requests over HTTP: keep-alive connections of one thread, in a process of its own, so that its processor
// time is not counted as the server's. Each answer must be 201.
#pragma once
#include <cstdint>
#include <string>

namespace bellman::bench {

struct LoadPlan {
  std::uint16_t port = 0;
  std::string token;
  std::int64_t first_number = 1;   // of the external ids and keys, which are distinct from here on
  double warm_up_s = 0;            // not measured
  double seconds = 1;              // measured
  double rate = 0;                 // requests a second, sent at even distances whatever the answers do; 0: each connection asks again at once
  int connections = 64;
  std::int64_t most = 0;           // requests in all; 0: no limit
};

struct LoadResult {
  std::int64_t all = 0;            // answers, with those of the warm-up
  std::int64_t measured = 0;
  double seconds = 0;
  double p50_ms = 0, p99_ms = 0;   // from when the request was to be sent
  double per_s() const { return seconds > 0 ? static_cast<double>(measured) / seconds : 0; }
};

// Starts this program anew with "--load" and waits for what it prints. Any answer but 201 ends the benchmark.
LoadResult run_load(const LoadPlan& plan);
// To be called first in main(): when the program was started to be the load, it is, and does not come back.
void become_load_if_asked(int argc, char** argv);

}  // namespace bellman::bench
