#include "base/text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellman {
namespace {

TEST(Text, KnowsUtf8) {
  EXPECT_TRUE(is_utf8("Житель, lúc, 東京, 😀"));
  for (const char* bad : {"\xff", "a\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\x80"}) EXPECT_FALSE(is_utf8(bad)) << bad;
}

TEST(Text, CutsBetweenCharacters) {
  EXPECT_EQ(first_characters("Ёлка", 2), "Ёл");
  EXPECT_EQ(first_characters("ab", 9), "ab");
  EXPECT_EQ(first_characters("", 0), "");
  EXPECT_EQ(length_of("東京x"), 3U);
}

TEST(Text, TrimsBothEnds) { EXPECT_EQ(trimmed(" \t a b\r\n"), "a b"); }

RC_GTEST_PROP(SpokenCode, ReturnsItsId, ()) {
  const auto id = *rc::gen::inRange<std::int64_t>(1, (1LL << 60) - 1);
  RC_ASSERT(parse_spoken_code(spoken_code(id)) == id);
}

RC_GTEST_PROP(SpokenCode, FindsOneWrongCharacter, ()) {
  const auto id = *rc::gen::inRange<std::int64_t>(1, 1LL << 41);
  std::string code = spoken_code(id);
  const auto at = *rc::gen::inRange<std::size_t>(0, code.size());
  const char other = *rc::gen::elementOf(std::string("0123456789ABCDEFGHJKMNPQRSTVWXYZ"));
  RC_PRE(code[at] != '-' && code[at] != other);
  code[at] = other;
  RC_ASSERT(!parse_spoken_code(code).has_value());
}

RC_GTEST_PROP(SpokenCode, FindsTwoSwapped, ()) {
  std::string code = spoken_code(*rc::gen::inRange<std::int64_t>(1, 1LL << 41));
  const auto a = *rc::gen::inRange<std::size_t>(0, code.size()), b = *rc::gen::inRange<std::size_t>(0, code.size());
  RC_PRE(code[a] != '-' && code[b] != '-' && code[a] != code[b]);
  std::swap(code[a], code[b]);
  RC_ASSERT(!parse_spoken_code(code).has_value());
}

TEST(SpokenCode, IsReadAsPeopleSayIt) {
  const std::string code = spoken_code(58'119);
  std::string said;
  for (const char c : code)
    if (c != '-') said += c == '0' ? 'o' : c == '1' ? 'l' : static_cast<char>(std::tolower(c));
  EXPECT_EQ(parse_spoken_code(said), 58'119);
  EXPECT_FALSE(parse_spoken_code("").has_value());
  EXPECT_FALSE(parse_spoken_code("UUU-UUU-U").has_value());
}

RC_GTEST_PROP(SpokenCode, ABeginningFindsIt, ()) {
  const auto highest = *rc::gen::inRange<std::int64_t>(1, 1LL << 41);
  const auto id = *rc::gen::inRange<std::int64_t>(1, highest + 1);
  const std::string code = spoken_code(id);
  const std::size_t least = id < (1LL << 30) ? 3 : id < (1LL << 40) ? 6 : 9;  // with the hyphens
  const std::string typed = lower_ascii(code.substr(0, *rc::gen::inRange(least + 1, code.size() + 1)));
  const auto found = spoken_codes_beginning(typed, highest);
  RC_ASSERT(std::find(found.begin(), found.end(), id) != found.end());
  RC_ASSERT(std::is_sorted(found.rbegin(), found.rend()));
  for (const auto one : found) RC_ASSERT(one <= highest && lower_ascii(spoken_code(one)).starts_with(typed));
}

TEST(SpokenCode, ABeginningNeedsThreeCharacters) {
  EXPECT_TRUE(spoken_codes_beginning("", 1'000'000).empty());
  EXPECT_TRUE(spoken_codes_beginning("K7", 1LL << 40).empty());
  EXPECT_TRUE(spoken_codes_beginning("!!!", 1LL << 40).empty());
  EXPECT_FALSE(spoken_codes_beginning("K7Q", 1LL << 29).empty());
}

}  // namespace
}  // namespace bellman
