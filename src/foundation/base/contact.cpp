#include "base/contact.h"

#include "base/text.h"

#include <fmt/format.h>
#include <phonenumbers/phonenumberutil.h>

#include <algorithm>

namespace bellman {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

constexpr std::string_view international = "Write it with + and the country's code, such as +44 20 7946 0018.";

Error malformed_phone(std::string_view text) {
  return Error::invalid("phone.malformed", fmt::format("\"{}\" is not a telephone number.", first_characters(text, 40)), {}, std::string(international));
}

Error malformed_email(std::string_view text) {
  return Error::invalid("email.malformed", fmt::format("\"{}\" is not an e-mail address.", first_characters(text, 80)), {}, "Write it as name@example.com.");
}

bool is_word_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), [](char c) { return is_word_character(c) || c == '-'; });
}

// At least two labels.
bool is_domain(std::string_view domain) {
  std::size_t labels = 0;
  for (std::size_t at = 0; at <= domain.size(); ++labels) {
    const std::size_t end = std::min(domain.find('.', at), domain.size());
    if (!is_label(domain.substr(at, end - at))) return false;
    at = end + 1;
  }
  return labels >= 2;
}

// The dot-atom of RFC 5322; quoted names are not accepted, nobody gives them on purpose.
bool is_local_part(std::string_view local) {
  if (local.empty() || local.size() > 64 || local.front() == '.' || local.back() == '.' || local.find("..") != std::string_view::npos) return false;
  return std::all_of(local.begin(), local.end(),
                     [](char c) { return is_word_character(c) || std::string_view(".!#$%&'*+/=?^_`{|}~-").find(c) != std::string_view::npos; });
}

}  // namespace

Result<std::string> phone_e164(std::string_view text, std::string_view country) {
  std::string said(trimmed(text));
  if (said.size() > 60 || !is_utf8(said)) return malformed_phone(text);
  if (said.starts_with("00") && country.empty()) said = "+" + said.substr(2);
  const auto& util = *PhoneNumberUtil::GetInstance();
  PhoneNumber number;
  switch (util.Parse(said, country.empty() ? "ZZ" : std::string(country), &number)) {
    case PhoneNumberUtil::NO_PARSING_ERROR: break;
    case PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR:
      return Error::invalid("phone.no_country", fmt::format("It is not known to which country \"{}\" belongs.", said), {}, std::string(international));
    default: return malformed_phone(text);
  }
  if (util.IsPossibleNumberWithReason(number) != PhoneNumberUtil::IS_POSSIBLE)
    return Error::invalid("phone.length", fmt::format("\"{}\" has too few or too many digits for its country.", said), {}, std::string(international));
  std::string result;
  number.clear_extension();
  util.Format(number, PhoneNumberUtil::E164, &result);
  return result;
}

std::string national_digits(std::string_view e164) {
  if (!e164.starts_with('+')) return {};
  const auto& util = *PhoneNumberUtil::GetInstance();
  PhoneNumber number;
  if (util.Parse(std::string(e164), "ZZ", &number) != PhoneNumberUtil::NO_PARSING_ERROR) return {};
  std::string digits;
  util.GetNationalSignificantNumber(number, &digits);
  return digits;
}

Result<std::string> email_address(std::string_view text) {
  const std::string_view address = trimmed(text);
  const std::size_t at = address.rfind('@');
  if (at == std::string_view::npos || address.size() > 254 || !is_utf8(address)) return malformed_email(text);
  if (!is_local_part(address.substr(0, at)) || !is_domain(address.substr(at + 1))) return malformed_email(text);
  return lower_ascii(address);
}

}  // namespace bellman
