#include "codec/json_write.h"
#include "api/rooms.h"
#include "db/migration.h"
#include "engine/clock.h"
#include "imports/registry.h"
#include "server/command_import_holidays.h"
#include "server/commands.h"
#include "server/console.h"
#include "server/settings_words.h"
#include "world/import_history.h"

#include <fmt/format.h>

namespace bellman::server {

namespace {

Result<world::ImportResult> import_file(const SettingsWords& words, const std::string& file, const std::string& format) {
  TRY(settings, read_settings(words));
  if (need_store(settings).has_error()) fmt::print(stderr, "bellman: making a new database, {}\n", settings.database);
  TRY(database, open_store(settings));
  const engine::SystemClock clock;
  {
    TRY(session, database->open(db::Access::write));
    TRY_DO(db::migrate(*session, api::migrations_of(api::rooms()), clock.now()));
  }
  Progress progress;
  return world::import_history(*database, clock, file, format, [&](double share, std::string_view what) { progress.show(share, what); });
}

int import_requests(const SettingsWords& words, const std::string& file, const std::string& format, bool json) {
  auto result = import_file(words, file, format);
  if (result.has_error()) return fail(result.error());
  const auto& figures = result->figures;
  if (json) {
    fmt::print("{{\"figures\":{},\"dirt\":{}}}\n", codec::to_json(figures), result->dirt_json);
  } else {
    fmt::print("{}\n", result->dirt_text);
    fmt::print("{} rows: {} taken, {} there before, {} rejected, {} closed now; {} findings{}\n", figures.rows, figures.taken, figures.known_before, figures.rejected, figures.updated,
               figures.findings, figures.whole ? "" : "; the file could not be read to its end");
  }
  const bool nothing = figures.taken + figures.updated + figures.known_before == 0;
  return figures.whole && !nothing ? 0 : 1;
}

}  // namespace

Command add_import(CLI::App& line) {
  auto* command = line.add_subcommand("import", "Take over data of other systems: requests, holidays");
  command->require_subcommand(1);
  command->footer("Examples:\n"
                  "  bellman import requests requests.csv.xz --format boston311\n"
                  "  bellman import holidays holidays.csv --calendar \"Working days\" --country DE\n"
                  "Exit code 0: all was read; 1: nothing could be taken, something could not be read on, or the error is told.");
  const auto chosen = std::make_shared<std::function<int()>>();
  auto* requests = command->add_subcommand("requests", "Requests, as history; what is wrong in the file is told by line and kind");
  const auto words = add_store_words(*requests);
  const auto file = std::make_shared<std::string>();
  const auto format = std::make_shared<std::string>("boston311");
  const auto json = std::make_shared<bool>(false);
  std::string known;
  for (const auto& one : imports::formats()) known += fmt::format("{}{}: {}", known.empty() ? "" : "; ", one.name, one.summary);
  requests->add_option("file", *file, "The file, plain or .xz")->required();
  requests->add_option("--format", *format, "Its format. " + known)->capture_default_str();
  requests->add_flag("--json", *json, "For machines");
  requests->footer("Separator and character set are found out. Running it again takes what is not there yet and closes what the file says has been closed since.");
  requests->callback([=] { *chosen = [=] { return import_requests(*words, *file, *format, *json); }; });
  add_import_holidays(*command, chosen);
  return [chosen]() -> int { return (*chosen)(); };
}

}  // namespace bellman::server
