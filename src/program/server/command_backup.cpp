// bellman backup and bellman restore.
#include "codec/json_write.h"
#include "api/rooms.h"
#include "engine/clock.h"
#include "moving/backup.h"
#include "moving/same_store.h"
#include "server/commands.h"
#include "server/console.h"
#include "server/settings_words.h"
#include "server/sole_server.h"

#include <fmt/format.h>

namespace bellman::server {

namespace {

Result<moving::BackedUp> run_backup(const SettingsWords& words, const std::string& file, bool replace) {
  TRY(settings, read_settings(words));
  Progress progress;
  moving::BackupOptions options;
  options.replace = replace;
  options.progress = [&](double share, std::string_view what) { progress.show(share, what); };
  return moving::backup(settings.database, file, api::migrations_of(api::rooms()), engine::SystemClock().now(), options);
}

Result<moving::Restored> run_restore(const SettingsWords& words, const std::string& file) {
  TRY(settings, read_settings(words));
  TRY(database, db::sqlite_file(settings.database));
  if (!database.empty()) TRY_DO(moving::refuse_same_file(database, file, "file"));
  SoleServer held;
  if (!database.empty()) {
    TRY(alone, SoleServer::of(database));
    held = std::move(alone);
  }
  TRY(to, open_store(settings, db::Durability::grouped));
  Progress progress;
  moving::CopyOptions options;
  options.progress = [&](double share, std::string_view what) { progress.show(share, what); };
  return moving::restore(file, *to, api::migrations_of(api::rooms()), engine::SystemClock().now(), options);
}

int tell(const moving::Restored& restored, const std::string& file) {
  for (const auto& name : restored.migrated) fmt::print("the backup is of an older version: applied {}\n", name);
  print_copied(restored.copied);
  for (const auto& one : restored.violations) fmt::print("{} {} {}: {}\n", one.code, one.subject, one.id, one.sentence);
  if (!restored.copied.equal) return 1;
  fmt::print("restored from {}, {} violations\n", file, restored.violations.size());
  return restored.violations.empty() ? 0 : 1;
}

}  // namespace

Command add_backup(CLI::App& line) {
  auto* command = line.add_subcommand("backup", "Write a database, of any kind and while its server runs, to one SQLite file");
  const auto words = add_store_words(*command);
  const auto file = std::make_shared<std::string>();
  const auto replace = std::make_shared<bool>(false);
  const auto json = std::make_shared<bool>(false);
  command->add_option("file", *file, "The file to write; it stands there only when it is whole")->required();
  command->add_flag("--force", *replace, "Replace a file of that name");
  command->add_flag("--json", *json, "For machines");
  command->footer("The folder of attachments is copied by other means, after the database: docs/moving.md.");
  return [=]() -> int {
    auto written = run_backup(*words, *file, *replace);
    if (written.has_error()) return fail(written.error());
    if (*json) fmt::print("{}\n", codec::to_json(*written));
    else fmt::print("{} written, {} bytes\n", written->file, written->size_bytes);
    return 0;
  };
}

Command add_restore(CLI::App& line) {
  auto* command = line.add_subcommand("restore", "Fill an empty database, of any kind, from a file that `backup` wrote");
  const auto words = add_store_words(*command);
  const auto file = std::make_shared<std::string>();
  const auto json = std::make_shared<bool>(false);
  command->add_option("file", *file, "The backup; it is only read")->required();
  command->add_flag("--json", *json, "For machines");
  command->footer("Exit code 1 also when the restored database is whole but breaks an invariant (`bellman check store`).");
  return [=]() -> int {
    auto restored = run_restore(*words, *file);
    if (restored.has_error()) return fail(restored.error());
    if (!*json) return tell(*restored, *file);
    fmt::print("{}\n", codec::to_json(*restored));
    return restored->copied.equal && restored->violations.empty() ? 0 : 1;
  };
}

}  // namespace bellman::server
