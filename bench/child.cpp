#include "child.h"

#include "figure.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace bellman::bench {

Child::Child(const std::vector<std::string>& command) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) give_up("No pipe can be made.");
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  pid = vfork();
  if (pid == 0) {
    dup2(ends[1], STDOUT_FILENO);
    execv(arguments[0], arguments.data());
    _exit(127);
  }
  close(ends[1]);
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

Child::End Child::wait() {
  char buffer[4096];
  while (read(output, buffer, sizeof buffer) > 0) {}
  int status = 0;
  rusage usage{};
  wait4(pid, &status, 0, &usage);
  pid = -1;
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), static_cast<double>(usage.ru_maxrss) / 1024};
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

}  // namespace bellman::bench
