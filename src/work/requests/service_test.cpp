#include "requests/service.h"

#include "base/text.h"
#include "requests/test_house.h"

namespace bellman::requests {
namespace {

using enum RequestState;

class RequestService : public House {
 protected:
  // What people and the rooms above do, by name.
  Result<Request> act(const Request& request, const std::string& action) {
    return run([&](engine::Tx& tx) -> Result<Request> {
      TRY(current, load(tx.session(), request.id));
      if (action == "start") return set_started(tx, current.id);
      if (action == "finish") return set_done(tx, current.id, {});
      if (action == "offer") return set_offered(tx, current.id, WorkerId(9), tx.now() + 5min);
      if (action == "lapse") return set_offer_lapsed(tx, current.id, "silent");
      if (action == "assign") return set_assigned(tx, current.id, WorkerId(9));
      if (action == "unassign") return set_unassigned(tx, current.id, "ill");
      if (action == "nobody") return set_nobody_left(tx, current.id, "nobody");
      if (action == "travel") return set_travelling(tx, current.id);
      if (action == "close") return close(tx, current);
      if (action == "cancel") return cancel(tx, current, "not needed");
      if (action == "reopen") return reopen(tx, current, "still leaks");
      if (action == "ask") return wait_for(tx, current, Owing::client, "Which floor?", tx.now() + 30min);
      if (action == "order") return wait_for(tx, current, Owing::supplier, "The part", tx.now() + 30min);
      if (action == "resume") return resume(tx, current, "third floor");
      return unmerge(tx, current);
    });
  }
  Result<Request> merge_into(const Request& request, const Request& into) {
    return run([&](engine::Tx& tx) -> Result<Request> {
      TRY(current, load(tx.session(), request.id));
      return merge(tx, current, into.id);
    });
  }
  std::vector<std::int64_t> listed(const people::Scope& scope, const ListQuery& query) {
    std::vector<std::int64_t> ids;
    for (const Request& request : *list(session(), scope, query)) ids.push_back(request.id.value);
    return ids;
  }
  std::vector<std::int64_t> found(const std::string& words, const people::Scope& scope = {true, {}}) {
    ListQuery query;
    query.search = words;
    return listed(scope, query);
  }
};

TEST_F(RequestService, WhatIsAskedStandsThereWhateverHappensMeanwhile) {
  const Request filed = file_at_home(repair);
  ASSERT_TRUE(act(filed, "assign").has_value());
  ASSERT_TRUE(act(filed, "ask").has_value());
  ASSERT_TRUE(act(filed, "unassign").has_value());
  EXPECT_EQ(now_of(filed).reason, "Which floor?");
  EXPECT_EQ(now_of(filed).state, waiting_for_client);
  EXPECT_FALSE(now_of(filed).worker_id);
  expect_replay(filed);
  ASSERT_TRUE(act(filed, "resume").has_value());
  EXPECT_EQ(now_of(filed).reason, "third floor");
}

TEST_F(RequestService, FilingOpensDeadlinesAndSaysWhoOwes) {
  const Request filed = file_at_home(repair);
  const Request row = now_of(filed);
  EXPECT_EQ(row.state, waiting_for_dispatch);
  EXPECT_EQ(row.owes, Owing::system);
  EXPECT_EQ(row.step, "find_worker");
  EXPECT_EQ(row.reach_due, clock.now() + 1h);
  EXPECT_EQ(row.solve_due, clock.now() + 4h);
  EXPECT_EQ(row.owed_by, row.reach_due);
  EXPECT_EQ(row.programme_id, anna.programme_id);
  EXPECT_EQ(row.address, "Main street 1");
  ASSERT_TRUE(row.place.has_value());
  EXPECT_EQ(row.place->lat, 54.69);
  EXPECT_EQ(row.version, 1);
  EXPECT_EQ(story(filed), "filed");
  expect_replay(filed);
}

TEST_F(RequestService, BadInputsAreNamed) {
  const auto form = service("form", catalogue::DispatchMode::none, [](catalogue::Service& draft) {
    draft.fields = {{.key = "floor", .label = {{"en", "Floor"}}, .type = catalogue::FieldType::number, .required = true, .minimum = 0, .maximum = 30},
                    {.key = "note", .label = {{"en", "Note"}}, .max_length = 5}};
    draft.fault_kinds = {"leak"};
    draft.programmes = {ProgrammeId(1)};
  });
  const clients::Site foreign = site(boris, "Not Anna's");
  const auto error = [&](const std::function<void(FileRequest&)>& alter, const Filer& filer = {{true, {}}, {}}) {
    FileRequest wanted = command(anna, form);
    wanted.fields = {{"floor", "3"}};
    alter(wanted);
    return error_of(try_file(wanted, filer));
  };
  EXPECT_EQ(error([](FileRequest&) {}), "");
  EXPECT_EQ(error([](FileRequest& wanted) { wanted.service_id = ServiceId(999); }), "request.unknown_service service_id");
  EXPECT_EQ(error([](FileRequest& wanted) { wanted.client_id.reset(); }), "request.client_missing client_id");
  EXPECT_EQ(error([](FileRequest& wanted) { wanted.client_id = ClientId(999); }), "request.unknown_client client_id");
  EXPECT_EQ(error([](FileRequest&) {}, {{false, {ProgrammeId(2)}}, {}}), "request.unknown_client client_id");
  EXPECT_EQ(error([](FileRequest&) {}, {{false, {ProgrammeId(1)}}, {}}), "");
  EXPECT_EQ(error([&](FileRequest&) {}, {{false, {ProgrammeId(2)}}, boris.id}), "request.other_client");
  EXPECT_EQ(error([&](FileRequest& wanted) { wanted.client_id = boris.id; }), "service.not_in_programme service_id");
  EXPECT_EQ(error([&](FileRequest& wanted) { wanted.site_id = foreign.id; }), "request.unknown_site site_id");
  EXPECT_EQ(error([&](FileRequest& wanted) { wanted.site_id = SiteId(999); }), "request.unknown_site site_id");
  EXPECT_EQ(error([&](FileRequest& wanted) { wanted.wished_until = clock.now() + 24h * 400; }), "request.wish_too_far wished_until");
  EXPECT_EQ(error([](FileRequest& wanted) { wanted.fields = {}; }), "field.required fields.floor");
  EXPECT_EQ(error([](FileRequest& wanted) { wanted.fields["floor"] = "31"; }), "field.too_large fields.floor");
  EXPECT_EQ(error([](FileRequest& wanted) { wanted.fields["colour"] = "red"; }), "field.unknown fields.colour");
  EXPECT_EQ(error([](FileRequest& wanted) { wanted.fields["note"] = "sixsix"; }), "field.too_long fields.note");
  EXPECT_EQ(error([](FileRequest& wanted) { wanted.fault_kind = "fire"; }), "service.unknown_fault_kind fault_kind");
  // What does not even fit its type is refused when the body is read.
  const auto too_long = codec::from_json<FileRequest>(fmt::format(R"({{"service_id":1,"title":"{}"}})", std::string(201, 'x')));
  EXPECT_EQ(too_long.error().field, "title");
}

TEST_F(RequestService, WhatIsServedNoMoreIsRefused) {
  must([&](engine::Tx& tx) { return clients::retire_client(tx, boris.id); });
  EXPECT_EQ(error_of(try_file(command(boris, question))), "request.client_inactive client_id");
  must([&](engine::Tx& tx) { return catalogue::retire_service(tx, question.id); });
  EXPECT_EQ(error_of(try_file(command(anna, question))), "service.inactive service_id");
  home.active = false;
  must([&](engine::Tx& tx) { return clients::replace_site(tx, home); });
  FileRequest wanted = command(anna, repair);
  wanted.site_id = home.id;
  EXPECT_EQ(error_of(try_file(wanted)), "request.site_closed site_id");
}

TEST_F(RequestService, EquipmentMustStandAtTheSite) {
  clients::Asset draft;
  draft.site_id = home.id;
  draft.kind = "boiler";
  draft.name = "Boiler";
  const auto boiler = must([&](engine::Tx& tx) { return clients::create_asset(tx, draft); });
  FileRequest wanted = command(anna, repair);
  wanted.asset_id = boiler.id;
  EXPECT_EQ(error_of(try_file(wanted)), "request.unknown_asset asset_id") << "no site named";
  wanted.site_id = home.id;
  EXPECT_EQ(error_of(try_file(wanted)), "");
  wanted.asset_id = AssetId(999);
  EXPECT_EQ(error_of(try_file(wanted)), "request.unknown_asset asset_id");
}

TEST_F(RequestService, AnExternalIdIsTakenOncePerProgramme) {
  FileRequest wanted = command(anna, question);
  wanted.external_id = "T-1";
  const auto first = try_file(wanted);
  ASSERT_TRUE(first.has_value());
  const auto again = try_file(wanted);
  EXPECT_EQ(error_of(again), "request.external_known");
  EXPECT_NE(again.error().message.find(spoken_code(first->id.value)), std::string::npos);
  wanted.client_id = boris.id;
  EXPECT_EQ(error_of(try_file(wanted)), "") << "another programme has its own numbers";
}

TEST_F(RequestService, ForbiddenIsRefusedPolitelyAndRecorded) {
  const auto forbidden = service("weapons", catalogue::DispatchMode::none, [](catalogue::Service& draft) {
    draft.policy = catalogue::ServicePolicy::forbidden;
    draft.refusal = {{"en", "We are sorry, the law does not allow it."}};
    draft.sla_policy_id = {};
  });
  const auto filed = try_file(command(anna, forbidden, "A gun"));
  ASSERT_TRUE(filed.has_value()) << filed.error().text();
  const Request row = now_of(*filed);
  EXPECT_EQ(row.state, refused);
  EXPECT_EQ(row.reason, "We are sorry, the law does not allow it.");
  EXPECT_EQ(row.owes, Owing::nobody);
  EXPECT_FALSE(row.solve_due);
  EXPECT_TRUE(sla::deadlines_of(session(), row.id)->empty());
  EXPECT_EQ(story(row), "refused");
  EXPECT_EQ(time_line(session(), row.id, engine::Audience::client)->size(), 1U);
  expect_replay(row);
}

TEST_F(RequestService, TheClientsDelayMovesTheDeadlinesASuppliersDoesNot) {
  const Request one = file_at_home(repair), two = file_at_home(repair);
  ASSERT_TRUE(act(one, "ask").has_value());
  ASSERT_TRUE(act(two, "order").has_value());
  EXPECT_EQ(now_of(one).owes, Owing::client);
  pass(20min);
  ASSERT_TRUE(act(one, "resume").has_value());
  ASSERT_TRUE(act(two, "resume").has_value());
  EXPECT_EQ(now_of(one).reach_due, *one.reach_due + 20min);
  EXPECT_EQ(now_of(one).owed_by, *one.reach_due + 20min);
  EXPECT_EQ(now_of(one).solve_due, *one.solve_due + 20min);
  EXPECT_EQ(now_of(two).reach_due, two.reach_due);
  EXPECT_FALSE(timer("request.wait", one.id.value));
  expect_replay(one);
  expect_replay(two);
}

TEST_F(RequestService, AWaitThatRunsOutComesBackToTheDesk) {
  const Request one = file_at_home(question);
  ASSERT_TRUE(act(one, "ask").has_value());
  pass(29min);
  EXPECT_EQ(now_of(one).owes, Owing::client);
  pass(2min, true);
  EXPECT_EQ(now_of(one).owes, Owing::operator_);
  EXPECT_EQ(now_of(one).step, "follow_up");
  EXPECT_EQ(now_of(one).state, waiting_for_client);
  ASSERT_TRUE(act(one, "resume").has_value());
  EXPECT_EQ(now_of(one).state, accepted);
  EXPECT_EQ(story(one), "filed waiting_for_client wait_overdue resumed");
  expect_replay(one);
}

TEST_F(RequestService, ADeadlineMissedMarksItLateOnce) {
  const Request one = file_at_home(repair);
  pass(59min);
  EXPECT_FALSE(now_of(one).late);
  pass(2min);
  EXPECT_TRUE(now_of(one).late);
  EXPECT_EQ(story(one), "filed late");
  pass(4h);
  EXPECT_EQ(story(one), "filed late late") << "reached late, and solved late";
  expect_replay(one);
}

TEST_F(RequestService, AClientAnswersConfirmsReopensAndCancelsAlone) {
  const auto alone = [&](const Request& request, ClientStep step, std::string reason = "As I said.") {
    return run([&](engine::Tx& tx) -> Result<Request> {
      TRY(current, load(tx.session(), request.id));
      return client_step(tx, current, step, std::move(reason));
    }, {engine::ActorKind::client, anna.id.value});
  };
  const Request one = file_at_home(question);
  EXPECT_EQ(error_of(alone(one, ClientStep::answer)), "request.not_now") << "nobody asked";
  ASSERT_TRUE(act(one, "ask").has_value());
  EXPECT_EQ(now_of(one).owes, Owing::client);
  pass(20min);
  ASSERT_TRUE(alone(one, ClientStep::answer, "The third floor.").has_value());
  Request row = now_of(one);
  EXPECT_EQ(row.state, accepted);
  EXPECT_EQ(row.owes, Owing::operator_);
  EXPECT_EQ(row.solve_due, *one.solve_due + 20min) << "the clock stood still until the answer";
  EXPECT_FALSE(timer("request.wait", one.id.value));
  const engine::Event answered = events_of("request", one.id.value).back();
  EXPECT_EQ(answered.kind, "request.resumed");
  EXPECT_EQ(answered.actor_kind, engine::ActorKind::client);
  EXPECT_EQ(answered.actor_id, anna.id.value);
  EXPECT_EQ(codec::from_json<Changed>(answered.data.text, codec::Mode::stored)->reason, "The third floor.");

  ASSERT_TRUE(act(one, "finish").has_value());
  EXPECT_EQ(now_of(one).owes, Owing::client);
  EXPECT_EQ(now_of(one).step, "confirm");
  EXPECT_EQ(error_of(alone(one, ClientStep::cancel)), "request.not_now");
  ASSERT_TRUE(alone(one, ClientStep::reopen, "It drips again.").has_value());
  row = now_of(one);
  EXPECT_EQ(row.state, accepted);
  EXPECT_EQ(row.reopened, 1);
  EXPECT_EQ(row.solve_due, clock.now() + 4h);
  ASSERT_TRUE(act(one, "finish").has_value());
  ASSERT_TRUE(alone(one, ClientStep::confirm, {}).has_value());
  EXPECT_EQ(now_of(one).state, closed);
  EXPECT_EQ(now_of(one).closed_at, clock.now());
  EXPECT_FALSE(timer("request.close", one.id.value));
  EXPECT_EQ(story(one), "filed waiting_for_client resumed done reopened done closed");
  expect_replay(one);

  const Request two = file_at_home(repair);
  ASSERT_TRUE(act(two, "order").has_value());
  EXPECT_EQ(error_of(alone(two, ClientStep::answer)), "request.not_now") << "it waits for a supplier";
  ASSERT_TRUE(alone(two, ClientStep::cancel, "Not needed any more.").has_value());
  EXPECT_EQ(now_of(two).state, cancelled);
  EXPECT_EQ(now_of(two).reason, "Not needed any more.");
  EXPECT_EQ(error_of(alone(two, ClientStep::reopen)), "request.not_now") << "a new one is filed";
  ASSERT_TRUE(act(two, "reopen").has_value()) << "the desk may";
  for (const char* action : {"assign", "start"}) ASSERT_TRUE(act(two, action).has_value());
  EXPECT_EQ(error_of(alone(two, ClientStep::cancel)), "request.not_now") << "work has begun";
  expect_replay(two);
}

TEST_F(RequestService, MergeCanBeUndone) {
  const Request one = file_at_home(repair), two = file_at_home(repair);
  ASSERT_TRUE(act(one, "assign").has_value());
  ASSERT_TRUE(merge_into(one, two).has_value());
  EXPECT_EQ(now_of(one).state, merged);
  EXPECT_EQ(now_of(one).merged_into, two.id);
  EXPECT_EQ(store::merged_into(session(), two.id)->size(), 1U);
  pass(10min);
  ASSERT_TRUE(act(one, "unmerge").has_value());
  const Request row = now_of(one);
  EXPECT_EQ(row.state, waiting_for_dispatch);
  EXPECT_FALSE(row.merged_into);
  EXPECT_FALSE(row.worker_id);
  EXPECT_EQ(row.reach_due, *one.reach_due + 10min) << "the clock stood still";
  EXPECT_EQ(row.owed_by, row.reach_due);
  expect_replay(one);
  EXPECT_EQ(error_of(merge_into(one, one)), "request.merge_self into");
  EXPECT_EQ(error_of(merge_into(one, *try_file(command(boris, question)))), "request.merge_programme into");
}

TEST_F(RequestService, APartIsSplitOff) {
  const Request one = file_at_home(repair);
  SplitCommand wanted;
  wanted.service_id = question.id;
  wanted.title = "And an invoice";
  const auto split_off = run([&](engine::Tx& tx) { return split(tx, one, wanted); });
  ASSERT_TRUE(split_off.has_value()) << split_off.error().text();
  const Request part = now_of(*split_off);
  EXPECT_EQ(part.split_from, one.id);
  EXPECT_EQ(part.client_id, one.client_id);
  EXPECT_EQ(part.site_id, one.site_id);
  EXPECT_EQ(part.state, accepted);
  EXPECT_EQ(now_of(one).state, waiting_for_dispatch) << "the rest goes on";
  expect_replay(part);
  wanted.service_id = ServiceId(999);
  EXPECT_EQ(error_of(run([&](engine::Tx& tx) { return split(tx, one, wanted); })), "request.unknown_service service_id");
  const Request ended = *act(one, "cancel");
  EXPECT_EQ(error_of(run([&](engine::Tx& tx) { return split(tx, ended, wanted); })), "request.not_now");
}

TEST_F(RequestService, ItClosesByItselfAndIsReopenedWithinTheLimit) {
  const Request one = file_at_home(question);
  ASSERT_TRUE(act(one, "finish").has_value());
  pass(71h);
  EXPECT_EQ(now_of(one).state, RequestState::done);
  pass(2h, true);
  EXPECT_EQ(now_of(one).state, closed);
  EXPECT_EQ(now_of(one).closed_at, one.filed_at + 72h);

  const Instant reopened = clock.now();
  ASSERT_TRUE(act(one, "reopen").has_value());
  const Request row = now_of(one);
  EXPECT_EQ(row.state, accepted);
  EXPECT_EQ(row.reopened, 1);
  EXPECT_EQ(row.solve_due, reopened + 4h) << "promised anew";
  EXPECT_EQ(row.owed_by, row.solve_due);
  EXPECT_FALSE(row.closed_at);
  expect_replay(one);

  ASSERT_TRUE(act(one, "finish").has_value());
  pass(72h + 24h * 30 + 1min);
  EXPECT_EQ(error_of(act(one, "reopen")), "request.too_old");
}

TEST_F(RequestService, ReopenedBeforeItClosesItStaysOpen) {
  const Request one = file_at_home(question);
  ASSERT_TRUE(act(one, "finish").has_value());
  ASSERT_TRUE(act(one, "reopen").has_value());
  pass(80h);
  EXPECT_EQ(now_of(one).state, accepted);
  EXPECT_FALSE(timer("request.close", one.id.value));
}

TEST_F(RequestService, ARefusedActionChangesNothing) {
  const Request one = file_at_home(repair);
  for (const std::string action : {"finish", "close", "reopen", "resume", "unmerge", "travel", "lapse", "unassign"}) {
    EXPECT_EQ(error_of(act(one, action)), "request.not_now") << action;
    EXPECT_EQ(now_of(one).version, 1);
  }
  EXPECT_EQ(story(one), "filed");
  EXPECT_EQ(error_of(run([&](engine::Tx& tx) { return load(tx.session(), RequestId(999)); })), "request.unknown");
}

TEST_F(RequestService, PagesUnderScopeShowNobodyElses) {
  std::vector<std::int64_t> annas, everybodys;
  for (int i = 0; i < 7; ++i) {
    const auto one = try_file(command(anna, question));
    const auto two = try_file(command(boris, question));
    annas.insert(annas.begin(), one->id.value);
    everybodys.insert(everybodys.begin(), {two->id.value, one->id.value});
  }
  const people::Scope first{false, {ProgrammeId(1)}}, both{false, {ProgrammeId(1), ProgrammeId(2)}}, none{false, {}}, all{true, {}};
  const auto pages = [&](const people::Scope& scope, ListQuery query) {
    std::vector<std::int64_t> ids;
    query.limit = 3;
    for (int page = 0; page < 20; ++page) {
      const auto part = listed(scope, query);
      ids.insert(ids.end(), part.begin(), part.end());
      if (static_cast<std::int64_t>(part.size()) < query.limit) break;
      query.before = RequestId(part.back());
    }
    return ids;
  };
  EXPECT_EQ(pages(first, {}), annas);
  EXPECT_EQ(pages(both, {}), everybodys);
  EXPECT_EQ(pages(all, {}), everybodys);
  EXPECT_EQ(pages(none, {}), std::vector<std::int64_t>{});
  ListQuery of_boris;
  of_boris.client_id = boris.id;
  EXPECT_EQ(pages(first, of_boris), std::vector<std::int64_t>{});
  EXPECT_EQ(pages(all, of_boris).size(), 7U);

  const Request changed = *load(session(), RequestId(annas[2]));
  ASSERT_TRUE(act(changed, "ask").has_value());
  ListQuery waiting;
  waiting.state = waiting_for_client;
  EXPECT_EQ(pages(first, waiting), std::vector<std::int64_t>{annas[2]});
  EXPECT_EQ(pages(all, waiting), std::vector<std::int64_t>{annas[2]});
  EXPECT_EQ(pages({false, {ProgrammeId(2)}}, waiting), std::vector<std::int64_t>{});
}

TEST_F(RequestService, TheLateOnesByStateToo) {
  const Request one = file_at_home(question), two = file_at_home(question);
  pass(5h);
  const Request fresh = file_at_home(question);
  ASSERT_TRUE(act(one, "finish").has_value());
  ListQuery query;
  query.late = true;
  EXPECT_EQ(listed({true, {}}, query), (std::vector<std::int64_t>{two.id.value, one.id.value}));
  query.state = accepted;
  EXPECT_EQ(listed({true, {}}, query), std::vector<std::int64_t>{two.id.value});
  EXPECT_EQ(listed({false, {ProgrammeId(1)}}, query), std::vector<std::int64_t>{two.id.value});
  EXPECT_FALSE(now_of(fresh).late);
}

TEST_F(RequestService, AReopenedRequestIsLateOnlyWhenItsNewDeadlinesAreMissed) {
  const Request one = file_at_home(question);
  pass(5h);
  EXPECT_TRUE(now_of(one).late);
  ASSERT_TRUE(act(one, "finish").has_value());
  ASSERT_TRUE(act(one, "reopen").has_value());
  EXPECT_FALSE(now_of(one).late);
  EXPECT_EQ(now_of(one).reach_due, clock.now() + 1h);
  const auto breaches = [&] {
    int count = 0;
    for (const engine::Event& event : events_of("request", one.id.value)) count += event.kind == "request.late";
    return count;
  };
  EXPECT_EQ(breaches(), 2) << "what was missed before stays in the journal";
  pass(59min);
  EXPECT_FALSE(now_of(one).late);
  pass(1min);
  EXPECT_TRUE(now_of(one).late);
  EXPECT_EQ(breaches(), 3);
}

TEST_F(RequestService, TheTextIndexCatchesUp) {
  const Request one = file_at_home(repair, "Žaibas on the roof"), two = file_at_home(repair, "Leak in the cellar");
  EXPECT_TRUE(found("roof").empty()) << "filing does not wait for it";
  pass(2s, true);
  EXPECT_EQ(found("roof"), std::vector<std::int64_t>{one.id.value});
  EXPECT_EQ(found("ROO zaib"), std::vector<std::int64_t>{one.id.value}) << "prefixes, no case, no accents";
  EXPECT_EQ(found("main"), (std::vector<std::int64_t>{two.id.value, one.id.value})) << "the address";
  EXPECT_TRUE(found("roof", {false, {ProgrammeId(2)}}).empty());
  EXPECT_EQ(found("roof", {false, {ProgrammeId(1)}}).size(), 1U);
  for (const std::string odd : {"\"", "roof\" OR \"leak", "title:roof", "*", "(", "roof NOT", "-roof"}) EXPECT_TRUE(list(session(), {true, {}}, [&] {
    ListQuery query;
    query.search = odd;
    return query;
  }()).has_value()) << odd;

  ChangeRequest renamed;
  renamed.title = "Water in the cellar";
  ASSERT_TRUE(run([&](engine::Tx& tx) { return change(tx, two, renamed); }).has_value());
  pass(2s);
  EXPECT_TRUE(found("leak").empty());
  EXPECT_EQ(found("water"), std::vector<std::int64_t>{two.id.value});

  ListQuery annas;
  annas.search = "cellar";
  annas.client_id = boris.id;
  EXPECT_TRUE(listed({true, {}}, annas).empty()) << "a client finds its own only";
  annas.client_id = anna.id;
  EXPECT_EQ(listed({true, {}}, annas).size(), 1U);
}

TEST_F(RequestService, IsFoundAsItIsTyped) {
  FileRequest in = command(anna, repair, "Wasserhahn in der STRASSE");
  in.site_id = home.id;
  in.description = codec::Text<10'000>("Mieter Müller, Gerät SN-4471-AX/99, «Łódź» – подъезд");
  in.address = codec::Text<500>("Köln, Nguyễn-Đặng-Weg 3");
  in.external_id = codec::Text<100>("ERP/2026-00815");
  const Request one = *try_file(in);
  const Request other = file_at_home(question, "Lamp");
  pass(2s);
  for (const char* typed : {"straße", "Strasse", "Mueller", "Müller", "koeln", "Köln", "KOLN", "lodz", "ПОДЪЕЗД", "nguyen dang", "hahn", "wasserh", "4471", "71-AX", "sn4471ax99",
                            "ERP/2026-00815", "erp 00815", "00815"})
    EXPECT_EQ(found(typed), std::vector<std::int64_t>{one.id.value}) << typed;
  for (const char* typed : {"hahnstrasse", "4472", "wasser lamp", "#zzzz"}) EXPECT_TRUE(found(typed).empty()) << typed;
  const std::string code = spoken_code(other.id.value);
  EXPECT_EQ(found("#" + code), std::vector<std::int64_t>{other.id.value});
  EXPECT_EQ(found("#" + code.substr(0, 5)), std::vector<std::int64_t>{other.id.value});
  EXPECT_EQ(found("# " + lower_ascii(code)), std::vector<std::int64_t>{other.id.value});
}

TEST_F(RequestService, IsFoundByTheTailOfItsClientsNumber) {
  const clients::Client carla = *run([&](engine::Tx& tx) -> Result<clients::Client> {
    clients::Client draft;
    draft.programme_id = ProgrammeId(1);
    draft.name = "Carla";
    clients::ContactPoint phone;
    phone.kind = clients::ContactKind::phone;
    phone.value = "+37060098765";
    return clients::create_client(tx, draft, {phone});
  });
  file_at_home(repair);
  const Request hers = *try_file(command(carla, question, "Opening hours"));
  pass(2s);
  for (const char* typed : {"8765", "98765", "+370 600 98 765", "0600 98765", "60098765"}) EXPECT_EQ(found(typed), std::vector<std::int64_t>{hers.id.value}) << typed;
  EXPECT_TRUE(found("8766").empty());
  EXPECT_TRUE(found("98765", {false, {ProgrammeId(2)}}).empty()) << "not of the scope";
  ListQuery query;
  query.phone = "98-765";
  EXPECT_EQ(listed({true, {}}, query), std::vector<std::int64_t>{hers.id.value});
  query.search = "hours";
  EXPECT_EQ(listed({true, {}}, query), std::vector<std::int64_t>{hers.id.value});
  query.search = "leak";
  EXPECT_TRUE(listed({true, {}}, query).empty());
}

TEST_F(RequestService, IsListedByServiceAndPeriod) {
  std::vector<Request> all;
  for (int day = 0; day < 4; ++day) {
    all.push_back(file_at_home(day % 2 == 0 ? repair : question, fmt::format("Day {}", day)));
    pass(24h);
  }
  ListQuery query;
  const auto ids = [&] { return listed({true, {}}, query); };
  query.service_id = all[0].service_id;
  EXPECT_EQ(ids(), (std::vector<std::int64_t>{all[2].id.value, all[0].id.value}));
  query.filed_from = all[1].filed_at;
  EXPECT_EQ(ids(), std::vector<std::int64_t>{all[2].id.value});
  query.service_id = {};
  query.filed_until = all[3].filed_at;
  EXPECT_EQ(ids(), (std::vector<std::int64_t>{all[2].id.value, all[1].id.value})) << "the end is not within";
  query.limit = 1;
  query.before = all[2].id;
  EXPECT_EQ(ids(), std::vector<std::int64_t>{all[1].id.value}) << "the next page";
  query.before = {};
  query.client_id = anna.id;
  EXPECT_EQ(ids(), std::vector<std::int64_t>{all[2].id.value});
  EXPECT_TRUE(listed({false, {ProgrammeId(2)}}, query).empty());
}

TEST_F(RequestService, EachSeesItsTimeLine) {
  const Request one = file_at_home(repair);
  for (const std::string action : {"offer", "lapse", "assign", "travel"}) ASSERT_TRUE(act(one, action).has_value());
  const auto kinds = [&](engine::Audience audience) {
    std::string text;
    for (const engine::Event& event : *time_line(session(), one.id, audience)) text += event.kind + ";";
    return text;
  };
  EXPECT_EQ(kinds(engine::Audience::client), "request.filed;request.assigned;request.travelling;");
  EXPECT_EQ(kinds(engine::Audience::operator_), "request.filed;request.offered;request.offer_lapsed;request.assigned;request.travelling;");
}

}  // namespace
}  // namespace bellman::requests
