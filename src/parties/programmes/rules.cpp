#include "programmes/rules.h"

#include <fmt/format.h>

#include <algorithm>

namespace bellman::programmes {

namespace {
constexpr std::size_t key_max = 40, phone_digits_min = 5, phone_digits_max = 15;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hexadecimal(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool is_colour(std::string_view text) {
  return text.size() == 7 && text.front() == '#' && std::all_of(text.begin() + 1, text.end(), is_hexadecimal);
}

bool is_language(std::string_view tag) {  // the shape of BCP 47
  return tag.size() >= 2 && tag.size() <= 35 && std::all_of(tag.begin(), tag.end(), [](char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-'; });
}

bool is_phone(std::string_view text) {
  if (text.empty() || text.front() != '+') return false;
  text.remove_prefix(1);
  return text.size() >= phone_digits_min && text.size() <= phone_digits_max && text.front() != '0' && std::all_of(text.begin(), text.end(), is_digit);
}
}  // namespace

Result<> check_key(std::string_view key, std::string_view noun) {
  const auto is_known = [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '_'; };
  if (key.empty() || key.size() > key_max || key.front() < 'a' || key.front() > 'z' || !std::all_of(key.begin(), key.end(), is_known))
    return Error::invalid(fmt::format("{}.key", noun), "That cannot be a key.", "key", "Use 1 to 40 of a-z, 0-9, - and _, a letter first.");
  return ok();
}

Result<> check(const Programme& programme) {
  TRY_DO(check_key(programme.key, Programme::table));
  if (!is_colour(programme.colour)) return Error::invalid("programme.colour", "That is not a colour.", "colour", "Write it as #1f6f5c.");
  if (programme.languages.empty()) return Error::invalid("programme.languages", "A programme speaks at least one language.", "languages");
  for (std::size_t i = 0; i < programme.languages.size(); ++i)
    if (!is_language(programme.languages[i])) return Error::invalid("programme.languages", "That is not a language.", fmt::format("languages[{}]", i), "Use codes such as en or pt-BR.");
  if (minor_digits(programme.currency) < 0) return Error::invalid("money.currency", "That is not a currency.", "currency", "Use a code of ISO 4217, such as EUR.");
  if (auto zone = Zone::find(programme.zone); zone.has_error()) return zone.error().below("zone");
  if (!programme.phone_line.empty() && !is_phone(programme.phone_line))
    return Error::invalid("programme.phone_line", "That is not a phone number.", "phone_line", "Write it with its country, such as +37122334455.");
  return ok();
}

Result<> check(const Region& region) {
  TRY_DO(check_key(region.key, Region::table));
  if (!(region.centre.lat >= -90 && region.centre.lat <= 90 && region.centre.lon >= -180 && region.centre.lon <= 180))
    return Error::invalid("region.centre", "That place is not on Earth.", "centre");
  return ok();
}

}  // namespace bellman::programmes
