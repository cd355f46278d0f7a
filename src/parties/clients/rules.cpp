#include "clients/rules.h"

#include "base/contact.h"
#include "base/fold.h"
#include "base/language.h"
#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace bellman::clients {

namespace {

constexpr std::size_t most_contacts = 50, most_tastes = 100, most_terms = 3, longest_word = 60;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Digits and what people write between them.
bool is_number_like(std::string_view text) {
  return std::ranges::count_if(text, is_digit) >= 3 && text.find_first_not_of("0123456789 +-()./") == std::string_view::npos;
}

std::string cut(std::string_view word) { return std::string(first_characters(word, longest_word)); }

Result<std::string> chat_address(std::string_view text) {
  const std::string_view address = trimmed(text);
  const std::size_t colon = address.find(':');
  const bool is_well_formed = colon != std::string_view::npos && colon > 0 && colon + 1 < address.size() && address.size() <= 254 && is_utf8(address) &&
                              std::ranges::all_of(address, [](char c) { return static_cast<unsigned char>(c) > ' ' && c != 0x7F; });
  if (!is_well_formed)
    return Error::invalid("chat.malformed", fmt::format("\"{}\" is not an address of a messenger.", first_characters(address, 60)), {}, "Write it as telegram:12345.");
  return lower_ascii(address.substr(0, colon)) + std::string(address.substr(colon));
}

Result<> check_name(std::string_view noun, std::string_view name) {
  if (trimmed(name).empty() || length_of(name) > 200 || !is_utf8(name))
    return Error::invalid(fmt::format("{}.name", noun), fmt::format("The name of the {} is empty, or longer than 200 characters.", noun), "name", "Write 1 to 200 characters.");
  return ok();
}

// A class of clients or sites, as rules elsewhere name it.
bool is_class(std::string_view word) {
  return !word.empty() && word.size() <= 40 && std::ranges::all_of(word, [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '_' || c == '-'; });
}

Result<> check_tastes(const std::map<std::string, std::string>& tastes) {
  if (tastes.size() > most_tastes) return Error::invalid("client.tastes", fmt::format("There are {} tastes.", tastes.size()), "tastes", fmt::format("Keep at most {}.", most_tastes));
  for (const auto& [about, taste] : tastes)
    if (trimmed(about).empty() || length_of(about) > 60 || length_of(taste) > 500)
      return Error::invalid("client.tastes", "A taste is named by 1 to 60 characters and told in at most 500.", "tastes." + std::string(first_characters(about, 60)), "Shorten it.");
  return ok();
}

}  // namespace

Result<std::string> normal_contact(ContactKind kind, std::string_view value, std::string_view country) {
  auto normal = kind == ContactKind::phone ? phone_e164(value, country) : kind == ContactKind::email ? email_address(value) : chat_address(value);
  if (normal.has_error()) return normal.error().below("value");
  return normal;
}

Result<> check_client(const Client& client) {
  TRY_DO(check_name("client", client.name));
  if (!is_language_tag(client.language))
    return Error::invalid("client.language", fmt::format("\"{}\" is not a language.", first_characters(client.language, 40)), "language", "Use a tag such as en, ru, fil or pt-BR.");
  if (!is_class(client.tier)) return Error::invalid("client.tier", "A tier is a word in small letters, at most 40.", "tier", "Write it like standard or vip.");
  if (client.organisation_id && client.kind == ClientKind::organisation)
    return Error::invalid("client.organisation", "An organisation does not belong to another one.", "organisation_id", "Leave it out.");
  if (client.household_id && client.kind == ClientKind::organisation)
    return Error::invalid("client.household", "An organisation belongs to no household.", "household_id", "Leave it out.");
  if (length_of(client.notes) > 10'000) return Error::invalid("client.notes", "The notes are too long.", "notes", "Write at most 10000 characters.");
  if (length_of(client.external_id) > 100) return Error::invalid("client.external_id", "The external id is too long.", "external_id", "Use at most 100 characters.");
  return check_tastes(client.tastes);
}

Result<> check_contacts(std::span<const ContactPoint> contacts) {
  if (contacts.size() > most_contacts)
    return Error::invalid("client.contacts", fmt::format("There are {} contact points.", contacts.size()), "contacts", fmt::format("Keep at most {}.", most_contacts));
  for (std::size_t i = 0; i < contacts.size(); ++i) {
    for (std::size_t before = 0; before < i; ++before) {
      if (contacts[before].kind != contacts[i].kind) continue;
      if (contacts[before].value == contacts[i].value)
        return Error::invalid("client.contact_twice", fmt::format("{} stands there twice.", contacts[i].value), fmt::format("contacts[{}].value", i), "Leave one out.");
      if (contacts[before].preferred && contacts[i].preferred)
        return Error::invalid("client.preferred_twice", "Two contact points of one kind are preferred.", fmt::format("contacts[{}].preferred", i), "Prefer one of them.");
    }
  }
  return ok();
}

Result<> check_site(const Site& site) {
  TRY_DO(check_name("site", site.name));
  if (length_of(site.address) > 500) return Error::invalid("site.address", "The address is too long.", "address", "Write at most 500 characters.");
  if (site.address.empty() && !site.place) return Error::invalid("site.nowhere", "The site has neither an address nor a place.", "address", "Give at least one of them.");
  if (!is_class(site.service_level))
    return Error::invalid("site.service_level", "A service level is a word in small letters, at most 40.", "service_level", "Write it like standard or gold.");
  return ok();
}

Result<> check_asset(const Asset& asset) {
  TRY_DO(check_name("asset", asset.name));
  if (length_of(asset.kind) > 60 || trimmed(asset.kind).empty())
    return Error::invalid("asset.kind", "The kind of the asset is empty, or longer than 60 characters.", "kind", "Write it like boiler or car.");
  if (length_of(asset.serial) > 100) return Error::invalid("asset.serial", "The serial number is too long.", "serial", "Use at most 100 characters.");
  return ok();
}

namespace {

// "mueller" -> "muller": as somebody types who leaves the dots of "Müller" out.
std::string drawn_together(std::string_view word) {
  std::string out;
  for (const char c : word) {
    const bool written_out_vowel = !out.empty() && ((c == 'e' && std::string_view("aou").find(out.back()) != std::string_view::npos) || (c == 'a' && out.back() == 'a'));
    if (!written_out_vowel) out += c;
  }
  return out;
}

constexpr std::size_t shortest_ending = 3, shortest_phone_ending = 4;

// A word with its endings, so that its middle is the beginning of a stored word too.
void add_with_endings(std::set<std::string>& words, std::string_view whole, std::size_t shortest) {
  const std::string word = cut(whole);
  if (!word.empty()) words.insert(word);
  for (std::size_t at = 1; at < word.size(); ++at)
    if (const std::string_view ending = std::string_view(word).substr(at); !is_utf8_continuation(ending.front()) && length_of(ending) >= shortest) words.emplace(ending);
}

}  // namespace

std::set<std::string> search_words(const Client& client, std::span<const ContactPoint> contacts) {
  std::set<std::string> words;
  const auto add_text = [&](std::string_view text) {
    for (const std::string& word : index_words(text)) {
      add_with_endings(words, word, shortest_ending);
      words.insert(cut(drawn_together(word)));
    }
  };
  add_text(client.name);
  add_text(client.external_id);
  add_with_endings(words, digits_of(client.external_id), shortest_phone_ending);
  for (const ContactPoint& contact : contacts) {
    switch (contact.kind) {
      case ContactKind::phone:
        add_with_endings(words, digits_of(contact.value), shortest_phone_ending);
        add_with_endings(words, national_digits(contact.value), shortest_phone_ending);
        break;
      case ContactKind::email: add_with_endings(words, folded(contact.value), shortest_ending); break;
      case ContactKind::chat: add_with_endings(words, folded(contact.value.substr(contact.value.find(':') + 1)), shortest_ending); break;
    }
  }
  words.erase("");
  return words;
}

std::vector<std::string> search_terms(std::string_view typed) {
  const std::string_view text = trimmed(typed);
  if (!is_utf8(text)) return {};
  std::vector<std::string> terms;
  if (text.find('@') != std::string_view::npos) {
    terms.push_back(folded(text.starts_with('@') ? text.substr(1) : text));
  } else if (is_number_like(text)) {
    const std::string digits = digits_of(text);
    // 00 is how a telephone writes +; a single 0 stands before a national number.
    terms.push_back(digits.substr(digits.starts_with("00") ? 2 : digits.starts_with('0') ? 1 : 0));
  } else {
    terms = words_of(text);
  }
  for (std::string& term : terms) term = cut(term);
  std::erase(terms, "");
  std::ranges::stable_sort(terms, std::greater{}, [](const std::string& term) { return term.size(); });
  if (terms.size() > most_terms) terms.resize(most_terms);
  return terms;
}

}  // namespace bellman::clients
