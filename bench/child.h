// Other programs, run and watched.
#pragma once
#include <sys/types.h>

#include <string>
#include <vector>

namespace bellman::bench {

class Child {
 public:
  // Starts `command` with its standard output in a pipe.
  explicit Child(const std::vector<std::string>& command);
  // Kills it when it still runs.
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // The next line of its output; empty when it has closed it.
  std::string line();
  void signal(int number) const;
  struct End {
    int code = 0;             // of exit, or 128 + the signal
    double peak_rss_mib = 0;  // of the program itself
  };
  // Reads the rest of the output, waits for the end.
  End wait();
  double rss_mib() const;

 private:
  pid_t pid = -1;
  int output = -1;
  std::string kept;
};

// The product's binary: $BELLMAN_BINARY, or beside this program's folder. Empty when there is none.
std::string bellman_binary();

}  // namespace bellman::bench
