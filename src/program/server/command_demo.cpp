#include "server/app.h"
#include "server/commands.h"
#include "server/console.h"
#include "server/screens.h"
#include "server/server_clock.h"
#include "server/settings_words.h"
#include "world/living_demo.h"

#include <filesystem>
#include <fstream>

#include <sys/stat.h>

namespace bellman::server {

namespace {

struct DemoWords {
  std::string data;
  std::string database;  // empty: a file in `data`
  std::string address = "127.0.0.1";
  int port = 8080;
  std::uint64_t seed = 1;
  double pace = 10;
  double gap_seconds = 5;
};

// Passwords of a demonstration; still nobody else's business on a shared machine.
Result<> write_accounts(const std::string& path, const std::vector<world::DemoAccount>& accounts) {
  umask(077);
  std::ofstream out(path, std::ios::binary);
  out << codec::to_json(accounts) << "\n";
  if (!out.flush()) return Error::unavailable("demo.accounts", "The file " + path + " cannot be written.", "Name another folder with --data.");
  return ok();
}

int run_demo(const DemoWords& words) {
  hold_signals();
  std::error_code failure;
  std::filesystem::create_directories(words.data, failure);
  Settings settings;
  settings.address = words.address;
  settings.port = words.port;
  settings.data = words.data;
  settings.log_level = "warn";
  start_log(settings);

  world::DemoOptions options;
  settings.database = words.database.empty() ? "sqlite:" + words.data + "/bellman.db" : words.database;
  options.database = settings.database;
  options.seed = words.seed;
  options.pace = words.pace;
  options.mean_gap = Milliseconds(static_cast<std::int64_t>(words.gap_seconds * 1000));
  world::LivingDemo demo(options);
  {
    Progress progress;
    if (auto made = demo.prepare([&](double share, std::string_view what) { progress.show(share, what); }); made.has_error()) return fail(made.error());
  }
  if (auto written = write_accounts(words.data + "/accounts.json", demo.accounts()); written.has_error()) return fail(written.error());

  const auto steady = open_clock(settings);
  const engine::Clock& clock = *steady;
  auto app = App::open(settings, clock, [&](engine::Registry& registry) { demo.listen(registry, clock); });
  if (app.has_error()) return fail(app.error());
  if (auto started = (*app)->start(); started.has_error()) return fail(started.error());
  demo.start((*app)->runner(), (*app)->dispatcher(), clock);

  fmt::print("Bellman listens on http://{}:{}\n\n", words.address, (*app)->port());
  fmt::print("  {:<16} {:<20} {:<14} {}\n", "log in as", "password", "role", "who");
  for (const auto& account : demo.accounts()) fmt::print("  {:<16} {:<20} {:<14} {}\n", account.login, account.password, account.role, account.name);
  fmt::print("\nSimulated clients and workers live in it; look at the board as dispatcher. Ctrl-C ends it.\n");
  std::fflush(stdout);
  wait_for_signal();
  demo.stop();
  (*app)->stop();
  return 0;
}

}  // namespace

Command add_demo(CLI::App& line) {
  auto* command = line.add_subcommand("demo", "A believable small company in a new database, alive: clients ask, workers work");
  const auto words = std::make_shared<DemoWords>();
  words->data = "bellman-demo";
  command->add_option("--data", words->data, "Folder for the new database and accounts.json")->capture_default_str();
  command->add_option("--database", words->database, "An empty database of PostgreSQL, e.g. postgresql://bellman@/demo, instead of a file in the folder");
  command->add_option("--address", words->address, "Address to listen on")->capture_default_str();
  command->add_option("--port", words->port, "Port to listen on; 0: any free one")->capture_default_str()->check(CLI::Range(0, 65535));
  command->add_option("--seed", words->seed, "Another company")->capture_default_str();
  command->add_option("--pace", words->pace, "How much faster than life people act")->capture_default_str()->check(CLI::Range(0.1, 1000.0));
  command->add_option("--gap", words->gap_seconds, "Seconds between requests, in the mean")->capture_default_str()->check(CLI::Range(0.05, 3600.0));
  return [words]() -> int { return run_demo(*words); };
}

}  // namespace bellman::server
