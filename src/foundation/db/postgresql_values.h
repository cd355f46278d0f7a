// Values on the wire of PostgreSQL, binary. Type numbers are those of its catalogue pg_type, formats those of its send and receive functions.
#pragma once
#include "db/session.h"

#include <deque>
#include <string>
#include <vector>

namespace bellman::db::wire {

using Type = unsigned int;  // an Oid
inline constexpr Type boolean = 16, bytes = 17, big_integer = 20, small_integer = 21, integer = 23, text = 25, single_precision = 700,
                      double_precision = 701, numeric = 1700;

std::int64_t integer_of(Type type, std::string_view value);
double real_of(Type type, std::string_view value);
// Whole numbers and truths as integers, other numbers as reals, bytes as a blob, all else as text.
Value value_of(Type type, std::string_view value);

// The parameters of one statement, as PQsendQueryPrepared wants them. Refers to `given`, which must outlive it.
// A value of another kind than the statement wants (a number for a text) is an Error.
class Parameters {
 public:
  static Result<Parameters> of(const std::vector<Type>& types, std::span<const Value> given);
  int count() const { return static_cast<int>(pointers.size()); }
  const char* const* values() const { return pointers.data(); }
  const int* lengths() const { return sizes.data(); }
  const int* formats() const { return binary.data(); }

 private:
  std::deque<std::array<char, 8>> numbers;  // a deque: what points into it must stay
  std::vector<const char*> pointers;
  std::vector<int> sizes, binary;
};

}  // namespace bellman::db::wire
