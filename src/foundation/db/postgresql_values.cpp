#include "db/postgresql_values.h"

#include <fmt/format.h>

#include <bit>

namespace bellman::db::wire {

namespace {

std::uint64_t big_endian(std::string_view value) {
  std::uint64_t number = 0;
  for (const char byte : value) number = (number << 8U) | static_cast<unsigned char>(byte);
  return number;
}

std::array<char, 8> to_big_endian(std::uint64_t number) {
  std::array<char, 8> out{};
  for (int i = 7; i >= 0; --i, number >>= 8U) out[static_cast<std::size_t>(i)] = static_cast<char>(number & 0xffU);
  return out;
}

// numeric_send: count of digits, weight of the first, sign, scale, then digits of base 10,000, each in two bytes.
double numeric_of(std::string_view value) {
  if (value.size() < 8) return 0;
  const auto at = [&](std::size_t i) { return static_cast<std::int16_t>(big_endian(value.substr(2 * i, 2))); };
  constexpr std::size_t header = 4;
  double number = 0;
  for (std::int16_t i = 0, digits = at(0); i < digits; ++i) number = number * 10'000 + at(header + static_cast<std::size_t>(i));
  for (int i = at(0) - 1; i < at(1); ++i) number *= 10'000;
  for (int i = at(1); i < at(0) - 1; ++i) number /= 10'000;
  constexpr std::int16_t negative = 0x4000;
  return at(2) == negative ? -number : number;
}

// Exact, for the sum() of a column of integers.
std::int64_t whole_numeric_of(std::string_view value) {
  if (value.size() < 8) return 0;
  const auto at = [&](std::size_t i) { return static_cast<std::int16_t>(big_endian(value.substr(2 * i, 2))); };
  std::int64_t number = 0;
  for (int i = 0; i <= at(1); ++i) number = number * 10'000 + (i < at(0) ? at(4 + static_cast<std::size_t>(i)) : 0);
  constexpr std::int16_t negative = 0x4000;
  return at(2) == negative ? -number : number;
}

struct Encoded {
  const char* pointer;
  int size;
};

}  // namespace

std::int64_t integer_of(Type type, std::string_view value) {
  switch (type) {
    case boolean: return value.empty() || value[0] == 0 ? 0 : 1;
    case small_integer: return static_cast<std::int16_t>(big_endian(value));
    case integer: return static_cast<std::int32_t>(big_endian(value));
    case numeric: return whole_numeric_of(value);
    case double_precision:
    case single_precision: return static_cast<std::int64_t>(real_of(type, value));
    default: return value.size() == 8 ? static_cast<std::int64_t>(big_endian(value)) : 0;
  }
}

double real_of(Type type, std::string_view value) {
  switch (type) {
    case single_precision: return std::bit_cast<float>(static_cast<std::uint32_t>(big_endian(value)));
    case double_precision: return std::bit_cast<double>(big_endian(value));
    case numeric: return numeric_of(value);
    default: return static_cast<double>(integer_of(type, value));
  }
}

Value value_of(Type type, std::string_view value) {
  switch (type) {
    case boolean:
    case small_integer:
    case integer:
    case big_integer: return integer_of(type, value);
    case single_precision:
    case double_precision:
    case numeric: return real_of(type, value);
    case bytes: return Blob{value};
    default: return value;
  }
}

Result<Parameters> Parameters::of(const std::vector<Type>& types, std::span<const Value> given) {
  Parameters out;
  const auto add = [&](const char* pointer, std::size_t size) {
    out.pointers.push_back(pointer);
    out.sizes.push_back(static_cast<int>(size));
    out.binary.push_back(1);
  };
  const auto number = [&](std::uint64_t bits, std::size_t size) {
    const auto& kept = out.numbers.emplace_back(to_big_endian(bits));
    add(kept.data() + (8 - size), size);
  };
  for (std::size_t i = 0; i < given.size(); ++i) {
    const Value& value = given[i];
    const auto* whole = std::get_if<std::int64_t>(&value);
    const auto* real = std::get_if<double>(&value);
    if (std::holds_alternative<std::monostate>(value)) add(nullptr, 0);
    else if (whole != nullptr && types[i] == big_integer) number(static_cast<std::uint64_t>(*whole), 8);
    else if (whole != nullptr && types[i] == integer) number(static_cast<std::uint64_t>(*whole), 4);
    else if (whole != nullptr && types[i] == boolean) number(*whole != 0 ? 1 : 0, 1);
    else if ((whole != nullptr || real != nullptr) && types[i] == double_precision)
      number(std::bit_cast<std::uint64_t>(real != nullptr ? *real : static_cast<double>(*whole)), 8);
    else if (const auto* words = std::get_if<std::string_view>(&value); words != nullptr && (types[i] == text || types[i] == bytes))
      add(words->data() == nullptr ? "" : words->data(), words->size());
    else if (const auto* blob = std::get_if<Blob>(&value); blob != nullptr && (types[i] == bytes || types[i] == text))
      add(blob->bytes.data() == nullptr ? "" : blob->bytes.data(), blob->bytes.size());
    else
      return Error::internal("db.statement", fmt::format("Value ${} is of another kind than the statement wants (type {}).", i + 1, types[i]));
  }
  return out;
}

}  // namespace bellman::db::wire
