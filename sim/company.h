// A small company, different for each seed: two programmes, seven services, workers with skills and shifts, clients with wishes.
#pragma once
#include "base/prng.h"
#include "catalogue/model.h"
#include "clients/model.h"
#include "engine/engine.h"
#include "workers/model.h"

namespace bellman::sim {

struct Company {
  std::vector<catalogue::Service> services;
  std::vector<clients::Client> clients;
  std::vector<clients::Site> sites;   // each of one of the clients
  std::vector<workers::Worker> workers;
};

Result<Company> found_company(engine::Engine& engine, Prng& random);

}  // namespace bellman::sim
