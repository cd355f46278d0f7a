#include "clients/rules.h"

#include "base/text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellman::clients {

namespace {

Client person() {
  Client client;
  client.programme_id = ProgrammeId(1);
  client.name = "Анна-Мария Muñoz";
  client.external_id = "CRM-00042";
  return client;
}

ContactPoint contact(ContactKind kind, std::string value, bool preferred = false) { return {{}, {}, kind, std::move(value), preferred}; }

using Words = std::set<std::string>;
using Terms = std::vector<std::string>;

}  // namespace

TEST(Contact, HasOneStoredForm) {
  const struct { ContactKind kind; const char *value, *country, *expected; } cases[] = {{ContactKind::phone, "8 600 12345", "LT", "+37060012345"},
                                                                                       {ContactKind::email, "A@B.Example", "", "a@b.example"},
                                                                                       {ContactKind::chat, " Telegram:AbC12 ", "", "telegram:AbC12"}};
  for (const auto& one : cases) EXPECT_EQ(*normal_contact(one.kind, one.value, one.country), one.expected);
  const struct { ContactKind kind; const char *value, *code; } wrong[] = {{ContactKind::phone, "8 600 12345", "phone.no_country"}, {ContactKind::email, "a.b", "email.malformed"},
                                                                        {ContactKind::chat, "12345", "chat.malformed"},          {ContactKind::chat, "telegram:", "chat.malformed"},
                                                                        {ContactKind::chat, ":1", "chat.malformed"},             {ContactKind::chat, "a:b c", "chat.malformed"}};
  for (const auto& one : wrong) {
    const auto outcome = normal_contact(one.kind, one.value, "");
    ASSERT_TRUE(outcome.has_error()) << one.value;
    EXPECT_EQ(outcome.error().code, one.code);
    EXPECT_EQ(outcome.error().field, "value");
  }
}

TEST(ClientRules, NameTheMemberAtFault) {
  ASSERT_TRUE(check_client(person()).has_value());
  const struct { const char* field; std::function<void(Client&)> spoil; } cases[] = {
      {"name", [](Client& c) { c.name = "  "; }},
      {"name", [](Client& c) { c.name = std::string(201, 'x'); }},
      {"language", [](Client& c) { c.language = "English"; }},
      {"tier", [](Client& c) { c.tier = "V.I.P."; }},
      {"notes", [](Client& c) { c.notes = std::string(10'001, 'x'); }},
      {"external_id", [](Client& c) { c.external_id = std::string(101, 'x'); }},
      {"tastes.tea", [](Client& c) { c.tastes = {{"tea", std::string(501, 'x')}}; }},
      {"organisation_id", [](Client& c) { c.kind = ClientKind::organisation, c.organisation_id = ClientId(1); }},
      {"household_id", [](Client& c) { c.kind = ClientKind::organisation, c.household_id = HouseholdId(1); }},
  };
  for (const auto& one : cases) {
    Client spoiled = person();
    one.spoil(spoiled);
    ASSERT_TRUE(check_client(spoiled).has_error()) << one.field;
    EXPECT_EQ(check_client(spoiled).error().field, one.field);
  }
}

TEST(ContactRules, RefuseRepetition) {
  const ContactPoint one = contact(ContactKind::phone, "+37060012345", true), mail = contact(ContactKind::email, "a@b.lt", true);
  EXPECT_TRUE(check_contacts(std::vector{one, mail}).has_value()) << "one preferred of each kind";
  EXPECT_EQ(check_contacts(std::vector{one, mail, one}).error().field, "contacts[2].value");
  EXPECT_EQ(check_contacts(std::vector{one, contact(ContactKind::phone, "+37060012346", true)}).error().field, "contacts[1].preferred");
  std::vector<ContactPoint> many;
  for (int i = 0; i < 51; ++i) many.push_back(contact(ContactKind::chat, fmt::format("telegram:{}", i)));
  EXPECT_EQ(check_contacts(many).error().code, "client.contacts");
}

TEST(SiteRules, NameTheMemberAtFault) {
  Site site;
  site.name = "Depot";
  EXPECT_EQ(check_site(site).error().code, "site.nowhere");
  site.place = Place{42, -71};
  EXPECT_TRUE(check_site(site).has_value());
  site.service_level = "Gold!";
  EXPECT_EQ(check_site(site).error().field, "service_level");
  Asset asset;
  EXPECT_EQ(check_asset(asset).error().field, "name");
  asset.name = "Boiler";
  EXPECT_EQ(check_asset(asset).error().field, "kind");
}

TEST(Search, AClientIsFoundByItsNameItsContactsAndItsNumber) {
  const std::vector<ContactPoint> contacts{contact(ContactKind::phone, "+37060012345"), contact(ContactKind::email, "anna@post.lt"), contact(ContactKind::chat, "telegram:Anna7")};
  const Words words = search_words(person(), contacts);
  for (const char* word : {"анна", "мария", "munoz", "crm", "00042", "37060012345", "60012345", "anna@post.lt", "anna7", "рия", "noz", "2345", "post.lt", "042"}) EXPECT_TRUE(words.contains(word)) << word;
  for (const char* no_word : {"345", "lt", "oz"}) EXPECT_FALSE(words.contains(no_word)) << "too short to be looked for: " << no_word;
}

TEST(Search, UmlautsAreFoundInEverySpelling) {
  Client client = person();
  const auto finds = [&](const char* name, const char* typed) {
    client.name = name;
    const auto words = search_words(client, {});
    return std::ranges::all_of(search_terms(typed), [&](const std::string& term) { return std::ranges::any_of(words, [&](const std::string& word) { return word.starts_with(term); }); });
  };
  const std::pair<const char*, const char*> cases[] = {{"Müller", "Mueller"}, {"Mueller", "Müller"}, {"Müller", "Muller"}, {"Møller", "moeller"}, {"Großmann", "GROSSMANN"}, {"Łukasz", "lukasz"},
                                                       {"Đặng Thứ", "dang thu"}, {"Ёлкина", "елкина"}, {"Håkon", "haakon"}, {"Haakon", "Håkon"}, {"O'Neil", "oneil"}, {"Oberhuber", "huber"}};
  for (const auto& [name, typed] : cases) EXPECT_TRUE(finds(name, typed)) << name << " by " << typed;
  EXPECT_FALSE(finds("Müller", "Miller"));
}

TEST(Search, ReadsWhatPeopleType) {
  EXPECT_EQ(search_terms(" Анна MUÑ "), (Terms{"анна", "mun"}));
  EXPECT_EQ(search_terms("+370 (600) 12"), Terms{"37060012"});
  EXPECT_EQ(search_terms("00370 600"), Terms{"370600"});
  EXPECT_EQ(search_terms("0600 123"), Terms{"600123"});
  EXPECT_EQ(search_terms("Anna@Po"), Terms{"anna@po"});
  EXPECT_EQ(search_terms("one two three fourth"), (Terms{"fourth", "three", "one"}));
  EXPECT_TRUE(search_terms(" ,. ").empty());
  EXPECT_TRUE(search_terms("\xff").empty());
}

RC_GTEST_PROP(Search, AnyBeginningOfAWordOfTheNameIsFound, ()) {
  const std::vector<std::string> letters{"A", "é", "Ж", "Ё", "Ե", "7", "z", "Ș", "東"};
  std::string name;
  for (const auto& letter : *rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(letters)))) name += letter;
  RC_PRE(length_of(name) <= 30U && name.find_first_not_of("0123456789") != std::string::npos);
  Client client = person();
  client.name = name;
  const auto words = search_words(client, {});
  const std::string typed(first_characters(name, *rc::gen::inRange<std::size_t>(1, 1 + length_of(name))));
  for (const std::string& term : search_terms(typed)) {
    if (term.find_first_not_of("0123456789") == std::string::npos) continue;  // read as a telephone number
    RC_ASSERT(std::any_of(words.begin(), words.end(), [&](const std::string& word) { return word.starts_with(term); }));
  }
}

}  // namespace bellman::clients
