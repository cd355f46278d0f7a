#include "harness/child.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace bellman::harness {

namespace {

[[noreturn]] void give_up(const char* why) {
  fmt::print(stderr, "{}\n", why);
  std::exit(1);
}

std::vector<std::string> environment_of(const Surroundings& surroundings) {
  std::vector<std::string> all;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    bool replaced = false;
    for (const auto& [name, value] : surroundings.environment) replaced |= text.starts_with(name + "=");
    if (!replaced) all.push_back(text);
  }
  for (const auto& [name, value] : surroundings.environment) all.push_back(name + "=" + value);
  return all;
}

std::vector<char*> pointers_to(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (const std::string& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

// Between vfork() and exec() only system calls: the child still stands on its parent's memory.
void set_limits(const Surroundings& surroundings) {
  if (surroundings.file_bytes_max) {
    const rlimit limit{static_cast<rlim_t>(*surroundings.file_bytes_max), RLIM_INFINITY};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  if (surroundings.open_files_max) {
    const rlimit limit{static_cast<rlim_t>(*surroundings.open_files_max), static_cast<rlim_t>(*surroundings.open_files_max)};
    setrlimit(RLIMIT_NOFILE, &limit);
  }
  ::signal(SIGXFSZ, SIG_IGN);  // a write beyond the limit fails, as on a full disk, and does not kill
}

}  // namespace

Child::Child(const std::vector<std::string>& command, const Surroundings& surroundings) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) give_up("No pipe can be made.");
  const std::vector<std::string> environment = environment_of(surroundings);
  std::vector<char*> arguments = pointers_to(command), variables = pointers_to(environment);
  const int errors = surroundings.errors_file.empty() ? -1 : open(surroundings.errors_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const pid_t parent = getpid();
  pid = vfork();
  if (pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127);
    dup2(ends[1], STDOUT_FILENO);
    if (errors >= 0) dup2(errors, STDERR_FILENO);
    set_limits(surroundings);
    if (!surroundings.folder.empty() && chdir(surroundings.folder.c_str()) != 0) _exit(127);
    execve(arguments[0], arguments.data(), variables.data());
    _exit(127);
  }
  close(ends[1]);
  if (errors >= 0) close(errors);
  output = ends[0];
  if (pid < 0) give_up("No process can be started.");
}

Child::~Child() {
  if (pid > 0) {
    kill(pid, SIGKILL);
    waitpid(pid, nullptr, 0);
  }
  close(output);
}

std::string Child::line() {
  for (;;) {
    if (const auto end = kept.find('\n'); end != std::string::npos) {
      std::string text = kept.substr(0, end);
      kept.erase(0, end + 1);
      return text;
    }
    char buffer[4096];
    const ssize_t count = read(output, buffer, sizeof buffer);
    if (count <= 0) return std::exchange(kept, {});
    kept.append(buffer, static_cast<std::size_t>(count));
  }
}

void Child::signal(int number) const { kill(pid, number); }

void Child::limit_files(std::optional<std::int64_t> bytes_max) const {
  const rlimit limit{bytes_max ? static_cast<rlim_t>(*bytes_max) : RLIM_INFINITY, RLIM_INFINITY};
  if (prlimit(pid, RLIMIT_FSIZE, &limit, nullptr) != 0) give_up("The limit of a running program cannot be changed.");
}

Child::End Child::wait() {
  End end;
  end.output = std::exchange(kept, {});
  char buffer[4096];
  for (ssize_t count = 0; (count = read(output, buffer, sizeof buffer)) > 0;) end.output.append(buffer, static_cast<std::size_t>(count));
  int status = 0;
  rusage usage{};
  wait4(pid, &status, 0, &usage);
  pid = -1;
  end.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  end.peak_rss_mib = static_cast<double>(usage.ru_maxrss) / 1024;
  return end;
}

bool Child::ends_within(int timeout_ms) const {
  const int handle = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  if (handle < 0) give_up("A running program cannot be watched.");
  pollfd entry{.fd = handle, .events = POLLIN, .revents = 0};
  const bool ended = poll(&entry, 1, timeout_ms) > 0;
  close(handle);
  return ended;
}

double Child::rss_mib() const {
  std::ifstream status(fmt::format("/proc/{}/status", pid));
  for (std::string text; std::getline(status, text);)
    if (text.starts_with("VmRSS:")) return std::strtod(text.c_str() + 6, nullptr) / 1024;
  return 0;
}

std::string bellman_binary() {
  if (const char* named = std::getenv("BELLMAN_BINARY")) return named;
  const std::filesystem::path release = std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path();
  for (const char* place : {"bellman", "bin/bellman", "src/server/bellman"})
    if (std::filesystem::is_regular_file(release / place)) return (release / place).string();
  return {};
}

}  // namespace bellman::harness
