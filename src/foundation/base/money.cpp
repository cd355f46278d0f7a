#include "base/money.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bellman {

int minor_digits(std::string_view currency) {
  static constexpr std::array<std::string_view, 15> none{"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW",
                                                         "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XPF"};
  static constexpr std::array<std::string_view, 7> three{"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};
  const bool shaped = currency.size() == 3 && std::all_of(currency.begin(), currency.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!shaped) return -1;
  if (std::find(none.begin(), none.end(), currency) != none.end()) return 0;
  if (std::find(three.begin(), three.end(), currency) != three.end()) return 3;
  return 2;
}

std::string to_text(const Money& money) {
  const int digits = std::max(minor_digits(money.currency), 0);
  std::int64_t unit = 1;
  for (int i = 0; i < digits; ++i) unit *= 10;
  const char* sign = money.minor < 0 ? "-" : "";
  const std::uint64_t amount = money.minor < 0 ? 0 - static_cast<std::uint64_t>(money.minor) : static_cast<std::uint64_t>(money.minor);
  if (digits == 0) return fmt::format("{}{} {}", sign, amount, money.currency);
  return fmt::format("{}{}.{:0{}} {}", sign, amount / static_cast<std::uint64_t>(unit), amount % static_cast<std::uint64_t>(unit), digits, money.currency);
}

Result<Money> add(const Money& a, const Money& b) {
  if (a.currency != b.currency)
    return Error::invalid("money.currencies_differ", fmt::format("{} and {} cannot be added.", a.currency, b.currency));
  Money sum = a;
  if (__builtin_add_overflow(a.minor, b.minor, &sum.minor))
    return Error::invalid("money.overflow", "The sum is larger than money can be.");
  return sum;
}

Money share_of(const Money& money, std::int64_t per_mille) {
  __extension__ using Wide = __int128;  // the product of two 64-bit numbers
  const Wide exact = static_cast<Wide>(money.minor) * per_mille;
  const Wide half = exact < 0 ? -500 : 500;
  return {static_cast<std::int64_t>((exact + half) / 1000), money.currency};
}

}  // namespace bellman
