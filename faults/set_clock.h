// A clock on the wall for one program, which a test sets as somebody sets a machine's: libfaketime stands between the program and the clock. The
// time elapsed since the start of the machine (CLOCK_BOOTTIME) stays as it is.
#pragma once
#include "faults/served.h"

#include <filesystem>

namespace bellman::faults {

class SetClock {
 public:
  explicit SetClock(const Folder& folder) : file(folder.file("clock")) { set("+0"); }
  // False where libfaketime is not installed (script/setup test installs it).
  static bool can_be_set() { return !library().empty(); }

  // By how many seconds the program's clock is ahead of the machine's: "+3600".
  void set(std::string_view ahead) const {
    write_text(file + ".new", std::string(ahead) + "\n");
    std::filesystem::rename(file + ".new", file);
  }
  // For the program that is to see this clock.
  harness::Surroundings surroundings() const {
    return {.environment = {{"LD_PRELOAD", library()}, {"FAKETIME_TIMESTAMP_FILE", file}, {"FAKETIME_NO_CACHE", "1"}, {"FAKETIME_DONT_FAKE_MONOTONIC", "1"}}};
  }

 private:
  static std::string library() {
    for (const char* place : {"/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"})
      if (const std::string found = std::string(place) + "/faketime/libfaketime.so.1"; std::filesystem::exists(found)) return found;
    return {};
  }
  const std::string file;
};

}  // namespace bellman::faults
