#include "moving/checksum.h"

#include "base/assert.h"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <bit>
#include <cstring>

namespace bellman::moving {

namespace {

void append_bits(std::string& out, char kind, std::uint64_t bits) {
  out += kind;
  for (int i = 0; i < 8; ++i, bits >>= 8U) out += static_cast<char>(bits & 0xffU);
}

void append(std::string& out, const db::Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return append_bits(out, 'i', static_cast<std::uint64_t>(*number));
  if (const auto* real = std::get_if<double>(&value)) return append_bits(out, 'r', std::bit_cast<std::uint64_t>(*real));
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    append_bits(out, 't', text->size());
    out += *text;
  } else if (const auto* blob = std::get_if<db::Blob>(&value)) {
    append_bits(out, 'b', blob->bytes.size());
    out += blob->bytes;
  } else {
    out += '0';
  }
}

}  // namespace

void Checksum::add(const db::Row& row, int columns) {
  encoded.clear();
  for (int i = 0; i < columns; ++i) append(encoded, row.value(i));
  add_encoded();
}

void Checksum::add(std::span<const db::Value> values) {
  encoded.clear();
  for (const db::Value& value : values) append(encoded, value);
  add_encoded();
}

void Checksum::add_encoded() {
  static const bool ready = sodium_init() >= 0;  // chooses the quickest code for this processor
  BELLMAN_ASSERT(ready, "libsodium cannot be used");
  std::array<std::uint64_t, 2> hash{};
  crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), sizeof hash, reinterpret_cast<const unsigned char*>(encoded.data()), encoded.size(), nullptr, 0);
  low += hash[0];
  high += hash[1] + (low < hash[0] ? 1U : 0U);
  ++count;
}

std::string Checksum::text() const { return fmt::format("{:016x}{:016x}", high, low); }

}  // namespace bellman::moving
