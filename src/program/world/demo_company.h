// A believable small company in an invented city, made from a seed through the rooms' own use cases: three programmes, eight
// districts, forty services, 120 workers, 200 clients with 260 sites, and accounts for people to log in with.
#pragma once
#include "base/place.h"
#include "base/zone.h"
#include "catalogue/model.h"
#include "clients/model.h"
#include "engine/tx.h"
#include "world/in_transaction.h"

#include <functional>
#include <string>
#include <vector>

namespace bellman::world {

// What a person needs to log in; for a file beside the database. Passwords come from the seed: for demonstrations only.
struct DemoAccount {
  std::string login, password, role, name;
};
BOOST_DESCRIBE_STRUCT(DemoAccount, (), (login, password, role, name))

struct DemoHand {
  WorkerId id;
  std::string name;
  Place home;
  bool has_account = false;   // a person plays this worker, not the crowd
};

struct DemoAsset {
  AssetId id;
  std::string kind;
};

struct DemoSite {
  SiteId id;
  RegionId region;
  std::vector<DemoAsset> assets;
};

struct DemoClient {
  ClientId id;
  ProgrammeId programme;
  clients::ClientKind kind = clients::ClientKind::person;
  std::string name, language, tier;
  std::vector<DemoSite> sites;   // none: an employee of an organisation, who asks the desk only
};

struct DemoService {
  catalogue::Service service;
  std::string text;    // what clients write of it, when there is no fault kind (demo_texts.h)
  std::string asset;   // the kind of equipment that it is about
  double weight = 1;   // how often it is asked for
};

struct DemoCompany {
  std::vector<ProgrammeId> programmes;
  std::vector<RegionId> regions;
  std::vector<DemoService> services;
  std::vector<DemoHand> workers;
  std::vector<DemoClient> clients;
  std::vector<DemoAccount> accounts;
  std::string zone;
};


// Writes it into empty tables, in transactions of at most about 200 events. The same seed and moment write the same rows, but for
// the salts of the passwords. Takes about a second, most of it for hashing passwords. Errors: those of the rooms and the store.
// `zone`: where the city lies; the demonstration chooses one where it is day.
Result<DemoCompany> build_demo_company(const InTransaction& in_transaction, std::uint64_t seed, Instant now, std::string zone = "Europe/Vilnius");

}  // namespace bellman::world
