#include "codec/json_write.h"
#include "db/migration.h"
#include "db/sqlite.h"
#include "engine/clock.h"
#include "server/commands.h"
#include "server/console.h"
#include "server/settings_words.h"
#include "world/import_history.h"
#include "world/rooms.h"

#include <fmt/format.h>

namespace bellman::server {

namespace {

Result<world::ImportResult> import_file(const SettingsWords& words, const std::string& file, const std::string& format) {
  TRY(settings, read_settings(words));
  TRY(path, sqlite_path(settings));
  TRY(database, db::open_sqlite({.path = path, .busy_timeout_ms = static_cast<int>(settings.busy_timeout_ms)}));
  const engine::SystemClock clock;
  {
    TRY(session, database->open(db::Access::write));
    TRY_DO(db::migrate(*session, world::all_migrations(), clock.now()));
  }
  Progress progress;
  return world::import_history(*database, clock, file, format, [&](double share, std::string_view what) { progress.show(share, what); });
}

}  // namespace

Command add_import(CLI::App& line) {
  auto* command = line.add_subcommand("import", "Take over data of other systems");
  command->require_subcommand(1);
  auto* requests = command->add_subcommand("requests", "Requests, as history; what is wrong in the file is told by line and kind");
  const auto words = add_store_words(*requests);
  const auto file = std::make_shared<std::string>();
  const auto format = std::make_shared<std::string>("boston311");
  const auto json = std::make_shared<bool>(false);
  requests->add_option("file", *file, "The file, plain or .xz")->required();
  requests->add_option("--format", *format, "Its format")->capture_default_str();
  requests->add_flag("--json", *json, "For machines");
  requests->footer("Running it again takes only what is not there yet.");
  return [=]() -> int {
    auto result = import_file(*words, *file, *format);
    if (result.has_error()) return fail(result.error());
    if (*json) {
      fmt::print("{{\"figures\":{},\"dirt\":{}}}\n", codec::to_json(result->figures), result->dirt_json);
      return 0;
    }
    fmt::print("{}\n", result->dirt_text);
    const auto& figures = result->figures;
    fmt::print("{} rows: {} taken, {} there before, {} rejected; {} findings\n", figures.rows, figures.taken, figures.known_before, figures.rejected, figures.findings);
    return 0;
  };
}

}  // namespace bellman::server
