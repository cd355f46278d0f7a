// The real file of the City of Boston, January-June 2015, when it is at hand: every count below was taken from the file
// by an independent script.
#include "imports/boston311.h"
#include "imports/profile.h"
#include "imports/reader.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

namespace bellman::imports {
namespace {

std::string real_file() {
  const char* given = std::getenv("BELLMAN_SHARED");
  const std::string shared = given != nullptr ? given : BELLMAN_SOURCE_DIR "/../shared";
  return shared + "/data/requests/boston311_2015_h1.csv.xz";
}

TEST(RealFile, AddsUp) {
  if (!std::filesystem::exists(real_file())) GTEST_SKIP() << "no " << real_file() << ": the real requests were not read";
  auto file = RequestFile::open(real_file(), "boston311");
  ASSERT_TRUE(file.has_value()) << file.error().text();
  ProfileBuilder builder(*Zone::find("America/New_York"));
  std::uint64_t rows = 0, duplicates = 0, placed = 0;
  for (;;) {
    const auto row = file->next();
    ASSERT_TRUE(row.has_value()) << row.error().text();
    if (*row == nullptr) break;
    ++rows;
    if (!(*row)->request) continue;
    builder.add(*(*row)->request);
    duplicates += (*row)->request->closure == Closure::duplicate ? 1 : 0;
    placed += (*row)->request->place ? 1 : 0;
  }
  const DirtReport& dirt = file->dirt();
  EXPECT_EQ(rows, 58'119U);
  EXPECT_EQ(dirt.rows(), 58'119U);
  EXPECT_EQ(dirt.accepted(), 58'119U);
  EXPECT_EQ(dirt.rejected(), 0U);
  EXPECT_EQ(placed, 58'119U - 8'752U);

  const std::map<std::string, std::uint64_t> expected = {
      {"address_missing", 6'300}, {"closed_before_opened", 84}, {"closing_time_only_in_reason", 16}, {"closing_times_differ", 1},
      {"closure_reason_cut", 2'960}, {"closure_says_duplicate", 1'849}, {"closure_says_invalid", 1'552}, {"neighbourhood_missing", 6'365},
      {"ontime_missing", 102}, {"place_default", 8'752}, {"postcode_missing", 17'775}, {"reason_without_closing", 20},
      {"replacement_character", 32}, {"target_missing", 14'527}, {"title_missing", 7}};
  std::map<std::string, std::uint64_t> counted;
  for (const auto& [kind, found] : dirt.kinds()) counted[kind] = found.count;
  EXPECT_EQ(counted, expected) << dirt.text();

  const Profile profile = builder.build();
  EXPECT_EQ(profile.count, 58'119U);
  EXPECT_EQ(profile.on_time.counted, 37'280U);
  EXPECT_EQ(profile.on_time.on_time, 27'255U);
  EXPECT_NEAR(profile.on_time.share().value(), 0.73109, 0.00001);
  EXPECT_EQ(profile.types.size(), 155U);
  EXPECT_EQ(profile.services.size(), 156U);
  EXPECT_EQ(profile.neighbourhoods.size(), 23U);
  EXPECT_EQ(profile.types[0].type, "General Comments For a Program or Policy");
  EXPECT_EQ(profile.types[0].count, 3'474U);
  EXPECT_EQ(profile.neighbourhoods[0].name, "Dorchester");
  EXPECT_EQ(profile.neighbourhoods[0].count, 6'989U);
  EXPECT_EQ(profile.channels, (std::map<std::string, std::uint64_t>{{"phone", 32'127}, {"operator", 7'612}, {"app", 6'826}, {"portal", 6'592},
                                                                     {"worker_app", 4'810}, {"machine", 151}, {"social", 1}}));
  EXPECT_EQ(to_text(*profile.first_opened), "2015-01-01T05:20:09Z");
  EXPECT_EQ(to_text(*profile.last_opened), "2015-07-01T03:54:00Z");
  std::uint64_t arrivals = 0, days = 0;
  for (const auto& day : profile.arrivals)
    for (const std::uint64_t count : day) arrivals += count;
  for (const std::uint64_t count : profile.days) days += count;
  EXPECT_EQ(arrivals, 58'119U);
  EXPECT_EQ(days, 181U);
  EXPECT_LE(duplicates, 1'849U);
  EXPECT_GE(duplicates, 1'849U - 36U);
}

}  // namespace
}  // namespace bellman::imports
