// The board: what waits, what is offered, what is late, what is done, at one look.
#pragma once
#include "requests/views.h"

namespace bellman::requests {

struct BoardCounts {
  std::int64_t waiting = 0, offered = 0, in_progress = 0, late = 0, done = 0, desk = 0, held = 0;
  std::int64_t most = 1000;   // counting stops here
};
BOOST_DESCRIBE_STRUCT(BoardCounts, (), (waiting, offered, in_progress, late, done, desk, held, most))

struct Board {
  BoardCounts counts;
  // At most 25 each. What waits (waiting, offered, desk, held) by the deadline that is next to be met, the most urgent first; in_progress
  // the newest first; done what was done last. `late` holds the open ones, the longest overdue first, which stand in another column too.
  std::vector<RequestView> waiting, offered, in_progress, late, done, desk, held;
};
BOOST_DESCRIBE_STRUCT(Board, (), (counts, waiting, offered, in_progress, late, done, desk, held))

// `programme` none: all that the scope allows.
Result<Board> board(db::Session& session, const api::Scope& scope, ProgrammeId programme, std::string_view language);

}  // namespace bellman::requests
