// /healthz: the process lives. /readyz: it can do its work. /metrics: figures for Prometheus.
#pragma once
#include "api/stream.h"
#include "engine/readers.h"
#include "engine/runner.h"
#include "http/server.h"
#include <string>

namespace bellman::server {

struct HealthSources {
  const http::Server& server;
  engine::Runner& runner;
  engine::Readers& readers;
  const api::Stream& stream;
  const engine::Clock& clock;
  std::string database_file;  // its disk must have space left
};

// The sources outlive the router.
Result<> add_health(http::Router& router, const HealthSources& sources);

}  // namespace bellman::server
