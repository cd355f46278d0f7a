#include "imports/profile.h"

#include "base/assert.h"

#include <algorithm>
#include <cmath>

namespace bellman::imports {

namespace {

// Most frequent first; equal counts keep the order by name that they come in.
template <class Counted>
void sort_by_count(std::vector<Counted>& list) {
  std::stable_sort(list.begin(), list.end(), [](const Counted& a, const Counted& b) { return a.count > b.count; });
}

std::optional<Milliseconds> median(std::vector<Milliseconds> spans) {
  if (spans.empty()) return std::nullopt;
  const auto middle = spans.begin() + static_cast<std::ptrdiff_t>((spans.size() - 1) / 2);
  std::nth_element(spans.begin(), middle, spans.end());
  return *middle;
}

}  // namespace

void OnTimeShare::add(const ImportedRequest& request) {
  if (!request.closed || !request.target || *request.closed < request.opened) return;
  ++counted;
  if (*request.closed <= *request.target) ++on_time;
}

std::optional<double> OnTimeShare::share() const {
  if (counted == 0) return std::nullopt;
  return static_cast<double>(on_time) / static_cast<double>(counted);
}

double Profile::arrivals_per_hour(int weekday, int hour) const {
  BELLMAN_ASSERT(weekday >= 0 && weekday < 7 && hour >= 0 && hour < 24, "a weekday is 0..6, an hour 0..23");
  const auto day = static_cast<std::size_t>(weekday);
  if (days[day] == 0) return 0;
  return static_cast<double>(arrivals[day][static_cast<std::size_t>(hour)]) / static_cast<double>(days[day]);
}

void ProfileBuilder::add(const ImportedRequest& request) {
  ++sums.count;
  sums.first_opened = std::min(sums.first_opened.value_or(request.opened), request.opened);
  sums.last_opened = std::max(sums.last_opened.value_or(request.opened), request.opened);
  sums.on_time.add(request);
  const LocalTime wall = zone.to_local(request.opened);
  ++sums.arrivals[static_cast<std::size_t>(wall.day.weekday())][static_cast<std::size_t>(wall.ms_of_day / 3'600'000)];
  std::string channel = boost::describe::enum_to_string(request.channel, "unknown");
  if (channel.ends_with('_')) channel.pop_back();  // an enumerator that would be a keyword
  ++sums.channels[channel];

  Service& service = services[{request.subject, request.reason, request.type}];
  ++service.count;
  if (request.target) {
    ++service.with_target;
    if (*request.target >= request.opened) service.target_spans.push_back(*request.target - request.opened);
  }
  if (!request.neighbourhood.empty()) {
    Area& area = areas[request.neighbourhood];
    ++area.count;
    if (request.place) area.places.push_back(*request.place);
  }
}

Neighbourhood ProfileBuilder::shape_of(const std::string& name, const Area& area) const {
  Neighbourhood shape{name, area.count, area.places.size(), std::nullopt, 0};
  if (area.places.empty()) return shape;
  const auto count = static_cast<double>(area.places.size());
  Place sum;
  for (const Place place : area.places) sum = {sum.lat + place.lat, sum.lon + place.lon};
  const Place centre{sum.lat / count, sum.lon / count};
  double squares = 0;
  for (const Place place : area.places) squares += std::pow(distance_m(centre, place), 2);
  shape.centre = centre;
  shape.spread_m = std::sqrt(squares / count);
  return shape;
}

Profile ProfileBuilder::build() const {
  Profile profile = sums;
  std::map<std::string, std::uint64_t> type_counts;
  for (const auto& [key, service] : services) {
    const auto& [subject, reason, type] = key;
    type_counts[type] += service.count;
    profile.services.push_back({subject, reason, type, service.count, service.with_target, median(service.target_spans)});
  }
  for (const auto& [type, count] : type_counts)
    profile.types.push_back({type, count, static_cast<double>(count) / static_cast<double>(sums.count)});
  for (const auto& [name, area] : areas) profile.neighbourhoods.push_back(shape_of(name, area));
  sort_by_count(profile.types);
  sort_by_count(profile.services);
  sort_by_count(profile.neighbourhoods);
  if (sums.first_opened)
    for (LocalDay day = zone.day_of(*sums.first_opened); day <= zone.day_of(*sums.last_opened); day = day + 1)
      ++profile.days[static_cast<std::size_t>(day.weekday())];
  return profile;
}

}  // namespace bellman::imports
