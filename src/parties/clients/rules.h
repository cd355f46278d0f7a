// The decisions about clients, pure: what is well formed, and what a client is found by.
#pragma once
#include "base/result.h"
#include "clients/model.h"

#include <set>
#include <span>

namespace bellman::clients {

// The contact in its stored form: E.164, an e-mail address in lower case, or "telegram:12345". `country` (ISO 3166-1 alpha-2,
// may be empty) reads a national number. Errors: those of phone_e164() and email_address(), chat.malformed; the field is "value".
Result<std::string> normal_contact(ContactKind kind, std::string_view value, std::string_view country);

// Errors name the member at fault: client.name, client.language, client.tier, client.tastes, client.organisation.
Result<> check_client(const Client& client);
// At most 50, none twice, at most one preferred of a kind.
Result<> check_contacts(std::span<const ContactPoint> contacts);
Result<> check_site(const Site& site);
Result<> check_asset(const Asset& asset);

// What a client is found by: the words of its name, its contacts and its external id (base/fold.h), with their endings.
std::set<std::string> search_words(const Client& client, std::span<const ContactPoint> contacts);

// What somebody who looks for a client has typed: the beginnings of such words that must all be there, at most three, the longest first.
// An address with @ and a telephone number are one word each. Empty when nothing can be looked for.
std::vector<std::string> search_terms(std::string_view typed);

}  // namespace bellman::clients
