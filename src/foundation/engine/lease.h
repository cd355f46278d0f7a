// A right that one of several equal processes holds for a while, e.g. to run the rounds of dispatch. It is checked and prolonged inside the
// very transaction that uses it: a holder that was stopped and comes back late finds the row taken, and its transaction does nothing.
#pragma once
#include "base/instant.h"
#include "base/result.h"

#include <boost/describe.hpp>

#include <optional>
#include <string>

namespace bellman::engine {

struct Lease {
  static constexpr std::string_view table = "lease";
  std::string name;
  std::string holder;      // a process
  std::int64_t token = 0;  // grows each time the holder changes: the fencing number
  Instant until;
};
BOOST_DESCRIBE_STRUCT(Lease, (), (name, holder, token, until))

struct LeaseStep {
  bool held = false;   // by the asking process, from now on
  bool write = false;  // `lease` differs from the stored row
  Lease lease;
};
// Pure. Whoever asks gets a lease that nobody has or that is over; its holder prolongs it when half of it is over.
LeaseStep ask_for_lease(const std::optional<Lease>& stored, const std::string& name, const std::string& process, Instant now, Milliseconds length);

}  // namespace bellman::engine
