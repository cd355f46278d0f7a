// The decision record as bytes to keep, and in words: "why this worker?", "why nobody?", "why not worker X?".
#pragma once
#include "dispatch/model.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellman::dispatch {

// About 1 KB for 1,000 workers. Layout (version 1), numbers as LEB128 varints, signed ones zigzag:
//   version, term count, job, decided_at, weights version, outcome, flags (1 due, 2 retry), [due], [retry];
//   number of top, each: worker, fate, distance, travel, start, finish, every term;
//   rest: set of workers, lowest tenths, tenths above it in the order of the set, set of the taken ones;
//   number of reasons, each: reason, set of workers.
// Moments are relative to decided_at and cut to the years 1900..9999. A set of workers is the shorter of a list of differences and a bit map.
// Precondition: a record as plan_round() makes it (lists rising, nobody twice).
std::string encode(const DispatchRecord& record);

// Reads what encode() wrote. Any other bytes are an error ("dispatch.record_corrupt"), never undefined behaviour, and a
// record that is returned keeps the precondition of encode().
Result<DispatchRecord> decode(std::string_view blob);

// How a worker is called in sentences; without one "worker 12".
using NameOf = std::function<std::string(WorkerId)>;

struct TermShare {
  Term term{};
  std::int32_t milli_minutes = 0;
  std::string sentence;
};

struct WhyWorker {
  WorkerId worker;
  Fate fate{};
  std::int64_t rank = 0;           // 1 = the cheapest of those who fit
  std::int64_t fitting = 0;        // of how many
  std::int64_t milli_minutes = 0;  // total
  std::vector<TermShare> terms;    // every term, in their order
  std::vector<std::string> sentences;
};

struct ReasonCount {
  Reason reason{};
  std::int64_t workers = 0;
  std::string sentence;
};

struct WhyNobody {
  std::int64_t considered = 0;
  std::vector<ReasonCount> reasons;  // the most frequent first
  std::optional<Instant> retry_at;
  std::vector<std::string> sentences;
};

struct WhyNot {
  WorkerId worker;
  std::optional<Reason> reason;  // when left out
  std::optional<Fate> fate;      // when among those who fit; neither: was not on the roster then
  std::vector<std::string> sentences;
};

// Error "dispatch.not_scored" when the record keeps no terms of that worker (why_not() then has the answer).
Result<WhyWorker> why_worker(const DispatchRecord& record, WorkerId worker, const NameOf& name_of = {});
// Also for a job that waits: then the sentences tell that its workers were needed elsewhere.
WhyNobody why_nobody(const DispatchRecord& record);
WhyNot why_not(const DispatchRecord& record, WorkerId worker, const NameOf& name_of = {});

BOOST_DESCRIBE_STRUCT(TermShare, (), (term, milli_minutes, sentence))
BOOST_DESCRIBE_STRUCT(WhyWorker, (), (worker, fate, rank, fitting, milli_minutes, terms, sentences))
BOOST_DESCRIBE_STRUCT(ReasonCount, (), (reason, workers, sentence))
BOOST_DESCRIBE_STRUCT(WhyNobody, (), (considered, reasons, retry_at, sentences))
BOOST_DESCRIBE_STRUCT(WhyNot, (), (worker, reason, fate, sentences))

}  // namespace bellman::dispatch
