// Other programs, run and watched.
#pragma once
#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bellman::harness {

// How a program is started besides its words; what is left empty is as in this process.
struct Surroundings {
  std::string folder;                                              // its current folder
  std::vector<std::pair<std::string, std::string>> environment{};  // added to ours, or instead of ours
  std::string errors_file{};                                       // its standard error goes there, at the end
  std::optional<std::int64_t> file_bytes_max{};                    // no file may grow beyond (RLIMIT_FSIZE, soft; SIGXFSZ is ignored)
  std::optional<std::int64_t> open_files_max{};                    // RLIMIT_NOFILE, soft and hard
};

class Child {
 public:
  // Starts `command` with its standard output in a pipe. It is killed when the thread that started it ends, so that none stays
  // behind when this program is killed. Ends this program when no process can be started.
  explicit Child(const std::vector<std::string>& command, const Surroundings& surroundings = {});
  // Kills it when it still runs.
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // The next line of its output; empty when it has closed it.
  std::string line();
  void signal(int number) const;
  // Gives it another limit of the size of files while it runs; none: as much as there is.
  void limit_files(std::optional<std::int64_t> bytes_max) const;
  struct End {
    int code = 0;             // of exit, or 128 + the signal
    double peak_rss_mib = 0;  // of the program itself
    std::string output{};     // what line() had not read
  };
  // Reads the rest of the output, waits for the end.
  End wait();
  // False when it still runs after the time. Its output must fit the pipe (64 KiB).
  bool ends_within(int timeout_ms) const;
  double rss_mib() const;
  pid_t number() const { return pid; }

 private:
  pid_t pid = -1;
  int output = -1;
  std::string kept;
};

// The product's binary: $BELLMAN_BINARY, or beside this program's folder. Empty when there is none.
std::string bellman_binary();

}  // namespace bellman::harness
