// Seeded randomness that gives the same numbers on every machine (the standard distributions do not).
// For the simulator, the demonstration and tests; secrets come from libsodium.
#pragma once
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

namespace bellman {

// PCG-XSH-RR 64/32 (M. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms", 2014).
class Prng {
 public:
  explicit Prng(std::uint64_t seed, std::uint64_t stream = 1) : increment((stream << 1U) | 1U) {
    next();
    state += seed;
    next();
  }

  std::uint32_t next() {
    const std::uint64_t old = state;
    state = old * 6364136223846793005ULL + increment;
    const auto shifted = static_cast<std::uint32_t>(((old >> 18U) ^ old) >> 27U);
    const auto rotate = static_cast<std::uint32_t>(old >> 59U);
    return (shifted >> rotate) | (shifted << ((-rotate) & 31U));
  }
  std::uint64_t next64() { return (static_cast<std::uint64_t>(next()) << 32U) | next(); }

  // Uniform in [0, bound); bound > 0. Lemire's method without its rejection step: the bias is below 2^-32 * bound.
  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>((static_cast<std::uint64_t>(next()) * bound) >> 32U); }
  // Uniform in [low, high], both included.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(next64() % static_cast<std::uint64_t>(high - low + 1));
  }
  // Uniform in [0, 1).
  double uniform() { return static_cast<double>(next64() >> 11U) * 0x1.0p-53; }
  bool chance(double probability) { return uniform() < probability; }
  double exponential(double mean) { return -mean * std::log1p(-uniform()); }
  // Normal by Box-Muller, one of the pair.
  double normal(double mean, double deviation) {
    const double u = 1.0 - uniform(), v = uniform();
    return mean + deviation * std::sqrt(-2.0 * std::log(u)) * std::cos(6.283185307179586 * v);
  }
  template <class T>
  const T& pick(std::span<const T> items) { return items[below(static_cast<std::uint32_t>(items.size()))]; }
  template <class Container>
  const auto& pick(const Container& items) { return items[below(static_cast<std::uint32_t>(items.size()))]; }

 private:
  std::uint64_t state = 0;
  std::uint64_t increment;
};

}  // namespace bellman
