#include "server/console.h"

#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <ctime>

#include <pthread.h>
#include <unistd.h>

namespace bellman::server {

int fail(const Error& error) {
  // Not fmt::print, which throws when nothing can be written, as to a log file on a full disk.
  const std::string text = fmt::format("bellman: {}{}\n", error.message, error.cure.empty() ? "" : "\n         " + error.cure);
  std::fputs(text.c_str(), stderr);
  return 1;
}

Progress::Progress() : terminal(isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (drawn) fmt::print(stderr, "\r\033[K");
}

void Progress::show(double share, std::string_view what) {
  const int per_mille = static_cast<int>(share * 1000);
  if (!terminal || per_mille == last_per_mille) return;
  last_per_mille = per_mille;
  drawn = true;
  constexpr int width = 30;
  const int full = per_mille * width / 1000;
  fmt::print(stderr, "\r\033[K[{}{}] {:5.1f} %  {}", std::string(static_cast<std::size_t>(full), '#'), std::string(static_cast<std::size_t>(width - full), '.'),
             share * 100, what);
  std::fflush(stderr);
}

namespace {
sigset_t stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}
}  // namespace

void hold_signals() {
  const sigset_t set = stop_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

void wait_for_signal() {
  const sigset_t set = stop_signals();
  int got = 0;
  sigwait(&set, &got);
}

bool signal_within(int ms) {
  const sigset_t set = stop_signals();
  const timespec limit{ms / 1000, static_cast<long>(ms % 1000) * 1'000'000};
  return sigtimedwait(&set, nullptr, &limit) > 0;
}

}  // namespace bellman::server
