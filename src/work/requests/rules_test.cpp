#include "requests/rules.h"

#include "codec/json_read.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <sstream>

namespace bellman::requests {
namespace {

using catalogue::DispatchMode;
using enum RequestState;

const Instant start = *parse_instant("2026-01-12T09:00:00Z");
const LifeSettings settings;

struct Case {
  catalogue::Service service;
  Request request;
  std::vector<engine::Event> events;
  Instant now = start;

  explicit Case(DispatchMode mode = DispatchMode::automatic) {
    service.id = ServiceId(7);
    service.dispatch_mode = mode;
    Filing filing;
    filing.id = RequestId(5);
    filing.programme_id = ProgrammeId(1);
    filing.client_id = ClientId(2);
    filing.service = &service;
    FileRequest command;
    command.title = "Leak";
    request = file(filing, command, now).state;
    with_deadlines(request, now + 1h, now + 4h);
    events = filed_event(request).events;
  }

  Request other() const {
    Request into = request;
    into.id = RequestId(6);
    into.state = accepted;
    return into;
  }

  Result<Decision> decide(const std::string& action) const {
    if (action == "offered") return requests::offered(request, WorkerId(9), now + 5min, now);
    if (action == "called") return called(request, now + 2min, now);
    if (action == "offer_lapsed") return offer_lapsed(request, "silent", now);
    if (action == "assigned") return requests::assigned(request, WorkerId(9), now);
    if (action == "unassigned") return unassigned(request, "ill", now);
    if (action == "nobody_left") return nobody_left(request, "nobody", now);
    if (action == "travelling") return requests::travelling(request, now);
    if (action == "started") return started(request, now);
    if (action == "done") return requests::done(request, now, settings);
    if (action == "close") return close(request, now);
    if (action == "cancel") return cancel(request, "not needed", now);
    if (action == "reopen") return reopen(request, "still leaks", service, now, settings);
    if (action == "wait_client") return wait_for(request, Owing::client, "Which floor?", now + 2h, now);
    if (action == "wait_supplier") return wait_for(request, Owing::supplier, "The part", now + 2h, now);
    if (action == "resume") return resume(request, "third floor", now);
    if (action == "wait_overdue") return wait_overdue(request, now);
    if (action == "merge") return merge(request, other(), now);
    if (action == "unmerge") return unmerge(request, now);
    if (action == "late") return breached(request, "reach", now);
    ChangeRequest command;
    command.title = codec::Text<200, 1>("Leak upstairs");
    if (action == "move") command.wished_until = now + 9h;
    return change(request, command, now, settings);
  }

  // What one step does, and what must hold after each.
  void step(const std::string& action) {
    const auto decided = decide(action);
    ASSERT_TRUE(decided.has_value()) << action << ": " << decided.error().text();
    ASSERT_EQ(decided->events.size(), 1U) << action;
    request = decided->state;
    events.push_back(decided->events[0]);
  }
};

const std::vector<std::string> actions{"offered", "called", "offer_lapsed", "assigned",      "unassigned", "nobody_left",  "travelling", "started", "done",  "close",
                                       "cancel",  "reopen",       "wait_client",   "wait_supplier", "resume",    "wait_overdue", "merge", "unmerge", "change", "move"};

// The way to a state, then the actions that are allowed there, and those that a client may take alone.
struct Row {
  DispatchMode mode;
  const char* way;
  RequestState state;
  const char* allowed;
  const char* client;
};
const Row table[] = {
    {DispatchMode::none, "", accepted, "started done cancel wait_client wait_supplier merge change move", "cancel"},
    {DispatchMode::automatic, "", waiting_for_dispatch, "offered assigned nobody_left cancel wait_client wait_supplier merge change move", "cancel"},
    {DispatchMode::manual, "", waiting_for_dispatch, "offered assigned nobody_left cancel wait_client wait_supplier merge change move", "cancel"},
    {DispatchMode::automatic, "offered", offered, "offered called offer_lapsed assigned cancel wait_client wait_supplier merge change move", "cancel"},
    {DispatchMode::automatic, "assigned", assigned, "unassigned travelling started cancel wait_client wait_supplier merge change move", "cancel"},
    {DispatchMode::automatic, "assigned travelling", travelling, "unassigned started cancel wait_client wait_supplier merge change move", "cancel"},
    {DispatchMode::automatic, "assigned started", in_work, "unassigned done cancel wait_client wait_supplier merge change", ""},
    {DispatchMode::none, "started", in_work, "done cancel wait_client wait_supplier merge change", ""},
    {DispatchMode::none, "wait_client", waiting_for_client, "resume wait_overdue cancel merge change move", "answer cancel"},
    {DispatchMode::automatic, "offered wait_supplier", waiting_for_supplier, "resume wait_overdue cancel merge change move", "cancel"},
    {DispatchMode::automatic, "assigned wait_client", waiting_for_client, "unassigned travelling started resume wait_overdue cancel merge change move", "answer cancel"},
    {DispatchMode::automatic, "assigned started wait_client", waiting_for_client, "unassigned done resume wait_overdue cancel merge change", "answer"},
    {DispatchMode::none, "done", done, "close reopen change", "confirm reopen"},
    {DispatchMode::none, "done close", closed, "reopen", "reopen"},
    {DispatchMode::automatic, "cancel", cancelled, "reopen", ""},
    {DispatchMode::automatic, "merge", merged, "unmerge", ""},
};

std::vector<std::string> words(const std::string& text) {
  std::istringstream stream(text);
  return {std::istream_iterator<std::string>(stream), {}};
}

TEST(RequestRules, EveryActionInEveryState) {
  for (const Row& row : table) {
    Case before(row.mode);
    for (const std::string& action : words(row.way)) before.step(action);
    ASSERT_EQ(before.request.state, row.state) << row.way;
    const auto allowed = words(row.allowed);
    for (const std::string& action : actions) {
      const auto decided = before.decide(action);
      const bool expected = std::find(allowed.begin(), allowed.end(), action) != allowed.end();
      EXPECT_EQ(decided.has_value(), expected) << "\"" << row.way << "\" then " << action;
      if (decided.has_error()) {
        EXPECT_EQ(decided.error().code, "request.not_now") << "\"" << row.way << "\" then " << action;
        EXPECT_FALSE(decided.error().cure.empty());
      }
    }
  }
}

TEST(RequestRules, WhatAClientMayDoAlone) {
  const std::map<std::string, std::string> decision_of{{"answer", "resume"}, {"cancel", "cancel"}, {"confirm", "close"}, {"reopen", "reopen"}};
  for (const Row& row : table) {
    Case before(row.mode);
    for (const std::string& action : words(row.way)) before.step(action);
    const auto allowed = words(row.client);
    for (const auto& [name, decision] : decision_of) {
      SCOPED_TRACE(fmt::format("\"{}\" then {}", row.way, name));
      const auto may = client_may(before.request, *codec::enum_value<ClientStep>(name));
      EXPECT_EQ(may.has_value(), std::find(allowed.begin(), allowed.end(), name) != allowed.end());
      // Nothing that the life of a request does not allow anybody.
      if (may.has_value()) {
        EXPECT_TRUE(before.decide(decision).has_value());
      } else {
        EXPECT_EQ(may.error().code, "request.not_now");
        EXPECT_TRUE(may.error().message.ends_with('.') && may.error().cure.ends_with('.')) << may.error().text();
      }
    }
  }
  // An answer that comes late is still one.
  Case overdue(DispatchMode::none);
  for (const char* action : {"wait_client", "wait_overdue"}) overdue.step(action);
  EXPECT_EQ(overdue.request.owes, Owing::operator_);
  EXPECT_TRUE(client_may(overdue.request, ClientStep::answer).has_value());
  Request refused_one = overdue.request;
  refused_one.state = refused;
  for (const ClientStep step : {ClientStep::answer, ClientStep::cancel, ClientStep::confirm, ClientStep::reopen}) EXPECT_TRUE(client_may(refused_one, step).has_error());
}

TEST(RequestRules, ARefusedRequestIsFinal) {
  Case one;
  Filing filing;
  filing.id = RequestId(5);
  filing.service = &one.service;
  filing.refusal = "We are sorry.";
  FileRequest command;
  command.title = "Something unlawful";
  one.request = file(filing, command, start).state;
  EXPECT_EQ(one.request.state, refused);
  EXPECT_EQ(one.request.owes, Owing::nobody);
  EXPECT_EQ(one.request.reason, "We are sorry.");
  EXPECT_EQ(filed_event(one.request).events[0].kind, "request.refused");
  for (const std::string& action : actions) EXPECT_EQ(one.decide(action).error().code, "request.not_now") << action;
}

TEST(RequestRules, WhoOwesWhatAndByWhen) {
  struct Owed {
    DispatchMode mode;
    const char* way;
    Owing owes;
    const char* step;
    std::optional<Milliseconds> by;  // after the start
  };
  const Owed cases[] = {
      {DispatchMode::none, "", Owing::operator_, "serve", 4h},
      {DispatchMode::manual, "", Owing::dispatcher, "assign_worker", 1h},
      {DispatchMode::automatic, "", Owing::system, "find_worker", 1h},
      {DispatchMode::automatic, "offered", Owing::worker, "answer_offer", 5min},
      {DispatchMode::automatic, "offered offer_lapsed", Owing::system, "find_worker", 1h},
      {DispatchMode::automatic, "offered offer_lapsed nobody_left", Owing::dispatcher, "assign_worker", 1h},
      {DispatchMode::automatic, "assigned", Owing::worker, "travel", 1h},
      {DispatchMode::automatic, "assigned travelling", Owing::worker, "arrive", 1h},
      {DispatchMode::automatic, "assigned started", Owing::worker, "finish_work", 4h},
      {DispatchMode::none, "started", Owing::operator_, "finish_work", 4h},
      {DispatchMode::none, "started wait_client", Owing::client, "answer", 2h},
      {DispatchMode::none, "started wait_client resume", Owing::operator_, "finish_work", 4h},
      {DispatchMode::automatic, "assigned wait_supplier", Owing::supplier, "answer", 2h},
      {DispatchMode::automatic, "assigned wait_supplier wait_overdue", Owing::operator_, "follow_up", 4h},
      {DispatchMode::automatic, "assigned wait_supplier resume", Owing::worker, "travel", 1h},
      {DispatchMode::automatic, "assigned wait_supplier unassigned", Owing::supplier, "answer", 2h},
      {DispatchMode::automatic, "assigned wait_supplier unassigned resume", Owing::system, "find_worker", 1h},
      {DispatchMode::automatic, "assigned started done", Owing::client, "confirm", 72h},
      {DispatchMode::automatic, "assigned started done close", Owing::nobody, "", std::nullopt},
      {DispatchMode::automatic, "cancel", Owing::nobody, "", std::nullopt},
      {DispatchMode::automatic, "assigned merge", Owing::nobody, "", std::nullopt},
      {DispatchMode::automatic, "assigned merge unmerge", Owing::system, "find_worker", 1h},
      {DispatchMode::automatic, "assigned started merge unmerge", Owing::operator_, "serve", 4h},
      {DispatchMode::automatic, "assigned late move", Owing::worker, "travel", 1h},
  };
  for (const Owed& one : cases) {
    Case of(one.mode);
    for (const std::string& action : words(one.way)) of.step(action);
    EXPECT_EQ(of.request.owes, one.owes) << one.way;
    EXPECT_EQ(of.request.step, one.step) << one.way;
    const std::optional<Instant> by = one.by ? std::optional(start + *one.by) : std::nullopt;
    EXPECT_EQ(of.request.owed_by, by) << one.way;
  }
}

TEST(RequestRules, WindowsMustMakeSense) {
  const auto code = [](std::optional<Milliseconds> from, std::optional<Milliseconds> until) {
    FileRequest command;
    if (from) command.wished_from = start + *from;
    if (until) command.wished_until = start + *until;
    const auto checked = check(command, start, settings);
    return checked.has_error() ? checked.error().code + " " + checked.error().field : "";
  };
  EXPECT_EQ(code(1h, 2h), "");
  EXPECT_EQ(code(-1h, 2h), "");  // "from now on", said a little ago
  EXPECT_EQ(code(2h, 2h), "request.wish_order wished_until");
  EXPECT_EQ(code(std::nullopt, 0h), "request.wish_past wished_until");
  EXPECT_EQ(code(24h * 367, std::nullopt), "request.wish_too_far wished_from");
  EXPECT_EQ(code(1h, 24h * 367), "request.wish_too_far wished_until");

  Case one;
  ChangeRequest move;
  move.wished_until = start + 2h;
  one.request = change(one.request, move, start, settings)->state;
  ChangeRequest behind;
  behind.wished_from = start + 3h;
  EXPECT_EQ(change(one.request, behind, start, settings).error().code, "request.wish_order");
}

TEST(RequestRules, ReopeningHasALimitAndAWaitAnEnd) {
  Case one(DispatchMode::none);
  one.step("done");
  one.step("close");
  one.now = start + settings.reopen_within;
  EXPECT_TRUE(one.decide("reopen").has_value());
  one.now = start + settings.reopen_within + 1ms;
  EXPECT_EQ(one.decide("reopen").error().code, "request.too_old");
  const Case two;
  EXPECT_EQ(wait_for(two.request, Owing::client, "?", start, start).error().code, "request.wait_past");
  EXPECT_EQ(merge(two.request, two.request, start).error().code, "request.merge_self");
  Request foreign = two.other();
  foreign.programme_id = ProgrammeId(2);
  EXPECT_EQ(merge(two.request, foreign, start).error().code, "request.merge_programme");
  foreign = two.other();
  foreign.state = closed;
  EXPECT_EQ(merge(two.request, foreign, start).error().code, "request.not_now");
}

TEST(RequestRules, TimersGoWithTheState) {
  const auto timers = [](DispatchMode mode, const char* way, const char* last) {
    Case of(mode);
    for (const std::string& action : words(way)) of.step(action);
    std::string text;
    const Decision decision = *of.decide(last);
    for (const engine::TimerChange& timer : decision.timers) text += (timer.due ? "set " : "cancel ") + timer.kind + ";";
    return text;
  };
  EXPECT_EQ(timers(DispatchMode::none, "", "done"), "set request.close;");
  EXPECT_EQ(timers(DispatchMode::none, "done", "close"), "cancel request.close;");
  EXPECT_EQ(timers(DispatchMode::none, "done", "reopen"), "cancel request.close;");
  EXPECT_EQ(timers(DispatchMode::none, "", "wait_client"), "set request.wait;");
  EXPECT_EQ(timers(DispatchMode::none, "wait_client", "resume"), "cancel request.wait;");
  EXPECT_EQ(timers(DispatchMode::none, "wait_client", "cancel"), "cancel request.wait;");
  EXPECT_EQ(timers(DispatchMode::none, "wait_client", "merge"), "cancel request.wait;");
}

void expect_sound(const Request& request) {
  const bool open = is_open(request.state);
  RC_ASSERT(open == (request.owes != Owing::nobody));
  RC_ASSERT(open == !request.step.empty());
  if (!open) RC_ASSERT(!request.owed_by);
  if (request.owes == Owing::system) RC_ASSERT(request.state == waiting_for_dispatch);
  if (request.owes == Owing::supplier) RC_ASSERT(request.state == waiting_for_supplier && request.owed_by);
  if (request.owes == Owing::worker) RC_ASSERT(static_cast<bool>(request.worker_id));
  if (request.state == offered || request.state == done) RC_ASSERT(request.owed_by.has_value());
  if (request.state == waiting_for_dispatch || request.state == accepted || request.state == merged) RC_ASSERT(!request.worker_id);
  if (request.state == assigned || request.state == travelling) RC_ASSERT(request.owes == Owing::worker);
  RC_ASSERT((request.state == merged) == static_cast<bool>(request.merged_into));
  RC_ASSERT((request.state == closed || request.state == cancelled) == request.closed_at.has_value());
  // Nobody comes back to a state in which nobody acts.
  RC_ASSERT(is_open(request.resume_state) && !is_waiting(request.resume_state) && request.resume_state != offered);
}

RC_GTEST_PROP(RequestProperty, AnySequenceKeepsTheOrderOfThings, ()) {
  Case one(*rc::gen::element(DispatchMode::automatic, DispatchMode::manual, DispatchMode::none));
  std::vector<std::string> choices = actions;
  choices.emplace_back("late");
  const auto length = *rc::gen::inRange(0, 40);
  for (int i = 0; i < length; ++i) {
    one.now += Milliseconds(*rc::gen::inRange(0, 600'000));
    const std::string action = *rc::gen::elementOf(choices);
    if (action == "late" && !is_open(one.request.state)) continue;  // the service asks first
    const auto decided = one.decide(action);
    if (decided.has_error()) {
      RC_ASSERT(decided.error().code == "request.not_now");
      continue;
    }
    RC_ASSERT(decided->state.version == one.request.version + 1);
    RC_ASSERT(decided->events.size() == 1U);
    RC_ASSERT(decided->state.changed_at == one.now);
    const auto told = *codec::from_json<Changed>(decided->events[0].data.text, codec::Mode::stored);
    RC_ASSERT(told.from == one.request.state && told.to == decided->state.state);
    one.request = decided->state;
    one.events.push_back(decided->events[0]);
    expect_sound(one.request);
  }
  Request told;
  for (const engine::Event& event : one.events) replay(told, *codec::from_json<Changed>(event.data.text, codec::Mode::stored));
  RC_ASSERT(told.state == one.request.state && told.owes == one.request.owes && told.step == one.request.step);
  RC_ASSERT(told.owed_by == one.request.owed_by && told.worker_id == one.request.worker_id);
}

}  // namespace
}  // namespace bellman::requests
