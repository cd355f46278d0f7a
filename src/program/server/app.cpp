#include "server/app.h"

#include "api/rooms.h"
#include "db/open.h"
#include "db/typed.h"
#include "http/static_files.h"
#include "people/routes.h"
#include "server/health.h"
#include "server/screens.h"

#include <filesystem>

#include <sodium.h>
#include <spdlog/spdlog.h>

namespace bellman::server {

namespace {

// A push or a notice reaches people at their screens through the live stream: the event that goes with it is already there.
// Apps that are not open get it by web push, e-mail or call, when those channels are set up.
class ScreenChannel final : public engine::Channel {
 public:
  Result<> send(const engine::OutboxRow& row) override {
    spdlog::debug("{} {} for the screens", row.kind, row.key);
    return ok();
  }
};

// Unique per start, so that a restarted server never reuses a lease.
std::string process_name() {
  std::array<unsigned char, 8> random{};
  randombytes_buf(random.data(), random.size());
  std::string name;
  for (const unsigned char byte : random) name += fmt::format("{:02x}", byte);
  return name;
}

http::ServerOptions options_of(const Settings& settings, const engine::Clock& clock) {
  http::ServerOptions options;
  options.address = settings.address;
  options.port = static_cast<std::uint16_t>(settings.port);
  options.socket_threads = static_cast<std::size_t>(settings.socket_threads);
  options.worker_threads = static_cast<std::size_t>(settings.worker_threads);
  options.behind_tls = settings.behind_tls;
  options.trust_forwarded_for = settings.trust_forwarded_for;
  options.connections_max = static_cast<std::size_t>(settings.connections_max);
  options.header_timeout_ms = settings.header_timeout_ms;
  options.body_timeout_ms = settings.body_timeout_ms;
  options.idle_timeout_ms = settings.idle_timeout_ms;
  options.write_timeout_ms = settings.write_timeout_ms;
  options.wall_clock = [&clock] { return clock.now(); };
  return options;
}

}  // namespace

api::Services services_of(const Settings& settings) {
  api::Services services;
  people::RouteSettings people_settings;
  people_settings.behind_tls = settings.behind_tls;
  services.put(people_settings);
  services.put(settings.life);
  services.put(settings.dispatch);
  return services;
}

Result<std::unique_ptr<App>> App::open(Settings settings, const engine::Clock& clock, const std::function<void(engine::Registry&)>& channels) {
  std::unique_ptr<App> app(new App(std::move(settings), clock));
  TRY_DO(app->assemble(channels));
  return app;
}

App::~App() {
  if (running) stop();
}

Result<> App::assemble(const std::function<void(engine::Registry&)>& channels) {
  TRY(file, db::sqlite_file(configuration.database));
  if (!file.empty()) {
    TRY(only, SoleServer::of(file));
    sole = std::move(only);
  }
  TRY(opened, open_store(configuration, db::Durability::grouped));
  store = std::move(opened);
  {
    TRY(session, store->open(db::Access::write));
    TRY(state, db::migrate(*session, api::migrations_of(api::rooms()), clock.now()));
    for (const std::string& name : state.applied) spdlog::info("applied migration {}", name);
  }
  services = services_of(configuration);
  const auto missing = api::missing_settings(api::rooms(), services);
  BELLMAN_ASSERT(missing.empty(), "settings that a room reads and the server does not give it");
  api::subscribe_rooms(api::rooms(), registry, services);
  const auto screens = std::make_shared<ScreenChannel>();
  for (const api::Effect& effect : api::effects_of(api::rooms()))
    if (effect.on_screens) registry.channel(std::string(effect.kind), screens);
  if (channels) channels(registry);

  engine::EngineSettings engine_settings;
  if (store->shared()) engine_settings.process = process_name();
  the_engine = std::make_unique<engine::Engine>(*store, registry, clock, engine_settings);
  TRY_DO(the_engine->start());
  TRY_DO(the_engine->run({}, [](engine::Tx& tx) { return api::start_rooms(api::rooms(), tx); }));
  directory = std::make_unique<people::Directory>(*store);
  directory->listen(*the_engine);
  static constexpr db::Query newest{"event.newest", "SELECT coalesce(max(id), 0) FROM event"};
  TRY(last_event, db::first<std::int64_t>(the_engine->session(), newest));
  stream = std::make_unique<api::Stream>(*directory, clock, static_cast<std::uint64_t>(last_event.value_or(0)), store->shared());
  stream->listen(*the_engine);
  engine::RunnerSettings runner_settings;
  runner_settings.around_telling = [](const std::function<void()>& group) {
    http::ResponseBatch batch;
    group();
  };
  the_runner = std::make_unique<engine::Runner>(*the_engine, *store, std::move(runner_settings));
  readers = std::make_unique<engine::Readers>(*store, static_cast<std::size_t>(configuration.worker_threads));
  return mount();
}

Result<> App::mount() {
  TRY(files, requests::FileStore::open(std::filesystem::path(configuration.data) / "attachments"));
  services.share(std::make_shared<const requests::FileStore>(std::move(files)));
  api::add_routes(api::rooms(), routes, services);
  service = std::make_unique<api::Service>(routes, *the_runner, *readers, *directory, clock, stream.get());
  TRY_DO(service->mount(router, BELLMAN_VERSION));
  TRY_DO(add_screens(router));
  http_server = std::make_unique<http::Server>(options_of(configuration, clock), router);
  TRY(file, db::sqlite_file(configuration.database));
  return add_health(router, {*http_server, *the_runner, *readers, *stream, clock, std::move(file)});
}

// The commits of equal processes go to our screens, and wake our writer when something is due.
Result<> App::listen_to_peers() {
  if (!store->shared()) return ok();
  TRY(session, store->open(db::Access::read));
  listener_session = std::move(session);
  TRY(opened, store->listen({.on_notify =
                                 [this](std::string_view said) {
                                   auto due = on_notify(said);
                                   if (due.has_error()) due = on_notify(said);  // the connection had been lost, and is made anew
                                   if (due.has_value()) return the_runner->wake(*due);
                                   spdlog::warn("another server's change is not shown here: {}", due.error().text());
                                   resync();
                                 },
                             .on_gap = [this] { resync(); }}));
  listener = std::move(opened);
  return ok();
}

// Announcements may have been lost.
void App::resync() {
  directory->forget_all();
  stream->resync();
}

Result<engine::Due> App::on_notify(std::string_view said) {
  // A transaction, because only begin() makes a lost connection anew.
  TRY_DO(listener_session->begin(db::Access::read));
  auto due = the_engine->on_notify(*listener_session, said);
  listener_session->rollback();
  return due;
}

Result<> App::start() {
  TRY_DO(the_runner->start());
  TRY_DO(listen_to_peers());
  if (auto started = http_server->start(); started.has_error()) {
    the_runner->stop(1s);
    return started;
  }
  running = true;
  return ok();
}

bool App::stop() {
  running = false;
  const Milliseconds patience(configuration.stop_seconds * 1000);
  listener.reset();
  stream->stop();
  const bool answered = http_server->stop(patience.count());
  const bool delivered = the_runner->stop(patience);
  return answered && delivered;
}

}  // namespace bellman::server
