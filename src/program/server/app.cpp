#include "server/app.h"

#include "api/idempotency.h"
#include "catalogue/routes.h"
#include "clients/routes.h"
#include "db/open.h"
#include "db/typed.h"
#include "dispatch/routes.h"
#include "engine/journal_months.h"
#include "http/static_files.h"
#include "jobs/routes.h"
#include "people/routes.h"
#include "people/service.h"
#include "programmes/routes.h"
#include "requests/attachment_routes.h"
#include "requests/routes.h"
#include "server/health.h"
#include "server/screens.h"
#include "sla/routes.h"
#include "workers/routes.h"
#include "world/rooms.h"

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

// Of this process among equal ones; never the same again.
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

void add_routes(api::Routes& routes, const std::shared_ptr<dispatch::Dispatcher>& dispatcher, const std::shared_ptr<const requests::FileStore>& files,
                const Settings& settings) {
  people::RouteSettings people_settings;
  people_settings.behind_tls = settings.behind_tls;
  people::routes(routes, people_settings);
  programmes::routes(routes);
  sla::routes(routes);
  catalogue::routes(routes);
  clients::routes(routes);
  workers::routes(routes);
  requests::routes(routes, settings.life);
  jobs::routes(routes, settings.life);
  dispatch::routes(routes, dispatcher);
  requests::attachment_routes(routes, files);
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
    TRY(state, db::migrate(*session, world::all_migrations(), clock.now()));
    for (const std::string& name : state.applied) spdlog::info("applied migration {}", name);
  }
  the_dispatcher = std::make_shared<dispatch::Dispatcher>(configuration.dispatch);
  api::subscribe(registry);
  people::subscribe(registry);
  world::subscribe_rooms(registry, the_dispatcher);
  const auto screens = std::make_shared<ScreenChannel>();
  registry.channel("push", screens);
  registry.channel("notify", screens);
  if (channels) channels(registry);

  engine::EngineSettings engine_settings;
  if (store->shared()) engine_settings.process = process_name();
  the_engine = std::make_unique<engine::Engine>(*store, registry, clock, engine_settings);
  TRY_DO(the_engine->start());
  TRY_DO(the_engine->run({}, [](engine::Tx& tx) -> Result<> {
    TRY_DO(api::set_first_purge(tx));
    TRY_DO(engine::set_first_journal_look(tx));
    return people::set_first_purge(tx);
  }));
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
  add_routes(routes, the_dispatcher, std::make_shared<const requests::FileStore>(std::move(files)), configuration);
  service = std::make_unique<api::Service>(routes, *the_runner, *readers, *directory, clock, stream.get());
  TRY_DO(service->mount(router, BELLMAN_VERSION));
  TRY_DO(add_screens(router));
  http_server = std::make_unique<http::Server>(options_of(configuration, clock), router);
  TRY(file, db::sqlite_file(configuration.database));
  return add_health(router, {*http_server, *the_runner, *readers, *stream, clock, std::move(file)});
}

// What equal processes say of their commits: to our screens, and to our writer when something is due.
Result<> App::listen_to_others() {
  if (!store->shared()) return ok();
  TRY(session, store->open(db::Access::read));
  ears_session = std::move(session);
  TRY(opened, store->listen({.heard =
                                 [this](std::string_view said) {
                                   auto due = hear(said);
                                   if (due.has_error()) due = hear(said);  // the connection had been lost, and is made anew
                                   if (due.has_value()) return the_runner->wake(*due);
                                   spdlog::warn("another server's change is not shown here: {}", due.error().text());
                                   look_anew();
                                 },
                             .missed = [this] { look_anew(); }}));
  ear = std::move(opened);
  return ok();
}

// Something may have been missed.
void App::look_anew() {
  directory->forget_all();
  stream->resync();
}

Result<engine::Due> App::hear(std::string_view said) {
  // A transaction, because only begin() makes a lost connection anew.
  TRY_DO(ears_session->begin(db::Access::read));
  auto due = the_engine->hear(*ears_session, said);
  ears_session->rollback();
  return due;
}

Result<> App::start() {
  TRY_DO(the_runner->start());
  TRY_DO(listen_to_others());
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
  ear.reset();
  stream->stop();
  const bool answered = http_server->stop(patience.count());
  const bool delivered = the_runner->stop(patience);
  return answered && delivered;
}

}  // namespace bellman::server
