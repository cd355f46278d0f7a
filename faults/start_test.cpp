// What stops a start: one clear sentence with the cure on standard error, an exit code that is not 0, and nothing touched.
#include "faults/served.h"

#include <sys/mount.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <sched.h>

namespace bellman::faults {
namespace {

// The refusal of a command: its sentence has all of `words`, a cure follows, and it is short enough to be read.
void expect_refused(const Ended& ended, const std::vector<std::string>& words, int code = 1) {
  EXPECT_EQ(ended.code, code) << ended.errors;
  EXPECT_EQ(ended.output, "");
  for (const std::string& word : words) EXPECT_NE(ended.errors.find(word), std::string::npos) << "“" << word << "” is missing in: " << ended.errors;
  EXPECT_GE(std::count(ended.errors.begin(), ended.errors.end(), '\n'), 2) << "no cure: " << ended.errors;
  EXPECT_LE(std::count(ended.errors.begin(), ended.errors.end(), '\n'), 4) << ended.errors;
}

Ended serve(const Folder& folder, const std::string& file, std::vector<std::string> more = {}) {
  std::vector<std::string> words{"serve", "--port", "0", "--database", "sqlite:" + file, "--data", folder.path, "--set", "log.level=warn"};
  words.insert(words.end(), more.begin(), more.end());
  return run_bellman(folder, words);
}

TEST(Start, ASecondServerOnTheSameFile) {
  const Folder folder;
  Served server(folder);
  ASSERT_TRUE(server.start());
  expect_refused(serve(folder, "bellman.db"), {"served already", fmt::format("process {}", server.process().number()), "--database"});
  std::filesystem::create_symlink("bellman.db", folder.file("other-name.db"));
  expect_refused(serve(folder, "other-name.db"), {"served already"});
  // Other commands may work beside it.
  EXPECT_EQ(server.violations(), "[]");
  EXPECT_EQ(run_bellman(folder, {"user", "token", "anna", "--database", server.database()}).code, 0);
  EXPECT_EQ(server.get("/api/v1/me").status, 200);
  server.kill();
  ASSERT_TRUE(server.start()) << "a killed server leaves no lock behind";
  EXPECT_EQ(server.stop(), 0);
}

TEST(Start, ASecondServerByAHardLinkOrBesideADeletedLock) {
  const Folder folder;
  Served server(folder);
  ASSERT_TRUE(server.start());
  std::filesystem::create_hard_link(folder.file("bellman.db"), folder.file("hard.db"));
  expect_refused(serve(folder, "hard.db"), {"served already"});
  std::filesystem::remove(folder.file("hard.db"));
  std::filesystem::remove(folder.file("bellman.db.lock"));
  expect_refused(serve(folder, "bellman.db"), {"served already"});
  EXPECT_EQ(server.get("/api/v1/me").status, 200);
  EXPECT_EQ(server.stop(), 0);
}

// What is mistyped is told, and makes no file.
TEST(Start, ACommandWithoutItsDatabase) {
  const Folder folder;
  write_text(folder.file("h.csv"), "date,name\n2026-01-01,New Year\n");
  for (std::vector<std::string> words : {std::vector<std::string>{"check", "store"}, {"user", "token", "anna"}, {"user", "password", "anna"}, {"migrate", "--check"},
                                         {"backup", "b.db"}, {"archive", "--before", "2020-01-01", "a.db"}, {"import", "holidays", "h.csv", "--calendar", "x"}}) {
    words.insert(words.end(), {"--database", "sqlite:mistyped.db"});
    const Ended ended = run_bellman(folder, words, {.environment = {{"BELLMAN_PASSWORD", "a long password of mine"}}});
    EXPECT_NE(ended.code, 0) << words[0];
    EXPECT_NE(ended.errors.find("mistyped.db"), std::string::npos) << words[0] << ": " << ended.errors;
    EXPECT_FALSE(std::filesystem::exists(folder.file("mistyped.db"))) << words[0];
  }
}

TEST(Start, AVariableOfTheEnvironmentThatIsNoSetting) {
  const Folder folder;
  const Ended ended = run_bellman(folder, {"serve", "--port", "0", "--database", "sqlite:new.db"}, {.environment = {{"BELLMAN_SERVR_PORT", "80"}}});
  expect_refused(ended, {"BELLMAN_SERVR_PORT", "no such setting"});
  EXPECT_FALSE(std::filesystem::exists(folder.file("new.db")));
}

TEST(Start, AFolderAsSettings) {
  const Folder folder;
  expect_refused(serve(folder, "new.db", {"--config", "/"}), {"is a folder"});
}

TEST(Start, APortInUse) {
  const Folder folder;
  Served server(folder);
  ASSERT_TRUE(server.start());
  expect_refused(run_bellman(folder, {"serve", "--database", "sqlite:other.db", "--port", std::to_string(server.port()), "--set", "log.level=warn"}),
                 {"Cannot listen", std::to_string(server.port()), "another port"});
  EXPECT_EQ(server.get("/api/v1/me").status, 200);
  EXPECT_EQ(server.stop(), 0);
}

TEST(Start, AnAddressThatIsNone) {
  const Folder folder;
  const Ended ended = serve(folder, "new.db", {"--address", "999.1.1.1"});
  EXPECT_EQ(ended.code, 1);
  EXPECT_NE(ended.errors.find("999.1.1.1"), std::string::npos) << ended.errors;
}

TEST(Start, AFileThatIsNoDatabase) {
  const Folder folder;
  const std::string text = std::string(20'000, 'x');
  write_text(folder.file("letter.db"), text);
  expect_refused(serve(folder, "letter.db"), {"letter.db", "not an SQLite database", "backup"});
  EXPECT_EQ(read_text(folder.file("letter.db")), text);
}

TEST(Start, ADamagedDatabase) {
  const Folder folder;
  { const Served server(folder); }
  std::string bytes = read_text(folder.file("bellman.db"));
  // The list of tables is wiped out; the header still says what it was.
  std::fill(bytes.begin() + 100, bytes.begin() + 4096, '\xA5');
  write_text(folder.file("bellman.db"), bytes);
  for (const char* part : {"bellman.db-wal", "bellman.db-shm"}) std::filesystem::remove(folder.file(part));
  expect_refused(serve(folder, "bellman.db"), {"damaged", "backup"});
  EXPECT_EQ(read_text(folder.file("bellman.db")), bytes);
}

TEST(Start, ADatabaseOfANewerVersion) {
  const Folder folder;
  const Served server(folder);
  const auto session = server.open_store();
  ASSERT_TRUE(session->script("INSERT INTO schema_migration (room, number, name, checksum, applied_at) VALUES ('requests', 9999, '9999_future', 1, 1)").has_value());
  static constexpr db::Query events{"faults.events", "SELECT count(*) FROM event"};
  const auto before = server.count(events);
  expect_refused(serve(folder, "bellman.db"), {"requests/9999", "newer version"});
  expect_refused(run_bellman(folder, {"migrate", "--database", server.database()}), {"requests/9999", "newer version"});
  expect_refused(run_bellman(folder, {"user", "token", "anna", "--database", server.database()}), {"requests/9999", "newer version"});
  EXPECT_EQ(server.count(events), before);
}

TEST(Start, AFolderThatIsNotThere) {
  const Folder folder;
  expect_refused(serve(folder, folder.file("nowhere/bellman.db")), {"nowhere/bellman.db", "folder exists"});
  EXPECT_FALSE(std::filesystem::exists(folder.file("nowhere")));
}

TEST(Start, AFolderThatMayNotBeWritten) {
  const Folder folder;
  const std::string closed = folder.file("closed");
  std::filesystem::create_directory(closed);
  bool mounted = false;
  if (::geteuid() != 0) {
    ASSERT_EQ(::chmod(closed.c_str(), 0500), 0);
  } else {
    // Root may write whatever the rights say, but not what is mounted read-only.
    mounted = ::unshare(CLONE_NEWNS) == 0 && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
              ::mount("tmpfs", closed.c_str(), "tmpfs", MS_RDONLY, "size=1m") == 0;
    if (!mounted) GTEST_SKIP() << "root may write everywhere, and may mount nothing here";
  }
  expect_refused(serve(folder, closed + "/bellman.db"), {closed, "may write there"});
  if (mounted) ::umount2(closed.c_str(), MNT_DETACH);
  else ::chmod(closed.c_str(), 0700);
}

TEST(Start, AnErrorInTheSettings) {
  struct Case {
    const char* name;
    const char* text;
    std::vector<std::string> words;
  };
  const Case cases[] = {
      {"a type", "[server]\nport = 80\n[database]\nbusy_timeout_ms = \"many\"\n", {"line 4", "database.busy_timeout_ms", "many", "whole number"}},
      {"an unknown setting", "[server]\nport = 80\nprot = 3\n", {"line 3", "server.prot", "no such setting"}},
      {"a range", "[server]\n\nport = 99999\n", {"line 3", "server.port", "99999", "65535"}},
      {"a choice", "[log]\nlevel = \"loud\"\n", {"line 2", "log.level", "loud", "debug"}},
      {"a list", "[server]\naddress = [1, 2]\n", {"line 2", "server.address"}},
      {"no TOML", "[server]\nport = = 80\n", {"Line 2", "not TOML"}},
      {"the same twice", "[server]\nport = 80\nport = 81\n", {"Line 3", "not TOML"}},
  };
  const Folder folder;
  for (const Case& one : cases) {
    SCOPED_TRACE(one.name);
    write_text(folder.file("bellman.toml"), one.text);
    expect_refused(run_bellman(folder, {"serve", "--config", "bellman.toml", "--database", "sqlite:new.db"}), one.words);
  }
  expect_refused(run_bellman(folder, {"serve", "--config", "nowhere.toml"}), {"nowhere.toml", "cannot be read"});
  expect_refused(run_bellman(folder, {"serve"}, {.environment = {{"BELLMAN_SERVER_PORT", "x"}}}), {"BELLMAN_SERVER_PORT", "whole number"});
  expect_refused(run_bellman(folder, {"serve", "--set", "server.prot=1"}), {"--set server.prot", "no such setting"});
  expect_refused(run_bellman(folder, {"serve", "--database", "oracle://nowhere/x"}), {"oracle://nowhere/x", "sqlite:FILE"});
  EXPECT_FALSE(std::filesystem::exists(folder.file("new.db"))) << "a server that did not start made a database";
}

TEST(Start, WrongWords) {
  const Folder folder;
  expect_refused(run_bellman(folder, {"serve", "--frobnicate"}), {"--frobnicate", "--help"}, 2);
  expect_refused(run_bellman(folder, {"frobnicate"}), {"frobnicate", "--help"}, 2);
  expect_refused(run_bellman(folder, {"serve", "--port", "many"}), {"--port", "many", "--help"}, 2);
  expect_refused(run_bellman(folder, {"user"}), {"--help"}, 2);
}

}  // namespace
}  // namespace bellman::faults
