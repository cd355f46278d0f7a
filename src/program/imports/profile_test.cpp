#include "imports/profile.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace bellman::imports {
namespace {

ImportedRequest request(std::string_view opened, std::string type, std::string neighbourhood, std::optional<Place> place) {
  ImportedRequest made;
  made.opened = *parse_instant(opened);
  made.subject = "Works";
  made.reason = "Roads";
  made.type = std::move(type);
  made.neighbourhood = std::move(neighbourhood);
  made.place = place;
  made.channel = Channel::operator_;
  return made;
}

TEST(OnTimeShare, CountsOnlyWhatCanBeJudged) {
  const Instant opened{1'000'000};
  const auto with = [&](std::optional<Milliseconds> target, std::optional<Milliseconds> closed) {
    ImportedRequest made;
    made.opened = opened;
    if (target) made.target = opened + *target;
    if (closed) made.closed = opened + *closed;
    return made;
  };
  OnTimeShare share;
  EXPECT_FALSE(share.share().has_value());
  share.add(with(10ms, 10ms));          // on time, to the millisecond
  share.add(with(10ms, 11ms));          // late
  share.add(with(10ms, 0ms));           // closed at once
  share.add(with(-5ms, 0ms));           // late from the beginning
  share.add(with(10ms, -1ms));          // closes before it opens: not judged
  share.add(with(std::nullopt, 10ms));  // no target
  share.add(with(10ms, std::nullopt));  // still open
  EXPECT_EQ(share.counted, 4U);
  EXPECT_EQ(share.on_time, 2U);
  EXPECT_DOUBLE_EQ(share.share().value(), 0.5);
}

TEST(Profile, SumsUp) {
  std::vector<ImportedRequest> requests = {
      request("2015-01-05T15:10:00Z", "Pothole", "North", Place{42.30, -71.10}),  // Monday 10:10 in Boston
      request("2015-01-05T15:50:00Z", "Pothole", "North", Place{42.32, -71.10}),
      request("2015-01-12T04:59:00Z", "Lamp", "South", std::nullopt),             // Sunday 23:59 in Boston
      request("2015-01-12T15:00:00Z", "Lamp", "", Place{42.35, -71.00}),          // Monday 10:00
      request("2015-01-12T16:00:00Z", "Lamp", "North", std::nullopt),
  };
  requests[0].target = requests[0].opened + 2h;
  requests[1].target = requests[1].opened + 4h;
  requests[2].target = requests[2].opened - 1h;
  requests[3].channel = Channel::app;

  const auto build = [&] {
    ProfileBuilder builder(*Zone::find("America/New_York"));
    for (const ImportedRequest& one : requests) builder.add(one);
    return builder.build();
  };
  const Profile profile = build();
  EXPECT_EQ(profile.count, 5U);
  EXPECT_EQ(to_text(*profile.first_opened), "2015-01-05T15:10:00Z");
  EXPECT_EQ(to_text(*profile.last_opened), "2015-01-12T16:00:00Z");
  ASSERT_EQ(profile.types.size(), 2U);
  EXPECT_EQ(profile.types[0].type, "Lamp");
  EXPECT_DOUBLE_EQ(profile.types[0].share, 0.6);
  ASSERT_EQ(profile.services.size(), 2U);
  EXPECT_EQ(profile.services[1].type, "Pothole");
  EXPECT_EQ(profile.services[1].target_median, Milliseconds(2h));
  EXPECT_EQ(profile.services[0].with_target, 1U);
  EXPECT_FALSE(profile.services[0].target_median.has_value());
  ASSERT_EQ(profile.neighbourhoods.size(), 2U);
  EXPECT_EQ(profile.neighbourhoods[0].name, "North");
  EXPECT_EQ(profile.neighbourhoods[0].count, 3U);
  EXPECT_EQ(profile.neighbourhoods[0].placed, 2U);
  EXPECT_NEAR(profile.neighbourhoods[0].centre->lat, 42.31, 1e-9);
  EXPECT_NEAR(profile.neighbourhoods[0].spread_m, 1111.95, 0.1);  // 0.01 degrees of a great circle
  EXPECT_FALSE(profile.neighbourhoods[1].centre.has_value());
  EXPECT_EQ(profile.arrivals[0][10], 3U);
  EXPECT_EQ(profile.arrivals[0][11], 1U);
  EXPECT_EQ(profile.arrivals[6][23], 1U);
  EXPECT_EQ(profile.days[0], 2U);
  EXPECT_EQ(profile.days[3], 1U);
  EXPECT_DOUBLE_EQ(profile.arrivals_per_hour(0, 10), 1.5);
  EXPECT_EQ(profile.channels, (std::map<std::string, std::uint64_t>{{"app", 1}, {"operator", 4}}));

  std::reverse(requests.begin(), requests.end());
  const Profile turned = build();
  EXPECT_EQ(turned.types[0].type, profile.types[0].type);
  EXPECT_EQ(turned.arrivals, profile.arrivals);
  EXPECT_EQ(turned.days, profile.days);
  EXPECT_NEAR(turned.neighbourhoods[0].spread_m, profile.neighbourhoods[0].spread_m, 1e-6);
}

TEST(Profile, OfNothingIsEmpty) {
  const Profile profile = ProfileBuilder(Zone::utc()).build();
  EXPECT_EQ(profile.count, 0U);
  EXPECT_TRUE(profile.types.empty());
  EXPECT_DOUBLE_EQ(profile.arrivals_per_hour(6, 23), 0);
}

}  // namespace
}  // namespace bellman::imports
