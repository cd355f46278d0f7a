#include "sla/oracle.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace bellman::sla {
namespace {

std::filesystem::path shared_folder() {
  const char* named = std::getenv("BELLMAN_SHARED");
  return named ? std::filesystem::path(named) : std::filesystem::path(BELLMAN_SOURCE_DIR) / "../shared";
}

TEST(Oracle, EveryCaseOfAnAdoptedConventionPasses) {
  const auto file = shared_folder() / "data/oracles/sla_cases_dev.jsonl";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "skipped: no " << file;
  const auto report = check_file(file);
  ASSERT_TRUE(report.has_value());
  std::string lines;
  for (const std::string& line : report->lines) lines += line + "\n";
  EXPECT_EQ(report->failed, 0) << lines;
  EXPECT_GE(report->passed, 160);
  std::printf("%s%s\n", lines.c_str(), report->summary().c_str());
}

TEST(Oracle, NamesTheLineThatCannotBeRead) {
  const auto report = check_text("{}\n\nnot json\n[1]\n{\"kind\":\"due\",\"convention\":\"plain\",\"hours\":[]}\n"
                                 "{\"kind\":\"dance\",\"convention\":\"plain\"}\n\xff\n");
  EXPECT_EQ(report.summary(), "0 passed, 6 failed, 0 other convention");
  EXPECT_TRUE(report.lines[1].starts_with("line 3:")) << report.lines[1];
  EXPECT_NE(report.lines[3].find("\"hours\" must be"), std::string::npos) << report.lines[3];
}

TEST(Oracle, CountsAnotherConventionOnlyWhenTheResultDiffers) {
  const std::string start = R"({"kind":"elapsed","convention":"negative-span-is-signed","hours":{"mon":[["09:00","17:00"]]},)"
                            R"("start":"2026-11-23T12:00:00Z","end":"2026-11-23T10:00:00Z","working_minutes":)";
  EXPECT_EQ(check_text(start + "-120}").summary(), "0 passed, 0 failed, 1 other convention");
  EXPECT_EQ(check_text(start + "0}").summary(), "1 passed, 0 failed, 0 other convention");
}

TEST(Oracle, ReadsTwoCalendarsAndTwoAmounts) {
  EXPECT_EQ(check_text(R"({"kind":"intersection","convention":"plain","zone":"UTC","hours":{"mon":[["09:00","17:00"]]},)"
                       R"("other":{"zone":"Europe/Vilnius","hours":{"mon":[["08:00","12:00"],["13:00","15:00"]]}},"start":"2026-11-23T00:00:00Z",)"
                       R"("take":2,"intervals":[["2026-11-23T09:00:00Z","2026-11-23T10:00:00Z"],["2026-11-23T11:00:00Z","2026-11-23T13:00:00Z"]]})")
                .summary(),
            "1 passed, 0 failed, 0 other convention");
  EXPECT_EQ(check_text(R"({"kind":"due_difference","convention":"plain","hours":{"mon":[["09:00","17:00"]]},"start":"2026-11-23T16:00:00Z",)"
                       R"("minutes":[60,61],"difference_minutes":9601})")
                .summary(),
            "1 passed, 0 failed, 0 other convention");
}

}  // namespace
}  // namespace bellman::sla
