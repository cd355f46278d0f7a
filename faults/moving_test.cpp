// Copy, backup, restore and archive of the real binary: killed, refused, out of space, beside a running server.
#include "faults/served.h"

#include <boost/json/parse.hpp>

#include <csignal>
#include <filesystem>
#include <thread>

namespace bellman::faults {
namespace {

boost::json::value parsed(const std::string& text) {
  boost::system::error_code fault;
  auto value = boost::json::parse(text, fault);
  EXPECT_FALSE(fault) << fault.message() << ": " << text.substr(0, 200);
  return value;
}

class MovingData : public testing::Test {
 protected:
  MovingData() : server(folder) {}
  void SetUp() override {
    ASSERT_TRUE(server.start());
    company = make_company(server);
    for (int i = 0; i < 30; ++i) ASSERT_EQ(server.post("/api/v1/requests", company.filing(std::to_string(i))).status, 201);
  }
  Ended run(std::vector<std::string> words, harness::Surroundings surroundings = {}) const { return run_bellman(folder, words, std::move(surroundings)); }
  bool there(std::string_view name) const { return std::filesystem::exists(folder.file(name)); }

  const Folder folder;
  Served server;
  Company company;
};

TEST_F(MovingData, ACopyKilledAtAnyMomentIsBroughtToItsEnd) {
  ASSERT_EQ(server.stop(), 0);
  const std::vector<std::string> words{"copy", "--from", server.database(), "--to", "sqlite:copy.db", "--json"};
  std::vector<std::string> command{harness::bellman_binary()};
  command.insert(command.end(), words.begin(), words.end());
  for (const int after_ms : {3, 8, 15, 25, 40, 60}) {
    for (const char* ending : {"", "-wal", "-shm"}) std::filesystem::remove(folder.file("copy.db") + ending);
    {
      harness::Child child(command, {.folder = folder.path, .errors_file = folder.file("killed")});
      std::this_thread::sleep_for(std::chrono::milliseconds(after_ms));
      child.signal(SIGKILL);
      (void)child.wait();
    }
    const Ended again = run(words);
    // It may have been at its end already.
    if (again.code != 0) EXPECT_NE(again.errors.find("holds data already"), std::string::npos) << again.errors;
    else EXPECT_TRUE(parsed(again.output).at("equal").as_bool());
    const Ended checked = run({"check", "store", "--database", "sqlite:copy.db"});
    EXPECT_EQ(checked.code, 0) << checked.output << checked.errors;
  }
}

TEST_F(MovingData, ACopyNeedsTheFileForItself) {
  const Ended refused = run({"copy", "--from", server.database(), "--to", "sqlite:copy.db"});
  EXPECT_EQ(refused.code, 1);
  EXPECT_NE(refused.errors.find("served already"), std::string::npos) << refused.errors;
  EXPECT_FALSE(there("copy.db"));
  EXPECT_EQ(run({"copy", "--from", "sqlite:none.db", "--to", "sqlite:copy.db"}).code, 1);
  EXPECT_FALSE(there("none.db"));
  EXPECT_EQ(run({"copy", "--from", "sqlite:none.db"}).code, 2);
  EXPECT_EQ(run({"copy", "--from", "mysql://x", "--to", "sqlite:copy.db"}).code, 1);
}

TEST_F(MovingData, ABackupBesideTheServerBecomesAServer) {
  const Ended written = run({"backup", "b.db", "--json", "--database", server.database()});
  ASSERT_EQ(written.code, 0) << written.errors;
  EXPECT_GT(parsed(written.output).at("size_bytes").as_int64(), 0);
  EXPECT_FALSE(there("b.db.part"));
  EXPECT_EQ(run({"backup", "b.db", "--database", server.database()}).code, 1) << "there is one already";
  EXPECT_EQ(run({"backup", "b.db", "--force", "--database", server.database()}).code, 0);
  ASSERT_EQ(server.post("/api/v1/requests", company.filing("afterwards")).status, 201);

  const Ended restored = run({"restore", "b.db", "--json", "--database", "sqlite:restored.db"});
  ASSERT_EQ(restored.code, 0) << restored.errors << restored.output;
  EXPECT_TRUE(parsed(restored.output).at("violations").as_array().empty());
  EXPECT_EQ(run({"restore", "b.db", "--database", "sqlite:restored.db"}).code, 1) << "it is not empty any more";
  EXPECT_EQ(run({"restore", "b.db", "--database", server.database()}).code, 1) << "a server runs on it";
  EXPECT_EQ(run({"restore", "none.db", "--database", "sqlite:other.db"}).code, 1);

  Served second(folder, {}, "second.db");
  std::filesystem::remove(folder.file("second.db"));
  ASSERT_EQ(run({"restore", "b.db", "--database", second.database()}).code, 0);
  static constexpr db::Query requests{"faults.moved_requests", "SELECT count(*) FROM request"};
  EXPECT_EQ(second.count(requests), 30);
  EXPECT_EQ(second.violations(), "[]");
}

// Each name of the live database as a target: its own, one through a link, a hard link, the files beside it.
TEST_F(MovingData, NothingIsMovedOntoItself) {
  namespace files = std::filesystem;
  files::create_symlink("bellman.db", folder.file("link.db"));
  files::create_hard_link(folder.file("bellman.db"), folder.file("hard.db"));
  files::create_directory(folder.file("sub"));
  const auto refused = [&](std::vector<std::string> words) {
    const Ended ended = run(std::move(words));
    EXPECT_EQ(ended.code, 1);
    EXPECT_NE(ended.errors.find("are the same"), std::string::npos) << ended.errors;
  };
  for (const char* target : {"bellman.db", "sub/../bellman.db", "link.db", "hard.db", "bellman.db-wal"}) {
    refused({"backup", target, "--force", "--database", server.database()});
    refused({"archive", "--before", "2020-01-01", target, "--database", server.database()});
    refused({"restore", target, "--database", server.database()});
    refused({"copy", "--from", server.database(), "--to", std::string("sqlite:") + target});
  }
  // What was acknowledged is there, also after a restart.
  ASSERT_EQ(server.post("/api/v1/requests", company.filing("after")).status, 201);
  ASSERT_EQ(server.stop(), 0);
  files::remove(folder.file("hard.db"));
  ASSERT_TRUE(server.start());
  EXPECT_EQ(server.violations(), "[]");
  const auto listed = parsed(server.get("/api/v1/requests?limit=200").body);
  EXPECT_EQ(listed.at("items").as_array().size(), 31U);
}

TEST_F(MovingData, ABackupThatFindsNoSpaceLeavesNothing) {
  const Ended refused = run({"backup", "b.db", "--database", server.database()}, {.file_bytes_max = 100'000});
  EXPECT_EQ(refused.code, 1);
  EXPECT_NE(refused.errors.find("There is no backup in b.db"), std::string::npos) << refused.errors;
  EXPECT_FALSE(there("b.db"));
  EXPECT_FALSE(there("b.db.part"));
  EXPECT_EQ(server.post("/api/v1/requests", company.filing("afterwards")).status, 201);
}

TEST_F(MovingData, AnArchiveBesideTheServer) {
  const auto of = [&](const std::string& day) { return run({"archive", "old.db", "--before", day, "--json", "--database", server.database()}); };
  EXPECT_EQ(of("2020-02-30").code, 1);
  EXPECT_EQ(of("2999-01-01").code, 1);
  const Ended nothing = of("2020-01-01");
  ASSERT_EQ(nothing.code, 0) << nothing.errors;
  EXPECT_EQ(parsed(nothing.output).at("requests").as_int64(), 0);
  // One that was cancelled long ago.
  ASSERT_TRUE(server.open_store()->script("UPDATE request SET state = 'cancelled', closed_at = 1 WHERE id = (SELECT min(id) FROM request);"
                                          "DELETE FROM timer WHERE subject_id = (SELECT min(id) FROM request) AND (kind LIKE 'sla.%' OR kind LIKE 'request.%')").has_value());
  const Ended one = of("2020-01-01");
  ASSERT_EQ(one.code, 0) << one.errors;
  EXPECT_EQ(parsed(one.output).at("requests").as_int64(), 1);
  static constexpr db::Query requests{"faults.moved_requests", "SELECT count(*) FROM request"};
  EXPECT_EQ(server.count(requests), 29);
  EXPECT_EQ(server.post("/api/v1/requests", company.filing("afterwards")).status, 201);
  EXPECT_EQ(run({"archive", "bellman.db", "--before", "2020-01-01", "--database", server.database()}).code, 1) << "a store is no archive";
}

}  // namespace
}  // namespace bellman::faults
