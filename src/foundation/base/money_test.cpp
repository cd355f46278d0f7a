#include "base/money.h"

#include <gtest/gtest.h>

#include <limits>

namespace bellman {
namespace {

TEST(Money, IsWrittenWithItsMinorDigits) {
  EXPECT_EQ(to_text({1250, "EUR"}), "12.50 EUR");
  EXPECT_EQ(to_text({-5, "EUR"}), "-0.05 EUR");
  EXPECT_EQ(to_text({1250, "JPY"}), "1250 JPY");
  EXPECT_EQ(to_text({std::numeric_limits<std::int64_t>::min(), "KWD"}), "-9223372036854775.808 KWD");
}

TEST(Money, RefusesMixedCurrenciesAndOverflow) {
  EXPECT_EQ(add({1, "EUR"}, {1, "USD"}).error().code, "money.currencies_differ");
  EXPECT_EQ(add({std::numeric_limits<std::int64_t>::max(), "EUR"}, {1, "EUR"}).error().code, "money.overflow");
  EXPECT_EQ(add({1, "EUR"}, {2, "EUR"})->minor, 3);
}

TEST(Money, RoundsSharesHalfAwayFromZero) {
  EXPECT_EQ(share_of({5, "EUR"}, 100).minor, 1);
  EXPECT_EQ(share_of({-5, "EUR"}, 100).minor, -1);
  EXPECT_EQ(share_of({4, "EUR"}, 100).minor, 0);
}

}  // namespace
}  // namespace bellman
