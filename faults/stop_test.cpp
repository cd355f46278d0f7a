// SIGTERM under load: what is under way is answered, what was answered is stored, and it ends soon and well.
#include "faults/load.h"

#include <set>

namespace bellman::faults {
namespace {

TEST(Stopped, AnswersWhatIsUnderWayAndKeepsIt) {
  const Folder folder;
  Served server(folder);
  ASSERT_TRUE(server.start());
  const Company company = make_company(server);
  Client stream(server.port()), idle(server.port());
  stream.send(message("GET", "/api/v1/stream", server.as_administrator()));
  ASSERT_TRUE(stream.receive_until("retry:", patience_ms));
  Load load(server, company, "s");
  load.start(8);
  ASSERT_TRUE(http::test::eventually([&] { return load.answers() >= 100; }, patience_ms));
  const auto asked = std::chrono::steady_clock::now();
  EXPECT_EQ(server.stop(), 0) << server.log();
  const auto took = std::chrono::steady_clock::now() - asked;
  EXPECT_LT(took, std::chrono::seconds(8));
  load.join();
  EXPECT_EQ(load.broken_answers(), 0U);
  EXPECT_TRUE(stream.is_closed_within(patience_ms));
  EXPECT_TRUE(idle.is_closed_within(patience_ms));

  static constexpr db::Query requests{"faults.requests", "SELECT count(*) FROM request"};
  std::int64_t stored = 0, unheard = 0;
  for (const Filed& one : load.filed()) {
    stored += one.status == 201 ? 1 : 0;
    unheard += one.status == 0 ? 1 : 0;
  }
  // A connection that was between two requests is closed; what it sent into the closing was never read.
  EXPECT_LE(unheard, 8);
  EXPECT_EQ(server.count(requests), stored);
  EXPECT_EQ(server.violations(), "[]");
  EXPECT_EQ(server.log().find("error"), std::string::npos) << server.log();
}

TEST(Stopped, EndsWithoutLoadAtOnce) {
  const Folder folder;
  Served server(folder);
  ASSERT_TRUE(server.start());
  const auto asked = std::chrono::steady_clock::now();
  EXPECT_EQ(server.stop(), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - asked, std::chrono::seconds(3));
}

}  // namespace
}  // namespace bellman::faults
