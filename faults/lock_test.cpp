// Another program holds the database's lock: at the start, and while the server runs.
#include "faults/served.h"

namespace bellman::faults {
namespace {

// Holds the write lock as a backup tool or a careless shell would, as long as it lives.
class Holder {
 public:
  explicit Holder(const Served& server) : session(server.open_store()) {
    const auto held = session->script("BEGIN EXCLUSIVE");
    EXPECT_TRUE(held.has_value()) << held.error().text();
  }
  ~Holder() { session->rollback(); }
  Holder(const Holder&) = delete;
  Holder& operator=(const Holder&) = delete;

 private:
  std::unique_ptr<db::Session> session;
};

const std::vector<std::string> impatient{"--set", "database.busy_timeout_ms=300"};

TEST(Locked, AtTheStartItSaysSoAndEnds) {
  const Folder folder;
  Served server(folder, impatient);
  {
    const Holder holder(server);
    const Ended refused = run_bellman(folder, {"serve", "--port", "0", "--database", server.database(), "--set", "database.busy_timeout_ms=300"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(refused.errors.find("locked by another program"), std::string::npos) << refused.errors;
    EXPECT_NE(refused.errors.find("busy_timeout_ms"), std::string::npos) << refused.errors;
    EXPECT_EQ(refused.output, "");
  }
  ASSERT_TRUE(server.start());
  EXPECT_EQ(server.get("/readyz").status, 200);
  EXPECT_EQ(server.stop(), 0);
}

TEST(Locked, WhileItRunsWritersWaitAndReadersGoOn) {
  const Folder folder;
  Served server(folder, impatient);
  ASSERT_TRUE(server.start());
  const Company company = make_company(server);
  ASSERT_EQ(server.post("/api/v1/requests", company.filing("before")).status, 201);
  {
    const Holder holder(server);
    const Answer refused = server.post("/api/v1/requests", company.filing("during"), "Idempotency-Key: during\r\n");
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(member(refused.body, "code"), "db.locked");
    EXPECT_NE(member(refused.body, "cure"), "");
    EXPECT_EQ(server.get("/api/v1/requests").status, 200);
    const Answer ready = server.get("/readyz");
    EXPECT_EQ(ready.status, 503);
    EXPECT_EQ(member(ready.body, "code"), "db.locked") << ready.body;
    EXPECT_EQ(server.get("/healthz").status, 200);
  }
  // Released: without a restart, and the key of the refused one is still free.
  EXPECT_EQ(server.post("/api/v1/requests", company.filing("during"), "Idempotency-Key: during\r\n").status, 201);
  EXPECT_EQ(server.get("/readyz").status, 200);
  EXPECT_EQ(server.stop(), 0);
  EXPECT_EQ(server.violations(), "[]");
}

TEST(Locked, ShortlyNobodyNotices) {
  const Folder folder;
  Served server(folder);
  ASSERT_TRUE(server.start());
  const Company company = make_company(server);
  auto holder = std::make_unique<Holder>(server);
  Client client(server.port());
  client.send(filing_message(server, company, "1"));
  ::usleep(700'000);
  EXPECT_TRUE(client.buffer().empty());
  holder.reset();
  EXPECT_EQ(client.answer(false, patience_ms).status, 201);
  EXPECT_EQ(server.stop(), 0);
}

}  // namespace
}  // namespace bellman::faults
