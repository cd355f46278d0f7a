#include "server/settings.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace bellman::server {

namespace {

// Where a value came from, for the error's message: "line 7 of bellman.toml", "BELLMAN_SERVER_PORT", "--set server.port".
using Source = std::string;

struct Spec {
  std::string key;
  std::string meaning;
  std::function<std::string(const Settings&)> show;                         // as TOML
  std::function<Result<>(Settings&, std::string_view, const Source&)> set;  // from text
};

Error bad(std::string_view code, const std::string& key, const Source& source, std::string_view what) {
  return Error::invalid(code, fmt::format("{}, {}: {}", source, key, what), key, "See `bellman serve --print-settings`.");
}

std::string toml_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

template <class Get>
Spec number(std::string key, std::string meaning, std::int64_t low, std::int64_t high, Get get) {
  return {key, fmt::format("{} ({}..{})", meaning, low, high), [get](const Settings& s) { return std::to_string(get(const_cast<Settings&>(s))); },
          [key, low, high, get](Settings& s, std::string_view text, const Source& source) -> Result<> {
            std::int64_t value = 0;
            const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
            if (failure != std::errc() || end != text.data() + text.size()) return bad("settings.type", key, source, fmt::format("\"{}\" is not a whole number.", text));
            if (value < low || value > high) return bad("settings.range", key, source, fmt::format("{} is not between {} and {}.", value, low, high));
            get(s) = value;
            return ok();
          }};
}

template <class Get>
Spec duration(std::string key, std::string meaning, std::int64_t unit_ms, std::int64_t low, std::int64_t high, Get get) {
  return {key, fmt::format("{} ({}..{})", meaning, low, high), [get, unit_ms](const Settings& s) { return std::to_string(get(const_cast<Settings&>(s)).count() / unit_ms); },
          [key, unit_ms, low, high, get](Settings& s, std::string_view text, const Source& source) -> Result<> {
            std::int64_t value = 0;
            const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
            if (failure != std::errc() || end != text.data() + text.size()) return bad("settings.type", key, source, fmt::format("\"{}\" is not a whole number.", text));
            if (value < low || value > high) return bad("settings.range", key, source, fmt::format("{} is not between {} and {}.", value, low, high));
            get(s) = Milliseconds(value * unit_ms);
            return ok();
          }};
}

template <class Get>
Spec yes_no(std::string key, std::string meaning, Get get) {
  return {key, std::move(meaning), [get](const Settings& s) { return std::string(get(const_cast<Settings&>(s)) ? "true" : "false"); },
          [key, get](Settings& s, std::string_view text, const Source& source) -> Result<> {
            if (text != "true" && text != "false") return bad("settings.type", key, source, fmt::format("\"{}\" is neither true nor false.", text));
            get(s) = text == "true";
            return ok();
          }};
}

template <class Get>
Spec text(std::string key, std::string meaning, std::vector<std::string> choices, Get get) {
  return {key, std::move(meaning), [get](const Settings& s) { return toml_string(get(const_cast<Settings&>(s))); },
          [key, choices, get](Settings& s, std::string_view value, const Source& source) -> Result<> {
            if (!choices.empty() && std::find(choices.begin(), choices.end(), value) == choices.end())
              return bad("settings.range", key, source, fmt::format("\"{}\" is not one of {}.", value, fmt::join(choices, ", ")));
            if (value.empty()) return bad("settings.range", key, source, "it must not be empty.");
            get(s) = std::string(value);
            return ok();
          }};
}

const std::vector<Spec>& specs() {
  static const std::vector<Spec> all{
      text("server.address", "numeric address to listen on; 0.0.0.0 for all", {}, [](Settings& s) -> auto& { return s.address; }),
      number("server.port", "port to listen on; 0 takes any free one", 0, 65535, [](Settings& s) -> auto& { return s.port; }),
      number("server.socket_threads", "threads for sockets; one serves thousands of connections", 1, 64, [](Settings& s) -> auto& { return s.socket_threads; }),
      number("server.worker_threads", "threads for reading requests", 1, 256, [](Settings& s) -> auto& { return s.worker_threads; }),
      yes_no("server.behind_tls", "a proxy in front ends TLS: cookies are Secure, browsers are told to come by HTTPS only", [](Settings& s) -> auto& { return s.behind_tls; }),
      yes_no("server.trust_forwarded_for", "take the client's address from the proxy's X-Forwarded-For", [](Settings& s) -> auto& { return s.trust_forwarded_for; }),
      number("server.stop_seconds", "patience with requests under way when stopping", 0, 600, [](Settings& s) -> auto& { return s.stop_seconds; }),
      number("server.connections_max", "connections at the same time; further ones hear 503", 1, 1'000'000, [](Settings& s) -> auto& { return s.connections_max; }),
      number("server.header_timeout_ms", "for a request's header, and for the first byte of a new connection", 100, 600'000, [](Settings& s) -> auto& { return s.header_timeout_ms; }),
      number("server.body_timeout_ms", "for a request's body, and a second more for each 8 KiB of it", 100, 600'000, [](Settings& s) -> auto& { return s.body_timeout_ms; }),
      number("server.idle_timeout_ms", "between the requests of one connection", 100, 3'600'000, [](Settings& s) -> auto& { return s.idle_timeout_ms; }),
      number("server.write_timeout_ms", "while the other side takes no byte of its answer", 100, 600'000, [](Settings& s) -> auto& { return s.write_timeout_ms; }),
      text("server.data", "folder for attachments", {}, [](Settings& s) -> auto& { return s.data; }),
      duration("server.clock_step_minutes", "a clock that was set by two seconds or more is not followed until it has stood so for this long", 60'000, 0, 24 * 60, [](Settings& s) -> auto& { return s.clock_step; }),
      text("database.url", "where everything is kept: sqlite:FILE, or postgresql://USER@HOST:PORT/NAME for several servers", {}, [](Settings& s) -> auto& { return s.database; }),
      number("database.busy_timeout_ms", "how long to wait for another program that locks the database", 0, 600'000, [](Settings& s) -> auto& { return s.busy_timeout_ms; }),
      number("database.cache_mib", "page cache of the writer and of each reader (SQLite)", 1, 4096, [](Settings& s) -> auto& { return s.cache_mib; }),
      text("log.level", "trace, debug, info, warn or error", {"trace", "debug", "info", "warn", "error"}, [](Settings& s) -> auto& { return s.log_level; }),
      text("log.format", "text for people, json for machines", {"text", "json"}, [](Settings& s) -> auto& { return s.log_format; }),
      duration("requests.close_after_hours", "a finished request closes by itself after this", 3'600'000, 1, 24 * 365, [](Settings& s) -> auto& { return s.life.close_after; }),
      duration("requests.reopen_within_days", "and may be reopened for so long", 86'400'000, 1, 3650, [](Settings& s) -> auto& { return s.life.reopen_within; }),
      duration("dispatch.round_seconds", "waiting jobs are matched together this long after the first was filed", 1000, 1, 3600, [](Settings& s) -> auto& { return s.dispatch.round_every; }),
      duration("dispatch.round_near_seconds", "the same when a deadline is near", 1000, 1, 3600, [](Settings& s) -> auto& { return s.dispatch.round_near; }),
      duration("dispatch.near_minutes", "how near that is", 60'000, 1, 24 * 60, [](Settings& s) -> auto& { return s.dispatch.near; }),
      duration("dispatch.call_wait_seconds", "for a key pressed on the robot's call", 1000, 10, 3600, [](Settings& s) -> auto& { return s.dispatch.call_wait; }),
      duration("dispatch.set_out_grace_minutes", "after the predicted start, until somebody asks why the worker has not set out", 60'000, 1, 24 * 60, [](Settings& s) -> auto& { return s.dispatch.set_out_grace; }),
      duration("dispatch.look_again_minutes", "between rounds for a job that a dispatcher was told of", 60'000, 1, 24 * 60, [](Settings& s) -> auto& { return s.dispatch.look_again; }),
      number("dispatch.jobs_per_round", "jobs matched together at most", 1, 5000, [](Settings& s) -> auto& { return s.dispatch.jobs_per_round; }),
  };
  return all;
}

const Spec* find(std::string_view key) {
  for (const Spec& spec : specs())
    if (spec.key == key) return &spec;
  return nullptr;
}

std::string environment_name(const std::string& key) {
  std::string name = "BELLMAN_";
  for (const char c : key) name += c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

Result<> set(Settings& settings, std::string_view key, std::string_view value, const Source& source) {
  const Spec* spec = find(key);
  if (spec == nullptr) return bad("settings.unknown", std::string(key), source, "there is no such setting.");
  return spec->set(settings, value, source);
}

Result<> read_table(Settings& settings, const toml::table& table, const std::string& prefix, const std::string& file) {
  for (const auto& [name, node] : table) {
    const std::string key = prefix.empty() ? std::string(name.str()) : prefix + "." + std::string(name.str());
    const Source source = fmt::format("line {} of {}", node.source().begin.line, file);
    if (const auto* inner = node.as_table()) {
      TRY_DO(read_table(settings, *inner, key, file));
    } else if (const auto* string = node.as_string()) {
      TRY_DO(set(settings, key, string->get(), source));
    } else if (const auto* integer = node.as_integer()) {
      TRY_DO(set(settings, key, std::to_string(integer->get()), source));
    } else if (const auto* boolean = node.as_boolean()) {
      TRY_DO(set(settings, key, boolean->get() ? "true" : "false", source));
    } else {
      return bad("settings.type", key, source, "only texts, whole numbers and true or false can be set.");
    }
  }
  return ok();
}

Result<> read_file(Settings& settings, const std::string& file) {
  std::error_code unknown;
  if (std::filesystem::is_directory(file, unknown)) return Error::invalid("settings.unreadable", file + " is a folder and no settings file.", "--config", "Name a file.");
  std::ifstream in(file, std::ios::binary);
  if (!in) return Error::invalid("settings.unreadable", "The settings file " + file + " cannot be read.", {}, "Check its name and rights.");
  std::ostringstream text;
  text << in.rdbuf();
  if (in.bad()) return Error::unavailable("settings.unreadable", "The settings file " + file + " cannot be read to its end.", "Check the disk.");
  // The parser reports errors only by exceptions; they stay in here.
  try {
    return read_table(settings, toml::parse(text.str(), file), "", file);
  } catch (const toml::parse_error& failure) {
    return Error::invalid("settings.syntax", fmt::format("Line {} of {} is not TOML: {}.", failure.source().begin.line, file, failure.description()), {},
                          "Texts stand in quotes, numbers do not; see `bellman serve --print-settings`.");
  }
}

}  // namespace

std::vector<SettingDoc> documentation() {
  std::vector<SettingDoc> docs;
  for (const Spec& spec : specs()) docs.push_back({spec.key, environment_name(spec.key), spec.show(Settings{}), spec.meaning});
  return docs;
}

std::string example_file() {
  std::string text = "# Settings of Bellman. Every line shows its default. The environment (BELLMAN_SERVER_PORT) and --set server.port=… win over this file.\n";
  std::string section;
  for (const SettingDoc& doc : documentation()) {
    const std::string own = doc.key.substr(0, doc.key.find('.'));
    if (own != section) text += fmt::format("\n[{}]\n", section = own);
    text += fmt::format("# {}\n{} = {}\n", doc.meaning, doc.key.substr(own.size() + 1), doc.fallback);
  }
  return text;
}

Result<Settings> load_settings(const std::string& file, const std::function<const char*(const char*)>& environment, const std::vector<std::string>& flags) {
  Settings settings;
  if (!file.empty()) TRY_DO(read_file(settings, file));
  for (const Spec& spec : specs()) {
    const std::string name = environment_name(spec.key);
    if (const char* value = environment(name.c_str())) TRY_DO(spec.set(settings, value, name));
  }
  for (const std::string& flag : flags) {
    const std::size_t equals = flag.find('=');
    if (equals == std::string::npos) return Error::invalid("settings.syntax", "--set needs KEY=VALUE, got \"" + flag + "\".");
    const std::string key = flag.substr(0, equals);
    TRY_DO(set(settings, key, flag.substr(equals + 1), "--set " + key));
  }
  return settings;
}

Result<> check_environment(const std::vector<std::string>& names) {
  // What is no setting: the password of `user`, and what our own scripts and tests tell each other.
  static constexpr std::string_view others[] = {"BELLMAN_PASSWORD", "BELLMAN_BINARY", "BELLMAN_SHARED", "BELLMAN_PRESET", "BELLMAN_CHROMIUM", "BELLMAN_POSTGRESQL_FOLDER"};
  static constexpr std::string_view families[] = {"BELLMAN_TEST_", "BELLMAN_CITY_", "BELLMAN_CLUSTER_", "BELLMAN_FAULTS_", "BELLMAN_FRESH_"};
  for (const std::string& name : names) {
    if (!name.starts_with("BELLMAN_") || std::find(std::begin(others), std::end(others), name) != std::end(others)) continue;
    if (std::any_of(std::begin(families), std::end(families), [&](std::string_view family) { return name.starts_with(family); })) continue;
    const auto is_named = [&](const Spec& spec) { return environment_name(spec.key) == name; };
    if (std::none_of(specs().begin(), specs().end(), is_named)) return bad("settings.unknown", name, "the environment", "there is no such setting.");
  }
  return ok();
}

Result<> need_store(const Settings& settings) {
  TRY(file, db::sqlite_file(settings.database));
  std::error_code unknown;
  if (file.empty() || std::filesystem::exists(file, unknown)) return ok();
  return Error::not_found("database.missing", fmt::format("There is no database {}.", file), "database.url",
                          "Name the one that the server uses with --database; `bellman migrate` makes a new one.");
}

Result<std::unique_ptr<db::Database>> open_store(const Settings& settings, db::Durability durability) {
  return db::open_database(settings.database, {.durability = durability,
                                               .busy_timeout_ms = static_cast<int>(settings.busy_timeout_ms),
                                               .cache_kib = static_cast<int>(settings.cache_mib * 1024)});
}

}  // namespace bellman::server
