#include "base/language.h"

#include <gtest/gtest.h>

namespace bellman {
namespace {

TEST(Language, KnowsATag) {
  for (const char* good : {"en", "fil", "pt-BR", "zh-Hant-TW", "sr-Latn"}) EXPECT_TRUE(is_language_tag(good)) << good;
  for (const char* bad : {"", "e", "EN", "english", "en-", "en--GB", "en_GB", "-en", "en-a"}) EXPECT_FALSE(is_language_tag(bad)) << bad;
}

TEST(Language, FallsBack) {
  const std::map<std::string, std::string> texts{{"en", "taxi"}, {"pt", "táxi"}, {"ru", "такси"}};
  EXPECT_EQ(text_in(texts, "ru"), "такси");
  EXPECT_EQ(text_in(texts, "pt-BR"), "táxi");
  EXPECT_EQ(text_in(texts, "hy"), "taxi");
  EXPECT_EQ(text_in({{"lt", "taksi"}}, "hy"), "taksi");
  EXPECT_EQ(text_in({}, "en"), "");
}

}  // namespace
}  // namespace bellman
