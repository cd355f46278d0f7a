#include "clients/store.h"

#include "base/assert.h"
#include "base/language.h"
#include "db/typed.h"

#include <limits>

namespace bellman::clients::store {
namespace {

template <class Noun>
using Statement = const db::Select<Noun>&;

Statement<Client> by_external_id() {
  static const db::Select<Client> select("client.by_external_id", "FROM client WHERE programme_id = $1 AND external_id = $2 AND external_id <> ''");
  return select;
}
Statement<Client> all_clients() {
  static const db::Select<Client> select("client.list", "FROM client WHERE id > $1 AND ($2 = '' OR kind = $2) AND active >= $3 ORDER BY id LIMIT $4");
  return select;
}
Statement<Client> clients_of_programme() {
  static const db::Select<Client> select(
      "client.by_programme", "FROM client WHERE programme_id = $1 AND id > $2 AND ($3 = '' OR kind = $3) AND active >= $4 ORDER BY programme_id, id LIMIT $5");
  return select;
}
Statement<Client> clients_of_organisation() {
  static const db::Select<Client> select("client.by_organisation", "FROM client WHERE organisation_id = $1 AND id > $2 ORDER BY organisation_id, id LIMIT $3");
  return select;
}
Statement<Client> clients_of_household() {
  static const db::Select<Client> select("client.by_household", "FROM client WHERE household_id = $1 AND id > $2 ORDER BY household_id, id LIMIT $3");
  return select;
}
Statement<Client> clients_with_contact() {
  static const db::Select<Client> select("client.by_contact",
                                         "FROM client WHERE id IN (SELECT client_id FROM contact_point WHERE kind = $1 AND value = $2) ORDER BY id LIMIT $3");
  return select;
}
Statement<ContactPoint> contacts_of_client() {
  static const db::Select<ContactPoint> select("contact_point.by_client", "FROM contact_point WHERE client_id = $1 ORDER BY client_id, kind, value");
  return select;
}
Statement<WorkerWish> wishes_of_client() {
  static const db::Select<WorkerWish> select("worker_wish.by_client", "FROM worker_wish WHERE client_id = $1 ORDER BY client_id, worker_id");
  return select;
}
Statement<Household> all_households() {
  static const db::Select<Household> select("household.list", "FROM household WHERE id > $1 ORDER BY id LIMIT $2");
  return select;
}
Statement<Household> households_of_programme() {
  static const db::Select<Household> select("household.by_programme", "FROM household WHERE programme_id = $1 AND id > $2 ORDER BY programme_id, id LIMIT $3");
  return select;
}
Statement<Site> all_sites() {
  static const db::Select<Site> select("site.list", "FROM site WHERE id > $1 AND active >= $2 ORDER BY id LIMIT $3");
  return select;
}
Statement<Site> sites_of_programme() {
  static const db::Select<Site> select("site.by_programme", "FROM site WHERE programme_id = $1 AND id > $2 AND active >= $3 ORDER BY programme_id, id LIMIT $4");
  return select;
}
Statement<Site> sites_of_client() {
  static const db::Select<Site> select("site.by_client", "FROM site WHERE client_id = $1 AND id > $2 ORDER BY client_id, id LIMIT $3");
  return select;
}
Statement<Asset> assets_of_site() {
  static const db::Select<Asset> select("asset.by_site", "FROM asset WHERE site_id = $1 AND id > $2 ORDER BY site_id, id LIMIT $3");
  return select;
}

constexpr db::Query words_of_client{"client_word.by_client", "SELECT word FROM client_word WHERE client_id = $1 ORDER BY word"};
constexpr db::Query insert_word{"client_word.insert", "INSERT INTO client_word (programme_id, word, client_id) VALUES ($1, $2, $3)"};
constexpr db::Query remove_word{"client_word.remove", "DELETE FROM client_word WHERE programme_id = $1 AND word = $2 AND client_id = $3"};

constexpr db::Query count_words{"client_word.count",
                                "SELECT count(*) FROM (SELECT word FROM client_word WHERE word >= $1 AND word < $2 ORDER BY word, client_id LIMIT 3000) AS few"};

// The range [$1, $2) of words drives the search; a client stands at its first word in the range [$3, $2), so that it comes once;
// the other terms must each begin some word of it.
std::string search_text(bool of_programme) {
  return "SELECT " + db::column_list<Client>("c.") + ", w.word FROM client_word w JOIN client c ON c.id = w.client_id" +
         " WHERE w.word >= $1 AND w.word < $2 AND (w.word > $1 OR w.client_id > $4)" + (of_programme ? " AND w.programme_id = $10" : "") +
         " AND NOT EXISTS (SELECT 1 FROM client_word b WHERE b.client_id = w.client_id AND b.word >= $3 AND b.word < w.word)" +
         " AND ($5 = '' OR EXISTS (SELECT 1 FROM client_word s WHERE s.client_id = w.client_id AND s.word >= $5 AND s.word < $6))" +
         " AND ($7 = '' OR EXISTS (SELECT 1 FROM client_word t WHERE t.client_id = w.client_id AND t.word >= $7 AND t.word < $8))" +
         " AND c.active >= $9 ORDER BY " + (of_programme ? "w.programme_id, w.word, w.client_id LIMIT $11" : "w.word, w.client_id LIMIT $10");
}
const db::Query& search_all() {
  static const std::string text = search_text(false);
  static const db::Query query{"client.search", text};
  return query;
}
const db::Query& search_programme() {
  static const std::string text = search_text(true);
  static const db::Query query{"client.search_programme", text};
  return query;
}

}  // namespace

Result<std::optional<Client>> find_client(db::Session& session, ClientId id) { return db::find<Client>(session, id); }

Result<std::optional<Client>> find_by_external_id(db::Session& session, ProgrammeId programme, std::string_view external_id) {
  return by_external_id().first(session, programme, external_id);
}

Result<std::vector<Client>> list_clients(db::Session& session, const ListFilter& filter, ClientId after, std::int64_t limit) {
  const std::string_view kind = filter.kind ? codec::enum_name(*filter.kind) : "";
  if (!filter.programme_id) return all_clients().all(session, after.value, kind, filter.only_active, limit);
  return clients_of_programme().all(session, filter.programme_id, after.value, kind, filter.only_active, limit);
}

Result<std::vector<Client>> of_organisation(db::Session& session, ClientId organisation, ClientId after, std::int64_t limit) {
  return clients_of_organisation().all(session, organisation, after.value, limit);
}

Result<std::vector<Client>> of_household(db::Session& session, HouseholdId household, ClientId after, std::int64_t limit) {
  return clients_of_household().all(session, household, after.value, limit);
}

Result<std::vector<Client>> with_contact(db::Session& session, ContactKind kind, std::string_view value, std::int64_t limit) {
  return clients_with_contact().all(session, kind, value, limit);
}

Result<std::size_t> rarest_term(db::Session& session, const std::vector<std::string>& terms) {
  std::size_t rarest = 0;
  std::int64_t fewest = std::numeric_limits<std::int64_t>::max();
  for (std::size_t i = 0; terms.size() > 1 && i < terms.size() && fewest > 0; ++i) {
    TRY(count, db::first<std::int64_t>(session, count_words, terms[i], end_of_prefix(terms[i])));
    if (count.value_or(0) >= fewest) continue;
    fewest = count.value_or(0);
    rarest = i;
  }
  return rarest;
}

Result<std::vector<Hit>> search(db::Session& session, const SearchFilter& filter, std::int64_t limit) {
  BELLMAN_ASSERT(!filter.terms.empty() && filter.terms.size() <= 3, "a search has one to three terms");
  const auto term = [&](std::size_t i) { return i < filter.terms.size() ? filter.terms[i] : std::string(); };
  const std::string first = term(0), second = term(1), third = term(2);
  const std::string from = filter.after_id ? std::max(first, filter.after_word) : first;
  const std::string end = end_of_prefix(first), second_end = end_of_prefix(second), third_end = end_of_prefix(third);
  if (!filter.programme_id)
    return db::all<Hit>(session, search_all(), from, end, first, filter.after_id.value, second, second_end, third, third_end, filter.only_active, limit);
  return db::all<Hit>(session, search_programme(), from, end, first, filter.after_id.value, second, second_end, third, third_end, filter.only_active,
                      filter.programme_id, limit);
}

namespace {
constexpr std::string_view of_phone = "SELECT w.client_id FROM client_word w WHERE w.word = $1 AND EXISTS (SELECT 1 FROM contact_point p WHERE p.client_id = w.client_id AND p.kind = 'phone'"
                                      " AND p.value LIKE $2) AND ";
}  // namespace

Result<std::vector<ClientId>> with_phone(db::Session& session, const std::vector<ProgrammeId>& programmes, std::string_view digits, std::int64_t limit) {
  static const std::string order = " ORDER BY w.client_id DESC LIMIT $4";
  static const std::string sqlite_text = std::string(of_phone) + "($3 = '[]' OR w.programme_id IN (SELECT value FROM json_each($3)))" + order;
  static const std::string postgresql_text = std::string(of_phone) + "(CAST($3 AS text) = '[]' OR w.programme_id IN"
                                             " (SELECT CAST(value AS bigint) FROM json_array_elements_text(CAST(CAST($3 AS text) AS json)) AS value))" + order;
  static const db::Query sqlite{"client.with_phone", sqlite_text}, postgresql{"client.with_phone_postgresql", postgresql_text};
  if (digits.empty()) return std::vector<ClientId>{};
  return db::all<ClientId>(session, session.engine() == db::Engine::sqlite ? sqlite : postgresql, digits, "%" + std::string(digits), programmes, limit);
}

Result<std::vector<ContactPoint>> contacts_of(db::Session& session, ClientId client) { return contacts_of_client().all(session, client); }
Result<std::vector<WorkerWish>> wishes_of(db::Session& session, ClientId client) { return wishes_of_client().all(session, client); }
Result<std::vector<std::string>> words_of(db::Session& session, ClientId client) { return db::all<std::string>(session, words_of_client, client); }

Result<> set_words(db::Session& session, const Client& client, const std::set<std::string>& before, const std::set<std::string>& after) {
  for (const std::string& word : before)
    if (!after.contains(word)) TRY_DO(db::post(session, remove_word, client.programme_id, word, client.id));
  for (const std::string& word : after)
    if (!before.contains(word)) TRY_DO(db::post(session, insert_word, client.programme_id, word, client.id));
  return ok();
}

Result<std::vector<Household>> list_households(db::Session& session, ProgrammeId programme, HouseholdId after, std::int64_t limit) {
  if (!programme) return all_households().all(session, after.value, limit);
  return households_of_programme().all(session, programme, after.value, limit);
}

Result<std::vector<Site>> list_sites(db::Session& session, ProgrammeId programme, bool only_active, SiteId after, std::int64_t limit) {
  if (!programme) return all_sites().all(session, after.value, only_active, limit);
  return sites_of_programme().all(session, programme, after.value, only_active, limit);
}

Result<std::vector<Site>> sites_of(db::Session& session, ClientId client, SiteId after, std::int64_t limit) {
  return sites_of_client().all(session, client, after.value, limit);
}

Result<std::vector<Asset>> assets_of(db::Session& session, SiteId site, AssetId after, std::int64_t limit) {
  return assets_of_site().all(session, site, after.value, limit);
}

std::vector<db::Query> hot_queries() {
  return {by_external_id().query(), all_clients().query(), clients_of_programme().query(), clients_of_organisation().query(), clients_of_household().query(),
          clients_with_contact().query(), contacts_of_client().query(), wishes_of_client().query(), all_households().query(), households_of_programme().query(),
          all_sites().query(), sites_of_programme().query(), sites_of_client().query(), assets_of_site().query(), words_of_client, count_words, insert_word, remove_word,
          search_all(), search_programme(), db::TableQueries<Client>::get().find, db::TableQueries<Site>::get().find};
}

}  // namespace bellman::clients::store
