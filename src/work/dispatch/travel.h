// How far and how long: great-circle distance x a road factor, at the worker's mean speed, plus minutes of access
// (parking, the gate, the lift). A router over real roads may replace it later behind the same two functions.
// The road factor 1.3 is the usual ratio of road to straight line in cities (1.2 .. 1.4 in the literature of location science).
#pragma once
#include "dispatch/model.h"

#include <cmath>
#include <cstdint>

namespace bellman::dispatch {

// A place as a point on the unit sphere: distances between many points then need no sine or cosine.
struct SpherePoint {
  double x = 0, y = 0, z = 0;
};

inline SpherePoint to_sphere(Place place) {
  constexpr double radian = 0.017453292519943295;
  const double lat = place.lat * radian, lon = place.lon * radian;
  return {std::cos(lat) * std::cos(lon), std::cos(lat) * std::sin(lon), std::sin(lat)};
}

// Great-circle metres on the sphere of base/place.h, rounded to whole metres; within 1 m of distance_m() there.
// From the chord c between the points: 2 R asin(c / 2). Up to 1,270 km the first terms of asin's series are exact to a metre.
inline std::int64_t beeline_m(const SpherePoint& a, const SpherePoint& b) {
  const double dx = a.x - b.x, dy = a.y - b.y, dz = a.z - b.z;
  const double square = (dx * dx + dy * dy + dz * dz) / 4, half = std::sqrt(square);
  const double angle = half < 0.1 ? half * (1 + square * (1.0 / 6 + square * (3.0 / 40 + square * (15.0 / 336))))
                                  : std::asin(half < 1 ? half : 1);
  return static_cast<std::int64_t>(2 * 6371008.8 * angle + 0.5);
}

// Milliseconds on the way over `distance_m` metres of straight line; `speed_kmh` 0 = the default of the weights.
inline std::int64_t travel_ms(std::int64_t distance_m, int speed_kmh, const Weights& weights) {
  const std::int64_t speed = speed_kmh > 0 ? speed_kmh : weights.default_speed_kmh;
  // m x (per mille / 1000) / (km/h x 1000 / 3,600,000 ms) = m x per mille x 3.6 / km/h ms
  return distance_m * weights.road_factor_per_mille * 18 / (5 * speed) + weights.access_ms;
}

}  // namespace bellman::dispatch
