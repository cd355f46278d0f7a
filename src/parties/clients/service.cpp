#include "clients/service.h"

#include "clients/changes.h"
#include "clients/store.h"
#include "db/typed.h"
#include "programmes/service.h"
#include "workers/service.h"

#include <algorithm>

namespace bellman::clients {

namespace {

std::set<std::string> as_set(std::vector<std::string> words) { return {std::make_move_iterator(words.begin()), std::make_move_iterator(words.end())}; }

Error unknown_client() { return Error::not_found("client.unknown", "There is no such client.", "client_id", "Search for the client."); }

Result<> announce(engine::Tx& tx, std::string kind, const Client& client, std::vector<std::string> members) {
  return tx.apply(engine::Consequences{}.event(std::move(kind), "client", client.id.value, client.programme_id, engine::Audience::operator_,
                                               ClientChange{client.id, client.version, std::move(members)}));
}

Result<> check_organisation(db::Session& session, const Client& client) {
  if (!client.organisation_id) return ok();
  TRY(organisation, store::find_client(session, client.organisation_id));
  if (!organisation || organisation->programme_id != client.programme_id || organisation->kind != ClientKind::organisation)
    return Error::invalid("client.unknown_organisation", "The programme has no such organisation.", "organisation_id", "Search for the organisation.");
  return ok();
}

Result<> check_household(db::Session& session, const Client& client) {
  if (!client.household_id) return ok();
  TRY(household, db::find<Household>(session, client.household_id));
  if (!household || household->programme_id != client.programme_id)
    return Error::invalid("client.unknown_household", "The programme has no such household.", "household_id", "Choose one of its households.");
  return ok();
}

Result<> check_external_id(db::Session& session, const Client& client) {
  if (client.external_id.empty()) return ok();
  TRY(other, store::find_by_external_id(session, client.programme_id, client.external_id));
  if (other && other->id != client.id)
    return Error::conflict("client.external_id_taken", fmt::format("Client {} of the programme has this external id.", other->id.value), "Use that client, or another external id.");
  return ok();
}

// What only the neighbours can tell.
Result<> check_neighbours(engine::Tx& tx, const Client& client) {
  db::Session& session = tx.session();
  if (!client.programme_id) return Error::invalid("client.programme", "The programme is missing.", "programme_id", "Choose one.");
  TRY_DO(programmes::need_programme(tx, client.programme_id, "client", "programme_id"));
  TRY_DO(check_organisation(session, client));
  TRY_DO(check_household(session, client));
  return check_external_id(session, client);
}

// Contacts that were there already keep their rows.
Result<bool> save_contacts(engine::Tx& tx, ClientId client, const std::vector<ContactPoint>& before, const std::vector<ContactPoint>& after) {
  bool has_changed = false;
  const auto same = [](const ContactPoint& a, const ContactPoint& b) { return a.kind == b.kind && a.value == b.value; };
  for (const ContactPoint& old : before) {
    if (std::ranges::any_of(after, [&](const ContactPoint& kept) { return same(kept, old); })) continue;
    TRY_DO(db::remove<ContactPoint>(tx.session(), old.id));
    has_changed = true;
  }
  for (ContactPoint contact : after) {
    contact.client_id = client;
    const auto old = std::ranges::find_if(before, [&](const ContactPoint& one) { return same(one, contact); });
    if (old != before.end() && old->preferred == contact.preferred) continue;
    has_changed = true;
    if (old != before.end()) {
      contact.id = old->id;
      TRY_DO(db::update(tx.session(), contact));
    } else {
      TRY(id, tx.next_id<ContactPoint>());
      contact.id = id;
      TRY_DO(db::insert(tx.session(), contact));
    }
  }
  return has_changed;
}

Result<std::vector<ContactPoint>> contacts_from(const ClientInput& input) {
  std::vector<ContactPoint> contacts;
  for (const ContactInput& one : input.contacts) {
    auto value = normal_contact(one.kind, one.value, one.country ? std::string_view(*one.country) : std::string_view());
    if (value.has_error()) return value.error().below(fmt::format("contacts[{}]", contacts.size()));
    contacts.push_back({{}, {}, one.kind, *std::move(value), one.preferred.value_or(false)});
  }
  return contacts;
}

Client client_from(const ClientInput& input) {
  Client client;
  client.programme_id = input.programme_id;
  client.kind = input.kind;
  client.name = input.name;
  client.language = input.language.value_or(client.language);
  client.tier = input.tier.value_or(client.tier);
  client.organisation_id = input.organisation_id.value_or(ClientId{});
  client.household_id = input.household_id.value_or(HouseholdId{});
  client.notes = input.notes.value_or("");
  client.tastes = input.tastes;
  client.external_id = input.external_id.value_or("");
  client.active = input.active.value_or(true);
  return client;
}

// Writes the client with its next version.
Result<Client> save(engine::Tx& tx, Client client, std::vector<std::string> members) {
  client.version += 1;
  TRY_DO(db::update(tx.session(), client));
  TRY_DO(announce(tx, "client.changed", client, std::move(members)));
  return client;
}

}  // namespace

Result<std::optional<Client>> find_client(db::Session& session, ClientId id) { return store::find_client(session, id); }

Result<std::string> client_name(db::Session& session, ClientId id) {
  static constexpr db::Query query{"client.name", "SELECT name FROM client WHERE id = $1"};
  TRY(name, db::first<std::string>(session, query, id));
  return name.value_or("");
}

Result<std::optional<Client>> find_client_by_external_id(db::Session& session, ProgrammeId programme, std::string_view external_id) {
  return store::find_by_external_id(session, programme, external_id);
}

Result<std::vector<ClientId>> find_clients_by_phone(db::Session& session, const std::vector<ProgrammeId>& programmes, std::string_view digits) {
  constexpr std::int64_t most = 100;
  return store::with_phone(session, programmes, digits, most);
}

Result<std::vector<Client>> find_clients_by_contact(db::Session& session, ContactKind kind, std::string_view value) {
  return store::with_contact(session, kind, value, 50);
}

Result<std::optional<Household>> find_household(db::Session& session, HouseholdId id) { return db::find<Household>(session, id); }
Result<std::vector<ContactPoint>> contacts_of(db::Session& session, ClientId client) { return store::contacts_of(session, client); }
Result<std::vector<WorkerWish>> wishes_of(db::Session& session, ClientId client) { return store::wishes_of(session, client); }

Result<Client> create_client(engine::Tx& tx, Client draft, std::vector<ContactPoint> contacts) {
  draft.id = {};
  draft.version = 1;
  draft.created_at = tx.now();
  TRY_DO(check_client(draft));
  TRY_DO(check_contacts(contacts));
  TRY_DO(check_neighbours(tx, draft));
  TRY(id, tx.next_id<Client>());
  draft.id = id;
  TRY_DO(db::insert(tx.session(), draft));
  TRY_DO(save_contacts(tx, id, {}, contacts));
  TRY_DO(store::set_words(tx.session(), draft, {}, search_words(draft, contacts)));
  TRY_DO(announce(tx, "client.created", draft, {}));
  return draft;
}

Result<> renew_words(engine::Tx& tx, const Client& client) {
  TRY(contacts, store::contacts_of(tx.session(), client.id));
  TRY(before, store::words_of(tx.session(), client.id));
  return store::set_words(tx.session(), client, as_set(std::move(before)), search_words(client, contacts));
}

Result<Client> create_client(engine::Tx& tx, const ClientInput& input) {
  TRY(contacts, contacts_from(input));
  return create_client(tx, client_from(input), std::move(contacts));
}

Result<Client> replace_client(engine::Tx& tx, Client draft, std::vector<ContactPoint> contacts) {
  TRY(before, store::find_client(tx.session(), draft.id));
  if (!before) return unknown_client();
  if (draft.programme_id != before->programme_id)
    return Error::invalid("client.programme_fixed", "A client stays in its programme.", "programme_id", "Create the client anew in the other programme.");
  draft.created_at = before->created_at;
  draft.version = before->version;
  TRY_DO(check_client(draft));
  TRY_DO(check_contacts(contacts));
  TRY_DO(check_neighbours(tx, draft));
  TRY(contacts_before, store::contacts_of(tx.session(), draft.id));
  TRY(words_before, store::words_of(tx.session(), draft.id));
  TRY(contacts_changed, save_contacts(tx, draft.id, contacts_before, contacts));
  TRY_DO(store::set_words(tx.session(), draft, as_set(std::move(words_before)), search_words(draft, contacts)));
  auto members = changed_members(*before, draft);
  if (contacts_changed) members.emplace_back("contacts");
  return save(tx, std::move(draft), std::move(members));
}

Result<Client> replace_client(engine::Tx& tx, ClientId id, const ClientInput& input) {
  TRY(contacts, contacts_from(input));
  Client draft = client_from(input);
  draft.id = id;
  return replace_client(tx, std::move(draft), std::move(contacts));
}

Result<Client> retire_client(engine::Tx& tx, ClientId id) {
  TRY(client, store::find_client(tx.session(), id));
  if (!client) return unknown_client();
  if (!client->active) return *std::move(client);
  client->active = false;
  return save(tx, *std::move(client), {"active"});
}

Result<Client> set_wish(engine::Tx& tx, const WorkerWish& wish) {
  TRY(client, store::find_client(tx.session(), wish.client_id));
  if (!client) return unknown_client();
  if (!wish.worker_id) return Error::invalid("client.wish_worker", "The worker is missing.", "worker_id", "Choose one.");
  const auto worker = workers::load_state(tx.session(), wish.worker_id);
  if (worker.has_error() && worker.error().kind != ErrorClass::not_found) return worker.error();
  if (worker.has_error()) return Error::invalid("client.unknown_worker", "There is no such worker.", "worker_id", "Choose one of the workers.");
  TRY_DO(db::upsert(tx.session(), wish));
  return save(tx, *std::move(client), {"wishes"});
}

Result<Client> remove_wish(engine::Tx& tx, ClientId id, WorkerId worker) {
  TRY(client, store::find_client(tx.session(), id));
  if (!client) return unknown_client();
  TRY(removed, db::remove<WorkerWish>(tx.session(), id, worker));
  if (removed == 0) return Error::not_found("client.unknown_wish", "The client has no wish about this worker.", "worker_id", "Look at the client's wishes.");
  return save(tx, *std::move(client), {"wishes"});
}

Result<Household> create_household(engine::Tx& tx, Household draft) {
  draft.version = 1;
  if (!draft.programme_id) return Error::invalid("household.programme", "The programme is missing.", "programme_id", "Choose one.");
  TRY_DO(programmes::need_programme(tx, draft.programme_id, "household", "programme_id"));
  TRY(id, tx.next_id<Household>());
  draft.id = id;
  TRY_DO(db::insert(tx.session(), draft));
  TRY_DO(tx.apply(engine::Consequences{}.event("household.created", "household", id.value, draft.programme_id, engine::Audience::operator_, NounChange{})));
  return draft;
}

Result<Household> replace_household(engine::Tx& tx, Household draft) {
  TRY(before, db::find<Household>(tx.session(), draft.id));
  if (!before) return Error::not_found("household.unknown", "There is no such household.", "household_id");
  if (draft.programme_id != before->programme_id)
    return Error::invalid("household.programme_fixed", "A household stays in its programme.", "programme_id", "Create it anew in the other programme.");
  draft.version = before->version + 1;
  TRY_DO(db::update(tx.session(), draft));
  TRY_DO(tx.apply(engine::Consequences{}.event("household.changed", "household", draft.id.value, draft.programme_id, engine::Audience::operator_,
                                               NounChange{draft.version, changed_members(*before, draft)})));
  return draft;
}

}  // namespace bellman::clients
