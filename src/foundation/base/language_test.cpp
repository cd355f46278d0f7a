#include "base/language.h"

#include "base/text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

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

TEST(Language, FoldsTheLettersOfTheProductsLanguages) {
  const struct { const char *text, *plain; } cases[] = {
      {"Muñoz", "munoz"}, {"ȘTEFĂNIȚĂ", "stefanita"}, {"Žąsis ŲŪ", "zasis uu"}, {"ЁЛКА Подъём", "елка подъем"}, {"ԵՐԵՎԱՆ", "երեվան"},
      {"Ångström Straße Œuvre", "angstrom strasse oeuvre"}, {"e\xCC\x81t\xC3\xA9", "ete"}, {"ΆΣΣΟΣ ασσος", "ασσοσ ασσοσ"}, {"東京 😀", "東京 😀"}, {"Ґєдзь", "ґєдзь"}};
  for (const auto& one : cases) EXPECT_EQ(folded(one.text), one.plain);
}

TEST(Language, CutsWords) {
  EXPECT_EQ(words_of(" O'Neil, Анна-Мария (VIP)  "), (std::vector<std::string>{"o", "neil", "анна", "мария", "vip"}));
  EXPECT_TRUE(words_of(" .,- ").empty());
  EXPECT_EQ(length_of(words_of(std::string(100, 'x')).front()), 40U);
}

// Texts of letters from many scripts and what stands between them.
std::string some_text() {
  static const std::vector<std::string> letters{"a", "Z", "É", "ñ", "Ț", "ß", "Œ", "ŉ", "Ё", "Й", "Ґ", "Ά", "ς", "Եՙ", "և", "東", "😀", "\xCC\x81", " ", "-", "7"};
  std::string text;
  for (const auto& letter : *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(letters))) text += letter;
  return text;
}

RC_GTEST_PROP(Language, FoldingTwiceChangesNothing, ()) {
  const std::string text = some_text();
  RC_ASSERT(is_utf8(folded(text)));
  RC_ASSERT(folded(folded(text)) == folded(text));
}

RC_GTEST_PROP(Language, APrefixStandsInItsRange, ()) {
  for (const std::string& word : words_of(some_text())) {
    const std::string prefix(first_characters(word, 2));
    RC_ASSERT(prefix <= word);
    RC_ASSERT(word < end_of_prefix(prefix));
  }
}

}  // namespace
}  // namespace bellman
