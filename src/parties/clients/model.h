// Who asks for service and where it is given.
#pragma once
#include "codec/describe.h"

namespace bellman::clients {

enum class ClientKind { person, organisation };
BOOST_DESCRIBE_ENUM(ClientKind, person, organisation)

struct Client {
  static constexpr std::string_view table = "client";
  ClientId id;
  ProgrammeId programme_id;
  ClientKind kind = ClientKind::person;
  std::string name;
  std::string language = "en";
  std::string tier = "standard";           // client class: "standard", "vip", …
  ClientId organisation_id;                // the organisation a person belongs to
  HouseholdId household_id;
  std::string notes;
  std::map<std::string, std::string> tastes;  // "tea": "green, no sugar"
  std::string external_id;                 // in the client's own or an imported system; empty when none
  bool active = true;
  Instant created_at;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(Client, (), (id, programme_id, kind, name, language, tier, organisation_id, household_id, notes, tastes, external_id, active, created_at, version))

struct Household {
  static constexpr std::string_view table = "household";
  HouseholdId id;
  ProgrammeId programme_id;
  std::string name;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(Household, (), (id, programme_id, name, version))

enum class ContactKind { phone, email, chat };
BOOST_DESCRIBE_ENUM(ContactKind, phone, email, chat)

struct ContactPoint {
  static constexpr std::string_view table = "contact_point";
  ContactPointId id;
  ClientId client_id;
  ContactKind kind = ContactKind::phone;
  std::string value;     // E.164, an address in lower case, or "telegram:12345"
  bool preferred = false;
};
BOOST_DESCRIBE_STRUCT(ContactPoint, (), (id, client_id, kind, value, preferred))

enum class WishKind { wished, refused };
BOOST_DESCRIBE_ENUM(WishKind, wished, refused)

// A worker whom the client trusts, or will not have again.
struct WorkerWish {
  static constexpr std::string_view table = "worker_wish";
  static constexpr int key_columns = 2;
  ClientId client_id;
  WorkerId worker_id;
  WishKind kind = WishKind::wished;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(WorkerWish, (), (client_id, worker_id, kind, reason))

// A place that is served.
struct Site {
  static constexpr std::string_view table = "site";
  SiteId id;
  ProgrammeId programme_id;
  ClientId client_id;                      // none: a public place
  std::string name;
  std::string address;
  std::optional<Place> place;
  RegionId region_id;
  std::string service_level = "standard";  // chooses the SLA policy's rule
  CalendarId calendar_id;                  // none: the policy's own
  bool active = true;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(Site, (), (id, programme_id, client_id, name, address, place, region_id, service_level, calendar_id, active, version))

// Equipment or a vehicle at a site.
struct Asset {
  static constexpr std::string_view table = "asset";
  AssetId id;
  SiteId site_id;
  std::string kind;
  std::string name;
  std::string serial;
  bool active = true;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(Asset, (), (id, site_id, kind, name, serial, active, version))

}  // namespace bellman::clients
