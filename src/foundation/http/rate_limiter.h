// A token bucket for each address: `burst` requests at once, then `per_second` of them.
#pragma once
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace bellman::http {

class RateLimiter {
 public:
  RateLimiter(double per_second, double burst) : per_second_(per_second), burst_(burst) {}

  // False when the address has spent its tokens. `now_ms` is any clock that does not go back. Any thread.
  bool admit(std::string_view address, std::int64_t now_ms);
  std::size_t address_count() const;

 private:
  struct Bucket {
    double tokens;
    std::int64_t at_ms;
  };
  void forget_full(std::int64_t now_ms);

  const double per_second_, burst_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace bellman::http
