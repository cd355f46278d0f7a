// bellman follower: who follows the journal, how far each has come, and what a person may do with one that is parked.
#include "api/rooms.h"
#include "db/migration.h"
#include "engine/engine.h"
#include "engine/followers.h"
#include "server/app.h"
#include "server/commands.h"
#include "server/console.h"
#include "server/settings_words.h"

namespace bellman::server {

namespace {

// On a store that a server may be running on.
Result<> with_followers(const SettingsWords& words, const std::function<Result<>(engine::Tx&, const engine::Registry&)>& body) {
  TRY(settings, read_settings(words));
  TRY(store, open_store(settings));
  const engine::SystemClock clock;
  engine::Registry registry;
  api::Services services = services_of(settings);
  api::subscribe_rooms(api::rooms(), registry, services);
  engine::Engine engine(*store, registry, clock, {.id_block = 1});
  TRY_DO(engine.start());
  return engine.run({}, [&](engine::Tx& tx) { return body(tx, registry); });
}

Result<> list_followers(const SettingsWords& words, bool json) {
  TRY(settings, read_settings(words));
  TRY(store, open_store(settings));
  TRY(session, store->open(db::Access::read));
  TRY(lags, engine::follower_lags(*session, engine::SystemClock().now()));
  if (json) {
    std::vector<engine::FollowerRow> rows;
    for (const engine::FollowerLag& lag : lags) rows.push_back(lag.row);
    fmt::print("{}\n", codec::to_json(rows));
    return ok();
  }
  for (const engine::FollowerLag& lag : lags) {
    fmt::print("{}: {}, {} events behind, the oldest of {} s\n", lag.row.name, codec::enum_name(lag.row.state), lag.events, lag.age.count() / 1000);
    if (!lag.row.error.empty()) fmt::print("  {} failed attempts at event {}: {}\n", lag.row.attempts, lag.row.failing_event, lag.row.error);
  }
  return ok();
}

int finish_follower(const Result<>& outcome) { return outcome.has_error() ? fail(outcome.error()) : 0; }

}  // namespace

Command add_follower(CLI::App& line) {
  auto* command = line.add_subcommand("follower", "Those who follow the journal: list, resume, restart");
  command->require_subcommand(1);
  const auto chosen = std::make_shared<std::function<int()>>();
  const auto name = std::make_shared<std::string>();
  const auto flag = std::make_shared<bool>(false);

  auto* listing = command->add_subcommand("list", "How far each has come, and what keeps one that is parked");
  const auto list_words = add_store_words(*listing);
  listing->add_flag("--json", *flag, "For machines");
  listing->callback([=] { *chosen = [=] { return finish_follower(list_followers(*list_words, *flag)); }; });

  auto* resume = command->add_subcommand("resume", "Let one that is parked try again, when the cause has been mended");
  const auto resume_words = add_store_words(*resume);
  resume->add_option("name", *name)->required();
  resume->add_flag("--skip", *flag, "Pass over the event that fails; it is never handled then");
  resume->callback([=] {
    *chosen = [=] { return finish_follower(with_followers(*resume_words, [=](engine::Tx& tx, const engine::Registry&) { return engine::resume_follower(tx, *name, *flag); })); };
  });

  auto* restart = command->add_subcommand("restart", "Let one begin anew, at the first event that the journal has");
  const auto restart_words = add_store_words(*restart);
  restart->add_option("name", *name)->required();
  restart->callback([=] {
    *chosen = [=] { return finish_follower(with_followers(*restart_words, [=](engine::Tx& tx, const engine::Registry& registry) { return engine::restart_follower(tx, registry, *name); })); };
  });
  return [chosen]() -> int { return (*chosen)(); };
}

}  // namespace bellman::server
