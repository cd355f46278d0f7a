// The disk fills up under the running server: filing is refused and told why, reading goes on, nothing acknowledged is lost, and when
// there is space again it goes on by itself.
#include "faults/served.h"

#include <sys/mount.h>

#include <filesystem>
#include <fstream>
#include <sched.h>

namespace bellman::faults {
namespace {

// Files until the disk is full; what was acknowledged.
std::vector<std::string> fill(const Served& server, const Company& company, Answer& refusal) {
  std::vector<std::string> acknowledged;
  Client client(server.port());
  for (int i = 0; i < 20'000; ++i) {
    const std::string number = std::to_string(i);
    client.send(filing_message(server, company, number));
    refusal = client.answer(false, patience_ms);
    if (refusal.status != 201) break;
    acknowledged.push_back(number);
  }
  return acknowledged;
}

void expect_refusal(const Answer& refusal) {
  EXPECT_TRUE(refusal.status == 503 || refusal.status == 507) << refusal.status << " " << refusal.body;
  EXPECT_TRUE(member(refusal.body, "code") == "db.full" || member(refusal.body, "code") == "db.io") << refusal.body;
  EXPECT_NE(member(refusal.body, "cure"), "");
}

// Full: reading goes on, and everybody who asks hears why.
void expect_reading_only(const Served& server, const Company& company) {
  for (int i = 0; i < 5; ++i) expect_refusal(server.post("/api/v1/requests", company.filing(fmt::format("full-{}", i))));
  EXPECT_EQ(server.get("/api/v1/requests").status, 200);
  EXPECT_EQ(server.get("/healthz").status, 200);
}

// Space again: it files, all that was acknowledged is there, and it fits together.
void expect_going_on(Served& server, const Company& company, const std::vector<std::string>& acknowledged) {
  EXPECT_EQ(server.post("/api/v1/requests", company.filing("afterwards")).status, 201);
  EXPECT_EQ(server.get("/readyz").status, 200);
  Client client(server.port());
  for (std::size_t i = 0; i < acknowledged.size(); i += 1 + acknowledged.size() / 50) {
    client.send(filing_message(server, company, acknowledged[i]));
    const Answer repeated = client.answer(false, patience_ms);
    EXPECT_EQ(repeated.status, 201);
    EXPECT_TRUE(repeated.headers.contains("idempotency-replayed"));
  }
  EXPECT_EQ(server.stop(), 0);
  static constexpr db::Query requests{"faults.disk_requests", "SELECT count(*) FROM request"};
  EXPECT_EQ(server.count(requests), static_cast<std::int64_t>(acknowledged.size()) + 1);
  EXPECT_EQ(server.violations(), "[]");
}

// A disk of a few megabytes in memory, seen by this process and its children alone, and gone with them.
bool mount_small_disk(const std::string& folder, const char* size) {
  return ::unshare(CLONE_NEWNS) == 0 && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         ::mount("tmpfs", folder.c_str(), "tmpfs", 0, fmt::format("size={}", size).c_str()) == 0;
}

TEST(FullDisk, IsToldAndSurvived) {
  const Folder folder;
  if (!mount_small_disk(folder.path, "4m")) GTEST_SKIP() << "this user may not mount a small disk; FullDisk.LimitOfFileSize stands in for it";
  {
    Served server(folder);
    ASSERT_TRUE(server.start());
    const Company company = make_company(server);
    Answer refusal;
    const auto acknowledged = fill(server, company, refusal);
    EXPECT_GT(acknowledged.size(), 20U);
    expect_refusal(refusal);
    EXPECT_EQ(member(refusal.body, "code"), "db.full");
    expect_reading_only(server, company);
    const Answer ready = server.get("/readyz");
    expect_refusal(ready);
    EXPECT_EQ(member(ready.body, "code"), "db.full");
    ASSERT_EQ(::mount("tmpfs", folder.path.c_str(), "tmpfs", MS_REMOUNT, "size=64m"), 0);
    expect_going_on(server, company, acknowledged);
  }
  ::umount2(folder.path.c_str(), MNT_DETACH);
}

// What fills the disk may have been there before: then the server does not start. Here its standard error goes to the same disk, so
// its sentence is lost; it must end well all the same.
TEST(FullDisk, AtTheStart) {
  const Folder folder;
  if (!mount_small_disk(folder.path, "4m")) GTEST_SKIP() << "this user may not mount a small disk";
  {
    std::ofstream ballast(folder.file("ballast"), std::ios::binary);
    for (int i = 0; i < 5'000 && ballast; ++i) ballast << std::string(1024, 'x') << std::flush;
  }
  const Ended refused = run_bellman(folder, {"serve", "--port", "0", "--database", "sqlite:new.db", "--data", folder.path});
  EXPECT_EQ(refused.code, 1);
  EXPECT_EQ(refused.output, "");
  std::filesystem::remove(folder.file("ballast"));
  Served server(folder, {}, "new.db");
  ASSERT_TRUE(server.start());
  EXPECT_EQ(server.stop(), 0);
  ::umount2(folder.path.c_str(), MNT_DETACH);
}

// The same for any user: no file may grow beyond a limit, which is then lifted.
TEST(FullDisk, LimitOfFileSize) {
  const Folder folder;
  Served server(folder);
  ASSERT_TRUE(server.start());
  const Company company = make_company(server);
  server.process().limit_files(3 * 1024 * 1024);
  Answer refusal;
  const auto acknowledged = fill(server, company, refusal);
  EXPECT_GT(acknowledged.size(), 20U);
  expect_refusal(refusal);
  expect_reading_only(server, company);
  server.process().limit_files(std::nullopt);
  expect_going_on(server, company, acknowledged);
}

}  // namespace
}  // namespace bellman::faults
