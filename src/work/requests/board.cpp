#include "requests/board.h"

#include "requests/store.h"

#include <algorithm>
#include <functional>
#include <map>

namespace bellman::requests {

namespace {

constexpr std::size_t cards = 25;  // in a column: what a screen or two show; every further one costs each look at the board
constexpr std::int64_t count_most = 1000;

using States = std::vector<RequestState>;
using Programmes = std::vector<ProgrammeId>;

// The first page of a column: the first cards of each of its states and programmes hold it.
Result<std::vector<RequestId>> newest(db::Session& session, const Programmes& programmes, const States& states) {
  std::vector<RequestId> ids;
  for (const ProgrammeId programme : programmes)
    for (const RequestState state : states) {
      TRY(page, store::newest_ids(session, programme, state, cards));
      ids.insert(ids.end(), page.begin(), page.end());
    }
  std::ranges::sort(ids, std::greater<>());
  if (ids.size() > cards) ids.resize(cards);
  return ids;
}

std::vector<RequestId> earliest(std::vector<store::DueAt> found) {
  std::ranges::sort(found, {}, [](const store::DueAt& one) { return std::pair(one.due, one.id); });
  std::vector<RequestId> ids;
  for (const store::DueAt& one : found)
    if (ids.size() < cards) ids.push_back(one.id);
  return ids;
}

Result<std::vector<RequestId>> most_urgent(db::Session& session, const Programmes& programmes, const States& states) {
  std::vector<store::DueAt> found;
  for (const ProgrammeId programme : programmes)
    for (const RequestState state : states) {
      TRY(page, store::most_urgent(session, programme, state, cards));
      found.insert(found.end(), page.begin(), page.end());
    }
  return earliest(std::move(found));
}

Result<std::vector<RequestId>> most_overdue(db::Session& session, const Programmes& programmes) {
  std::vector<store::DueAt> found;
  for (const ProgrammeId programme : programmes) {
    TRY(page, store::most_overdue(session, programme, cards));
    found.insert(found.end(), page.begin(), page.end());
  }
  return earliest(std::move(found));
}

Result<std::vector<RequestId>> last_done(db::Session& session, const Programmes& programmes) {
  std::vector<store::DoneAt> done;
  for (const ProgrammeId programme : programmes) {
    TRY(page, store::last_done(session, programme, cards));
    done.insert(done.end(), page.begin(), page.end());
  }
  std::ranges::sort(done, std::greater<>(), [](const store::DoneAt& one) { return std::pair(one.done_at, one.id); });
  std::vector<RequestId> ids;
  for (const store::DoneAt& one : done)
    if (ids.size() < cards) ids.push_back(one.id);
  return ids;
}

// The cards of a board. Each is read once, also when it stands in its state's column and among the late ones.
class Cards {
 public:
  Cards(db::Session& reader, std::string_view spoken) : session(reader), language(spoken) {}

  Result<std::vector<RequestView>> of(const std::vector<RequestId>& ids) {
    std::vector<RequestView> views;
    views.reserve(ids.size());
    for (const RequestId id : ids) {
      auto known = read.find(id);
      if (known == read.end()) {
        TRY(request, store::find(session, id));
        if (!request) continue;
        TRY(view, view_of(session, *request, language));
        known = read.emplace(id, std::move(view)).first;
      }
      views.push_back(known->second);
    }
    return views;
  }

 private:
  db::Session& session;
  std::string_view language;
  std::map<RequestId, RequestView> read;
};

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
  Cards shown_cards(session, language);
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
    TRY(ids, one.cards == &Board::done          ? last_done(session, programmes)
             : one.cards == &Board::in_progress ? newest(session, programmes, one.states)
                                                : most_urgent(session, programmes, one.states));
    TRY(views, shown_cards.of(ids));
    result.*one.cards = std::move(views);
    TRY(number, count(session, programmes, one.states));
    result.counts.*one.count = number;
  }
  TRY(late, most_overdue(session, programmes));
  TRY(views, shown_cards.of(late));
  result.late = std::move(views);
  for (const ProgrammeId one : programmes) {
    TRY(number, store::count_late_open(session, one, count_most));
    result.counts.late = std::min(result.counts.late + number, count_most);
  }
  return result;
}

}  // namespace bellman::requests
