// Result<T> and the two macros that pass an Error on.
//   TRY(site, store::find_site(tx, id));   declares `site`, or returns the error to our caller
//   TRY_DO(tx.record(event));              the same where there is no value to keep
#pragma once
#include "base/error.h"

#include <boost/system/result.hpp>

namespace bellman {

template <class T = void>
using Result = boost::system::result<T, Error>;

inline Result<> ok() { return {}; }

// Only reached when somebody calls value() on a failure: that is a broken invariant.
[[noreturn]] void abort_on_error(const Error& error);
BOOST_NORETURN inline void throw_exception_from_error(const Error& error, const boost::source_location&) {
  abort_on_error(error);
}

}  // namespace bellman

#define BELLMAN_JOIN_(a, b) a##b
#define BELLMAN_JOIN(a, b) BELLMAN_JOIN_(a, b)
#define BELLMAN_TRY_(temporary, variable, ...)            \
  auto temporary = (__VA_ARGS__);                         \
  if (temporary.has_error()) [[unlikely]]                 \
    return std::move(temporary).error();                  \
  auto& variable = *temporary

#define TRY(variable, ...) BELLMAN_TRY_(BELLMAN_JOIN(try_result_, __COUNTER__), variable, __VA_ARGS__)
#define BELLMAN_TRY_DO_(temporary, ...)                                                          \
  do {                                                                                           \
    if (auto temporary = (__VA_ARGS__); temporary.has_error()) [[unlikely]]                      \
      return std::move(temporary).error();                                                       \
  } while (false)
#define TRY_DO(...) BELLMAN_TRY_DO_(BELLMAN_JOIN(try_result_, __COUNTER__), __VA_ARGS__)
