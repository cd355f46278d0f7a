#include "dispatch/travel.h"

#include "base/prng.h"

#include <gtest/gtest.h>

namespace bellman::dispatch {
namespace {

TEST(Travel, BeelineAgreesWithHaversineWithinAMetre) {
  Prng prng(7);
  for (int i = 0; i < 20'000; ++i) {
    const Place a{prng.uniform() * 180 - 90, prng.uniform() * 360 - 180};
    const double reach = i % 2 == 0 ? 0.5 : 12.0;  // near neighbours and across the switch of formulas
    const Place b{std::clamp(a.lat + (prng.uniform() - 0.5) * reach, -90.0, 90.0), a.lon + (prng.uniform() - 0.5) * reach};
    EXPECT_NEAR(static_cast<double>(beeline_m(to_sphere(a), to_sphere(b))), distance_m(a, b), 1.0) << a.lat << ' ' << a.lon;
  }
  EXPECT_NEAR(static_cast<double>(beeline_m(to_sphere({0, 0}), to_sphere({0, 180}))), 20'015'115, 2);
  EXPECT_EQ(beeline_m(to_sphere({10, 20}), to_sphere({10, 20})), 0);
}

TEST(Travel, TimeIsRoadFactorOverSpeedPlusAccess) {
  Weights weights;
  weights.road_factor_per_mille = 1300;
  weights.access_ms = 180'000;
  // 10 km x 1.3 = 13 km at 26 km/h = 30 min, and 3 min of access.
  EXPECT_EQ(travel_ms(10'000, 26, weights), 33 * 60'000);
  EXPECT_EQ(travel_ms(0, 26, weights), 180'000);
  weights.default_speed_kmh = 13;
  EXPECT_EQ(travel_ms(10'000, 0, weights), 63 * 60'000);
}

}  // namespace
}  // namespace bellman::dispatch
