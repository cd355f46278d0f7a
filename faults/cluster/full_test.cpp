// The database has no room: its disk is full, or it takes no more connections. It is told, nothing is lost, and it goes on by itself.
#include "faults/cluster/cluster.h"

#include "db/open.h"

#include <sys/mount.h>

#include <filesystem>
#include <sched.h>

namespace bellman::faults {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

// The tables on a small disk in memory, seen by this process and its children alone; the write-ahead log stays where it was.
bool move_tables_to_small_disk(harness::PrivatePostgres& postgres, const char* size) {
  if (::unshare(CLONE_NEWNS) != 0 || ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return false;
  const std::string base = postgres.data_folder() + "/base", aside = postgres.folder() + "/aside";
  postgres.stop();
  fs::rename(base, aside);
  fs::create_directory(base);
  if (::mount("tmpfs", base.c_str(), "tmpfs", 0, fmt::format("size={}", size).c_str()) != 0) return false;
  const std::string command = fmt::format("cp -a {0}/. {1}/ && chown --reference={0} {1} && chmod --reference={0} {1}", aside, base);
  return std::system(command.c_str()) == 0 && postgres.start();
}

TEST(FullPostgres, TheDiskOfTheTablesIsToldAndSurvived) {
  harness::PrivatePostgres postgres({"fsync=on", "autovacuum=off"});
  if (!move_tables_to_small_disk(postgres, "34m")) GTEST_SKIP() << "this user may not mount a small disk";
  const Folder folder;
  Served server(folder, {}, postgres.url());
  ASSERT_TRUE(server.start());
  const Company company = make_company(server);
  std::vector<std::string> acknowledged;
  Answer refusal;
  {
    Client client(server.port());
    // Until it has been refused some times: each time with the cause.
    for (int i = 0, refused = 0; i < 30'000 && refused < 6; ++i) {
      client.send(filing_message(server, company, std::to_string(i)));
      const Answer answer = client.answer(false, patience_ms);
      if (answer.status == 201) {
        acknowledged.push_back(std::to_string(i));
        continue;
      }
      ++refused;
      refusal = answer;
      ASSERT_EQ(answer.status, 503) << answer.body;
      ASSERT_EQ(member(answer.body, "code"), "db.full") << answer.body;
    }
  }
  EXPECT_GT(acknowledged.size(), 20U);
  EXPECT_NE(member(refusal.body, "cure"), "");
  const Answer ready = server.get("/readyz");
  EXPECT_EQ(server.get("/api/v1/requests").status, 200) << "reading goes on";
  EXPECT_EQ(server.get("/healthz").status, 200);
  fmt::print("full after {} requests; refusal: {}\nreadyz: {} {}\n", acknowledged.size(), member(refusal.body, "detail"), ready.status, ready.body);
  EXPECT_EQ(ready.status, 503);
  ASSERT_EQ(::mount("tmpfs", (postgres.data_folder() + "/base").c_str(), "tmpfs", MS_REMOUNT, "size=256m"), 0);
  EXPECT_TRUE(http::test::eventually([&] { return server.post("/api/v1/requests", company.filing("afterwards")).status == 201; }, 5'000));
  EXPECT_TRUE(http::test::eventually([&] { return server.get("/readyz").status == 200; }, 5'000));
  for (std::size_t i = 0; i < acknowledged.size(); i += 1 + acknowledged.size() / 50) {
    Client client(server.port());
    client.send(filing_message(server, company, acknowledged[i]));
    const Answer repeated = client.answer(false, patience_ms);
    EXPECT_EQ(repeated.status, 201);
    EXPECT_TRUE(repeated.headers.contains("idempotency-replayed"));
  }
  EXPECT_EQ(*postgres.value("SELECT count(*) FROM request"), std::to_string(acknowledged.size() + 1));
  EXPECT_EQ(server.violations(), "[]");
  EXPECT_EQ(server.stop(), 0);
  postgres.stop("fast");
  ::umount2((postgres.data_folder() + "/base").c_str(), MNT_DETACH);
}

TEST(FullPostgres, NoMoreConnections) {
  harness::PrivatePostgres postgres({"fsync=off", "max_connections=20", "superuser_reserved_connections=0"});
  const Folder folder, second;
  Served server(folder, {}, postgres.url());
  ASSERT_TRUE(server.start());
  const Company company = make_company(server);
  // Somebody else takes all that are left.
  auto database = db::open_postgresql({.url = postgres.url()});
  ASSERT_TRUE(database.has_value());
  std::vector<std::unique_ptr<db::Session>> taken;
  for (;;) {
    auto session = (*database)->open(db::Access::read);
    if (session.has_error()) {
      EXPECT_EQ(session.error().code, "db.busy") << session.error().text();
      break;
    }
    taken.push_back(*std::move(session));
    ASSERT_LT(taken.size(), 30U);
  }
  const Ended refused = run_bellman(second, {"serve", "--port", "0", "--database", postgres.url(), "--data", second.path, "--set", "log.level=warn"});
  EXPECT_EQ(refused.code, 1);
  EXPECT_NE(refused.errors.find("max_connections"), std::string::npos) << refused.errors;
  fmt::print("{}", refused.errors);
  // Who has his connections goes on; who needs a new one, for a list, is told.
  EXPECT_EQ(server.post("/api/v1/requests", company.filing("meanwhile")).status, 201);
  const Answer list = server.get("/api/v1/requests");
  EXPECT_EQ(list.status, 503) << list.body;
  EXPECT_EQ(member(list.body, "code"), "db.busy") << list.body;
  EXPECT_EQ(server.get("/readyz").status, 503);
  taken.clear();
  EXPECT_TRUE(http::test::eventually([&] { return server.get("/api/v1/requests").status == 200; }, 5'000));
  EXPECT_TRUE(http::test::eventually([&] { return server.post("/api/v1/requests", company.filing("afterwards")).status == 201; }, 5'000));
  EXPECT_EQ(server.get("/readyz").status, 200);
  EXPECT_EQ(server.violations(), "[]");
  EXPECT_EQ(server.stop(), 0);
}

}  // namespace
}  // namespace bellman::faults
