// The words of the command line that all commands with a store share.
#pragma once
#include "server/settings.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace bellman::server {

struct SettingsWords {
  std::string config;
  std::string database;
  std::string address;
  int port = -1;
  std::string data;
  std::vector<std::string> set;
};

std::shared_ptr<SettingsWords> add_settings_words(CLI::App& command);
// Only --config, --database and --set, for commands that do not listen.
std::shared_ptr<SettingsWords> add_store_words(CLI::App& command);
Result<Settings> read_settings(const SettingsWords& words);

// The log goes to standard error in the wanted level and format.
void start_log(const Settings& settings);

}  // namespace bellman::server
