// A point on the Earth and distances between points.
#pragma once
#include <cmath>

namespace bellman {

struct Place {
  double lat = 0;  // degrees north, -90..90
  double lon = 0;  // degrees east, -180..180
  bool operator==(const Place&) const = default;
};

// Great-circle distance (haversine) on a sphere of 6,371,008.8 m, the IUGG mean radius.
inline double distance_m(Place a, Place b) {
  constexpr double radian = 0.017453292519943295;
  const double sin_lat = std::sin((b.lat - a.lat) * radian / 2), sin_lon = std::sin((b.lon - a.lon) * radian / 2);
  const double h = sin_lat * sin_lat + std::cos(a.lat * radian) * std::cos(b.lat * radian) * sin_lon * sin_lon;
  return 2 * 6371008.8 * std::asin(std::sqrt(h < 1 ? h : 1));
}

}  // namespace bellman
