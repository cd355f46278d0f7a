// What a benchmark prints, and how it measures time.
#pragma once
#include "base/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellman::bench {

// One line of JSON. With `against` (the other's value) `bound` is the least ratio of the two, otherwise the most the value may be.
struct Figure {
  std::string name;
  double value = 0;
  std::string unit;
  std::optional<double> bound;
  std::optional<double> against;
};
void print(const Figure& figure);

// The smallest value that at least `share` of the values do not exceed (nearest rank); sorts them. 0 of none.
double quantile(std::vector<double>& values, double share);

// Prints p50 (without a bound) and p99 of times in milliseconds.
void print_times(const std::string& name, std::vector<double> times_ms, std::optional<double> bound_p99_ms);

double wall_s();            // monotonic
double thread_cpu_s();      // processor time of the calling thread
double process_cpu_s();     // of the whole process

bool has_flag(int argc, char** argv, std::string_view flag);
std::optional<std::string> option(int argc, char** argv, std::string_view name);  // "--name VALUE"

// A benchmark that cannot go on says why and ends with code 1.
[[noreturn]] void give_up(std::string_view why);
template <class T>
T must(Result<T> result) {
  if (result.has_error()) give_up(result.error().text());
  return *std::move(result);
}
inline void must(const Result<>& result) {
  if (result.has_error()) give_up(result.error().text());
}

// A new folder on a disk (not in memory, where an fsync costs nothing), removed with what is in it. Below $BELLMAN_BENCH_FOLDER, or
// else the current folder's build/ when there is one, or else /var/tmp.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string file(std::string_view name) const { return path + "/" + std::string(name); }

 private:
  std::string path;
};

}  // namespace bellman::bench
