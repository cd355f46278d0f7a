#include "requests/board.h"

#include "requests/store.h"

#include <algorithm>
#include <functional>

namespace bellman::requests {

namespace {

constexpr std::size_t cards = 30;
constexpr std::int64_t count_most = 1000;

using States = std::vector<RequestState>;
using Programmes = std::vector<ProgrammeId>;

// The first page of a column: the first cards of each of its states and programmes hold it.
Result<std::vector<Request>> newest(db::Session& session, const Programmes& programmes, const States& states, bool late) {
  std::vector<Request> requests;
  for (const ProgrammeId programme : programmes)
    for (const RequestState state : states) {
      TRY(page, store::list(session, programme, {state, late, {}, {}}, {}, cards));
      std::ranges::move(page, std::back_inserter(requests));
    }
  std::ranges::sort(requests, std::greater<>(), &Request::id);
  if (requests.size() > cards) requests.resize(cards);
  return requests;
}

Result<std::vector<Request>> last_done(db::Session& session, const Programmes& programmes) {
  std::vector<Request> requests;
  for (const ProgrammeId programme : programmes) {
    TRY(page, store::last_done(session, programme, cards));
    std::ranges::move(page, std::back_inserter(requests));
  }
  std::ranges::sort(requests, std::greater<>(), [](const Request& request) { return std::pair(request.done_at, request.id); });
  if (requests.size() > cards) requests.resize(cards);
  return requests;
}

Result<std::int64_t> count(db::Session& session, const std::vector<ProgrammeId>& programmes, const States& states) {
  std::int64_t sum = 0;
  for (const ProgrammeId programme : programmes)
    for (const RequestState state : states) {
      TRY(number, store::count(session, programme, state, count_most));
      sum += number;
    }
  return std::min(sum, count_most);
}

}  // namespace

Result<Board> board(db::Session& session, const api::Scope& scope, ProgrammeId programme, std::string_view language) {
  using enum RequestState;
  api::Scope shown = scope;
  if (programme) shown = {false, scope.allows(programme) ? std::vector{programme} : std::vector<ProgrammeId>{}};
  // "All programmes" is one look at the index by state.
  const std::vector<ProgrammeId> programmes = shown.all ? std::vector{ProgrammeId{}} : shown.programmes;

  Board result;
  struct Column {
    States states;
    std::vector<RequestView> Board::*cards;
    std::int64_t BoardCounts::*count;
  };
  const Column columns[] = {{{waiting_for_dispatch}, &Board::waiting, &BoardCounts::waiting},
                            {{offered}, &Board::offered, &BoardCounts::offered},
                            {{assigned, travelling, in_work}, &Board::in_progress, &BoardCounts::in_progress},
                            {{done}, &Board::done, &BoardCounts::done},
                            {{accepted}, &Board::desk, &BoardCounts::desk},
                            {{waiting_for_client, waiting_for_supplier}, &Board::held, &BoardCounts::held}};
  for (const Column& one : columns) {
    TRY(requests, one.cards == &Board::done ? last_done(session, programmes) : newest(session, programmes, one.states, false));
    TRY(views, views_of(session, requests, language));
    result.*one.cards = std::move(views);
    TRY(number, count(session, programmes, one.states));
    result.counts.*one.count = number;
  }
  TRY(late, newest(session, programmes, {accepted, waiting_for_dispatch, offered, assigned, travelling, in_work, waiting_for_client, waiting_for_supplier}, true));
  TRY(views, views_of(session, late, language));
  result.late = std::move(views);
  for (const ProgrammeId one : programmes) {
    TRY(number, store::count_late_open(session, one, count_most));
    result.counts.late = std::min(result.counts.late + number, count_most);
  }
  return result;
}

}  // namespace bellman::requests
