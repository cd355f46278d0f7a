#include "http/rate_limiter.h"

#include <algorithm>

namespace bellman::http {
namespace {
// Addresses kept; beyond it the buckets that have filled up again are forgotten, which changes nothing for their owners.
constexpr std::size_t address_count_max = 65'536;
}  // namespace

bool RateLimiter::admit(std::string_view address, std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  if (buckets_.size() >= address_count_max) forget_full(now_ms);
  auto& bucket = buckets_.try_emplace(std::string(address), Bucket{burst_, now_ms}).first->second;
  const double gained = static_cast<double>(std::max<std::int64_t>(0, now_ms - bucket.at_ms)) / 1000.0 * per_second_;
  bucket.tokens = std::min(burst_, bucket.tokens + gained);
  bucket.at_ms = std::max(bucket.at_ms, now_ms);
  if (bucket.tokens < 1.0) return false;
  bucket.tokens -= 1.0;
  return true;
}

void RateLimiter::forget_full(std::int64_t now_ms) {
  std::erase_if(buckets_, [&](const auto& entry) {
    const auto& bucket = entry.second;
    return bucket.tokens + static_cast<double>(now_ms - bucket.at_ms) / 1000.0 * per_second_ >= burst_;
  });
  // All of them busy: an attack from many addresses. Starting anew is kinder to memory than to fairness.
  if (buckets_.size() >= address_count_max) buckets_.clear();
}

std::size_t RateLimiter::address_count() const {
  const std::lock_guard lock(mutex_);
  return buckets_.size();
}

}  // namespace bellman::http
