#include "codec/json_write.h"
#include "server/commands.h"
#include "server/console.h"
#include "world/replay.h"

#include <fmt/format.h>

#include <fstream>

namespace bellman::server {

Command add_replay(CLI::App& line) {
  auto* command = line.add_subcommand("replay", "Run a file of real requests through the whole system in simulated time");
  const auto options = std::make_shared<world::ReplayOptions>();
  const auto speed = std::make_shared<std::string>("max");
  const auto json = std::make_shared<bool>(false);
  command->add_option("file", options->file, "The file, plain or .xz")->required();
  command->add_option("--format", options->format, "Its format")->capture_default_str();
  command->add_option("--workers", options->workers, "How many workers, a fifth of them contractors")->capture_default_str();
  command->add_option("--seed", options->seed, "Of the simulated people")->capture_default_str();
  command->add_option("--scale", options->scale, "Each request so many times")->capture_default_str();
  command->add_option("--speed", *speed, "max, or simulated seconds a second")->capture_default_str();
  command->add_option("--database", options->database, "Keep the store in this new file");
  command->add_option("--report", options->report, "Where the HTML report goes; \"none\": nowhere (default bellman-replay.html)");
  command->add_flag("--json", *json, "Figures for machines");
  command->add_option("--refuse", options->behaviour.refuses, "Probability that a worker refuses an offer")->capture_default_str();
  command->add_option("--silent", options->behaviour.silent, "... that a worker does not look at it")->capture_default_str();
  command->add_option("--no-network", options->behaviour.no_network, "... that the push does not arrive")->capture_default_str();
  command->add_option("--ill", options->behaviour.falls_ill_per_day, "... that a worker falls ill on a day")->capture_default_str();
  command->footer("Example:\n  bellman replay boston311_2015_h1.csv.xz --format boston311 --workers 1000 --seed 1 --json");
  return [=]() -> int {
    if (*speed != "max") {
      char* end = nullptr;
      options->speed = std::strtod(speed->c_str(), &end);
      if (*end != '\0' || options->speed <= 0) return fail(Error::invalid("replay.speed", "\"" + *speed + "\" is no speed.", "--speed", "Use max, or a number above 0."));
    }
    if (options->report.empty()) options->report = "bellman-replay.html";
    Result<world::ReplayReport> report = [&] {
      Progress progress;
      return world::replay(*options, [&](double share, std::string_view what) { progress.show(share, what); });
    }();
    if (report.has_error()) return fail(report.error());
    if (options->report != "none") {
      std::ofstream out(options->report, std::ios::binary);
      out << world::html_report(*options, *report);
      if (!out.flush()) return fail(Error::unavailable("replay.report", "The report " + options->report + " cannot be written.", "Name another file with --report."));
    }
    if (*json) {
      fmt::print("{}\n", codec::to_json(report->figures));
    } else {
      codec::for_each_member(report->figures, [](std::string_view name, const auto& value) { fmt::print("{:26} {}\n", name, value); });
      if (options->report != "none") fmt::print("report                     {}\n", options->report);
    }
    for (const auto& violation : report->violations) fmt::print(stderr, "violation: {}\n", violation);
    for (const auto& surprise : report->surprises) fmt::print(stderr, "surprise: {}\n", surprise);
    const auto& figures = report->figures;
    return figures.lost == 0 && figures.duplicate_assignments == 0 && figures.invariant_violations == 0 ? 0 : 1;
  };
}

}  // namespace bellman::server
