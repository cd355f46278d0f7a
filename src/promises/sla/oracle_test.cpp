#include "sla/oracle.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

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

// One good line of each kind; of each, the fields without which it cannot be read.
const std::vector<std::string> good_lines{
    R"({"kind":"due","convention":"plain","hours":{"mon":[["09:00","17:00"]]},"start":"2026-11-23T10:00:00Z","minutes":60,"pauses":[["2026-11-23T10:00:00Z","2026-11-23T10:10:00Z"]],"due":"2026-11-23T11:10:00Z"})",
    R"({"kind":"due_backward","convention":"plain","hours":{"mon":[["09:00","17:00"]]},"start":"2026-11-23T12:00:00Z","seconds":3600,"due":"2026-11-23T11:00:00Z"})",
    R"({"kind":"due_days","convention":"business-days-keep-wall-time","hours":{"mon":[["09:00","17:00"]]},"start":"2026-11-23T12:00:00Z","days":1,"due":"2026-11-30T12:00:00Z"})",
    R"({"kind":"elapsed","convention":"plain","hours":{"mon":[["09:00","17:00"]]},"start":"2026-11-23T10:00:00Z","end":"2026-11-23T10:30:00Z","working_minutes":30})",
    R"({"kind":"next_open","convention":"plain","hours":{"mon":[["09:00","17:00"]]},"at":"2026-11-22T10:00:00Z","next_open":"2026-11-23T09:00:00Z"})",
    R"({"kind":"open_date","convention":"plain","hours":{"mon":[["09:00","17:00"]]},"date":"2026-11-24","open":false})",
    R"({"kind":"open_dates","convention":"plain","hours":{"mon":[["09:00","17:00"]]},"holidays":["2026-11-30"],"after":"2026-11-23","take":1,"dates":["2026-12-07"]})",
    R"({"kind":"intervals","convention":"plain","hours":{"mon":[["09:00","17:00"]]},"start":"2026-11-23T10:00:00Z","take":1,"intervals":[["2026-11-23T10:00:00Z","2026-11-23T17:00:00Z"]]})",
    R"({"kind":"local_to_instant","convention":"plain","zone":"Europe/Dublin","local":"2026-03-29T01:30:00","instant":"2026-03-29T01:30:00Z"})",
    R"({"kind":"error","convention":"config-error","hours":{"mon":[["17:00","09:00"]]}})",
    R"({"kind":"scenario","convention":"plain","hours":{"mon":[["09:00","17:00"]]},"sla":{"first_response":60},"events":[{"event":"created_by_customer","at":"2026-11-23T10:00:00Z"}],"expect":{"first_response_due":"2026-11-23T11:00:00Z"}})",
};

TEST(Oracle, ReadsEachKind) {
  for (const std::string& line : good_lines) EXPECT_EQ(check_text(line).summary(), "1 passed, 0 failed, 0 other convention") << line << "\n" << check_text(line).lines.front();
}

TEST(Oracle, NamesTheFieldThatIsMissingOrOdd) {
  struct Case {
    const char* line;
    const char* told;
  };
  for (const Case& c : {Case{R"({"convention":"plain"})", "\"kind\" must be a text"}, Case{R"({"kind":"due"})", "\"convention\" must be a text"},
                        Case{R"({"kind":"due","convention":"plain","minutes":5})", "\"start\" must be"}, Case{R"({"kind":"due","convention":"plain","start":"2026-11-23T10:00:00Z"})", "\"minutes\" must be"},
                        Case{R"({"kind":"due","convention":"plain","start":"2026-11-23T10:00:00Z","minutes":-9223372036854775808})", "\"minutes\" must be"},
                        Case{R"({"kind":"due","convention":"plain","start":"2026-11-23T10:00:00Z","minutes":1e300})", "\"minutes\" must be"},
                        Case{R"({"kind":"due","convention":"plain","zone":"Mars"})", "zone.unknown"}, Case{R"({"kind":"due","convention":"plain","hours":{"mon":[["9","17:00"]]}})", "\"hours\" must be"},
                        Case{R"({"kind":"due","convention":"plain","hours":{"moonday":[]}})", "keyed by mon to sun"}, Case{R"({"kind":"open_dates","convention":"plain","after":"2026-11-23","take":-1})", "\"take\" must be"},
                        Case{R"({"kind":"scenario","convention":"plain","sla":{},"events":[],"expect":{}})", "at least one event"},
                        Case{R"({"kind":"scenario","convention":"plain","sla":{},"events":[{"event":"fly","at":"2026-11-23T10:00:00Z"}],"expect":{}})", "\"fly\" is not an event"}}) {
    const auto report = check_text(std::string("\n") + c.line);
    EXPECT_EQ(report.summary(), "0 passed, 1 failed, 0 other convention") << c.line;
    ASSERT_EQ(report.lines.size(), 1U);
    EXPECT_TRUE(report.lines[0].starts_with("line 2: cannot be read: ")) << report.lines[0];
    EXPECT_NE(report.lines[0].find(c.told), std::string::npos) << report.lines[0];
  }
  EXPECT_EQ(check_text(std::string(100'000, '[')).failed, 1) << "nested too deeply";
}

// However a line is broken, it is one line of the report and nothing more.
RC_GTEST_PROP(Oracle, IsNeverStopped, ()) {
  std::string line = *rc::gen::elementOf(good_lines);
  const int changes = *rc::gen::inRange(1, 5);
  for (int i = 0; i < changes && !line.empty(); ++i) {
    const auto at = *rc::gen::inRange<std::size_t>(0, line.size());
    switch (*rc::gen::inRange(0, 4)) {
      case 0: line.erase(at, *rc::gen::inRange<std::size_t>(1, 20)); break;
      case 1: line.insert(at, *rc::gen::elementOf(std::vector<std::string>{"\"", "{", "}", "[", "]", ",", "-", "99999999999999999999", "null", "\xff", "\\u0000"})); break;
      case 2: line[at] = *rc::gen::element('0', '9', 'x', ':', '"', ' ', '}'); break;
      default: line.resize(at);
    }
  }
  const auto report = check_text("\n" + line + "\n\n");
  const bool blank = line.find_first_not_of(" \t\r\n") == std::string::npos;
  RC_ASSERT(report.passed + report.failed + report.other_convention == (blank ? 0 : 1));
  RC_ASSERT(static_cast<int>(report.lines.size()) == report.failed + report.other_convention);
}

}  // namespace
}  // namespace bellman::sla
