#include "server/settings.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include <unistd.h>

namespace bellman::server {
namespace {

const char* nothing(const char*) { return nullptr; }

class SettingsTest : public testing::Test {
 protected:
  ~SettingsTest() override { std::filesystem::remove(path); }
  std::string file(std::string_view text) {
    std::ofstream(path, std::ios::trunc) << text;
    return path;
  }
  std::string path = (std::filesystem::temp_directory_path() / fmt::format("bellman_settings_{}.toml", getpid())).string();
};

TEST_F(SettingsTest, TheExampleSaysTheDefaults) {
  const auto read = load_settings(file(example_file()), nothing, {});
  ASSERT_TRUE(read.has_value()) << read.error().text();
  EXPECT_EQ(read->port, Settings{}.port);
  EXPECT_EQ(read->database, Settings{}.database);
  EXPECT_EQ(read->life.close_after, Settings{}.life.close_after);
  EXPECT_EQ(read->dispatch.round_every, Settings{}.dispatch.round_every);
}

TEST_F(SettingsTest, FlagsWinOverTheEnvironmentAndThatOverTheFile) {
  const std::map<std::string, std::string> variables{{"BELLMAN_SERVER_PORT", "2000"}, {"BELLMAN_LOG_LEVEL", "debug"}};
  const auto environment = [&](const char* name) -> const char* {
    const auto found = variables.find(name);
    return found == variables.end() ? nullptr : found->second.c_str();
  };
  const auto read = load_settings(file("[server]\nport = 1000\nstop_seconds = 3\n"), environment, {"server.port=3000"});
  ASSERT_TRUE(read.has_value()) << read.error().text();
  EXPECT_EQ(read->port, 3000);
  EXPECT_EQ(read->log_level, "debug");
  EXPECT_EQ(read->stop_seconds, 3);
}

struct Wrong {
  std::string_view text, code, names;
};

TEST_F(SettingsTest, WhatIsWrongIsNamedWithItsLine) {
  for (const Wrong& wrong : {Wrong{"[server]\nport = 70000\n", "settings.range", "line 2"}, Wrong{"[server]\n\nprot = 1\n", "settings.unknown", "line 3"},
                             Wrong{"[server]\nport = \"many\"\n", "settings.type", "line 2"}, Wrong{"[server]\nport = 1.5\n", "settings.type", "line 2"},
                             Wrong{"[log]\nlevel = \"loud\"\n", "settings.range", "line 2"}, Wrong{"[server\nport = 1\n", "settings.syntax", "Line 1"},
                             Wrong{"[server]\nbehind_tls = \"yes\"\n", "settings.type", "server.behind_tls"}}) {
    const auto read = load_settings(file(wrong.text), nothing, {});
    ASSERT_TRUE(read.has_error()) << wrong.text;
    EXPECT_EQ(read.error().code, wrong.code) << wrong.text;
    EXPECT_NE(read.error().message.find(wrong.names), std::string::npos) << read.error().message;
    EXPECT_FALSE(read.error().cure.empty()) << wrong.text;
  }
  EXPECT_EQ(load_settings("/nowhere/bellman.toml", nothing, {}).error().code, "settings.unreadable");
  EXPECT_EQ(load_settings("", nothing, {"server.port"}).error().code, "settings.syntax");
  EXPECT_NE(load_settings("", nothing, {"server.port=x"}).error().message.find("--set server.port"), std::string::npos);
}

TEST_F(SettingsTest, ADatabaseIsAFileOrPostgresql) {
  EXPECT_EQ(*db::sqlite_file(Settings{}.database), "bellman.db");
  EXPECT_EQ(*db::sqlite_file("desk.db"), "desk.db");
  EXPECT_EQ(*db::sqlite_file("postgresql://desk@db.example/desk"), "");
  EXPECT_EQ(db::sqlite_file("mysql://here").error().code, "db.address");
}

// What administrators read is what the server checks. Write it anew with `bellman serve --print-settings >docs/settings.toml`.
TEST_F(SettingsTest, TheDocumentedFileIsTheExample) {
  std::ifstream in(BELLMAN_SOURCE_DIR "/docs/settings.toml");
  std::ostringstream text;
  text << in.rdbuf();
  EXPECT_EQ(text.str(), example_file());
}

}  // namespace
}  // namespace bellman::server
