// A company that fits a stream of imported requests: its services, regions and service levels come from the file's own
// profile; its workers are placed and skilled by where and what is asked for.
#pragma once
#include "base/prng.h"
#include "engine/tx.h"
#include "imports/profile.h"
#include "requests/model.h"
#include "world/in_transaction.h"

#include <unordered_map>

namespace bellman::world {

struct ReplayCompany {
  ProgrammeId programme;
  std::map<std::string, ServiceId> services;      // by service_key()
  std::map<std::string, SiteId> sites;            // by neighbourhood; "" for whatever has none
  std::vector<ClientId> clients;
  struct Hand {
    WorkerId id;
    Place home;
  };
  std::vector<Hand> workers;
};

std::string service_key(const std::string& subject, const std::string& reason, const std::string& type);

struct CompanySize {
  int workers = 1000;
  double contractor_share = 0.2;
  int clients = 500;
  bool shifts = true;                // of employees; false: always at work, for minutes of real time at any hour of the day
  std::int64_t answer_minutes = 5;   // for an offer
};

// Writes it through the rooms' own use cases, some hundred rows in each transaction.
Result<ReplayCompany> build_company(const InTransaction& in_transaction, const imports::Profile& profile, const CompanySize& size, Prng& prng);

// How a row of the file is filed with that company. The company has been built of a profile that holds the row.
requests::FileRequest filing_of(const imports::ImportedRequest& row, const ReplayCompany& company);

}  // namespace bellman::world
