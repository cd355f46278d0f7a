#include "server/app.h"
#include "server/commands.h"
#include "server/console.h"
#include "server/open_files.h"
#include "server/screens.h"
#include "server/server_clock.h"
#include "server/settings_words.h"

#include <spdlog/spdlog.h>

namespace bellman::server {

Command add_serve(CLI::App& line) {
  auto* command = line.add_subcommand("serve", "Run the server");
  const auto words = add_settings_words(*command);
  const auto print = std::make_shared<bool>(false);
  command->add_flag("--print-settings", *print, "Print every setting with its default and meaning as a settings file, and end");
  command->footer("Example:\n  bellman serve --config /etc/bellman.toml\n  bellman serve --database sqlite:desk.db --port 8080");
  return [words, print]() -> int {
    if (*print) {
      fmt::print("{}", example_file());
      return 0;
    }
    hold_signals();
    auto settings = read_settings(*words);
    if (settings.has_error()) return fail(settings.error());
    start_log(*settings);
    if (const auto fit = make_room_for(settings->connections_max); fit < settings->connections_max) {
      spdlog::warn("the system lets this process hold {} connections, not {}: raise its limit of open files", fit, settings->connections_max);
      settings->connections_max = fit;
    }
    const auto clock = open_clock(*settings);
    auto app = App::open(*settings, *clock);
    if (app.has_error()) return fail(app.error());
    if (auto started = (*app)->start(); started.has_error()) return fail(started.error());
    // A server whose output nobody takes, or goes to a full disk, serves all the same.
    std::fputs(fmt::format("Bellman listens on http://{}:{}\n", settings->address, (*app)->port()).c_str(), stdout);
    std::fflush(stdout);
    if (!has_screens()) spdlog::warn("built without screens: only the API answers");
    wait_for_signal();
    spdlog::info("stopping");
    if (!(*app)->stop()) spdlog::warn("patience ran out; what was not delivered stays in the outbox for the next start");
    return 0;
  };
}

}  // namespace bellman::server
