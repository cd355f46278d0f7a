#include "harness/postgres.h"

#include "db/open.h"
#include "harness/child.h"

#include <fmt/format.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace bellman::harness {

namespace {

constexpr const char* script = BELLMAN_TOOLS "/private_postgres";

std::string new_folder() {
  // A short path: a socket's name has at most 107 characters.
  std::string name = "/tmp/bellman-pg.XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) std::abort();
  std::filesystem::permissions(name, std::filesystem::perms(0755));
  return name;
}

std::string read_all(const std::string& file) {
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

pid_t first_process(const std::string& data) {
  std::ifstream in(data + "/postmaster.pid");
  pid_t pid = 0;
  in >> pid;
  return pid;
}

std::vector<pid_t> children_of(pid_t parent) {
  std::vector<pid_t> found;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const pid_t pid = static_cast<pid_t>(std::atoi(entry.path().filename().c_str()));
    if (pid <= 0) continue;
    // "PID (NAME) STATE PARENT …"; the name may hold spaces.
    const std::string stat = read_all(entry.path() / "stat");
    const auto name_end = stat.rfind(')');
    if (name_end != std::string::npos && name_end + 4 < stat.size() && std::atoi(stat.c_str() + name_end + 4) == parent) found.push_back(pid);
  }
  return found;
}

}  // namespace

PrivatePostgres::PrivatePostgres(std::vector<std::string> settings) : PrivatePostgres(empty) {
  if (start(settings)) return;
  fmt::print(stderr, "PostgreSQL cannot be started in {}.\n", place);
  std::exit(1);
}

PrivatePostgres::PrivatePostgres(Empty) : place(new_folder()) {
  // The pipe closes with this process, however it ends.
  // In a session of its own, because whoever ends this process may end its whole group.
  keeper = ::popen(fmt::format("exec setsid sh -c \"trap '' TERM INT HUP; read -r line; '{0}' stop '{1}' immediate; rm -rf '{1}'\"", script, place).c_str(), "we");
  if (keeper != nullptr) return;
  fmt::print(stderr, "No shell can be started to look after {}.\n", place);
  std::exit(1);
}

PrivatePostgres::~PrivatePostgres() {
  if (keeper != nullptr) ::pclose(keeper);
}

std::string PrivatePostgres::url_of(const std::string& account, const std::string& database) const {
  return fmt::format("postgresql://{}@/{}?host={}", account, database, socket_folder());
}

std::string PrivatePostgres::log() const { return read_all(data_folder() + "/server.log"); }

void PrivatePostgres::stop(const std::string& mode) { Child({script, "stop", place, mode}).wait(); }

bool PrivatePostgres::start(const std::vector<std::string>& settings) {
  std::vector<std::string> command{script, "start", place};
  command.insert(command.end(), settings.begin(), settings.end());
  return Child(command).wait().code == 0;
}

void PrivatePostgres::kill_all() {
  const pid_t first = first_process(data_folder());
  if (first <= 1) return;
  ::kill(first, SIGSTOP);  // so that it starts nobody anew meanwhile
  for (const pid_t child : children_of(first)) ::kill(child, SIGKILL);
  ::kill(first, SIGKILL);
}

bool PrivatePostgres::follow(const PrivatePostgres& primary) {
  stop("immediate");
  std::filesystem::remove_all(data_folder());
  return Child({script, "standby", place, primary.folder(), "cluster_name=standby"}).wait().code == 0;
}

bool PrivatePostgres::promote() { return Child({script, "promote", place}).wait().code == 0; }

void PrivatePostgres::pause() {
  const pid_t first = first_process(data_folder());
  if (first <= 1) return;
  ::kill(first, SIGSTOP);
  for (const pid_t child : children_of(first)) ::kill(child, SIGSTOP);
}

void PrivatePostgres::kill_one_child(const std::string& application) {
  const auto pid = value(fmt::format("SELECT min(pid) FROM pg_stat_activity WHERE application_name = '{}' AND pid <> pg_backend_pid()", application));
  if (pid.has_value() && !pid->empty()) ::kill(static_cast<pid_t>(std::atoi(pid->c_str())), SIGKILL);
}

void PrivatePostgres::reload() { ::kill(first_process(data_folder()), SIGHUP); }

Result<std::string> PrivatePostgres::value(const std::string& sql) const { return value(sql, url()); }

Result<std::string> PrivatePostgres::value(const std::string& sql, const std::string& address) const {
  TRY(database, db::open_postgresql({.url = address, .connect_timeout_s = 3}));
  TRY(session, database->open(db::Access::read));
  const std::string as_text = fmt::format("SELECT ({})::text", sql);
  std::string found;
  TRY_DO(session->query({"harness.value", as_text}, {}, [&](const db::Row& row) -> Result<> {
    found = row.text(0);
    return ok();
  }));
  return found;
}

Result<> PrivatePostgres::run(const std::string& sql) const {
  TRY(database, db::open_postgresql({.url = url(), .connect_timeout_s = 3}));
  TRY(session, database->open(db::Access::write));
  return session->script(sql);
}

}  // namespace bellman::harness
