// What other rooms and the routes do with clients and their places.
//
// Events (operators see them; they name what has changed, not the values: a journal is never erased, a person's data may have to be):
//   client.created, client.changed          ClientChange, of the subject "client"; wishes count as a change of the client
//   household.created, household.changed    NounChange
//   site.created, site.changed              SiteChange
//   asset.created, asset.changed            NounChange
#pragma once
#include "clients/model.h"
#include "clients/rules.h"
#include "codec/types.h"
#include "engine/registry.h"
#include "engine/tx.h"

namespace bellman::clients {

struct ClientChange {
  ClientId client_id;
  std::int64_t version = 1;
  std::vector<std::string> members;  // which have changed; empty when it is new
};
BOOST_DESCRIBE_STRUCT(ClientChange, (), (client_id, version, members))

struct SiteChange {
  SiteId site_id;
  ClientId client_id;
  std::int64_t version = 1;
  std::vector<std::string> members;
};
BOOST_DESCRIBE_STRUCT(SiteChange, (), (site_id, client_id, version, members))

struct NounChange {
  std::int64_t version = 1;
  std::vector<std::string> members;
};
BOOST_DESCRIBE_STRUCT(NounChange, (), (version, members))

// ---- commands from outside; what is left out takes the model's default ----

struct ContactInput {
  ContactKind kind = ContactKind::phone;
  codec::Text<254, 1> value;
  std::optional<codec::Text<2, 2>> country;  // ISO 3166-1 alpha-2, for a national number
  std::optional<bool> preferred;
};
BOOST_DESCRIBE_STRUCT(ContactInput, (), (kind, value, country, preferred))

struct ClientInput {
  ProgrammeId programme_id;
  ClientKind kind = ClientKind::person;
  codec::Text<200, 1> name;
  std::optional<codec::Text<35, 2>> language;
  std::optional<codec::Text<40, 1>> tier;
  std::optional<ClientId> organisation_id;
  std::optional<HouseholdId> household_id;
  std::optional<codec::Text<10'000>> notes;
  std::map<std::string, std::string> tastes;
  std::optional<codec::Text<100>> external_id;
  std::optional<bool> active;
  std::vector<ContactInput> contacts;
};
BOOST_DESCRIBE_STRUCT(ClientInput, (), (programme_id, kind, name, language, tier, organisation_id, household_id, notes, tastes, external_id, active, contacts))

struct HouseholdInput {
  ProgrammeId programme_id;
  codec::Text<200, 1> name;
};
BOOST_DESCRIBE_STRUCT(HouseholdInput, (), (programme_id, name))

struct WishInput {
  WishKind kind = WishKind::wished;
  std::optional<codec::Text<500>> reason;
};
BOOST_DESCRIBE_STRUCT(WishInput, (), (kind, reason))

struct SiteInput {
  ProgrammeId programme_id;
  std::optional<ClientId> client_id;  // none: a public place
  codec::Text<200, 1> name;
  std::optional<codec::Text<500>> address;
  std::optional<Place> place;
  std::optional<RegionId> region_id;
  std::optional<codec::Text<40, 1>> service_level;
  std::optional<CalendarId> calendar_id;
  std::optional<bool> active;
};
BOOST_DESCRIBE_STRUCT(SiteInput, (), (programme_id, client_id, name, address, place, region_id, service_level, calendar_id, active))

struct AssetInput {
  codec::Text<60, 1> kind;
  codec::Text<200, 1> name;
  std::optional<codec::Text<100>> serial;
  std::optional<bool> active;
};
BOOST_DESCRIBE_STRUCT(AssetInput, (), (kind, name, serial, active))

// ---- reading: one query each; nothing when there is none ----

Result<std::optional<Client>> find_client(db::Session& session, ClientId id);
// What a card shows of it, without reading the rest; empty when there is none.
Result<std::string> client_name(db::Session& session, ClientId id);
Result<std::string> site_name(db::Session& session, SiteId id);
Result<std::optional<Client>> find_client_by_external_id(db::Session& session, ProgrammeId programme, std::string_view external_id);
// Whose telephone, address or messenger it is; a household may share one. The contact in its stored form, see normal_contact(). At most 50.
// By the digits of a telephone number or its last ones (base/fold.h phone_digits()), of one of the programmes; none named: of all. At most the
// newest hundred.
Result<std::vector<ClientId>> find_clients_by_phone(db::Session& session, const std::vector<ProgrammeId>& programmes, std::string_view digits);
Result<std::vector<Client>> find_clients_by_contact(db::Session& session, ContactKind kind, std::string_view value);
Result<std::optional<Site>> find_site(db::Session& session, SiteId id);
// The first of that very name in the programme; for imports, which know places by name only.
Result<std::optional<Site>> find_site_by_name(db::Session& session, ProgrammeId programme, std::string_view name);
Result<std::optional<Household>> find_household(db::Session& session, HouseholdId id);
Result<std::optional<Asset>> find_asset(db::Session& session, AssetId id);
// In order of kind and value.
Result<std::vector<ContactPoint>> contacts_of(db::Session& session, ClientId client);
// Whom the client trusts and refuses, in order of worker.
Result<std::vector<WorkerWish>> wishes_of(db::Session& session, ClientId client);

// ---- changing. Drafts carry everything but id, version and created_at, which are set here ----
// Errors: those of check_client, check_contacts, check_site, check_asset, normal_contact; and
// client.unknown, household.unknown, site.unknown, asset.unknown (not found); client.unknown_organisation, client.unknown_household, site.unknown_client,
// client.external_id_taken, client.programme_fixed, site.programme_fixed; of what other rooms know: client.unknown_programme, household.unknown_programme,
// site.unknown_programme, site.unknown_region, site.unknown_calendar, site.retired_calendar, client.unknown_worker (of a wish), with their fields.

// Contacts already in their stored form.
Result<Client> create_client(engine::Tx& tx, Client draft, std::vector<ContactPoint> contacts);
Result<Client> create_client(engine::Tx& tx, const ClientInput& input);
// Puts the draft and its contacts in the place of the client with its id; the caller has compared the versions.
Result<Client> replace_client(engine::Tx& tx, Client draft, std::vector<ContactPoint> contacts);
Result<Client> replace_client(engine::Tx& tx, ClientId id, const ClientInput& input);
// It is served no more; its history stays. Erasing a person is the business of privacy.
Result<Client> retire_client(engine::Tx& tx, ClientId id);

// One wish for a worker: a new one takes the place of the old. Gives the client with its new version.
Result<Client> set_wish(engine::Tx& tx, const WorkerWish& wish);
Result<Client> remove_wish(engine::Tx& tx, ClientId client, WorkerId worker);

Result<Household> create_household(engine::Tx& tx, Household draft);
Result<Household> replace_household(engine::Tx& tx, Household draft);
Result<Site> create_site(engine::Tx& tx, Site draft);
Result<Site> create_site(engine::Tx& tx, const SiteInput& input);
Result<Site> replace_site(engine::Tx& tx, Site draft);
Result<Site> replace_site(engine::Tx& tx, SiteId id, const SiteInput& input);
Result<Asset> create_asset(engine::Tx& tx, Asset draft);
Result<Asset> replace_asset(engine::Tx& tx, Asset draft);

// Makes the words under which a client is found anew, as this version folds them.
Result<> renew_words(engine::Tx& tx, const Client& client);
// Timers: new words after an upgrade.
void subscribe(engine::Registry& registry);

}  // namespace bellman::clients
