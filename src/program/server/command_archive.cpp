// bellman archive: closed work out of the store into a file.
#include "base/zone.h"
#include "api/rooms.h"
#include "codec/json_write.h"
#include "engine/clock.h"
#include "moving/archive.h"
#include "moving/same_store.h"
#include "server/commands.h"
#include "server/console.h"
#include "server/settings_words.h"

#include <fmt/format.h>

#include <filesystem>

namespace bellman::server {

namespace {

// A day, which begins at midnight UTC, or a moment.
Result<Instant> moment_of(const std::string& text) {
  if (auto day = parse_local_day(text); day.has_value()) return Instant{static_cast<std::int64_t>(day->days) * 86'400'000};
  auto moment = parse_instant(text);
  if (moment.has_value()) return *moment;
  return Error::invalid("archive.date", fmt::format("\"{}\" is not a date.", text), "before", "Write it as 2026-01-31, or as 2026-01-31T12:00:00Z.");
}

Result<moving::Archived> run_archive(const SettingsWords& words, const std::string& before_text, const std::string& file) {
  TRY(settings, read_settings(words));
  TRY(before, moment_of(before_text));
  TRY(database, db::sqlite_file(settings.database));
  if (!database.empty() && !std::filesystem::exists(database))
    return Error::not_found("archive.no_database", fmt::format("There is no database {}.", database), "database.url", "Name the one that the server uses.");
  if (!database.empty()) TRY_DO(moving::refuse_same_file(database, file, "file"));
  TRY(store, open_store(settings, db::Durability::full));
  Progress progress;
  moving::ArchiveOptions options;
  options.progress = [&](double share, std::string_view what) { progress.show(share, what); };
  return moving::archive(*store, file, before, api::migrations_of(api::rooms()), engine::SystemClock().now(), options);
}

}  // namespace

Command add_archive(CLI::App& line) {
  auto* command = line.add_subcommand("archive", "Move old closed requests, with all that is theirs, from a database into an SQLite file");
  const auto words = add_store_words(*command);
  const auto before = std::make_shared<std::string>();
  const auto file = std::make_shared<std::string>();
  const auto json = std::make_shared<bool>(false);
  command->add_option("--before", *before, "Those closed before this day (midnight UTC) or moment")->required()->type_name("DATE");
  command->add_option("file", *file, "The archive: made, or gone on with")->required();
  command->add_flag("--json", *json, "For machines");
  command->footer("The server may run. An interrupted run is safe: run the same command again.");
  return [=]() -> int {
    auto archived = run_archive(*words, *before, *file);
    if (archived.has_error()) return fail(archived.error());
    if (*json) fmt::print("{}\n", codec::to_json(*archived));
    else
      fmt::print("{} requests moved to {} ({} rows), {} changed meanwhile and stay{}\n", archived->requests, *file, archived->rows, archived->left,
                 archived->months > 0 ? fmt::format("; {} empty months of the journal dropped", archived->months) : "");
    return 0;
  };
}

}  // namespace bellman::server
