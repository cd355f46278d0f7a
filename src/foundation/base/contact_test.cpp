#include "base/contact.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellman {
namespace {

TEST(Phone, IsStoredAsE164) {
  const struct { const char *text, *country, *expected; } cases[] = {
      {"+370 600 12345", "", "+37060012345"}, {"00370 (600) 12-345", "", "+37060012345"},  {"8 600 12345", "LT", "+37060012345"},
      {"(617) 635-4500", "US", "+16176354500"}, {"+7 495 123-45-67", "", "+74951234567"}, {" +63 917 123 4567 ", "US", "+639171234567"},
      {"+1 617 635 4500 ext. 9", "", "+16176354500"}};
  for (const auto& one : cases) {
    const auto phone = phone_e164(one.text, one.country);
    ASSERT_TRUE(phone.has_value()) << one.text << ": " << phone.error().text();
    EXPECT_EQ(*phone, one.expected);
    EXPECT_EQ(*phone_e164(*phone), *phone) << "its own form stays";
  }
}

TEST(Phone, SaysWhatIsWrong) {
  const struct { const char *text, *country, *code; } cases[] = {
      {"600 12345", "", "phone.no_country"}, {"call me", "", "phone.malformed"}, {"", "", "phone.malformed"}, {"+370 12", "", "phone.length"},
      {"+370600123451234", "", "phone.length"}, {"600 12345", "XX", "phone.no_country"}, {"+999 123456", "", "phone.no_country"}, {"\xff", "", "phone.malformed"}};
  for (const auto& one : cases) {
    const auto phone = phone_e164(one.text, one.country);
    ASSERT_TRUE(phone.has_error()) << one.text;
    EXPECT_EQ(phone.error().code, one.code) << one.text;
    EXPECT_FALSE(phone.error().cure.empty());
  }
}

TEST(Phone, HasItsNationalDigits) {
  EXPECT_EQ(national_digits("+37060012345"), "60012345");
  EXPECT_EQ(national_digits("60012345"), "");
}

TEST(Email, IsStoredInLowerCase) {
  EXPECT_EQ(*email_address(" Ivan.Petrov@Mail.RU "), "ivan.petrov@mail.ru");
  EXPECT_EQ(*email_address("o'neil+tag@a-b.example"), "o'neil+tag@a-b.example");
  for (const char* bad : {"", "a", "a@b", "@b.c", "a@", "a b@c.d", "a@b..c", ".a@b.c", "a@-b.c", "a@b.c.", "a@b@c.d", "a\n@b.c", "<a@b.c>"})
    EXPECT_EQ(email_address(bad).error().code, "email.malformed") << bad;
}

RC_GTEST_PROP(Contact, AnyTextIsAnsweredAndAnAcceptedOneStays, (const std::string& text)) {
  if (const auto phone = phone_e164(text); phone.has_value()) RC_ASSERT(*phone_e164(*phone) == *phone);
  if (const auto email = email_address(text); email.has_value()) RC_ASSERT(*email_address(*email) == *email);
}

}  // namespace
}  // namespace bellman
