// What stops a start on PostgreSQL: one clear sentence with the cure, an exit code that is not 0, and nothing touched. And what must not stop it.
#include "faults/cluster/cluster.h"

#include "db/open.h"

#include <algorithm>

namespace bellman::faults {
namespace {

Ended serve(const Folder& folder, const std::string& url) {
  return run_bellman(folder, {"serve", "--port", "0", "--database", url, "--data", folder.path, "--set", "log.level=warn"});
}

// Its sentence has all of `words`, a cure follows, and it is short enough to be read.
void expect_refused(const Ended& ended, const std::vector<std::string>& words) {
  EXPECT_EQ(ended.code, 1) << ended.errors;
  EXPECT_EQ(ended.output, "");
  for (const std::string& word : words) EXPECT_NE(ended.errors.find(word), std::string::npos) << "“" << word << "” is missing in: " << ended.errors;
  EXPECT_EQ(ended.errors.find("topsecret"), std::string::npos) << "the password is told: " << ended.errors;
  EXPECT_GE(std::count(ended.errors.begin(), ended.errors.end(), '\n'), 2) << "no cure: " << ended.errors;
  EXPECT_LE(std::count(ended.errors.begin(), ended.errors.end(), '\n'), 4) << ended.errors;
  fmt::print("{}", ended.errors);
}

// Everything in the database, as far as a refused start could have touched it.
std::string state_of(const harness::PrivatePostgres& postgres, const std::string& url) {
  const auto tables = postgres.value("SELECT count(*) || ' tables, ' || coalesce(sum(n_live_tup), 0) || ' rows' FROM pg_stat_user_tables", url);
  return tables.has_value() ? *tables : tables.error().text();
}

void run_in(const std::string& url, const std::string& sql) {
  const auto database = db::open_postgresql({.url = url});
  ASSERT_TRUE(database.has_value());
  const auto session = (*database)->open(db::Access::write);
  ASSERT_TRUE(session.has_value() && (*session)->script(sql).has_value()) << sql;
}

class PostgresStart : public testing::Test {
 protected:
  static void SetUpTestSuite() { postgres = new harness::PrivatePostgres({"fsync=off"}); }
  static void TearDownTestSuite() {
    delete postgres;
    postgres = nullptr;
  }
  std::string new_database(const std::string& name, const std::string& more = {}) const {
    EXPECT_TRUE(postgres->run("CREATE DATABASE " + name + " " + more).has_value());
    return postgres->url_of("bellman", name);
  }
  static harness::PrivatePostgres* postgres;
  const Folder folder;
};
harness::PrivatePostgres* PostgresStart::postgres = nullptr;

TEST_F(PostgresStart, NobodyAtTheAddress) {
  expect_refused(serve(folder, "postgresql://bellman:topsecret@127.0.0.1:9/bellman"), {"127.0.0.1:9", "refused", "Check the address"});
  expect_refused(serve(folder, "postgresql://bellman:topsecret@no-such-host.invalid/bellman"), {"no-such-host.invalid"});
  expect_refused(serve(folder, "postgresql://bellman@/bellman?host=" + folder.path), {folder.path, "Check the address"});
  expect_refused(serve(folder, "postgresql://bellman@/bellman?colour=red"), {"colour"});
}

TEST_F(PostgresStart, NoSuchDatabaseOrAccount) {
  expect_refused(serve(folder, postgres->url_of("bellman", "nowhere")), {"nowhere", "does not exist"});
  expect_refused(serve(folder, postgres->url_of("nobody", "bellman")), {"nobody", "does not exist"});
}

TEST_F(PostgresStart, AWrongPassword) {
  ASSERT_TRUE(postgres->run("CREATE ROLE guarded LOGIN PASSWORD 'right'").has_value());
  const std::string rules = postgres->data_folder() + "/pg_hba.conf", before = read_text(rules);
  write_text(rules, "local all guarded scram-sha-256\n" + before);
  postgres->reload();
  ::usleep(300'000);
  const std::string url = fmt::format("postgresql://guarded:topsecret@/bellman?host={}", postgres->socket_folder());
  expect_refused(serve(folder, url), {"guarded", "password", "failed"});
  write_text(rules, before);
  postgres->reload();
}

TEST_F(PostgresStart, ADatabaseOfANewerVersion) {
  const std::string url = new_database("newer");
  { const Served made(folder, {}, url); }
  run_in(url, "INSERT INTO schema_migration (room, number, name, checksum, applied_at) VALUES ('requests', 9999, '9999_future', 1, 1)");
  expect_refused(serve(folder, url), {"requests/9999", "newer version"});
  expect_refused(run_bellman(folder, {"migrate", "--database", url}), {"requests/9999", "newer version"});
}

TEST_F(PostgresStart, AHalfDoneMigration) {
  const std::string url = new_database("half");
  { const Served made(folder, {}, url); }
  run_in(url, "DELETE FROM schema_migration WHERE room = 'jobs'");
  const std::string before = *postgres->value("SELECT count(*) || ' ' || (SELECT count(*) FROM account) FROM schema_migration", url);
  expect_refused(serve(folder, url), {"jobs/0001", "changed nothing", "already exists", "restore"});
  EXPECT_EQ(*postgres->value("SELECT count(*) || ' ' || (SELECT count(*) FROM account) FROM schema_migration", url), before);
}

TEST_F(PostgresStart, AnAccountWithoutRights) {
  const std::string url = new_database("foreign_tables");
  ASSERT_TRUE(postgres->run("CREATE ROLE stranger LOGIN").has_value());
  const std::string as_stranger = postgres->url_of("stranger", "foreign_tables");
  // It may not make tables …
  expect_refused(serve(folder, as_stranger), {"right", "schema public", "grant"});
  EXPECT_EQ(state_of(*postgres, url).substr(0, 8), "0 tables");
  // … nor write those of another.
  { const Served made(folder, {}, url); }
  const std::string before = state_of(*postgres, url);
  expect_refused(serve(folder, as_stranger), {"right", "grant"});
  EXPECT_EQ(state_of(*postgres, url), before);
}

TEST_F(PostgresStart, ADatabaseThatMayOnlyBeRead) {
  const std::string url = new_database("reading");
  ASSERT_TRUE(postgres->run("ALTER DATABASE reading SET default_transaction_read_only = on").has_value());
  expect_refused(serve(folder, url), {"may not be written", "primary"});
  EXPECT_EQ(state_of(*postgres, url).substr(0, 8), "0 tables");
}

TEST_F(PostgresStart, AnotherEncoding) {
  const std::string url = new_database("latin", "ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
  expect_refused(serve(folder, url), {"LATIN1", "UTF8"});
}

TEST_F(PostgresStart, ThreeAtTheSameMomentOnAnEmptyDatabase) {
  for (int round = 0; round < 3; ++round) {
    const std::string url = new_database(fmt::format("empty{}", round));
    std::vector<std::unique_ptr<harness::Child>> children;
    const auto begun = Clock::now();
    for (int i = 0; i < 3; ++i)
      children.push_back(std::make_unique<harness::Child>(
          std::vector<std::string>{harness::bellman_binary(), "serve", "--port", "0", "--database", url, "--data", folder.path, "--set", "log.level=warn"},
          harness::Surroundings{.folder = folder.path, .errors_file = folder.file("log")}));
    for (const auto& child : children) EXPECT_NE(child->line().find("listens"), std::string::npos) << read_text(folder.file("log"));
    fmt::print("three came up together on an empty database in {:.2f} s\n", std::chrono::duration<double>(Clock::now() - begun).count());
    EXPECT_EQ(*postgres->value("SELECT count(*) FROM (SELECT room, number FROM schema_migration GROUP BY room, number HAVING count(*) > 1) AS t", url), "0");
    for (const auto& child : children) child->signal(SIGTERM);
    for (const auto& child : children) EXPECT_EQ(child->wait().code, 0);
  }
}

}  // namespace
}  // namespace bellman::faults
