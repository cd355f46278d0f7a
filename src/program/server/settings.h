// Everything an administrator can set: from a TOML file, then the environment, then flags; each later one wins.
#pragma once
#include "base/result.h"
#include "db/open.h"
#include "dispatch/service.h"
#include "requests/rules.h"

#include <string>
#include <vector>

namespace bellman::server {

struct Settings {
  // [server]
  std::string address = "127.0.0.1";
  std::int64_t port = 8080;
  std::int64_t socket_threads = 1;
  std::int64_t worker_threads = 4;
  bool behind_tls = false;
  bool trust_forwarded_for = false;
  std::int64_t stop_seconds = 10;
  std::int64_t connections_max = 10'000;
  std::int64_t header_timeout_ms = 10'000, body_timeout_ms = 20'000, idle_timeout_ms = 75'000, write_timeout_ms = 30'000;
  std::string data = ".";
  Milliseconds clock_step = 15min;
  // [database]
  std::string database = "sqlite:bellman.db";
  std::int64_t busy_timeout_ms = 5000;
  std::int64_t cache_mib = 16;
  // [log]
  std::string log_level = "info";
  std::string log_format = "text";
  // [requests], [dispatch]
  requests::LifeSettings life{};
  dispatch::DispatchSettings dispatch{};
};

// One line of the documentation and of the check, for each setting.
struct SettingDoc {
  std::string key;          // "server.port"
  std::string environment;  // "BELLMAN_SERVER_PORT"
  std::string fallback;     // the default, as TOML writes it
  std::string meaning;
};
std::vector<SettingDoc> documentation();

// The documented defaults as a TOML file.
std::string example_file();

// `file` empty: none. `environment` is asked for each setting's name; `flags` are "key=value".
// Errors name the line of the file, the variable or the flag at fault: settings.unreadable, settings.syntax, settings.unknown,
// settings.type, settings.range.
Result<Settings> load_settings(const std::string& file, const std::function<const char*(const char*)>& environment, const std::vector<std::string>& flags);

// Of the names of all environment variables: settings.unknown for one that begins with BELLMAN_ and is no setting, because it is one mistyped.
Result<> check_environment(const std::vector<std::string>& names);

// database.missing (not found) when database.url names a file that is not there: most commands must not make one out of a typing error.
Result<> need_store(const Settings& settings);

// The store that database.url names. Errors: those of db::open_database().
Result<std::unique_ptr<db::Database>> open_store(const Settings& settings, db::Durability durability = db::Durability::full);

}  // namespace bellman::server
