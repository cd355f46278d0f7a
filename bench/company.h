// A small company for the benchmarks, made through the rooms' own use cases: one programme, 40 services with a form and service
// levels in business time, 100 sites, 500 clients, 120 workers, and a machine's API token.
#pragma once
#include "catalogue/model.h"
#include "engine/tx.h"

#include <string>

namespace bellman::bench {

struct Company {
  ProgrammeId programme;
  std::vector<ServiceId> services;
  std::vector<SiteId> sites;
  std::vector<ClientId> clients;
  std::vector<WorkerId> workers;
  std::string token;  // of an account of the role machine, for every programme
};

Result<Company> build_company(engine::Tx& tx, catalogue::DispatchMode dispatch_mode);

}  // namespace bellman::bench
