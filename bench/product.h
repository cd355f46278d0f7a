// The product in this process: store, engine, every room, log-in, HTTP, as the server puts them together.
#pragma once
#include "api/service.h"
#include "api/services.h"
#include "company.h"
#include "db/session.h"
#include "db/open.h"
#include "engine/runner.h"
#include "http/server.h"
#include "people/directory.h"

#include <functional>
#include <string>

namespace bellman::bench {

// One use case on a file or another address of a database, in a process of nothing else; makes the tables when they are missing.
void run_on(const std::string& address, const std::function<Result<>(engine::Tx&)>& body);
// A store with all tables and the company in it.
Company make_database(const std::string& address, catalogue::DispatchMode dispatch_mode);

class Product {
 public:
  // Serves the file, each answer after its fsync, until it is destroyed.
  explicit Product(const std::string& file);
  explicit Product(std::unique_ptr<db::Database> opened);
  ~Product();
  Product(const Product&) = delete;
  Product& operator=(const Product&) = delete;
  std::uint16_t port() const { return server->port(); }
  const engine::RunnerFigures& figures() const { return runner->figures(); }

 private:
  std::unique_ptr<db::Database> database;
  engine::Registry registry;
  engine::SystemClock clock;
  api::Services services;
  std::unique_ptr<engine::Engine> engine;
  std::unique_ptr<engine::Readers> readers;
  std::unique_ptr<people::Directory> directory;
  std::unique_ptr<engine::Runner> runner;
  api::Routes routes;
  std::unique_ptr<api::Service> service;
  http::Router router;
  std::unique_ptr<http::Server> server;
};

}  // namespace bellman::bench
