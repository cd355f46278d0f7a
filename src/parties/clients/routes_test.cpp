// The routes' own part: who sees and changes what. Bodies, log-in and ETag headers are the api's.
#include "clients/routes.h"

#include "clients/test_house.h"
#include "clients/views.h"

namespace bellman::clients {

namespace {

using Query = std::map<std::string, std::string, std::less<>>;

api::Identity someone(people::Role role, std::vector<std::int64_t> programmes) {
  api::Identity who;
  who.role = role;
  for (const auto number : programmes) who.scope.programmes.push_back(ProgrammeId(number));
  who.scope.all = programmes.empty();
  return who;
}

}  // namespace

class ClientRoutesTest : public House {
 protected:
  ClientRoutesTest() { routes(table); }

  const api::Route& route(api::Verb verb, std::string_view pattern) const {
    for (const api::Route& one : table.all())
      if (one.verb == verb && one.pattern == pattern) return one;
    ADD_FAILURE() << "no route " << pattern;
    return table.all().front();
  }
  static api::Call call(api::Identity who, Query path, Query query) {
    api::Call made;
    made.identity = std::move(who);
    made.path_parameters = std::move(path);
    made.query_parameters = std::move(query);
    return made;
  }
  static Query id(std::int64_t number) { return {{"id", std::to_string(number)}}; }
  // The answer's body, or the error's code.
  std::string get(std::string_view pattern, api::Identity who, Query path = {}, Query query = {}) {
    const api::Route& asked = route(api::Verb::get, pattern);
    if (!api::allowed(who.role, asked.permission)) return "not allowed";
    api::Read read(session(), clock.now(), call(std::move(who), std::move(path), std::move(query)));
    auto answer = asked.read(read);
    return answer.has_value() ? answer->body : answer.error().code;
  }
  std::string write(api::Verb verb, std::string_view pattern, api::Identity who, std::string body, Query path = {}, std::optional<std::int64_t> if_match = {}) {
    const api::Route& asked = route(verb, pattern);
    if (!api::allowed(who.role, asked.permission)) return "not allowed";
    auto prepared = asked.write(body);
    if (prepared.has_error()) return prepared.error().code;
    const auto text = run([&](engine::Tx& tx) -> Result<std::string> {
      api::Write writing(tx, call(who, path, {}));
      writing.if_match = if_match;
      TRY(answer, (*prepared)(writing));
      return answer.body;
    });
    return text.has_value() ? *text : text.error().code;
  }
  // The names in a page of clients, all pages of two.
  std::vector<std::string> names(const api::Identity& who, Query query) {
    std::vector<std::string> all;
    query["limit"] = "2";
    for (int pages = 0; pages < 20; ++pages) {
      const std::string body = get("/api/v1/clients", who, {}, query);
      const auto page = codec::from_json<api::Page<ClientLine>>(body, codec::Mode::stored);
      if (page.has_error()) return {body};
      for (const auto& line : page->items) all.push_back(line.name);
      if (page->next.empty()) break;
      query["after"] = page->next;
    }
    return all;
  }

  const api::Identity administrator = someone(people::Role::administrator, {}), first = someone(people::Role::operator_, {1}),
                      third = someone(people::Role::operator_, {3}), both = someone(people::Role::operator_, {2, 1});
  api::Routes table;
};

using Names = std::vector<std::string>;

TEST_F(ClientRoutesTest, NobodySeesAnotherProgrammesClient) {
  const Client a = *create("Anna A", {}, 1), b = *create("Anna B", {}, 2), c = *create("Anna C", {}, 1), d = *create("Anna D", {}, 2), e = *create("Anna E", {}, 1);
  for (const Query& query : {Query{}, Query{{"q", "anna"}}}) {
    EXPECT_EQ(names(administrator, query), (Names{"Anna A", "Anna B", "Anna C", "Anna D", "Anna E"}));
    EXPECT_EQ(names(both, query), (Names{"Anna A", "Anna B", "Anna C", "Anna D", "Anna E"})) << "two programmes are merged in order";
    EXPECT_EQ(names(first, query), (Names{"Anna A", "Anna C", "Anna E"}));
    EXPECT_EQ(names(third, query), Names{});
    Query second = query;
    second["programme"] = "2";
    EXPECT_EQ(names(both, second), (Names{"Anna B", "Anna D"}));
    EXPECT_EQ(names(first, second), Names{"programme.unknown"});
  }
  EXPECT_EQ(get("/api/v1/clients/{id}", first, id(b.id.value)), "client.unknown");
  EXPECT_EQ(get("/api/v1/clients/{id}", first, id(999)), "client.unknown") << "the same word as for one that is not there";
  EXPECT_EQ(write(api::Verb::delete_, "/api/v1/clients/{id}", first, "", id(b.id.value), 1), "client.unknown");
  EXPECT_EQ(write(api::Verb::post, "/api/v1/clients", first, R"({"programme_id":2,"kind":"person","name":"X"})"), "programme.unknown");
}

TEST_F(ClientRoutesTest, ASearchForSeveralWordsGoesOnByTheRarestOfThem) {
  for (const char* name : {"Anna Orlova", "Annabel Orlov", "Bob Orlov", "Anna Petrova", "Anka Orlando", "Ana Or"}) ASSERT_TRUE(create(name).has_value());
  EXPECT_EQ(*store::rarest_term(session(), {"orl", "an"}), 0U);
  EXPECT_EQ(*store::rarest_term(session(), {"an", "orl", "zz"}), 2U);
  EXPECT_EQ(names(administrator, {{"q", "an orl"}}), (Names{"Anka Orlando", "Annabel Orlov", "Anna Orlova"}));
  EXPECT_EQ(names(first, {{"q", "orl an"}}), (Names{"Anka Orlando", "Annabel Orlov", "Anna Orlova"}));
  EXPECT_EQ(names(administrator, {{"q", "anna zz"}}), Names{});
}

TEST_F(ClientRoutesTest, AClientSeesItselfOnly) {
  Client draft;
  draft.programme_id = ProgrammeId(1);
  draft.name = "Anna";
  draft.notes = "difficult";
  const Client anna = *run([&](engine::Tx& tx) { return create_client(tx, draft, {}); });
  const Client bob = *create("Bob");
  ASSERT_TRUE(run([&](engine::Tx& tx) { return set_wish(tx, {anna.id, WorkerId(5), WishKind::refused, "rude"}); }).has_value());
  Site site;
  site.programme_id = ProgrammeId(1);
  site.address = "Street 1";
  site.name = "Home of Anna";
  site.client_id = anna.id;
  const Site own = *run([&](engine::Tx& tx) { return create_site(tx, site); });
  site.client_id = bob.id;
  const Site other = *run([&](engine::Tx& tx) { return create_site(tx, site); });
  api::Identity self = someone(people::Role::client, {1});
  self.client = anna.id;
  const std::string file = get("/api/v1/clients/{id}", self, id(anna.id.value));
  EXPECT_NE(file.find("\"name\":\"Anna\""), std::string::npos) << file;
  EXPECT_EQ(file.find("difficult"), std::string::npos);
  EXPECT_EQ(file.find("rude"), std::string::npos);
  EXPECT_NE(get("/api/v1/clients/{id}", first, id(anna.id.value)).find("difficult"), std::string::npos);
  EXPECT_EQ(get("/api/v1/clients/{id}", self, id(bob.id.value)), "client.unknown");
  EXPECT_EQ(get("/api/v1/clients", self), "not allowed");
  EXPECT_NE(get("/api/v1/sites/{id}", self, id(own.id.value)).find("Home of Anna"), std::string::npos);
  EXPECT_EQ(get("/api/v1/sites/{id}", self, id(other.id.value)), "site.unknown");
  EXPECT_EQ(get("/api/v1/sites/{id}/assets", self, id(other.id.value)), "site.unknown");
  const std::string sites = get("/api/v1/sites", self, {}, {{"client", std::to_string(bob.id.value)}});
  EXPECT_EQ(codec::from_json<api::Page<Site>>(sites, codec::Mode::stored)->items.size(), 1U) << sites;
  EXPECT_EQ(get("/api/v1/clients/{id}", someone(people::Role::worker, {1}), id(anna.id.value)), "client.unknown");
}

TEST_F(ClientRoutesTest, AChangeNamesTheVersionItHasSeen) {
  const std::string made = write(api::Verb::post, "/api/v1/clients", first, R"({"programme_id":1,"kind":"person","name":"Anna","contacts":[{"kind":"phone","value":"+37060012345"}]})");
  ASSERT_NE(made.find("+37060012345"), std::string::npos) << made;
  const auto path = id(codec::from_json<ClientView>(made, codec::Mode::stored)->id.value);
  const std::string body = R"({"programme_id":1,"kind":"person","name":"Anna Nova"})";
  EXPECT_EQ(write(api::Verb::put, "/api/v1/clients/{id}", first, body, path), "precondition.missing");
  EXPECT_EQ(write(api::Verb::put, "/api/v1/clients/{id}", first, body, path, 9), "precondition.stale");
  EXPECT_NE(write(api::Verb::put, "/api/v1/clients/{id}", first, body, path, 1).find(R"("version":2,"contacts":[])"), std::string::npos);
  Query wish = path;
  wish["worker"] = "5";
  EXPECT_NE(write(api::Verb::put, "/api/v1/clients/{id}/wishes/{worker}", first, R"({"kind":"wished"})", wish, 2).find(R"("worker_id":5)"), std::string::npos);
  EXPECT_NE(write(api::Verb::delete_, "/api/v1/clients/{id}/wishes/{worker}", first, "", wish, 3).find(R"("wishes":[])"), std::string::npos);
  EXPECT_NE(write(api::Verb::delete_, "/api/v1/clients/{id}", first, "", path, 4).find(R"("active":false)"), std::string::npos);
  EXPECT_EQ(write(api::Verb::put, "/api/v1/clients/{id}", first, R"({"programme_id":1,"kind":"person","name":"A","age":7})", path, 5), "field.unknown");
}

TEST_F(ClientRoutesTest, HouseholdsSitesAndAssetsKeepTheScope) {
  const std::string household = write(api::Verb::post, "/api/v1/households", first, R"({"programme_id":1,"name":"Family"})");
  const auto family = id(codec::from_json<Household>(household, codec::Mode::stored)->id.value);
  EXPECT_EQ(get("/api/v1/households/{id}", third, family), "household.unknown");
  EXPECT_EQ(get("/api/v1/households", third), R"({"items":[],"next":""})");
  EXPECT_NE(write(api::Verb::put, "/api/v1/households/{id}", first, R"({"programme_id":1,"name":"Kin"})", family, 1).find("Kin"), std::string::npos);
  EXPECT_EQ(get("/api/v1/clients", third, {}, {{"household", family.at("id")}}), "household.unknown");
  const std::string site = write(api::Verb::post, "/api/v1/sites", first, R"({"programme_id":1,"name":"Depot","place":{"lat":54.6,"lon":25.2}})");
  const auto depot = id(codec::from_json<Site>(site, codec::Mode::stored)->id.value);
  EXPECT_EQ(get("/api/v1/sites/{id}", third, depot), "site.unknown");
  EXPECT_EQ(write(api::Verb::post, "/api/v1/sites/{id}/assets", third, R"({"kind":"boiler","name":"B"})", depot), "site.unknown");
  const std::string asset = write(api::Verb::post, "/api/v1/sites/{id}/assets", first, R"({"kind":"boiler","name":"B"})", depot);
  const auto boiler = id(codec::from_json<Asset>(asset, codec::Mode::stored)->id.value);
  EXPECT_EQ(get("/api/v1/assets/{id}", third, boiler), "asset.unknown");
  EXPECT_NE(get("/api/v1/sites/{id}/assets", first, depot).find("boiler"), std::string::npos);
  EXPECT_NE(write(api::Verb::put, "/api/v1/assets/{id}", first, R"({"kind":"boiler","name":"C"})", boiler, 1).find("\"version\":2"), std::string::npos);
  EXPECT_NE(write(api::Verb::delete_, "/api/v1/sites/{id}", first, "", depot, 1).find("\"active\":false"), std::string::npos);
  EXPECT_EQ(get("/api/v1/sites", first, {}, {{"active", "true"}}), R"({"items":[],"next":""})");
}

TEST_F(ClientRoutesTest, BadQueriesAreNamed) {
  const std::pair<Query, const char*> cases[] = {{{{"after", "x"}}, "field.id"},       {{{"q", "an"}, {"after", "7"}}, "query.cursor"}, {{{"q", "an"}, {"after", "7.1.an"}}, "query.cursor"}, {{{"q", "an"}, {"after", "7.x.an"}}, "query.cursor"}, {{{"limit", "0"}}, "field.limit"},
                                                 {{{"kind", "ghost"}}, "field.choice"}, {{{"active", "1"}}, "field.choice"},            {{{"programme", "-1"}}, "field.id"}};
  for (const auto& [query, code] : cases) EXPECT_EQ(get("/api/v1/clients", administrator, {}, query), code);
  EXPECT_EQ(get("/api/v1/clients", administrator, {}, {{"q", " .. "}}), R"({"items":[],"next":""})");
}

}  // namespace bellman::clients
