// The people and programmes rooms through the whole API, over a real socket.
#include "api/idempotency.h"
#include "api/rooms.h"
#include "api/service.h"
#include "api/stream.h"
#include "codec/json_read.h"
#include "db/migration.h"
#include "db/fresh_database.h"
#include "db/typed.h"
#include "http/test_client.h"
#include "people/directory.h"
#include "people/routes.h"
#include "people/service.h"
#include "people/store.h"
#include "programmes/service.h"

#include <filesystem>

namespace bellman::people {
namespace {

using http::test::Answer, http::test::Client;

class World : public testing::Test {
 protected:
  World() {
    static std::atomic<int> number = 0;
    folder = std::filesystem::temp_directory_path() / fmt::format("bellman_people_test_{}_{}", getpid(), ++number);
    std::filesystem::create_directories(folder);
    database = db::fresh_database(folder);
    auto session = *database->open(db::Access::write);
    BELLMAN_ASSERT(db::migrate(*session, api::migrations_of(api::rooms()), clock.now()).has_value(), "migrations");
    services.put(RouteSettings{.password_cost = cheap});
    api::subscribe_rooms(api::rooms(), registry, services);
    driven = std::make_unique<engine::Engine>(*database, registry, clock);
    BELLMAN_ASSERT(driven->start().has_value(), "engine");
    directory = std::make_unique<Directory>(*database);
    directory->listen(*driven);
    stream = std::make_unique<api::Stream>(*directory, clock, 0);
    stream->listen(*driven);
    runner = std::make_unique<engine::Runner>(*driven, *database, engine::RunnerSettings{.around_telling = [](const std::function<void()>& group) {
      const http::ResponseBatch batch;
      group();
    }});
    BELLMAN_ASSERT(runner->start().has_value(), "runner");
    readers = std::make_unique<engine::Readers>(*database, 4);
    api::add_routes(api::rooms(), routes, services);
    service = std::make_unique<api::Service>(routes, *runner, *readers, *directory, clock, stream.get());
    BELLMAN_ASSERT(service->mount(router, "test").has_value(), "routes");
    server = std::make_unique<http::Server>(http::ServerOptions{}, router);
    BELLMAN_ASSERT(server->start().has_value(), "server");
    client = std::make_unique<Client>(server->port());
    admin = add_account("admin", Role::administrator);
  }
  ~World() override {
    client.reset();
    stream->stop();
    server->stop(1000);
    runner->stop(1s);
    service.reset();
    server.reset();
    stream.reset();
    runner.reset();
    driven.reset();
    database.reset();
    std::filesystem::remove_all(folder);
  }
  // An account with the password "password of LOGIN", and an API token of it.
  std::string add_account(const std::string& login, Role role, bool all_programmes = true) {
    std::string secret;
    const auto hash = hash_password("password of " + login, cheap);
    const auto made = runner->run({}, [&](engine::Tx& tx) -> Result<> {
      NewAccount wanted;
      wanted.login = login;
      wanted.name = login;
      wanted.role = role;
      wanted.all_programmes = all_programmes;
      TRY(account, create_account(tx, wanted, *hash));
      TRY(token, create_token(tx, account.id, "test", std::nullopt));
      secret = token.secret;
      return ok();
    });
    BELLMAN_ASSERT(made.has_value(), "account");
    return secret;
  }
  Answer ask(std::string_view method, std::string_view path, std::string_view body = {}, std::string more = {}) {
    if (!body.empty()) more += "Content-Type: application/json\r\n";
    return client->ask(fmt::format("{} {} HTTP/1.1\r\nHost: test\r\nContent-Length: {}\r\n{}\r\n{}", method, path, body.size(), more, body));
  }
  static std::string as(std::string_view token) { return fmt::format("Authorization: Bearer {}\r\n", token); }
  static boost::json::value json(const Answer& answer) {
    auto read = codec::parse_json(answer.body);
    return read.has_value() ? *read : boost::json::value();
  }
  static std::string code(const Answer& answer) {
    const auto read = json(answer);
    return read.is_object() && read.as_object().contains("code") ? std::string(read.at("code").as_string()) : "no code in " + answer.body;
  }
  struct Browser {
    std::string cookie, csrf;
  };
  Browser log_in(std::string_view login, std::string_view password) {
    const auto answer = ask("POST", "/api/v1/login", fmt::format(R"({{"login":"{}","password":"{}"}})", login, password));
    EXPECT_EQ(answer.status, 201) << answer.body;
    const std::string cookie = answer.headers.at("set-cookie");
    EXPECT_NE(cookie.find("HttpOnly"), std::string::npos);
    EXPECT_NE(cookie.find("SameSite=Lax"), std::string::npos);
    return {fmt::format("Cookie: {}\r\n", cookie.substr(0, cookie.find(';'))), fmt::format("X-CSRF-Token: {}\r\n", json(answer).at("csrf_token").as_string().c_str())};
  }

  static constexpr PasswordCost cheap{1, 8192};
  std::filesystem::path folder;
  engine::SystemClock clock;
  std::unique_ptr<db::Database> database;
  engine::Registry registry;
  api::Services services;
  std::unique_ptr<engine::Engine> driven;
  std::unique_ptr<Directory> directory;
  std::unique_ptr<api::Stream> stream;
  std::unique_ptr<engine::Runner> runner;
  std::unique_ptr<engine::Readers> readers;
  api::Routes routes;
  std::unique_ptr<api::Service> service;
  http::Router router;
  std::unique_ptr<http::Server> server;
  std::unique_ptr<Client> client;
  std::string admin;
};

TEST_F(World, ABrowserLogsInProvesItsPageAndLogsOut) {
  EXPECT_EQ(code(ask("GET", "/api/v1/me")), "auth.required");
  const Browser browser = log_in("Admin", "password of admin");
  const auto me = ask("GET", "/api/v1/me", {}, browser.cookie);
  EXPECT_EQ(me.status, 200);
  EXPECT_EQ(json(me).at("login"), "admin");
  EXPECT_EQ(me.body.find("argon2"), std::string::npos) << "no hash leaves the server";
  EXPECT_EQ(code(ask("POST", "/api/v1/logout", {}, browser.cookie)), "auth.csrf");
  EXPECT_EQ(ask("POST", "/api/v1/logout", {}, browser.cookie + "X-CSRF-Token: guess\r\n").status, 403);
  EXPECT_EQ(ask("POST", "/api/v1/logout", {}, browser.cookie + browser.csrf).status, 204);
  EXPECT_EQ(code(ask("GET", "/api/v1/me", {}, browser.cookie)), "auth.session_over");
}

TEST_F(World, WrongPasswordsLookLikeUnknownLoginsAndAreSlowedDown) {
  const auto attempt = [&](std::string_view login) { return ask("POST", "/api/v1/login", fmt::format(R"({{"login":"{}","password":"wrong password"}})", login)); };
  auto known = json(attempt("admin")).as_object(), unknown = json(attempt("nobody")).as_object();
  known.erase("request_id");
  unknown.erase("request_id");
  EXPECT_EQ(known, unknown);
  EXPECT_EQ(known.at("code"), "login.wrong");
  for (int i = 0; i < 4; ++i) attempt("admin");
  const auto blocked = ask("POST", "/api/v1/login", R"({"login":"admin","password":"password of admin"})");
  EXPECT_EQ(blocked.status, 429) << blocked.body;
  EXPECT_TRUE(blocked.headers.contains("retry-after"));
}

TEST_F(World, ANewPasswordEndsAllSessions) {
  const Browser one = log_in("admin", "password of admin"), two = log_in("admin", "password of admin");
  const std::string body = R"({"current_password":"password of admin","new_password":"another password"})";
  EXPECT_EQ(code(ask("PUT", "/api/v1/me/password", R"({"current_password":"wrong","new_password":"another password"})", one.cookie + one.csrf)), "account.wrong_password");
  EXPECT_EQ(ask("PUT", "/api/v1/me/password", body, one.cookie + one.csrf).status, 204);
  EXPECT_EQ(ask("GET", "/api/v1/me", {}, one.cookie).status, 401);
  EXPECT_EQ(ask("GET", "/api/v1/me", {}, two.cookie).status, 401);
  log_in("admin", "another password");
}

TEST_F(World, TokensAreShownOnceListedWithoutSecretsAndRevokedAtOnce) {
  const auto made = ask("POST", "/api/v1/tokens", R"({"name":"my script"})", as(admin) + "Idempotency-Key: a\r\n");
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string secret(json(made).at("secret").as_string());
  EXPECT_EQ(ask("GET", "/api/v1/me", {}, as(secret)).status, 200);
  const auto list = ask("GET", "/api/v1/tokens?limit=10", {}, as(admin));
  EXPECT_EQ(list.body.find(secret), std::string::npos);
  EXPECT_EQ(json(list).at("items").as_array().size(), 2U);
  EXPECT_EQ(ask("DELETE", fmt::format("/api/v1/tokens/{}", json(made).at("token").at("id").as_int64()), {}, as(admin)).status, 204);
  EXPECT_EQ(code(ask("GET", "/api/v1/me", {}, as(secret))), "auth.bad_token");
  for (const auto* forged : {"bellman_1_", "bellman_1_x", "bellman__x", "bellman_99999999999999999999_x", "x"})
    EXPECT_EQ(code(ask("GET", "/api/v1/me", {}, as(forged))), "auth.bad_token") << forged;
}

TEST_F(World, AccountsAreChangedByVersionAndRightsByRole) {
  const std::string operator_token = add_account("olga", Role::operator_);
  EXPECT_EQ(code(ask("GET", "/api/v1/accounts", {}, as(operator_token))), "auth.permission");
  const auto made = ask("POST", "/api/v1/accounts", R"({"login":"dan","name":"Dan","role":"dispatcher","password":"a good password"})", as(admin));
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.headers.at("etag"), "\"v1\"");
  EXPECT_EQ(code(ask("POST", "/api/v1/accounts", R"({"login":"DAN","name":"Dan","role":"dispatcher"})", as(admin))), "account.login_taken");
  const std::string path = fmt::format("/api/v1/accounts/{}", json(made).at("id").as_int64());
  const std::string change = R"({"role":"manager"})";
  EXPECT_EQ(ask("PATCH", path, change, as(admin)).status, 428);
  EXPECT_EQ(ask("PATCH", path, change, as(admin) + "If-Match: \"v7\"\r\n").status, 412);
  EXPECT_EQ(code(ask("PATCH", path, change, as(admin) + "If-Match: v1\r\n")), "precondition.syntax");
  const auto changed = ask("PATCH", path, change, as(admin) + "If-Match: \"v1\"\r\n");
  EXPECT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(changed.headers.at("etag"), "\"v2\"");
  EXPECT_EQ(ask("GET", path, {}, as(admin) + "If-None-Match: \"v2\"\r\n").status, 304);
  EXPECT_EQ(ask("DELETE", path, {}, as(admin)).status, 204);
  EXPECT_EQ(code(ask("POST", "/api/v1/login", R"({"login":"dan","password":"a good password"})")), "login.wrong");
  const auto me = json(ask("GET", "/api/v1/me", {}, as(admin))).at("id").as_int64();
  EXPECT_EQ(code(ask("DELETE", fmt::format("/api/v1/accounts/{}", me), {}, as(admin))), "account.last_administrator");
}

TEST_F(World, ARepeatedPostGetsTheFirstAnswer) {
  const std::string body = R"({"key":"gold","name":"Gold card"})", key = "Idempotency-Key: k1\r\n";
  const auto first = ask("POST", "/api/v1/programmes", body, as(admin) + key);
  ASSERT_EQ(first.status, 201) << first.body;
  const auto again = ask("POST", "/api/v1/programmes", body, as(admin) + key);
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.headers.at("etag"), "\"v1\"");
  EXPECT_EQ(again.headers.at("idempotency-replayed"), "true");
  EXPECT_EQ(code(ask("POST", "/api/v1/programmes", R"({"key":"silver","name":"S"})", as(admin) + key)), "idempotency.other_body");
  const auto refused = ask("POST", "/api/v1/programmes", body, as(admin) + "Idempotency-Key: k2\r\n");
  EXPECT_EQ(code(refused), "programme.key_taken");
  // A refusal is not remembered: the same key succeeds as soon as its cause has passed, and only then keeps its answer.
  EXPECT_EQ(ask("POST", "/api/v1/programmes", R"({"key":"silver","name":"S"})", as(admin) + "Idempotency-Key: k2\r\n").status, 201);
  const std::string other = add_account("second", Role::administrator);
  EXPECT_EQ(code(ask("POST", "/api/v1/programmes", body, as(other) + key)), "programme.key_taken") << "another account's keys are its own";
}

TEST_F(World, BadInputIsNamed) {
  EXPECT_EQ(ask("POST", "/api/v1/regions", R"({"key":)", as(admin)).status, 400);
  const auto wrong = ask("POST", "/api/v1/regions", R"({"key":"r","name":"R","centre":{"lat":95,"lon":0}})", as(admin));
  EXPECT_EQ(wrong.status, 422);
  EXPECT_EQ(json(wrong).at("field"), "centre.lat");
  EXPECT_EQ(client->ask(http::test::post_text("/api/v1/regions", "{}", as(admin) + "Content-Type: text/plain\r\n")).status, 415);
  EXPECT_EQ(code(ask("POST", "/api/v1/programmes", R"({"key":"Gold","name":"G"})", as(admin))), "programme.key");
  EXPECT_EQ(json(ask("POST", "/api/v1/programmes", R"({"key":"gold","name":"G","zone":"Europe/Nowhere"})", as(admin))).at("field"), "zone");
  EXPECT_EQ(ask("GET", "/api/v1/programmes?limit=1000", {}, as(admin)).status, 400);
  EXPECT_EQ(ask("GET", "/api/v1/programmes?colour=red", {}, as(admin)).status, 400);
}

TEST_F(World, ProgrammesOfOthersAreNotThere) {
  ASSERT_EQ(ask("POST", "/api/v1/programmes", R"({"key":"gold","name":"Gold"})", as(admin)).status, 201);
  const std::string outsider = add_account("olga", Role::operator_, false);
  EXPECT_EQ(json(ask("GET", "/api/v1/programmes", {}, as(outsider))).at("items").as_array().size(), 0U);
  EXPECT_EQ(code(ask("GET", "/api/v1/programmes/1", {}, as(outsider))), "programme.unknown");
  EXPECT_EQ(json(ask("GET", "/api/v1/programmes/1", {}, as(admin))).at("currency"), "EUR");
}

TEST_F(World, TheWritersMemoryFollowsChangesAndForgetsWhatWasUndone) {
  const auto name_in = [](engine::Tx& tx) -> Result<std::string> {
    TRY(found, programmes::programme(tx, ProgrammeId(1)));
    return found->name;
  };
  ASSERT_EQ(ask("POST", "/api/v1/programmes", R"({"key":"gold","name":"Gold"})", as(admin)).status, 201);
  std::string before, inside, after;
  ASSERT_TRUE(runner->run({}, [&](engine::Tx& tx) -> Result<> { return before = *name_in(tx), ok(); }).has_value());
  EXPECT_TRUE(runner->run({}, [&](engine::Tx& tx) -> Result<> {
    TRY(found, programmes::find_programme(tx.session(), ProgrammeId(1)));
    programmes::ProgrammeChange change;
    change.name = "Other";
    TRY_DO(programmes::change_programme(tx, std::move(found), change));
    inside = *name_in(tx);
    return Error::conflict("test.no", "No.");
  }).has_error());
  ASSERT_TRUE(runner->run({}, [&](engine::Tx& tx) -> Result<> { return after = *name_in(tx), ok(); }).has_value());
  EXPECT_EQ(before, "Gold");
  EXPECT_EQ(inside, "Other");
  EXPECT_EQ(after, "Gold");
}

TEST_F(World, TheStreamTellsOfCommittedEventsAndEndsWithTheRight) {
  const std::string watcher = add_account("olga", Role::operator_);
  EXPECT_EQ(ask("GET", "/api/v1/stream").status, 401);
  Client screen(server->port());
  screen.send(http::test::get_text("/api/v1/stream", as(watcher)));
  ASSERT_TRUE(screen.receive_until("retry:"));
  ASSERT_TRUE(http::test::eventually([&] { return stream->stream_count() == 1; }));
  ASSERT_EQ(ask("POST", "/api/v1/programmes", R"({"key":"gold","name":"Gold"})", as(admin)).status, 201);
  ASSERT_TRUE(screen.receive_until("programme.created"));
  ASSERT_TRUE(screen.receive_until("\"subject_id\":1"));
  EXPECT_EQ(screen.buffer().find("account."), std::string::npos) << "what is for auditors stays with them";
}

TEST_F(World, ProblemsAreToldInTheLanguageOfTheBrowserThenOfTheAccount) {
  const auto told = [](const Answer& answer) { return answer.headers.contains("content-language") ? answer.headers.at("content-language") : "none"; };
  const auto stranger = ask("POST", "/api/v1/login", R"({"login":"admin","password":"guessed wrong"})", "Accept-Language: de, ro;q=0.8, en;q=0.1\r\n");
  EXPECT_EQ(code(stranger), "login.wrong");
  EXPECT_EQ(json(stranger).at("detail"), "Numele de utilizator sau parola este greșită.");
  EXPECT_EQ(told(stranger), "ro");
  const auto plain = ask("GET", "/api/v1/me");
  EXPECT_EQ(json(plain).at("detail"), "Nobody is logged in.");
  EXPECT_EQ(told(plain), "en");

  const std::string id = std::to_string(json(ask("GET", "/api/v1/me", {}, as(admin))).at("id").as_int64());
  // The error is kept under its key while the account reads English, and told in Armenian when the key comes again.
  const std::string key = "Idempotency-Key: twice\r\n";
  const auto kept = ask("POST", "/api/v1/programmes", R"({"key":"gold","name":"Gold","currency":"no money"})", as(admin) + key);
  EXPECT_EQ(kept.status, 422);
  EXPECT_EQ(told(kept), "en");
  ASSERT_EQ(ask("PATCH", "/api/v1/accounts/" + id, R"({"language":"hy"})", as(admin) + "If-Match: \"v1\"\r\n").status, 200);
  const auto again = ask("POST", "/api/v1/programmes", R"({"key":"gold","name":"Gold","currency":"no money"})", as(admin) + key);
  EXPECT_EQ(code(again), code(kept));
  EXPECT_EQ(told(again), "hy");
  const auto missing = ask("POST", "/api/v1/programmes", R"({"key":"gold"})", as(admin) + "Accept-Language: ru\r\n");
  EXPECT_EQ(json(missing).at("detail"), "Այս դաշտը պարտադիր է։");
  EXPECT_EQ(json(missing).at("field"), "name");
  EXPECT_EQ(told(missing), "hy");
}

TEST_F(World, NoSecretIsInTheJournal) {
  log_in("admin", "password of admin");
  auto session = *database->open(db::Access::read);
  static constexpr db::Query all_data{"test.event_data", "SELECT data FROM event ORDER BY id"};
  const auto texts = db::all<std::string>(*session, all_data);
  ASSERT_TRUE(texts.has_value());
  EXPECT_GE(texts->size(), 3U);
  for (const std::string& text : *texts) {
    EXPECT_EQ(text.find("argon2"), std::string::npos) << text;
    EXPECT_EQ(text.find("bellman_"), std::string::npos) << text;
    EXPECT_EQ(text.find("password of"), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace bellman::people
