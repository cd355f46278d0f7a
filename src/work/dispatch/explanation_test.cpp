#include "dispatch/explanation.h"

#include "dispatch/random_world.h"
#include "dispatch/round.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

namespace bellman::dispatch {
namespace {

std::vector<DispatchRecord> random_records(std::uint64_t seed, std::int64_t workers, std::int64_t jobs) {
  Prng prng(seed);
  const RandomWorld world{.workers = workers};
  const Roster roster(random_workers(prng, world));
  return plan_round(roster, random_jobs(prng, world, jobs), Weights{}, world.now).records;
}

RC_GTEST_PROP(Record, SurvivesEncodeAndDecode, ()) {
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  for (const DispatchRecord& record : random_records(seed, *rc::gen::inRange<std::int64_t>(1, 120), 5)) {
    const auto again = decode(encode(record));
    RC_ASSERT(again.has_value());
    RC_ASSERT(*again == record);
  }
}

// Ids far apart take the list, dense ones the bit map; both ends of the range are ids too.
RC_GTEST_PROP(Record, KeepsAnySetOfWorkers, ()) {
  auto ids = *rc::gen::container<std::set<std::int64_t>>(
      rc::gen::oneOf(rc::gen::inRange<std::int64_t>(1, 400), rc::gen::inRange<std::int64_t>(1, 1LL << 40), rc::gen::just(INT64_MAX)));
  DispatchRecord record;
  if (!ids.empty()) record.left_out = {{Reason::off_shift, {}}};
  for (const std::int64_t id : ids) record.left_out[0].workers.emplace_back(id);
  const auto again = decode(encode(record));
  RC_ASSERT(again.has_value());
  RC_ASSERT(*again == record);
}

TEST(Record, IsSmall) {
  DispatchRecord record;
  record.left_out = {{Reason::missing_skill, {}}, {Reason::off_shift, {}}};
  for (std::int64_t id = 1; id <= 1000; ++id) record.left_out[id % 3 == 0 ? 0 : 1].workers.emplace_back(id);
  EXPECT_LT(encode(record).size(), 300U);
  std::size_t most = 0;
  for (const DispatchRecord& one : random_records(3, 1000, 30)) most = std::max(most, encode(one).size());
  EXPECT_LT(most, 2600U);
}

TEST(Record, ForEverIsKeptAsTheEndOfTheYear9999) {
  DispatchRecord record;
  record.due = Instant::max();
  const auto again = decode(encode(record));
  ASSERT_TRUE(again);
  EXPECT_EQ(to_text(*again->due), "9999-12-31T23:59:59.999Z");
}

TEST(Record, EveryShorterOrLongerBlobIsAnError) {
  for (const DispatchRecord& record : random_records(4, 80, 5)) {
    const std::string blob = encode(record);
    for (std::size_t length = 0; length < blob.size(); ++length) {
      const auto cut = decode(std::string_view(blob).substr(0, length));
      ASSERT_TRUE(cut.has_error()) << length;
      EXPECT_EQ(cut.error().code, "dispatch.record_corrupt");
    }
    EXPECT_TRUE(decode(blob + '\0').has_error());
  }
}

// Whatever damage does, the answer is an error or a record that can be written again and explained.
TEST(Record, DamagedBlobsNeverBreakTheReader) {
  Prng prng(9);
  int errors = 0;
  for (const DispatchRecord& record : random_records(5, 150, 20)) {
    const std::string blob = encode(record);
    for (int i = 0; i < 200; ++i) {
      std::string damaged = blob;
      for (std::uint32_t hits = 1 + prng.below(4); hits > 0; --hits)
        damaged[prng.below(static_cast<std::uint32_t>(damaged.size()))] = static_cast<char>(prng.next());
      const auto read = decode(damaged);
      if (read.has_error()) {
        ++errors;
        continue;
      }
      const auto again = decode(encode(*read));
      ASSERT_TRUE(again);
      EXPECT_EQ(*again, *read);
      EXPECT_FALSE(why_nobody(*read).sentences.empty());
      for (const ScoredWorker& scored : read->top) EXPECT_TRUE(why_worker(*read, scored.worker));
    }
  }
  EXPECT_GT(errors, 1000);
}

TEST(Record, HugeCountsAreRefusedWithoutMemory) {
  // Head of an empty record, then a top of 2^62 workers; and a list of 2^60 ids.
  const std::string head{"\x01\x09\x01\x00\x00\x02\x00", 7};
  EXPECT_TRUE(decode(head + "\xff\xff\xff\xff\xff\xff\xff\xff\x3f").has_error());
  EXPECT_TRUE(decode(head + std::string(1, '\0') + "\xfe\xff\xff\xff\xff\xff\xff\xff\x1f").has_error());
  EXPECT_TRUE(decode(head + std::string("\0\x03\x01\x01\x01", 5)).has_error());
  EXPECT_TRUE(decode(head + std::string("\0\0\0", 3)).has_value());
  // A bit map said to reach one byte past the end (found by the fuzzer).
  EXPECT_TRUE(decode(head + std::string("\0\x01\x01\x01", 4)).has_error());
  EXPECT_TRUE(decode(std::string("\x01\x09\xff\x3a\xf7\x3b\xff\0\0\0\0\x01\x01\x01", 14)).has_error());
}

TEST(Why, EveryWorkerHasAnAnswer) {
  for (const DispatchRecord& record : random_records(6, 100, 20)) {
    for (std::int64_t id = 1; id <= 100; ++id) {
      const WhyNot why = why_not(record, WorkerId(id));
      EXPECT_FALSE(why.sentences.empty());
      EXPECT_NE(why.reason.has_value(), why.fate.has_value()) << id;
    }
    const WhyNot stranger = why_not(record, WorkerId(5000));
    EXPECT_FALSE(stranger.reason || stranger.fate);
    EXPECT_EQ(stranger.sentences[0], "Worker 5000 was not on the roster when this was decided.");
    for (const ScoredWorker& scored : record.top) {
      const auto why = why_worker(record, scored.worker);
      ASSERT_TRUE(why);
      std::int64_t sum = 0;
      for (const TermShare& share : why->terms) sum += share.milli_minutes;
      EXPECT_EQ(sum, why->milli_minutes);
      EXPECT_GE(why->rank, 1);
      EXPECT_LE(why->rank, why->fitting);
    }
    std::int64_t left_out = 0;
    for (const ReasonCount& reason : why_nobody(record).reasons) left_out += reason.workers;
    EXPECT_EQ(left_out + static_cast<std::int64_t>(record.fitting()), 100);
  }
}

DispatchRecord small_record() {
  DispatchRecord record;
  record.job = JobId(1);
  record.decided_at = {1'700'000'000'000};
  record.outcome = Outcome::offered;
  record.due = Instant{1'700'000'000'000 + 3'600'000};
  ScoredWorker first{.worker = WorkerId(7), .fate = Fate::offered, .terms = {12'300, 0, 0, 20'000, -7'500, 0, 0, 0, 0},
                     .distance_m = 6'180, .travel_ms = 738'000, .start_at = {1'700'000'000'000 + 738'000}, .finish_at = {1'700'000'000'000 + 4'338'000}};
  ScoredWorker second = first;
  second.worker = WorkerId(9);
  second.fate = Fate::runner_up;
  second.terms = {31'000, 0, 0, 0, 0, 0, 6'000, 0, 0};
  record.top = {first, second};
  record.rest = {{WorkerId(20), 612, true}};
  record.left_out = {{Reason::missing_skill, {WorkerId(1), WorkerId(2)}}, {Reason::off_shift, {WorkerId(3)}}};
  return record;
}

TEST(Why, ThisWorkerInWords) {
  const auto why = why_worker(small_record(), WorkerId(7), [](WorkerId id) { return id == WorkerId(7) ? "Ana Pop" : "Ion Rusu"; });
  ASSERT_TRUE(why);
  EXPECT_EQ(why->sentences, (std::vector<std::string>{
                                "Ana Pop was asked: number 1 by cost of 3 who fit, 6 considered, at 24.8 equivalent minutes.",
                                "Travel takes 12.3 min over 6.1 km as the crow flies. Travel: 12.3 min.",
                                "Has accepted other jobs already. Load: 20.0 min.",
                                "Has served this client lately. Continuity: -7.5 min.",
                                "Ion Rusu, the next best, would cost 12.2 min more, mostly by travel (31.0 against 12.3).",
                            }));
  EXPECT_EQ(why->terms[2].sentence, "Work would begin 47.7 min before the deadline.");
  EXPECT_EQ(why_worker(small_record(), WorkerId(1)).error().code, "dispatch.not_scored");
}

TEST(Why, NotThatWorkerInWords) {
  EXPECT_EQ(why_not(small_record(), WorkerId(3)).sentences, std::vector<std::string>{"Worker 3 was left out: not on shift."});
  EXPECT_EQ(why_not(small_record(), WorkerId(20)).sentences,
            std::vector<std::string>{"Worker 20 fits but was asked for another job in the same round: about 61.2 equivalent minutes, not among the cheapest."});
  EXPECT_EQ(why_not(small_record(), WorkerId(9)).sentences.back(), "Worker 7, who was asked, costs 12.2 min less.");
}

TEST(Why, NobodyInWords) {
  DispatchRecord record = small_record();
  record.outcome = Outcome::exhausted;
  record.top = {};
  record.rest = {};
  EXPECT_EQ(why_nobody(record).sentences, (std::vector<std::string>{"None of 3 workers may be asked.", "2 workers: lacks a needed skill.", "1 worker: not on shift.",
                                                                    "Waiting alone will not help: a dispatcher must decide."}));
  record.retry_at = Instant{1'700'000'600'000};
  EXPECT_EQ(why_nobody(record).sentences.back(), "It is tried again at 2023-11-14T22:23:20Z, when the first of them may be free.");
  record.left_out = {};
  EXPECT_EQ(why_nobody(record).sentences.front(), "There is no worker at all to consider.");
}

}  // namespace
}  // namespace bellman::dispatch
