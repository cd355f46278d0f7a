// The room on real SQLite: what is stored, found, and refused.
#include "clients/test_house.h"

#include <deque>

namespace bellman::clients {

class ClientsTest : public House {
 protected:
  // Names, in the order found, over pages of two.
  std::vector<std::string> found(std::string_view typed, std::int64_t programme = 0) {
    store::SearchFilter filter;
    filter.programme_id = ProgrammeId(programme);
    filter.terms = search_terms(typed);
    std::vector<std::string> names;
    for (;;) {
      const auto hits = store::search(session(), filter, 2);
      if (hits.has_error()) return {hits.error().text()};
      for (const auto& hit : *hits) names.push_back(hit.name);
      if (hits->size() < 2) return names;
      filter.after_word = hits->back().word;
      filter.after_id = hits->back().id;
    }
  }
};

using Names = std::vector<std::string>;

TEST_F(ClientsTest, AClientComesBackAsItWas) {
  const auto input = codec::from_json<ClientInput>(
      R"({"programme_id":1,"kind":"person","name":"Анна","language":"ru","tier":"vip","notes":"Rings twice","tastes":{"tea":"green"},"external_id":"7",
          "contacts":[{"kind":"phone","value":"8 600 12345","country":"LT","preferred":true},{"kind":"email","value":"Anna@Post.LT"}]})");
  ASSERT_TRUE(input.has_value()) << input.error().text();
  const auto made = run([&](engine::Tx& tx) { return create_client(tx, *input); });
  ASSERT_TRUE(made.has_value()) << made.error().text();
  EXPECT_EQ(codec::to_json(**find_client(session(), made->id)), codec::to_json(*made));
  EXPECT_EQ(made->created_at, clock.now());
  const auto contacts = *contacts_of(session(), made->id);
  ASSERT_EQ(contacts.size(), 2U);
  EXPECT_EQ(contacts[0].value, "anna@post.lt");
  EXPECT_EQ(contacts[1].value, "+37060012345");
  EXPECT_TRUE(contacts[1].preferred);
  EXPECT_EQ((*find_clients_by_contact(session(), ContactKind::phone, "+37060012345")).front().id, made->id);
  EXPECT_EQ((*find_client_by_external_id(session(), ProgrammeId(1), "7"))->id, made->id);
  EXPECT_FALSE((*find_client_by_external_id(session(), ProgrammeId(2), "7")).has_value());
  EXPECT_FALSE((*find_client_by_external_id(session(), ProgrammeId(1), "")).has_value());
  EXPECT_EQ(events.back().kind, "client.created");
  EXPECT_EQ(events.back().programme_id, ProgrammeId(1));
  EXPECT_EQ(events.back().data.text.find("Анна"), std::string::npos) << "no personal data in the journal";
}

TEST_F(ClientsTest, AContactIsRefusedWithItsPath) {
  ClientInput input;
  input.programme_id = ProgrammeId(1);
  input.name = "Anna";
  input.contacts.resize(2);
  input.contacts[0].value = "+37060012345";
  input.contacts[1].value = "600";
  const auto made = run([&](engine::Tx& tx) { return create_client(tx, input); });
  EXPECT_EQ(made.error().field, "contacts[1].value");
  EXPECT_EQ(made.error().code, "phone.no_country");
}

TEST_F(ClientsTest, AChangeKeepsTheRowsThatStayAndMovesTheWords) {
  Client client = *create("Anna Kowalska", {phone("+37060012345"), email("anna@post.lt")});
  const auto before = *contacts_of(session(), client.id);
  client.name = "Anna Nowak";
  const auto changed = run([&](engine::Tx& tx) { return replace_client(tx, client, {email("anna@post.lt"), email("nowak@post.lt")}); });
  ASSERT_TRUE(changed.has_value()) << changed.error().text();
  EXPECT_EQ(changed->version, 2);
  const auto after = *contacts_of(session(), client.id);
  ASSERT_EQ(after.size(), 2U);
  EXPECT_EQ(after[0].id, before[0].id) << "the address that stays";
  EXPECT_EQ(found("kowal"), Names{});
  EXPECT_EQ(found("+370600"), Names{});
  EXPECT_EQ(found("nowak an"), Names{"Anna Nowak"});
  EXPECT_EQ(events.back().data.text, fmt::format(R"({{"client_id":{},"version":2,"members":["name","contacts"]}})", client.id.value));
  client.programme_id = ProgrammeId(2);
  EXPECT_EQ(run([&](engine::Tx& tx) { return replace_client(tx, client, {}); }).error().code, "client.programme_fixed");
}

TEST_F(ClientsTest, WordsOfAnOlderVersionAreMadeAnew) {
  const Client anna = *create("Anna Müller", {phone("+37060012345")});
  ASSERT_TRUE(session().script("DELETE FROM client_word").has_value());
  EXPECT_EQ(found("muell"), Names{});
  ASSERT_TRUE(engine->run({}, [&](engine::Tx& tx) { return renew_words(tx, anna); }).has_value());
  EXPECT_EQ(found("muell"), Names{"Anna Müller"});
  EXPECT_EQ(found("2345"), Names{"Anna Müller"});
  EXPECT_EQ(find_clients_by_phone(session(), {}, "12345")->size(), 1U);
  EXPECT_TRUE(find_clients_by_phone(session(), {ProgrammeId(2)}, "12345")->empty()) << "of another programme";
}

TEST_F(ClientsTest, TheSearchFindsEachOnceInAnyScript) {
  for (const char* name : {"Anna Annabel", "ANNA Muñoz", "Аннушка Ёлкина", "Bob Hanna", "Ștefan Anghel"}) ASSERT_TRUE(create(name).has_value());
  ASSERT_TRUE(create("Anna of another programme", {phone("+37060012345")}, 2).has_value());
  EXPECT_EQ(found("an"), (Names{"Ștefan Anghel", "Anna Annabel", "ANNA Muñoz", "Bob Hanna", "Anna of another programme"}));
  EXPECT_EQ(found("an", 1), (Names{"Ștefan Anghel", "Anna Annabel", "ANNA Muñoz", "Bob Hanna"}));
  EXPECT_EQ(found("anna mun", 1), Names{"ANNA Muñoz"});
  EXPECT_EQ(found("ЕЛК анн"), Names{"Аннушка Ёлкина"});
  EXPECT_EQ(found("stef"), Names{"Ștefan Anghel"});
  EXPECT_EQ(found("nna"), (Names{"Anna Annabel", "ANNA Muñoz", "Bob Hanna", "Anna of another programme"})) << "the middle of a word";
  EXPECT_EQ(found("2345"), Names{"Anna of another programme"}) << "its tail";
  EXPECT_EQ(found("8 600 123"), Names{}) << "8 is no prefix everybody knows";
  EXPECT_EQ(found("600 123"), Names{"Anna of another programme"});
  EXPECT_EQ(found("00370 600"), Names{"Anna of another programme"});
  EXPECT_EQ(found("600 123", 1), Names{});
}

TEST_F(ClientsTest, NeighboursMustBeOfTheSameProgramme) {
  Client draft;
  draft.programme_id = ProgrammeId(1);
  draft.name = "House";
  draft.kind = ClientKind::organisation;
  const Client house = *run([&](engine::Tx& tx) { return create_client(tx, draft, {}); });
  const Household family = *run([&](engine::Tx& tx) { return create_household(tx, {{}, ProgrammeId(2), "Family", 1}); });
  Client person = draft;
  person.kind = ClientKind::person;
  person.organisation_id = house.id;
  EXPECT_TRUE(run([&](engine::Tx& tx) { return create_client(tx, person, {}); }).has_value());
  person.household_id = family.id;
  EXPECT_EQ(run([&](engine::Tx& tx) { return create_client(tx, person, {}); }).error().code, "client.unknown_household");
  person.programme_id = ProgrammeId(2);
  EXPECT_EQ(run([&](engine::Tx& tx) { return create_client(tx, person, {}); }).error().code, "client.unknown_organisation");
  EXPECT_EQ(store::of_organisation(session(), house.id, {}, 10)->size(), 1U);
  EXPECT_EQ(store::of_household(session(), family.id, {}, 10)->size(), 0U);
  person.organisation_id = {};
  person.external_id = "same";
  EXPECT_TRUE(run([&](engine::Tx& tx) { return create_client(tx, person, {}); }).has_value());
  EXPECT_EQ(run([&](engine::Tx& tx) { return create_client(tx, person, {}); }).error().code, "client.external_id_taken");
  person.programme_id = {};
  EXPECT_EQ(run([&](engine::Tx& tx) { return create_client(tx, person, {}); }).error().field, "programme_id");
}

TEST_F(ClientsTest, ThereIsOneWishForAWorkerAndItChangesTheClient) {
  const Client client = *create("Anna");
  const auto wish = [&](std::int64_t worker, WishKind kind) {
    return run([&](engine::Tx& tx) { return set_wish(tx, {client.id, WorkerId(worker), kind, "because"}); });
  };
  EXPECT_EQ(wish(5, WishKind::wished)->version, 2);
  EXPECT_EQ(wish(3, WishKind::refused)->version, 3);
  EXPECT_EQ(wish(5, WishKind::refused)->version, 4);
  const auto wishes = *wishes_of(session(), client.id);
  ASSERT_EQ(wishes.size(), 2U);
  EXPECT_EQ(wishes[0].worker_id, WorkerId(3));
  EXPECT_EQ(wishes[1].kind, WishKind::refused);
  EXPECT_TRUE(run([&](engine::Tx& tx) { return remove_wish(tx, client.id, WorkerId(5)); }).has_value());
  EXPECT_EQ(run([&](engine::Tx& tx) { return remove_wish(tx, client.id, WorkerId(5)); }).error().code, "client.unknown_wish");
  EXPECT_EQ(run([&](engine::Tx& tx) { return set_wish(tx, {ClientId(99), WorkerId(5), WishKind::wished, ""}); }).error().code, "client.unknown");
}

TEST_F(ClientsTest, SitesAndAssetsStayInTheirProgramme) {
  const Client client = *create("Anna");
  Site draft;
  draft.programme_id = ProgrammeId(1);
  draft.client_id = client.id;
  draft.name = "Home";
  draft.place = Place{54.687, 25.28};
  draft.region_id = RegionId(3);
  draft.calendar_id = calendar;
  const auto site = run([&](engine::Tx& tx) { return create_site(tx, draft); });
  ASSERT_TRUE(site.has_value()) << site.error().text();
  EXPECT_EQ(codec::to_json(**find_site(session(), site->id)), codec::to_json(*site));
  EXPECT_EQ(store::sites_of(session(), client.id, {}, 10)->size(), 1U);
  draft.programme_id = ProgrammeId(2);
  EXPECT_EQ(run([&](engine::Tx& tx) { return create_site(tx, draft); }).error().code, "site.unknown_client");
  draft.client_id = {};
  draft.place.reset();
  draft.address = "Market";
  const Site market = *run([&](engine::Tx& tx) { return create_site(tx, draft); });
  EXPECT_FALSE((*find_site(session(), market.id))->place.has_value());
  Asset boiler = *run([&](engine::Tx& tx) { return create_asset(tx, {{}, site->id, "boiler", "Boiler", "B-7", true, 1}); });
  EXPECT_EQ(codec::to_json(store::assets_of(session(), site->id, {}, 10)->front()), codec::to_json(boiler));
  boiler.site_id = market.id;
  EXPECT_EQ(run([&](engine::Tx& tx) { return replace_asset(tx, boiler); }).error().code, "asset.programme_fixed");
  EXPECT_EQ(run([&](engine::Tx& tx) { return create_asset(tx, {{}, SiteId(99), "boiler", "Boiler", "", true, 1}); }).error().code, "site.unknown");
}

TEST_F(ClientsTest, WhatOtherRoomsKnowMustBeThere) {
  const auto told = [](const auto& result) {
    if (result.has_value()) return std::string("none");
    EXPECT_EQ(result.error().kind, ErrorClass::invalid);
    EXPECT_FALSE(result.error().cure.empty()) << result.error().code;
    return result.error().code + " " + result.error().field;
  };
  EXPECT_EQ(told(create("Anna", {}, 77)), "client.unknown_programme programme_id");
  const Client anna = *create("Anna");
  EXPECT_EQ(told(run([&](engine::Tx& tx) { return set_wish(tx, {anna.id, WorkerId(77), WishKind::wished, ""}); })), "client.unknown_worker worker_id");
  EXPECT_EQ(told(run([&](engine::Tx& tx) { return create_household(tx, {{}, ProgrammeId(77), "Family", 1}); })), "household.unknown_programme programme_id");
  EXPECT_EQ(told(run([&](engine::Tx& tx) { return create_household(tx, {{}, {}, "Family", 1}); })), "household.programme programme_id");
  const auto site = [&](auto change) {
    Site draft;
    draft.programme_id = ProgrammeId(1);
    draft.name = "Market";
    draft.address = "Market";
    change(draft);
    return told(run([&](engine::Tx& tx) { return create_site(tx, draft); }));
  };
  EXPECT_EQ(site([](Site& s) { s.programme_id = ProgrammeId(77); }), "site.unknown_programme programme_id");
  EXPECT_EQ(site([](Site& s) { s.client_id = ClientId(77); }), "site.unknown_client client_id");
  EXPECT_EQ(site([](Site& s) { s.region_id = RegionId(77); }), "site.unknown_region region_id");
  EXPECT_EQ(site([](Site& s) { s.calendar_id = CalendarId(77); }), "site.unknown_calendar calendar_id");
  EXPECT_EQ(site([this](Site& s) { s.region_id = RegionId(2); s.calendar_id = calendar; }), "none");
}

TEST_F(ClientsTest, ASiteKeepsACalendarThatWasRetiredSince) {
  Site draft;
  draft.programme_id = ProgrammeId(1);
  draft.name = draft.address = "Market";
  draft.calendar_id = calendar;
  Site market = *run([&](engine::Tx& tx) { return create_site(tx, draft); });
  ASSERT_TRUE(run([&](engine::Tx& tx) { return sla::retire_calendar(tx, calendar); }).has_value());
  market.name = "Old market";
  EXPECT_TRUE(run([&](engine::Tx& tx) { return replace_site(tx, market); }).has_value());
  EXPECT_EQ(run([&](engine::Tx& tx) { return create_site(tx, draft); }).error().code, "site.retired_calendar");
}

TEST_F(ClientsTest, AnAbandonedClientLeavesNothing) {
  const auto outcome = engine->run({}, [&](engine::Tx& tx) -> Result<> {
    Client draft;
    draft.programme_id = ProgrammeId(1);
    draft.name = "Ghost";
    TRY_DO(create_client(tx, draft, {phone("+37060012345")}));
    return Error::conflict("test.no", "No.");
  });
  EXPECT_TRUE(outcome.has_error());
  EXPECT_EQ(found("ghost"), Names{});
  EXPECT_TRUE(find_clients_by_contact(session(), ContactKind::phone, "+37060012345")->empty());
}

TEST_F(ClientsTest, EveryListUsesItsIndexAndSortsNothing) {
  if (db::tests_use_postgresql()) GTEST_SKIP() << "asks SQLite's planner";
  std::deque<std::string> texts;
  for (const db::Query& query : store::hot_queries()) {
    texts.push_back("EXPLAIN QUERY PLAN " + std::string(query.sql));
    std::size_t most = 0;
    for (std::size_t at = 0; (at = query.sql.find('$', at)) != std::string_view::npos; ++at) most = std::max<std::size_t>(most, std::stoul(std::string(query.sql.substr(at + 1, 2))));
    const std::vector<db::Value> values(most);
    const auto outcome = session().query({texts.back(), texts.back()}, values, [&](const db::Row& row) -> Result<> {
      // "few" is a subquery with a LIMIT of its own, no table.
      EXPECT_TRUE(row.text(3) == "SCAN few" || row.text(3).find("SCAN") == std::string_view::npos) << query.name << ": " << row.text(3);
      EXPECT_EQ(row.text(3).find("TEMP B-TREE"), std::string_view::npos) << query.name << ": " << row.text(3);
      return ok();
    });
    EXPECT_TRUE(outcome.has_value()) << outcome.error().text();
  }
}

}  // namespace bellman::clients
