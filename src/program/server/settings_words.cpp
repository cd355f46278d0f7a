#include "server/settings_words.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdlib>
#include <cstring>

#include <unistd.h>

namespace bellman::server {

std::shared_ptr<SettingsWords> add_store_words(CLI::App& command) {
  auto words = std::make_shared<SettingsWords>();
  command.add_option("--config", words->config, "Settings file (TOML)")->type_name("FILE");
  command.add_option("--database", words->database, "Where everything is kept, e.g. sqlite:bellman.db or postgresql://bellman@db.example/bellman")->type_name("URL");
  command.add_option("--set", words->set, "Any setting, e.g. --set log.level=debug")->type_name("KEY=VALUE")->take_all();
  return words;
}

std::shared_ptr<SettingsWords> add_settings_words(CLI::App& command) {
  auto words = add_store_words(command);
  command.add_option("--address", words->address, "Address to listen on")->type_name("ADDRESS");
  command.add_option("--port", words->port, "Port to listen on; 0: any free one")->type_name("PORT")->check(CLI::Range(0, 65535));
  command.add_option("--data", words->data, "Folder for attachments")->type_name("FOLDER");
  return words;
}

Result<Settings> read_settings(const SettingsWords& words) {
  std::vector<std::string> flags = words.set;
  if (!words.database.empty()) flags.push_back("database.url=" + words.database);
  if (!words.address.empty()) flags.push_back("server.address=" + words.address);
  if (words.port >= 0) flags.push_back("server.port=" + std::to_string(words.port));
  if (!words.data.empty()) flags.push_back("server.data=" + words.data);
  std::vector<std::string> names;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) names.emplace_back(*entry, std::strcspn(*entry, "="));
  TRY_DO(check_environment(names));
  return load_settings(words.config, [](const char* name) { return std::getenv(name); }, flags);
}

void start_log(const Settings& settings) {
  auto logger = spdlog::stderr_logger_mt("bellman");
  // %v is the message as it stands: in JSON it is put between quotes, so messages carry no raw texts from outside.
  logger->set_pattern(settings.log_format == "json" ? R"({"at":"%Y-%m-%dT%H:%M:%S.%e%z","level":"%l","message":"%v"})" : "%Y-%m-%d %H:%M:%S.%e %l %v");
  logger->set_level(spdlog::level::from_str(settings.log_level));
  spdlog::set_default_logger(std::move(logger));
}

}  // namespace bellman::server
