#include "requests/board.h"

#include "base/text.h"
#include "requests/test_house.h"

namespace bellman::requests {
namespace {

class BoardTest : public House {
 protected:
  // A copy of a request, altered, as a new row: many of them are quickly there.
  std::int64_t another(const Request& like, const std::function<void(Request&)>& alter = {}) {
    Request copy = like;
    copy.external_id.clear();
    const auto made = run([&](engine::Tx& tx) -> Result<Request> {
      TRY(id, tx.next_id<Request>());
      copy.id = id;
      if (alter) alter(copy);
      TRY_DO(store::insert(tx.session(), copy));
      return copy;
    });
    return made->id.value;
  }
  static std::vector<std::int64_t> ids(const std::vector<RequestView>& cards) {
    std::vector<std::int64_t> all;
    for (const RequestView& card : cards) all.push_back(card.id.value);
    return all;
  }
  Board shown(const api::Scope& scope = {true, {}}, ProgrammeId programme = {}) { return *board(session(), scope, programme, "en"); }
};

TEST_F(BoardTest, TheLateColumnIsWholeHoweverManyLateOnesAreClosed) {
  const Request first = file_at_home(question);
  std::vector<std::int64_t> open;
  for (int i = 0; i < 5; ++i) open.push_back(another(first, [](Request& r) { r.late = true; }));
  for (int i = 0; i < 400; ++i)
    another(first, [&](Request& r) {
      r.late = true;
      r.reach_due = clock.now() - 24h;
      r.state = i % 3 == 0 ? RequestState::cancelled : i % 3 == 1 ? RequestState::merged : RequestState::closed;
    });
  EXPECT_EQ(ids(shown().late), open) << "equally overdue: in the order of their ids";
  EXPECT_EQ(shown().counts.late, 5);
  EXPECT_EQ(shown({false, {ProgrammeId(1)}}).late.size(), 5U);
  EXPECT_TRUE(shown({false, {ProgrammeId(2)}}).late.empty());
  EXPECT_EQ(shown({false, {ProgrammeId(2)}}).counts.late, 0);
  EXPECT_TRUE(shown({false, {ProgrammeId(2)}}, ProgrammeId(1)).late.empty()) << "a programme outside the scope shows nothing";
}

TEST_F(BoardTest, TheLongestOverdueComesFirst) {
  const Request first = file_at_home(repair);
  const auto late_one = [&](RequestState state, std::optional<Milliseconds> reach, std::optional<Milliseconds> solve, std::int64_t programme = 1,
                            RequestState resume = RequestState::accepted) {
    return another(first, [&](Request& r) {
      r.late = true;
      r.state = state;
      r.resume_state = resume;
      r.programme_id = ProgrammeId(programme);
      r.reach_due = reach ? std::optional(clock.now() + *reach) : std::nullopt;
      r.solve_due = solve ? std::optional(clock.now() + *solve) : std::nullopt;
    });
  };
  using enum RequestState;
  const std::int64_t none = late_one(accepted, std::nullopt, std::nullopt);
  const std::int64_t at_work = late_one(in_work, -9h, 2h);  // came late; what is left is not late yet
  const std::int64_t hour = late_one(assigned, -1h, 3h);
  const std::int64_t same_hour = late_one(offered, -1h, 1h, 2);
  const std::int64_t to_solve = late_one(in_work, -5h, -4h, 2);
  const std::int64_t held_in_work = late_one(waiting_for_client, -8h, -3h, 1, in_work);
  const std::int64_t held_before = late_one(waiting_for_supplier, -6h, 1h, 2, assigned);
  const std::int64_t only_solve = late_one(waiting_for_dispatch, std::nullopt, -2h);
  const std::vector<std::int64_t> all{held_before, to_solve, held_in_work, only_solve, hour, same_hour, at_work, none};
  EXPECT_EQ(ids(shown().late), all);
  EXPECT_EQ(ids(shown({false, {ProgrammeId(2), ProgrammeId(1)}}).late), all);
  EXPECT_EQ(ids(shown({false, {ProgrammeId(2)}}).late), (std::vector<std::int64_t>{held_before, to_solve, same_hour}));
  // More than a page: the newest are the least overdue.
  std::vector<std::int64_t> many;
  for (int i = 0; i < 40; ++i) many.push_back(late_one(assigned, -100h + Milliseconds(1000 * i), 0h));
  EXPECT_EQ(ids(shown().late), std::vector<std::int64_t>(many.begin(), many.begin() + 25));
}

TEST_F(BoardTest, WhatWaitsComesByItsNextDeadline) {
  const Request first = file_at_home(repair);
  must([&](engine::Tx& tx) { return cancel(tx, first, "Only the copies are shown."); });
  using enum RequestState;
  const std::pair<RequestState, std::vector<RequestView> Board::*> columns[] = {
      {waiting_for_dispatch, &Board::waiting}, {offered, &Board::offered}, {accepted, &Board::desk}, {waiting_for_client, &Board::held}};
  for (const auto& [state, column] : columns) {
    std::vector<std::int64_t> by_due;
    // Filed in turn for two programmes, each more urgent than the one before, two of each moment.
    for (int i = 0; i < 40; ++i) {
      const std::int64_t id = another(first, [&, state = state](Request& r) {
        r.state = state;
        r.programme_id = ProgrammeId(1 + i % 2);
        const Instant due = clock.now() + 48h - Milliseconds(60'000 * (i / 2));
        r.owed_by = state == waiting_for_client ? due : clock.now() + Milliseconds(i);  // of an offer, when its answer is due
        r.reach_due = state == waiting_for_client ? clock.now() : due;
      });
      by_due.insert(by_due.begin() + (i % 2), id);
    }
    const std::vector<std::int64_t> page(by_due.begin(), by_due.begin() + 25);
    EXPECT_EQ(ids(shown().*column), page) << codec::enum_name(state);
    EXPECT_EQ(ids(shown({false, {ProgrammeId(2), ProgrammeId(1)}}).*column), page) << codec::enum_name(state);
    EXPECT_EQ((shown({false, {ProgrammeId(2)}}).*column).size(), 20U) << codec::enum_name(state);
  }
  // Without any deadline it waits behind those that have one.
  const std::int64_t without = another(first, [](Request& r) { r.state = RequestState::offered, r.programme_id = ProgrammeId(3), r.reach_due = r.solve_due = std::nullopt; });
  const std::int64_t with = another(first, [](Request& r) { r.state = RequestState::offered, r.programme_id = ProgrammeId(3); });
  EXPECT_EQ(ids(shown({false, {ProgrammeId(3)}}).offered), (std::vector<std::int64_t>{with, without}));
}

TEST_F(BoardTest, AColumnOfSeveralStatesAndProgrammesShowsTheNewestOfAll) {
  const Request first = file_at_home(repair);
  std::vector<std::int64_t> in_progress;
  for (int i = 0; i < 50; ++i)
    in_progress.insert(in_progress.begin(), another(first, [&](Request& r) {
      r.state = i % 3 == 0 ? RequestState::assigned : i % 3 == 1 ? RequestState::travelling : RequestState::in_work;
      r.programme_id = ProgrammeId(1 + i % 2);
      r.changed_at = clock.now() - Milliseconds(i * 1000);  // the order of the last changes is another one
    }));
  const std::vector<std::int64_t> page(in_progress.begin(), in_progress.begin() + 25);
  EXPECT_EQ(ids(shown().in_progress), page);
  EXPECT_EQ(ids(shown({false, {ProgrammeId(2), ProgrammeId(1)}}).in_progress), page);
  EXPECT_EQ(shown().counts.in_progress, 50);
  EXPECT_EQ(shown({false, {ProgrammeId(1)}}).counts.in_progress, 25);
}

TEST_F(BoardTest, WhatWasDoneLastComesFirst) {
  const Request first = file_at_home(question);
  std::vector<std::int64_t> done;
  for (int i = 0; i < 40; ++i)
    done.push_back(another(first, [&](Request& r) {
      r.state = RequestState::done;
      r.done_at = clock.now() - Milliseconds(i * 60'000);
    }));
  EXPECT_EQ(ids(shown().done), std::vector<std::int64_t>(done.begin(), done.begin() + 25));
  EXPECT_EQ(ids(shown({false, {ProgrammeId(1)}}).done), std::vector<std::int64_t>(done.begin(), done.begin() + 25));
  EXPECT_EQ(shown().counts.done, 40);
}

TEST_F(BoardTest, CountsStop) {
  const Request first = file_at_home(question);
  for (int i = 0; i < 700; ++i) {
    another(first, [](Request& r) { r.late = true; });
    another(first, [](Request& r) { r.programme_id = ProgrammeId(2); r.late = true; });
  }
  EXPECT_EQ(shown().counts.desk, 1000);
  EXPECT_EQ(shown({false, {ProgrammeId(1), ProgrammeId(2)}}).counts.late, 1000);
  EXPECT_EQ(shown({false, {ProgrammeId(2)}}).counts.late, 700);
}

class CodeSearch : public BoardTest {
 protected:
  std::vector<std::int64_t> found(std::string typed, const std::function<void(ListQuery&)>& alter = {}, const people::Scope& scope = {true, {}}) {
    ListQuery query;
    query.search = std::move(typed);
    if (alter) alter(query);
    std::vector<std::int64_t> all;
    for (const Request& request : *list(session(), scope, query)) all.push_back(request.id.value);
    return all;
  }
};

TEST_F(CodeSearch, ACodeFindsItsRequestAlone) {
  const Request one = file_at_home(repair), two = file_at_home(repair, "Not " + spoken_code(one.id.value));
  pass(2s);
  const std::string code = spoken_code(one.id.value);
  EXPECT_EQ(found(code), std::vector<std::int64_t>{one.id.value}) << "not those whose text has it";
  EXPECT_EQ(found(" " + lower_ascii(code) + " "), std::vector<std::int64_t>{one.id.value});
  std::string bare = code;
  std::erase(bare, '-');
  EXPECT_EQ(found(bare), std::vector<std::int64_t>{one.id.value});
  EXPECT_TRUE(found(code, [&](ListQuery& query) { query.before = one.id; }).empty()) << "the page after it";
  EXPECT_TRUE(found(code, {}, {false, {ProgrammeId(2)}}).empty()) << "not of the scope";
  EXPECT_TRUE(found(code, [&](ListQuery& query) { query.client_id = boris.id; }).empty()) << "a client finds its own only";
  EXPECT_TRUE(found(spoken_code(99'999)).empty());
  EXPECT_EQ(found("not"), std::vector<std::int64_t>{two.id.value});
}

TEST_F(CodeSearch, TheBeginningOfACodeFindsIt) {
  const Request one = file_at_home(repair);
  pass(2s);
  const std::string code = spoken_code(one.id.value);
  for (std::size_t length = 4; length < code.size(); ++length) EXPECT_EQ(found(code.substr(0, length)), std::vector<std::int64_t>{one.id.value}) << code.substr(0, length);
  EXPECT_TRUE(found(code.substr(0, 4), [](ListQuery& query) { query.state = RequestState::closed; }).empty());
  EXPECT_TRUE(found(code.substr(0, 4), {}, {false, {}}).empty());
}

TEST_F(CodeSearch, AWordIsNoCodeWhenSomeTextHasIt) {
  const Request seed = file_at_home(question, "Something");
  // A request whose code begins with letters only, and one whose text has just that word.
  std::int64_t lettered = 0;
  std::string word;
  for (int i = 0; i < 200 && word.empty(); ++i) {
    const std::int64_t id = another(seed);
    const std::string start = spoken_code(id).substr(0, 3);
    if (start.find_first_of("0123456789") != std::string::npos) continue;
    lettered = id;
    word = start;
  }
  ASSERT_FALSE(word.empty());
  EXPECT_EQ(found(word), std::vector<std::int64_t>{lettered});
  const Request texted = file_at_home(question, "The word " + word);
  pass(2s);
  EXPECT_EQ(found(word), std::vector<std::int64_t>{texted.id.value});
  EXPECT_TRUE(found(word, [&](ListQuery& query) { query.before = texted.id; }).empty()) << "its second page is of texts too";
}

TEST_F(CodeSearch, AProgrammeNarrowsTheScopeAndNeverWidensIt) {
  const Request of_anna = file_at_home(question);
  const Request of_boris = *try_file(command(boris, question));
  pass(2s);
  const auto in = [&](std::int64_t programme, const people::Scope& scope, std::string typed = {}) {
    return found(std::move(typed), [&](ListQuery& query) { query.programme = ProgrammeId(programme); }, scope);
  };
  const people::Scope all{true, {}}, second{false, {ProgrammeId(2)}}, both{false, {ProgrammeId(1), ProgrammeId(2)}};
  EXPECT_EQ(in(1, all), std::vector<std::int64_t>{of_anna.id.value});
  EXPECT_EQ(in(2, both), std::vector<std::int64_t>{of_boris.id.value});
  EXPECT_TRUE(in(1, second).empty());
  EXPECT_TRUE(in(3, all).empty());
  EXPECT_EQ(in(2, all, "leak"), std::vector<std::int64_t>{of_boris.id.value});
  EXPECT_TRUE(in(1, second, "leak").empty());
  EXPECT_TRUE(in(1, second, spoken_code(of_anna.id.value)).empty());
}

}  // namespace
}  // namespace bellman::requests
