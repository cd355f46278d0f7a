// The routes' own part: who sees and changes what. Bodies, log-in and ETag headers are the api's.
#include "base/assert.h"
#include "catalogue/routes.h"
#include "catalogue/service.h"
#include "catalogue/test_company.h"
#include "catalogue/views.h"
#include "db/migration.h"
#include "db/fresh_database.h"
#include "engine/engine.h"

#include <gtest/gtest.h>

#include <filesystem>

#include <unistd.h>

namespace bellman::catalogue {

namespace {

api::Identity someone(people::Role role, std::vector<ProgrammeId> programmes, std::string language = "en") {
  api::Identity who;
  who.role = role;
  who.scope.programmes = std::move(programmes);
  who.scope.all = who.scope.programmes.empty();
  who.language = std::move(language);
  return who;
}

std::string body_of(std::string_view key, std::string_view more = {}) {
  return fmt::format(R"({{"key":"{}","name":{{"en":"Name of {}","ru":"Имя"}},"area":"travel","kind":"booking","sla_policy_id":1{}}})", key, key, more);
}

class CatalogueRoutesTest : public testing::Test {
 protected:
  CatalogueRoutesTest() : clock(Instant{1'000'000}) {
    folder = std::filesystem::temp_directory_path() / fmt::format("bellman_catalogue_routes_test_{}", getpid());
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    database = db::fresh_database(folder);
    auto session = *database->open(db::Access::write);
    BELLMAN_ASSERT(db::migrate(*session, api::migrations_of(api::rooms()), clock.now()).has_value(), "migrations");
    engine = std::make_unique<engine::Engine>(*database, registry, clock, engine::EngineSettings{});
    BELLMAN_ASSERT(engine->start().has_value(), "start");
    BELLMAN_ASSERT(found_company(*engine).has_value(), "company");
    routes(table);
  }
  ~CatalogueRoutesTest() override {
    engine.reset();
    database.reset();
    std::filesystem::remove_all(folder);
  }

  const api::Route& route(api::Verb verb, std::string_view pattern) const {
    for (const api::Route& one : table.all())
      if (one.verb == verb && one.pattern == pattern) return one;
    ADD_FAILURE() << "no route " << pattern;
    return table.all().front();
  }
  static api::Call call(api::Identity who, std::string id, std::map<std::string, std::string, std::less<>> query) {
    api::Call made;
    made.identity = std::move(who);
    if (!id.empty()) made.path_parameters["id"] = std::move(id);
    made.query_parameters = std::move(query);
    return made;
  }
  // The answer's body, or the error's code.
  std::string get(std::string_view pattern, api::Identity who, std::string id = {}, std::map<std::string, std::string, std::less<>> query = {}) {
    api::Read read(engine->session(), clock.now(), call(std::move(who), std::move(id), std::move(query)));
    auto answer = route(api::Verb::get, pattern).read(read);
    return answer.has_value() ? answer->body : answer.error().code;
  }
  std::string write(api::Verb verb, std::string_view pattern, api::Identity who, std::string body, std::string id = {}, std::optional<std::int64_t> if_match = {}) {
    auto prepared = route(verb, pattern).write(body);
    if (prepared.has_error()) return prepared.error().code;
    std::string text;
    const auto outcome = engine->run({}, [&](engine::Tx& tx) -> Result<> {
      api::Write writing(tx, call(who, id, {}));
      writing.if_match = if_match;
      TRY(answer, (*prepared)(writing));
      text = answer.body;
      return ok();
    });
    return outcome.has_value() ? text : outcome.error().code;
  }
  std::string create(std::string_view key, std::string_view more = {}) { return write(api::Verb::post, all_pattern, administrator, body_of(key, more)); }

  static std::vector<std::string> keys_in(const std::string& page) {
    std::vector<std::string> keys;
    for (std::size_t at = 0; (at = page.find("\"key\":\"", at)) != std::string::npos;) {
      at += 7;
      keys.push_back(page.substr(at, page.find('"', at) - at));
    }
    return keys;
  }

  static constexpr std::string_view all_pattern = "/api/v1/services", one_pattern = "/api/v1/services/{id}", tree_pattern = "/api/v1/services/tree";
  const api::Identity administrator = someone(people::Role::administrator, {});
  std::filesystem::path folder;
  engine::ManualClock clock;
  engine::Registry registry;
  api::Routes table;
  std::unique_ptr<db::Database> database;
  std::unique_ptr<engine::Engine> engine;
};

using Keys = std::vector<std::string>;

TEST_F(CatalogueRoutesTest, EverybodySeesTheServicesOfItsProgrammesOnly) {
  create("a", R"(,"programmes":[1])");
  create("b", R"(,"programmes":[2])");
  create("c");
  create("d", R"(,"active":false)");
  const auto operator_ = someone(people::Role::operator_, {ProgrammeId(1)});
  const auto client = someone(people::Role::client, {ProgrammeId(2)});
  EXPECT_EQ(keys_in(get(all_pattern, administrator)), (Keys{"a", "b", "c", "d"}));
  EXPECT_EQ(keys_in(get(all_pattern, operator_)), (Keys{"a", "c", "d"}));
  EXPECT_EQ(keys_in(get(all_pattern, client)), (Keys{"b", "c"}));
  EXPECT_EQ(keys_in(get(tree_pattern, client)), (Keys{"b", "c"}));
  const auto id_of_b = std::to_string((*find_service(engine->session(), "b"))->id.value), id_of_d = std::to_string((*find_service(engine->session(), "d"))->id.value);
  EXPECT_EQ(get(one_pattern, operator_, id_of_b), "service.unknown");
  EXPECT_EQ(get(one_pattern, client, id_of_d), "service.unknown");
  EXPECT_NE(get(one_pattern, administrator, id_of_b).find("\"sla_policy_id\":1"), std::string::npos);
  EXPECT_NE(get(one_pattern, client, id_of_b).find("\"sla_policy_id\":null"), std::string::npos);
  EXPECT_EQ(get(all_pattern, operator_, {}, {{"programme", "2"}}), "programme.unknown");
}

TEST_F(CatalogueRoutesTest, AListIsFilteredAndPaged) {
  for (const char* key : {"e", "c", "a", "d", "b"}) create(key);
  create("f", R"(,"active":false)");
  std::string after;
  Keys seen;
  for (int pages = 0; pages < 4; ++pages) {
    const std::string page = get(all_pattern, administrator, {}, {{"limit", "2"}, {"after", after}, {"active", "true"}});
    for (auto& key : keys_in(page)) seen.push_back(key);
    const std::size_t next = page.find("\"next\":\"") + 8;
    after = page.substr(next, page.find('"', next) - next);
    if (after.empty()) break;
  }
  EXPECT_EQ(seen, (Keys{"a", "b", "c", "d", "e"}));
  EXPECT_EQ(keys_in(get(all_pattern, administrator, {}, {{"q", "name of E"}})), Keys{"e"});
  EXPECT_EQ(keys_in(get(all_pattern, administrator, {}, {{"area", "courier"}})), Keys{});
  EXPECT_EQ(get(all_pattern, administrator, {}, {{"kind", "party"}}), "field.choice");
  EXPECT_EQ(get(all_pattern, administrator, {}, {{"active", "1"}}), "field.choice");
  EXPECT_NE(get(all_pattern, someone(people::Role::operator_, {}, "ru")).find("Имя"), std::string::npos);
}

TEST_F(CatalogueRoutesTest, TheTreeStandsAsItIsSeen) {
  create("root", R"(,"programmes":[1])");
  const std::string parent = std::to_string((*find_service(engine->session(), "root"))->id.value);
  create("root.child", R"(,"parent_id":)" + parent);
  const std::string whole = get(tree_pattern, administrator);
  EXPECT_NE(whole.find(R"("children":[{"id":)"), std::string::npos) << whole;
  EXPECT_EQ(keys_in(get(tree_pattern, someone(people::Role::operator_, {ProgrammeId(2)}))), Keys{"root.child"}) << "without its parent it stands at the top";
}

TEST_F(CatalogueRoutesTest, AChangeNamesTheVersionItHasSeen) {
  create("a");
  const std::string id = std::to_string((*find_service(engine->session(), "a"))->id.value);
  EXPECT_EQ(write(api::Verb::put, one_pattern, administrator, body_of("a"), id), "precondition.missing");
  EXPECT_EQ(write(api::Verb::put, one_pattern, administrator, body_of("a"), id, 7), "precondition.stale");
  EXPECT_NE(write(api::Verb::put, one_pattern, administrator, body_of("a"), id, 1).find("\"version\":2"), std::string::npos);
  EXPECT_NE(write(api::Verb::delete_, one_pattern, administrator, "", id, 2).find("\"active\":false"), std::string::npos);
  EXPECT_EQ(write(api::Verb::put, one_pattern, administrator, body_of("a"), "99", 1), "service.unknown");
}

TEST_F(CatalogueRoutesTest, AManagerEditsOnlyWhatIsWhollyItsOwn) {
  const auto manager = someone(people::Role::manager, {ProgrammeId(1)});
  EXPECT_EQ(write(api::Verb::post, all_pattern, manager, body_of("a")), "service.out_of_scope");
  EXPECT_EQ(write(api::Verb::post, all_pattern, manager, body_of("a", R"(,"programmes":[1,2])")), "service.out_of_scope");
  EXPECT_NE(write(api::Verb::post, all_pattern, manager, body_of("a", R"(,"programmes":[1])")).find("\"version\":1"), std::string::npos);
  create("shared");
  const std::string shared = std::to_string((*find_service(engine->session(), "shared"))->id.value);
  EXPECT_EQ(write(api::Verb::delete_, one_pattern, manager, "", shared, 1), "service.out_of_scope");
}

}  // namespace

}  // namespace bellman::catalogue
