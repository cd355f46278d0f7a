// The shape of a stream of real requests: what a replay needs to build a company and a load that resemble it.
#pragma once
#include "base/zone.h"
#include "imports/model.h"

#include <array>
#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace bellman::imports {

// real_on_time_share = |{closed <= target}| / |{closed, with a target, closed >= opened}|.
// Requests still open are left out, late though they may be: the file does not say when they were closed.
struct OnTimeShare {
  std::uint64_t counted = 0;
  std::uint64_t on_time = 0;

  void add(const ImportedRequest& request);
  std::optional<double> share() const;  // 0..1; nothing when nothing was counted
};
BOOST_DESCRIBE_STRUCT(OnTimeShare, (), (counted, on_time))

struct TypeCount {
  std::string type;
  std::uint64_t count = 0;
  double share = 0;  // of all requests
};
BOOST_DESCRIBE_STRUCT(TypeCount, (), (type, count, share))

// One distinct (subject, reason, type): a leaf of the catalogue to build.
struct ServiceKind {
  std::string subject;
  std::string reason;
  std::string type;
  std::uint64_t count = 0;
  std::uint64_t with_target = 0;
  std::optional<Milliseconds> target_median;  // of target - opened where that is not negative; the lower of two middles
};
BOOST_DESCRIBE_STRUCT(ServiceKind, (), (subject, reason, type, count, with_target, target_median))

struct Neighbourhood {
  std::string name;
  std::uint64_t count = 0;        // requests
  std::uint64_t placed = 0;       // of them, those with a real place
  std::optional<Place> centre;    // mean of the real places
  double spread_m = 0;            // root of the mean squared distance from the centre
};
BOOST_DESCRIBE_STRUCT(Neighbourhood, (), (name, count, placed, centre, spread_m))

struct Profile {
  std::uint64_t count = 0;
  std::optional<Instant> first_opened;
  std::optional<Instant> last_opened;
  std::vector<TypeCount> types;                // most frequent first, then by name
  std::vector<ServiceKind> services;           // the same
  std::vector<Neighbourhood> neighbourhoods;   // the same; the unnamed one is not listed
  std::map<std::string, std::uint64_t> channels;
  std::array<std::array<std::uint64_t, 24>, 7> arrivals{};  // [Monday = 0][hour of the wall clock]
  std::array<std::uint64_t, 7> days{};                      // how many of each weekday lie between the first and the last day
  OnTimeShare on_time;

  // Mean number of requests in that hour of that weekday; 0 when no such day was seen.
  double arrivals_per_hour(int weekday, int hour) const;
};

class ProfileBuilder {
 public:
  explicit ProfileBuilder(Zone chosen) : zone(std::move(chosen)) {}
  void add(const ImportedRequest& request);
  // Depends on the set of requests only, not on their order (to rounding of the centres).
  Profile build() const;

 private:
  struct Service {
    std::uint64_t count = 0;
    std::vector<Milliseconds> target_spans;
    std::uint64_t with_target = 0;
  };
  struct Area {
    std::uint64_t count = 0;
    std::vector<Place> places;
  };
  Neighbourhood shape_of(const std::string& name, const Area& area) const;

  Zone zone;
  Profile sums;
  std::map<std::tuple<std::string, std::string, std::string>, Service> services;
  std::map<std::string, Area> areas;
};

}  // namespace bellman::imports
