// Money is an integer count of a currency's minor units; there is no floating point in it.
#pragma once
#include "base/result.h"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace bellman {

struct Money {
  std::int64_t minor = 0;         // e.g. cents
  std::string currency = "EUR";   // ISO 4217

  bool operator==(const Money&) const = default;
};

// Amounts from outside may be so large either way; sums of a million of them still fit.
inline constexpr std::int64_t most_minor = 1'000'000'000'000;

// Digits after the point of a currency (2 for EUR, 0 for JPY); nullopt-like -1 when the code is not ISO 4217 shaped.
int minor_digits(std::string_view currency);
// "12.50 EUR"
std::string to_text(const Money& money);
// Both of the same currency and without overflow, else an error.
Result<Money> add(const Money& a, const Money& b);
// `per_mille` thousandths of it, rounded half away from zero.
Money share_of(const Money& money, std::int64_t per_mille);

}  // namespace bellman
