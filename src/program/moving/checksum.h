// A checksum of rows that does not depend on their order, and is the same on both engines.
#pragma once
#include "db/session.h"

#include <string>

namespace bellman::moving {

class Checksum {
 public:
  // One more row: the first `columns` columns of it.
  void add(const db::Row& row, int columns);
  void add(std::span<const db::Value> values);

  std::int64_t rows() const { return count; }
  std::string text() const;  // 32 hexadecimal digits
  bool operator==(const Checksum& other) const = default;

 private:
  void add_encoded();
  // The sum, modulo 2^128, of BLAKE2b-128 of each row. A row is its values one after the other, each after a letter for its kind:
  // integers and reals by their bits, texts and blobs by their length and bytes.
  std::uint64_t low = 0, high = 0;
  std::int64_t count = 0;
  // Between two calls of no meaning; kept for its memory.
  struct Buffer : std::string {
    bool operator==(const Buffer&) const { return true; }
  } encoded;
};

}  // namespace bellman::moving
