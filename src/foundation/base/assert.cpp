#include "base/assert.h"

#include "base/result.h"

#include <cstdio>
#include <cstdlib>

namespace bellman {

void broken_invariant(std::string_view what, const char* file, int line) {
  std::fprintf(stderr, "bellman: broken invariant: %.*s (%s:%d)\n", static_cast<int>(what.size()), what.data(), file, line);
  std::abort();
}

void abort_on_error(const Error& error) {
  broken_invariant("value() called on a failure: " + error.text(), __FILE__, __LINE__);
}

}  // namespace bellman
