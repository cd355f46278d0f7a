#include "checks/checks.h"
#include "codec/json_write.h"
#include "engine/clock.h"
#include "server/commands.h"
#include "server/console.h"
#include "server/settings_words.h"
#include "sim/simulate.h"
#include "sla/oracle.h"

#include <fmt/format.h>

namespace bellman::server {

Command add_check(CLI::App& line) {
  auto* command = line.add_subcommand("check", "Check: sla FILE (cases with known answers), store (a database's invariants)");
  command->require_subcommand(1);
  const auto chosen = std::make_shared<std::function<int()>>();

  auto* sla_cases = command->add_subcommand("sla", "Compute every case of a file and compare with the answer it states");
  const auto file = std::make_shared<std::string>();
  sla_cases->add_option("file", *file, "JSON lines in the format of sla_cases_dev.jsonl")->required();
  sla_cases->callback([=] {
    *chosen = [=]() -> int {
      auto report = sla::check_file(*file);
      if (report.has_error()) return fail(report.error());
      for (const auto& text : report->lines) fmt::print("{}\n", text);
      fmt::print("{}\n", report->summary());
      return report->failed == 0 ? 0 : 1;
    };
  });

  auto* store = command->add_subcommand("store", "Check that everything in a database fits together");
  const auto words = add_store_words(*store);
  const auto json = std::make_shared<bool>(false);
  store->add_flag("--json", *json, "For machines");
  store->callback([=] {
    *chosen = [=]() -> int {
      auto settings = read_settings(*words);
      if (settings.has_error()) return fail(settings.error());
      if (auto there = need_store(*settings); there.has_error()) return fail(there.error());
      auto database = open_store(*settings);
      if (database.has_error()) return fail(database.error());
      auto session = (*database)->open(db::Access::read);
      if (session.has_error()) return fail(session.error());
      if (auto begun = (*session)->begin(db::Access::read); begun.has_error()) return fail(begun.error());
      auto violations = checks::run(**session, engine::SystemClock().now());
      (*session)->rollback();
      if (violations.has_error()) return fail(violations.error());
      if (*json) fmt::print("{}\n", codec::to_json(*violations));
      else
        for (const auto& one : *violations) fmt::print("{} {} {}: {}\n", one.code, one.subject, one.id, one.sentence);
      if (!*json) fmt::print("{} violations\n", violations->size());
      return violations->empty() ? 0 : 1;
    };
  });
  return [chosen]() -> int { return (*chosen)(); };
}

Command add_simulate(CLI::App& line) {
  auto* command = line.add_subcommand("simulate", "Run the simulator: seeded faults, crashes and lost messages; everything must converge");
  const auto options = std::make_shared<sim::SimOptions>();
  const auto plant = std::make_shared<std::string>();
  const auto json = std::make_shared<bool>(false);
  command->add_option("--seeds", options->seeds, "How many")->capture_default_str();
  command->add_option("--first-seed", options->first_seed, "From which on")->capture_default_str();
  command->add_option("--steps", options->steps, "Steps with faults in each")->capture_default_str();
  command->add_option("--processes", options->processes, "Equal processes on one store")->capture_default_str()->check(CLI::Range(1, 4));
  command->add_option("--threads", options->threads, "0: one a processor")->capture_default_str();
  command->add_option("--plant", *plant, "A bug to put in, which must be found: send-before-commit, forget-timer, double-assign, tell-before-durable");
  command->add_flag("--json", *json, "For machines");
  command->footer("Exit code 1 when a seed fails. To look at one seed: bellman simulate --first-seed N --seeds 1");
  return [=]() -> int {
    if (!plant->empty()) {
      auto parsed = sim::parse_plant(*plant);
      if (parsed.has_error()) return fail(parsed.error());
      options->plant = *parsed;
    }
    Result<sim::SimReport> report = [&] {
      Progress progress;
      return sim::run(*options, [&](std::int64_t done, std::int64_t all) { progress.show(all > 0 ? static_cast<double>(done) / static_cast<double>(all) : 1, "seeds"); });
    }();
    if (report.has_error()) return fail(report.error());
    if (*json) {
      fmt::print("{}\n", codec::to_json(*report));
    } else {
      for (const auto& message : report->messages) fmt::print("{}\n", message);
      fmt::print("{} seeds, {} steps, {} crashes, {} requests, {} failures, {:.1f} s\n", report->seeds, report->steps, report->crashes, report->requests,
                 report->failures, report->wall_seconds);
    }
    return report->failures == 0 ? 0 : 1;
  };
}

}  // namespace bellman::server
