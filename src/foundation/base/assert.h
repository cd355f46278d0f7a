// A broken invariant stops the process with a message: going on could acknowledge something that is not true.
#pragma once
#include <string_view>

namespace bellman {
[[noreturn]] void broken_invariant(std::string_view what, const char* file, int line);
}

#define BELLMAN_ASSERT(condition, what)                                        \
  do {                                                                         \
    if (!(condition)) [[unlikely]]                                             \
      ::bellman::broken_invariant(what, __FILE__, __LINE__);                   \
  } while (false)
