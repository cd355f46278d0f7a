// The whole server put together: store, engine, rooms, API, screens. Used by `serve`, `demo`, tests and benches.
#pragma once
#include "api/routes.h"
#include "api/service.h"
#include "api/services.h"
#include "api/stream.h"
#include "engine/readers.h"
#include "engine/runner.h"
#include "http/server.h"
#include "people/directory.h"
#include "requests/attachments.h"
#include "server/settings.h"
#include "server/sole_server.h"

#include <memory>

namespace bellman::server {

// What the rooms need of the settings.
api::Services services_of(const Settings& settings);

// openapi.json, from the table alone.
std::string openapi_document();

class App {
 public:
  // Opens the store, applies what is missing of the tables, and builds everything; nothing runs yet.
  // `channels` may plug further channels in before the engine starts.
  static Result<std::unique_ptr<App>> open(Settings settings, const engine::Clock& clock, const std::function<void(engine::Registry&)>& channels = {});
  ~App();
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  // Starts threads and listens. From here on the engine belongs to the runner.
  Result<> start();
  // Nothing half done, nothing lost: requests under way are answered, deliveries finished. False when patience ran out.
  bool stop();

  std::uint16_t port() const { return http_server->port(); }
  engine::Engine& engine() { return *the_engine; }      // before start() only
  engine::Runner& runner() { return *the_runner; }
  db::Database& database() { return *store; }
  std::shared_ptr<dispatch::Dispatcher> dispatcher() const { return services.find<dispatch::Dispatcher>(); }
  const Settings& settings() const { return configuration; }

 private:
  App(Settings wanted, const engine::Clock& time) : configuration(std::move(wanted)), clock(time) {}
  Result<> assemble(const std::function<void(engine::Registry&)>& channels);
  Result<> mount();
  Result<> listen_to_peers();
  Result<engine::Due> on_notify(std::string_view said);
  void resync();

  Settings configuration;
  const engine::Clock& clock;
  SoleServer sole;
  std::unique_ptr<db::Database> store;
  engine::Registry registry;
  api::Services services;
  std::unique_ptr<engine::Engine> the_engine;
  std::unique_ptr<people::Directory> directory;
  std::unique_ptr<api::Stream> stream;
  std::unique_ptr<engine::Runner> the_runner;
  std::unique_ptr<engine::Readers> readers;
  api::Routes routes;
  std::unique_ptr<api::Service> service;
  http::Router router;
  std::unique_ptr<http::Server> http_server;
  std::unique_ptr<db::Session> listener_session;  // on the listener's thread
  std::unique_ptr<db::Listener> listener;
  bool running = false;
};

}  // namespace bellman::server
