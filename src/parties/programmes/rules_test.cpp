#include "programmes/rules.h"

#include <gtest/gtest.h>

namespace bellman::programmes {
namespace {

Programme good() {
  Programme programme;
  programme.key = "gold";
  programme.languages = {"en", "pt-BR"};
  return programme;
}

TEST(Programme, EachRuleNamesItsField) {
  EXPECT_TRUE(check(good()).has_value());
  const auto field_of = [](auto change) {
    Programme programme = good();
    change(programme);
    const auto result = check(programme);
    return result.has_error() ? result.error().field : std::string("nothing wrong");
  };
  EXPECT_EQ(field_of([](Programme& p) { p.key = "Gold"; }), "key");
  EXPECT_EQ(field_of([](Programme& p) { p.key = "1a"; }), "key");
  EXPECT_EQ(field_of([](Programme& p) { p.colour = "red"; }), "colour");
  EXPECT_EQ(field_of([](Programme& p) { p.colour = "#12345g"; }), "colour");
  EXPECT_EQ(field_of([](Programme& p) { p.languages.clear(); }), "languages");
  EXPECT_EQ(field_of([](Programme& p) { p.languages = {"en", "x"}; }), "languages[1]");
  EXPECT_EQ(field_of([](Programme& p) { p.currency = "euro"; }), "currency");
  EXPECT_EQ(field_of([](Programme& p) { p.zone = "Europe/Nowhere"; }), "zone");
  EXPECT_EQ(field_of([](Programme& p) { p.phone_line = "022"; }), "phone_line");
  EXPECT_EQ(field_of([](Programme& p) { p.phone_line = "+37122334455"; }), "nothing wrong");
}

TEST(Region, LiesOnEarth) {
  Region region;
  region.key = "riga";
  EXPECT_TRUE(check(region).has_value());
  region.centre = {91, 0};
  EXPECT_EQ(check(region).error().field, "centre");
}

}  // namespace
}  // namespace bellman::programmes
