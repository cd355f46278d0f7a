#include "codec/json_read.h"
#include "codec/schema.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellman::sample {
using namespace bellman::codec;

enum class Taste { tea, coffee, private_ };
BOOST_DESCRIBE_ENUM(Taste, tea, coffee, private_)

struct Guest {
  ClientId id;
  Text<10, 1> name;
  Bounded<1, 5> stars;
  std::optional<Money> budget;
  std::vector<Taste> tastes;
  Instant since;
  Place place;
  std::map<std::string, std::int32_t> counts;
};
BOOST_DESCRIBE_STRUCT(Guest, (), (id, name, stars, budget, tastes, since, place, counts))

namespace {

const std::string good =
    R"({"id":7,"name":"Ёлка","stars":5,"budget":{"minor":-5,"currency":"EUR"},"tastes":["tea","private"],)"
    R"("since":"2026-03-01T09:05:00Z","place":{"lat":54.5,"lon":25.25},"counts":{"a":1}})";

TEST(Json, ComesBackAsItWas) {
  const auto guest = from_json<Guest>(good);
  ASSERT_TRUE(guest.has_value()) << guest.error().text();
  EXPECT_EQ(to_json(*guest), good);
}

struct BadCase {
  const char* from;
  const char* to;
  const char* code;
  const char* field;
};

TEST(Json, NamesTheFieldAtFault) {
  const BadCase cases[] = {
      {"\"stars\":5", "\"stars\":6", "field.range", "stars"},
      {"\"stars\":5", "\"stars\":5.0", "field.type", "stars"},
      {"\"stars\":5", "\"stars\":99999999999999999999", "field.type", "stars"},
      {"\"stars\":5", "\"stars\":18446744073709551615", "field.range", "stars"},
      {"\"stars\":5,", "", "field.missing", "stars"},
      {"Ёлка", "Ёлка Ёлка Ё", "field.too_long", "name"},
      {"Ёлка", "  ", "field.too_short", "name"},
      {"Ёлка", "a\\u0000b", "field.control_character", "name"},
      {"\"private\"", "\"rum\"", "field.choice", "tastes[1]"},
      {"\"minor\":-5", "\"minor\":\"5\"", "field.type", "budget.minor"},
      {"EUR", "eur", "money.currency", "budget.currency"},
      {"\"minor\":-5", "\"minor\":-1000000000001", "money.range", "budget.minor"},
      {"54.5", "154.5", "place.latitude", "place.lat"},
      {"2026-03-01T", "2026-02-30T", "instant.malformed", "since"},
      {"\"a\":1", "\"a\":[]", "field.type", "counts.a"},
      {"\"a\":1", "\"a\":2147483648", "field.range", "counts.a"},
      {"\"id\":7", "\"id\":0", "field.range", "id"},
      {"\"id\":7", "\"id\":7,\"extra\":1", "field.unknown", "extra"},
      {"{\"id\"", "[{\"id\"", "json.malformed", ""},
  };
  for (const auto& bad : cases) {
    std::string text = good;
    text.replace(text.find(bad.from), std::string_view(bad.from).size(), bad.to);
    const auto guest = from_json<Guest>(text);
    ASSERT_TRUE(guest.has_error()) << text;
    EXPECT_EQ(guest.error().code, bad.code) << text;
    EXPECT_EQ(guest.error().field, bad.field) << text;
  }
}

TEST(Json, RefusesBadUtf8AndDeepNesting) {
  EXPECT_EQ(from_json<Guest>("{\"name\":\"\xff\"}").error().code, "json.malformed");
  EXPECT_EQ(parse_json(std::string(100'000, '[')).error().code, "json.malformed");
  EXPECT_EQ(parse_json("").error().code, "json.malformed");
}

TEST(Json, ANumberThatIsNoneIsRefused) {
  for (const auto& [text, place] : {std::pair{"0e800", ""}, {"[7,1e999]", "[1]"}, {R"({"site":{"lat":-1e400}})", "site.lat"}, {R"({"a":1e999,"a":1})", "a"}}) {
    EXPECT_EQ(parse_json(text).error().code, "json.number") << text;
    EXPECT_EQ(parse_json(text).error().field, place);
  }
  for (const char* text : {"0e8", "1e300", "-0.0", "1e-999"}) EXPECT_TRUE(parse_json(text).has_value()) << text;
}

TEST(Json, ANameThatStandsTwiceIsRefusedWithItsPlace) {
  struct Twice {
    std::string text;
    const char* place;
    const char* name;
  };
  std::string large = "{";
  for (int i = 0; i < 500; ++i) large += fmt::format("\"n{}\":{},", i, i);
  const Twice cases[] = {
      {R"({"a":1,"a":1})", "a", "a"},
      {R"({"a":1,"b":{"c":2,"d":3,"c":4}})", "b.c", "c"},
      {R"({"list":[1,[],{"x":0},{"y":1,"z":"{\"y\":1}","y":2}]})", "list[3].y", "y"},
      {R"([[{"k":null,"k":true}]])", "[0][0].k", "k"},
      {R"({"a":1,"\u0061":2})", "a", "a"},
      {R"({"Ёлка":1,"\u0401\u043b\u043a\u0430":2})", "Ёлка", "Ёлка"},
      {R"({"":1,"":2})", "", ""},
      {R"({"a":{"x":1,"x":2},"a":3})", "a.x", "x"},
      {large + R"("n250":0})", "n250", "n250"},
      {"{\"" + std::string(100, 'k') + "\":1,\"" + std::string(100, 'k') + "\":2}", nullptr, nullptr},
  };
  for (const Twice& one : cases) {
    const auto parsed = parse_json(one.text);
    ASSERT_TRUE(parsed.has_error()) << one.text;
    EXPECT_EQ(parsed.error().code, "json.named_twice") << one.text;
    EXPECT_EQ(parsed.error().kind, ErrorClass::malformed);
    EXPECT_FALSE(parsed.error().cure.empty());
    const std::string cut(60, 'k');
    EXPECT_EQ(parsed.error().field, one.place != nullptr ? one.place : cut) << one.text;
    EXPECT_EQ(parsed.error().message, fmt::format("An object names \"{}\" twice.", one.name != nullptr ? one.name : cut));
  }
  // The same name in two objects, or as a text, is no second time.
  for (const char* sound : {R"({"a":{"a":{"a":"a"}},"b":["a","a"]})", R"([{"a":1},{"a":1}])", R"({"a":"{\"a\":1,\"a\":2}","A":1})", R"({"a":1,"a ":2,"\u0000":3})", "{}", "7"})
    EXPECT_TRUE(parse_json(sound).has_value()) << sound;
  // What is no JSON at all is told first, and the depth stays bounded.
  EXPECT_EQ(parse_json(R"({"a":1,"a":2)").error().code, "json.malformed");
  EXPECT_EQ(parse_json(R"({"a":1,"a":2} 3)").error().code, "json.malformed");
  const auto nested = [](int depth) {
    std::string text;
    for (int i = 0; i < depth; ++i) text += "{\"a\":";
    return text + R"({"b":1,"b":2})" + std::string(static_cast<std::size_t>(depth), '}');
  };
  EXPECT_EQ(parse_json(nested(31)).error().code, "json.named_twice");
  EXPECT_EQ(parse_json(nested(32)).error().code, "json.malformed");
  EXPECT_EQ(from_json<Guest>(R"({"id":7,"id":8})").error().field, "id");
}

TEST(Json, StoredModeForgivesOtherVersions) {
  const auto guest = from_json<Guest>(R"({"name":"Ada","colour":"red"})", Mode::stored);
  ASSERT_TRUE(guest.has_value());
  EXPECT_EQ(guest->name, "Ada");
}

TEST(Schema, StatesLimitsOnce) {
  Components components;
  EXPECT_EQ(schema<Guest>(components), R"({"$ref":"#/components/schemas/sample.Guest"})");
  const std::string& text = components.at("sample.Guest");
  EXPECT_NE(text.find(R"("name":{"type":"string","minLength":1,"maxLength":10})"), std::string::npos) << text;
  EXPECT_NE(text.find(R"("required":["id","name","stars","since","place"])"), std::string::npos) << text;
  EXPECT_EQ(components.at("sample.Taste"), R"({"type":"string","enum":["tea","coffee","private"]})");
}

// Objects of few and of many members, which Boost.JSON keeps in two ways.
RC_GTEST_PROP(Json, AnyNameGivenTwiceIsFound, ()) {
  const auto count = *rc::gen::inRange<std::size_t>(1, 60);
  const auto name = [](std::size_t number) { return fmt::format("name {}", number); };
  std::string inner;
  for (std::size_t i = 0; i < count; ++i) inner += fmt::format("{}\"{}\":{}", i == 0 ? "" : ",", name(i), i);
  RC_ASSERT(parse_json("[{" + inner + "}]").has_value());
  const auto again = *rc::gen::inRange<std::size_t>(0, count);
  const auto refused = parse_json(fmt::format("[0,{{\"in\":{{{},\"{}\":[]}}}}]", inner, name(again)));
  RC_ASSERT(refused.has_error() && refused.error().code == "json.named_twice");
  RC_ASSERT(refused.error().field == "[1].in." + name(again));
}

RC_GTEST_PROP(Json, AnyTextComesBack, (const std::string& bytes)) {
  std::string text;
  for (const char c : bytes)
    if (c > 0) text += c;
  std::string json;
  write_json_string(json, text);
  const auto parsed = parse_json(json);
  RC_ASSERT(parsed.has_value());
  RC_ASSERT(std::string_view(parsed->get_string()) == text);
}

}  // namespace
}  // namespace bellman::sample
