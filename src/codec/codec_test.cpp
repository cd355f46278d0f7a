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
