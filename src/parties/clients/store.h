// The tables of the clients. Lists are pages by keyset: what comes after the given id, in order of id.
#pragma once
#include "clients/model.h"
#include "db/migration.h"
#include "db/session.h"

#include <set>

namespace bellman::clients {

const db::Migrations& migrations();

namespace store {

struct ListFilter {
  ProgrammeId programme_id;         // none: of all programmes
  std::optional<ClientKind> kind;
  bool only_active = false;
};

// A client with the word that it was found by.
struct Hit : Client {
  std::string word;
};
BOOST_DESCRIBE_STRUCT(Hit, (Client), (word))

struct SearchFilter {
  ProgrammeId programme_id;          // none: of all programmes
  std::vector<std::string> terms;    // of search_terms(): 1..3
  bool only_active = false;
  std::string after_word;            // the last hit of the page before
  ClientId after_id;
};

Result<std::optional<Client>> find_client(db::Session& session, ClientId id);
Result<std::optional<Client>> find_by_external_id(db::Session& session, ProgrammeId programme, std::string_view external_id);
Result<std::vector<Client>> list_clients(db::Session& session, const ListFilter& filter, ClientId after, std::int64_t limit);
Result<std::vector<Client>> of_organisation(db::Session& session, ClientId organisation, ClientId after, std::int64_t limit);
Result<std::vector<Client>> of_household(db::Session& session, HouseholdId household, ClientId after, std::int64_t limit);
Result<std::vector<Client>> with_contact(db::Session& session, ContactKind kind, std::string_view value, std::int64_t limit);
// Of one of the programmes, none named: of all, who have a telephone number that ends in these digits; the newest, at most `limit`.
Result<std::vector<ClientId>> with_phone(db::Session& session, const std::vector<ProgrammeId>& programmes, std::string_view digits, std::int64_t limit);
// Which of the terms begins the fewest words: it should stand first in a search. Looks at no more than some thousand rows of each.
Result<std::size_t> rarest_term(db::Session& session, const std::vector<std::string>& terms);
// In order of (word, id) of the words that the first term begins; each client once.
Result<std::vector<Hit>> search(db::Session& session, const SearchFilter& filter, std::int64_t limit);

Result<std::vector<ContactPoint>> contacts_of(db::Session& session, ClientId client);
Result<std::vector<WorkerWish>> wishes_of(db::Session& session, ClientId client);
Result<std::vector<std::string>> words_of(db::Session& session, ClientId client);
// Makes the words of the client these.
Result<> set_words(db::Session& session, const Client& client, const std::set<std::string>& before, const std::set<std::string>& after);

Result<std::vector<Household>> list_households(db::Session& session, ProgrammeId programme, HouseholdId after, std::int64_t limit);
Result<std::vector<Site>> list_sites(db::Session& session, ProgrammeId programme, bool only_active, SiteId after, std::int64_t limit);
Result<std::vector<Site>> sites_of(db::Session& session, ClientId client, SiteId after, std::int64_t limit);
Result<std::vector<Asset>> assets_of(db::Session& session, SiteId site, AssetId after, std::int64_t limit);

// The statements of the lists, for the test of their query plans.
std::vector<db::Query> hot_queries();

}  // namespace store
}  // namespace bellman::clients
