#include "server/commands.h"
#include "server/console.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

int main(int argc, char** argv) {
  using namespace bellman;
  using namespace bellman::server;
  CLI::App line{"Bellman: one server for every company that sells service.\n"
                "Requests come in by any channel, get their deadlines, find the right worker by themselves, are done, signed and proved."};
  line.name("bellman");
  line.require_subcommand(1);
  line.footer("First steps:\n"
              "  bellman demo                          a living small company to look at\n"
              "  bellman user add anna --role administrator\n"
              "  bellman serve                         the server, on SQLite in bellman.db\n"
              "  bellman SUBCOMMAND --help             each command teaches itself");
  const std::pair<const char*, Command> commands[] = {
      {"serve", add_serve(line)},   {"demo", add_demo(line)},         {"migrate", add_migrate(line)}, {"import", add_import(line)},
      {"replay", add_replay(line)}, {"simulate", add_simulate(line)}, {"check", add_check(line)},     {"user", add_user(line)},
      {"follower", add_follower(line)}, {"copy", add_copy(line)},     {"backup", add_backup(line)},     {"restore", add_restore(line)}, {"archive", add_archive(line)},
      {"openapi", add_openapi(line)}, {"version", add_version(line)}};
  // The command-line library would only say that a command is missing.
  const std::string_view first = argc > 1 ? argv[1] : "";
  const auto named = [first](const auto& command) { return command.first == first; };
  if (!first.empty() && first.front() != '-' && std::none_of(std::begin(commands), std::end(commands), named))
    return fail(Error::invalid("command.unknown", fmt::format("There is no command \"{}\".", first), {}, "`bellman --help` lists them.")), 2;
  // The command-line library reports wrong words only by exceptions.
  try {
    line.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = line.exit(error);
    return code == 0 ? 0 : 2;
  }
  for (const auto& [name, command] : commands) {
    if (!line.got_subcommand(name)) continue;
    // Printing is all that may throw here: into a full disk, or to a reader who has gone.
    try {
      return command();
    } catch (const std::system_error& fault) {
      return fail(Error::unavailable("output.lost", fmt::format("The output cannot be written: {}.", fault.what()), "Send it to where there is space."));
    }
  }
  return 2;
}
