#include "requests/board.h"

#include "requests/service.h"
#include "requests/store.h"

namespace bellman::requests {

namespace {

constexpr std::int64_t cards = 30;
constexpr std::int64_t count_most = 1000;

using States = std::vector<RequestState>;

Result<std::vector<RequestView>> column(db::Session& session, const api::Scope& scope, const States& states, bool late, std::string_view language) {
  std::vector<Request> requests;
  for (const RequestState state : states) {
    ListQuery query;
    query.state = state;
    query.late = late;
    query.limit = cards;
    TRY(page, list(session, scope, query));
    std::move(page.begin(), page.end(), std::back_inserter(requests));
  }
  std::sort(requests.begin(), requests.end(), [](const Request& a, const Request& b) { return a.changed_at != b.changed_at ? a.changed_at > b.changed_at : a.id > b.id; });
  if (requests.size() > cards) requests.resize(cards);
  return views_of(session, requests, language);
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
    TRY(views, column(session, shown, one.states, false, language));
    result.*one.cards = std::move(views);
    TRY(number, count(session, programmes, one.states));
    result.counts.*one.count = number;
  }
  TRY(views, column(session, shown, {accepted, waiting_for_dispatch, offered, assigned, travelling, in_work, waiting_for_client, waiting_for_supplier}, true, language));
  result.late = std::move(views);
  for (const ProgrammeId one : programmes) {
    TRY(number, store::count_late_open(session, one, count_most));
    result.counts.late += number;
  }
  return result;
}

}  // namespace bellman::requests
