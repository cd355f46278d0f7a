#include "figure.h"

#include "codec/json_write.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>

namespace bellman::bench {

namespace {

double clock_s(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

}  // namespace

void print(const Figure& figure) {
  const auto number = [](std::optional<double> value) { return value ? fmt::format("{:.6g}", *value) : "null"; };
  std::optional<double> ratio;
  if (figure.against && *figure.against > 0) ratio = figure.value / *figure.against;
  fmt::print(R"({{"name":{},"value":{:.6g},"unit":{},"bound":{},"against":{},"ratio":{}}})" "\n", codec::to_json(figure.name), figure.value,
             codec::to_json(figure.unit), number(figure.bound), number(figure.against), number(ratio));
  std::fflush(stdout);
}

double quantile(std::vector<double>& values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size())));
  return values[std::min(values.size() - 1, rank == 0 ? 0 : rank - 1)];
}

void print_times(const std::string& name, std::vector<double> times_ms, std::optional<double> bound_p99_ms) {
  print({name + ", p50", quantile(times_ms, 0.50), "ms", std::nullopt, std::nullopt});
  print({name + ", p99", quantile(times_ms, 0.99), "ms", bound_p99_ms, std::nullopt});
}

double wall_s() { return clock_s(CLOCK_MONOTONIC); }
double thread_cpu_s() { return clock_s(CLOCK_THREAD_CPUTIME_ID); }
double process_cpu_s() { return clock_s(CLOCK_PROCESS_CPUTIME_ID); }

bool has_flag(int argc, char** argv, std::string_view flag) {
  return std::any_of(argv + 1, argv + argc, [&](const char* argument) { return flag == argument; });
}

std::optional<std::string> option(int argc, char** argv, std::string_view name) {
  for (int i = 1; i + 1 < argc; ++i)
    if (name == argv[i]) return std::string(argv[i + 1]);
  return std::nullopt;
}

void give_up(std::string_view why) {
  fmt::print(stderr, "{}\n", why);
  std::_Exit(1);
}

Folder::Folder() {
  const char* wanted = std::getenv("BELLMAN_BENCH_FOLDER");
  const std::string below = wanted != nullptr ? wanted : std::filesystem::is_directory("build") ? "build" : "/var/tmp";
  path = std::filesystem::absolute(below).string() + "/bench-XXXXXX";
  if (mkdtemp(path.data()) == nullptr) give_up("No folder can be made below " + below + ".");
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path, ignored);
}

}  // namespace bellman::bench
