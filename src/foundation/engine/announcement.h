// What a process tells its equals with each commit: which events are new, and when the next timer is due. Plain data and its text.
#pragma once
#include "base/instant.h"
#include "base/result.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bellman::engine {

struct Announcement {
  std::string process;
  std::vector<std::pair<std::int64_t, std::int64_t>> events;  // ids, each pair the first and the last of a row of them
  std::optional<Instant> timer;
  Instant at{};  // of all of the events: where in the journal to look for them

  bool empty() const { return events.empty() && !timer; }
};

// The rows of ids that hold all of `ids`, in any order, and no others.
std::vector<std::pair<std::int64_t, std::int64_t>> rows_of_ids(std::vector<std::int64_t> ids);

// "process|first-last,id,first-last|due|at", in pieces of at most `most_bytes`; the timer goes with the first.
std::vector<std::string> to_texts(const Announcement& announcement, std::size_t most_bytes);
// engine.announcement (malformed) for what no process of this version says.
Result<Announcement> parse_announcement(std::string_view text);

}  // namespace bellman::engine
