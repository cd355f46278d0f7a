// Counters of the server, for /metrics. Written by the socket threads, read by anybody; each number is exact, but numbers
// read one after the other may belong to slightly different moments.
#pragma once
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace bellman::http {

struct Metrics {
  using Count = std::atomic<std::uint64_t>;
  // Upper bounds of the duration buckets, in microseconds; one more bucket takes what is longer.
  static constexpr std::array<std::uint64_t, 12> duration_bounds_us{500,     1'000,   2'500,   5'000,     10'000,    25'000,
                                                                   50'000, 100'000, 250'000, 500'000, 1'000'000, 5'000'000};

  std::array<Count, 6> responses_by_class{};  // index = status / 100
  std::array<Count, duration_bounds_us.size() + 1> duration_buckets{};  // not cumulative
  Count duration_sum_us{};
  Count requests_in_flight{};
  Count received_bytes{}, sent_bytes{};
  Count connections_open{}, connections_accepted{}, connections_refused{};
  Count streams_open{}, streams_dropped{};  // dropped: the client read too slowly
  Count timeouts{};

  void record(int status, std::uint64_t duration_us) {
    const auto index = static_cast<std::size_t>(status / 100);
    responses_by_class[index < responses_by_class.size() ? index : 5].fetch_add(1, std::memory_order_relaxed);
    std::size_t bucket = 0;
    while (bucket < duration_bounds_us.size() && duration_us > duration_bounds_us[bucket]) ++bucket;
    duration_buckets[bucket].fetch_add(1, std::memory_order_relaxed);
    duration_sum_us.fetch_add(duration_us, std::memory_order_relaxed);
  }
};

}  // namespace bellman::http
