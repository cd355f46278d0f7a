// A hash over all that happens: the same seed must give the same one.
#pragma once
#include "base/instant.h"

#include <string_view>

namespace bellman::sim {

// FNV-1a, 64 bit.
class Trace {
 public:
  void add(std::string_view bytes) {
    for (const char byte : bytes) mix(static_cast<unsigned char>(byte));
    mix(0xFF);
  }
  void add(std::int64_t number) {
    for (int shift = 0; shift < 64; shift += 8) mix(static_cast<unsigned char>(static_cast<std::uint64_t>(number) >> shift));
  }
  void add(Instant at) { add(at.ms); }
  std::uint64_t value() const { return hash; }

  static std::uint64_t of(std::string_view bytes) {
    Trace trace;
    trace.add(bytes);
    return trace.value();
  }

 private:
  void mix(unsigned char byte) {
    hash ^= byte;
    hash *= 0x100000001b3ULL;
  }
  std::uint64_t hash = 0xcbf29ce484222325ULL;
};

}  // namespace bellman::sim
