// bellman copy: a store into another one.
#include "codec/json_write.h"
#include "api/rooms.h"
#include "db/open.h"
#include "engine/clock.h"
#include "moving/copy.h"
#include "moving/same_store.h"
#include "server/commands.h"
#include "server/console.h"
#include "server/sole_server.h"

#include <fmt/format.h>

#include <array>
#include <filesystem>

namespace bellman::server {

namespace {

// No server may write to the file meanwhile; a file that is not there is not made.
Result<SoleServer> hold(const std::string& address, bool must_be_there) {
  TRY(file, db::sqlite_file(address));
  if (file.empty()) return SoleServer();
  if (must_be_there && !std::filesystem::exists(file)) return Error::not_found("copy.no_source", fmt::format("There is no database {}.", file), "from", "Name the one to copy from.");
  return SoleServer::of(file);
}

Result<moving::Copied> run_copy(const std::string& from, const std::string& to) {
  TRY(from_file, db::sqlite_file(from));
  TRY(to_file, db::sqlite_file(to));
  if (!from_file.empty() && !to_file.empty()) TRY_DO(moving::refuse_same_file(from_file, to_file, "to"));
  TRY(from_alone, hold(from, true));
  TRY(to_alone, hold(to, false));
  [[maybe_unused]] const std::array held{std::move(from_alone), std::move(to_alone)};
  TRY(source, db::open_database(from, {.cache_kib = 64 * 1024}));
  TRY(target, db::open_database(to, {.durability = db::Durability::grouped, .cache_kib = 256 * 1024}));
  TRY_DO(moving::refuse_same_store(*source, from, *target, to, "to"));
  Progress progress;
  moving::CopyOptions options;
  options.progress = [&](double share, std::string_view what) { progress.show(share, what); };
  return moving::copy(*source, *target, api::migrations_of(api::rooms()), engine::SystemClock().now(), options);
}

}  // namespace

void print_copied(const moving::Copied& copied) {
  fmt::print("{:24} {:>12}  {:32}\n", "table", "rows", "checksum");
  for (const auto& one : copied.tables) fmt::print("{:24} {:12}  {:32}{}\n", one.table, one.rows, one.checksum, one.equal ? "" : "  DIFFERS in the target");
  if (copied.equal) fmt::print("{} rows{}, equal in both\n", copied.rows, copied.resumed ? ", an interrupted copy brought to its end" : "");
  else fmt::print("the target is NOT equal to the source and stays marked as unfinished\n");
}

Command add_copy(CLI::App& line) {
  auto* command = line.add_subcommand("copy", "Copy a whole database into another one, of SQLite or PostgreSQL, and compare the two");
  const auto from = std::make_shared<std::string>();
  const auto to = std::make_shared<std::string>();
  const auto json = std::make_shared<bool>(false);
  command->add_option("--from", *from, "The database to read, e.g. sqlite:bellman.db; no server may run on such a file")->required()->type_name("URL");
  command->add_option("--to", *to, "The empty database to fill, e.g. postgresql://bellman@db.example/bellman")->required()->type_name("URL");
  command->add_flag("--json", *json, "For machines");
  command->footer("An interrupted copy goes on when the same command is run again. Exit code 0 only when all rows are equal.");
  return [=]() -> int {
    auto copied = run_copy(*from, *to);
    if (copied.has_error()) return fail(copied.error());
    if (*json) fmt::print("{}\n", codec::to_json(*copied));
    else print_copied(*copied);
    return copied->equal ? 0 : 1;
  };
}

}  // namespace bellman::server
