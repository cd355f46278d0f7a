// A million requests copied from a file to a database server of one's own, compared row by row, and back into a file.
#include "db/open.h"
#include "api/rooms.h"
#include "figure.h"
#include "moving/backup.h"
#include "stored.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

namespace bellman::bench {
namespace {

// The program that starts a private server; the address it prints.
std::string start_server(const std::string& folder) {
  const std::string command = fmt::format("'{}/tools/private_postgres' start '{}' shared_buffers=256MB max_wal_size=4GB", BELLMAN_SOURCE_DIR, folder);
  FILE* output = popen(command.c_str(), "r");
  if (output == nullptr) give_up("No process can be started.");
  char line[1000] = {};
  std::string address = std::fgets(line, sizeof line, output) == nullptr ? "" : line;
  if (pclose(output) != 0 || address.empty()) give_up("A database server cannot be started: tools/private_postgres.");
  address.pop_back();
  return address;
}

// Below /var/tmp, on a disk and with a short name: the server's own account must reach it, and a socket's name is at most 107 characters.
struct Server {
  Server() : folder("/var/tmp/bellman-copy-XXXXXX") {
    if (mkdtemp(folder.data()) == nullptr) give_up("No folder can be made in /var/tmp.");
    std::filesystem::permissions(folder, std::filesystem::perms(0755));
    address = start_server(folder);
  }
  ~Server() {
    if (std::system(fmt::format("'{}/tools/private_postgres' stop '{}' immediate", BELLMAN_SOURCE_DIR, folder).c_str()) != 0) fmt::print(stderr, "copy: the server in {} does not stop\n", folder);
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  std::string folder, address;
};

double copy_s(const std::string& from_address, const std::string& to_address, std::string_view what) {
  const auto from = must(db::open_database(from_address, {.cache_kib = 64 * 1024}));
  const auto to = must(db::open_database(to_address, {.durability = db::Durability::grouped, .cache_kib = 256 * 1024}));
  const double began = wall_s();
  moving::CopyOptions options;
  std::string stage;
  options.progress = [&](double, std::string_view now_doing) {
    if (now_doing == stage) return;
    stage = now_doing;
    fmt::print(stderr, "copy {}: {:7.1f} s {}\n", what, wall_s() - began, stage);
  };
  const auto copied = must(moving::copy(*from, *to, api::migrations_of(api::rooms()), engine::SystemClock().now(), options));
  if (!copied.equal) give_up("The copy is not equal to its source.");
  const double took = wall_s() - began;
  fmt::print(stderr, "copy {}: {:7.1f} s, {} rows equal\n", what, took, copied.rows);
  return took;
}

void measure(bool quick, const std::string& file, const Folder& folder) {
  const std::int64_t count = quick ? 50'000 : 1'000'000;
  if (!std::filesystem::exists(file)) make_stored(file, count, [](std::int64_t) {});
  else find_stored(file);  // brings it up to this version
  const Server server;
  const double there_s = copy_s("sqlite:" + file, server.address, "to PostgreSQL");
  print({fmt::format("copying {} requests to PostgreSQL, with their text index, compared", count), there_s, "s", quick ? std::nullopt : std::optional(300.0), std::nullopt});
  const double back_s = copy_s(server.address, "sqlite:" + folder.file("back.db"), "back");
  print({fmt::format("copying {} requests back to SQLite, with their text index, compared", count), back_s, "s", std::nullopt, std::nullopt});
  const double began = wall_s();
  must(moving::backup("sqlite:" + file, folder.file("backup.db"), api::migrations_of(api::rooms()), engine::SystemClock().now()));
  print({fmt::format("backing up {} requests from SQLite, checked", count), wall_s() - began, "s", std::nullopt, std::nullopt});
}

}  // namespace
}  // namespace bellman::bench

// --quick: 50,000 requests. --file FILE: made when it is not there, and kept for the next time.
int main(int argc, char** argv) {
  using namespace bellman::bench;
  const Folder folder;
  measure(has_flag(argc, argv, "--quick"), option(argc, argv, "--file").value_or(folder.file("million.db")), folder);
  return 0;
}
