#include "base/fold.h"

#include "base/text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellman {
namespace {

TEST(Fold, FoldsTheLettersOfTheProductsLanguages) {
  const struct { const char *text, *plain; } cases[] = {
      {"Muñoz", "munoz"}, {"ȘTEFĂNIȚĂ", "stefanita"}, {"Žąsis ŲŪ", "zasis uu"}, {"ЁЛКА Подъём", "елка подъем"}, {"ԵՐԵՎԱՆ", "երեվան"},
      {"Ångström Straße Œuvre", "angstrom strasse oeuvre"}, {"e\xCC\x81t\xC3\xA9", "ete"}, {"ΆΣΣΟΣ ασσος", "ασσοσ ασσοσ"}, {"東京 😀", "東京 😀"}, {"Ґєдзь", "ґєдзь"},
      {"STRASSE", "strasse"}, {"STRAẞE", "strasse"}, {"Łódź Ørsted DIYARBAKIR Diyarbakır İzmir", "lodz orsted diyarbakir diyarbakir izmir"}, {"ή Ή", "η η"},
      {"Đặng Nguyễn Thứ", "dang nguyen thu"}, {"Ægir Þór Ðavíð", "aegir thor david"}, {"ﬁn ① Ⅳ ２", "fin 1 iv 2"}, {"हिन्दी", "हिन्दी"}, {"がき", "がき"}};
  for (const auto& one : cases) EXPECT_EQ(folded(one.text), one.plain);
}

TEST(Fold, CutsWords) {
  EXPECT_EQ(words_of(" O'Neil, Анна-Мария (VIP)  "), (std::vector<std::string>{"o", "neil", "анна", "мария", "vip"}));
  EXPECT_EQ(words_of("«Ромашка»—дом №5…"), (std::vector<std::string>{"ромашка", "дом", "no5"}));
  EXPECT_TRUE(words_of(" .,- ").empty());
  EXPECT_EQ(length_of(words_of(std::string(100, 'x')).front()), 40U);
}

bool finds(std::string_view text, std::string_view typed) { return holds_typed(index_words(text), typed_parts(typed)); }

TEST(Fold, FindsATextAsItIsTyped) {
  const struct { const char *text, *typed; } found[] = {
      {"Straße 5", "STRASSE"}, {"STRASSE", "straße"}, {"Müller", "Mueller"}, {"Mueller", "Müller"}, {"Köln", "koeln"}, {"KOELN", "Köln"}, {"Köln", "koln"}, {"Århus", "Aarhus"},
      {"Sønderborg", "soenderborg"}, {"Soenderborg", "Sønderborg"}, {"Łukasz", "lukasz"}, {"Ёлка", "елка"}, {"елка", "ЁЛКА"}, {"ή", "η"}, {"Đỗ Thứ", "do thu"}, {"Işık", "isik"},
      {"SN-4471-AX/99", "4471-AX"}, {"SN-4471-AX/99", "71-ax"}, {"SN-4471-AX/99", "sn4471ax99"}, {"SN4471AX99", "71AX9"}, {"Wasserhahn", "hahn"}, {"call +370 600 12 345", "60012345"},
      {"37060012345", "+370 600 123"}, {"O'Neil", "oneil"}, {"Müller-Lüdenscheidt", "mueller luedensch"}, {"東京都庁", "都庁"}};
  for (const auto& one : found) EXPECT_TRUE(finds(one.text, one.typed)) << one.text << " by " << one.typed;
  const struct { const char *text, *typed; } not_found[] = {{"Blunt", "blue"}, {"Müller", "Maeller"}, {"one two", "two three"}, {"SN-4471", "4472"}};
  for (const auto& one : not_found) EXPECT_FALSE(finds(one.text, one.typed)) << one.text << " by " << one.typed;
}

TEST(Fold, ReadsTheTailOfATelephoneNumber) {
  EXPECT_EQ(phone_digits("+370 (600) 12-345"), "37060012345");
  EXPECT_EQ(phone_digits("00370 600 12345"), "37060012345");
  EXPECT_EQ(phone_digits("0600 12345"), "60012345");
  EXPECT_EQ(phone_digits("0123"), "0123");
  for (const char* other : {"123", "", "12a45", "#1234"}) EXPECT_EQ(phone_digits(other), "") << other;
}

// Texts of letters from many scripts and what stands between them.
std::string some_text() {
  static const std::vector<std::string> letters{"a", "Z", "É", "ñ", "Ț", "ß", "Œ", "ŉ", "Ё", "Й", "Ґ", "Ά", "ς", "Եՙ", "և", "東", "😀", "\xCC\x81", " ", "-", "7", "ü", "Ø", "İ", "ı", "ﬁ", "ễ", "が", "한", "ि", "’"};
  std::string text;
  for (const auto& letter : *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(letters))) text += letter;
  return text;
}

RC_GTEST_PROP(Fold, FoldingTwiceChangesNothing, ()) {
  const std::string text = some_text();
  RC_ASSERT(is_utf8(folded(text)));
  RC_ASSERT(folded(folded(text)) == folded(text));
}

RC_GTEST_PROP(Fold, EveryTextIsFoundByItself, ()) {
  const std::string text = some_text();
  if (!words_of(text).empty()) RC_ASSERT(finds(text, text));
}

RC_GTEST_PROP(Fold, APrefixStandsInItsRange, ()) {
  for (const std::string& word : words_of(some_text())) {
    const std::string prefix(first_characters(word, 2));
    RC_ASSERT(prefix <= word);
    RC_ASSERT(word < end_of_prefix(prefix));
  }
}

}  // namespace
}  // namespace bellman
