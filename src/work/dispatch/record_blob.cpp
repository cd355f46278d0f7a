// The bytes of a decision record; the layout is in explanation.h.
#include "base/assert.h"
#include "dispatch/explanation.h"

#include <algorithm>

namespace bellman::dispatch {

namespace {

constexpr std::uint64_t blob_version = 1;
constexpr std::size_t longest_blob = 4U << 20U;  // about a million workers; more is not ours
constexpr std::uint64_t has_due = 1, has_retry = 2;

std::uint64_t zigzag(std::int64_t value) { return (static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63); }
std::int64_t unzigzag(std::uint64_t value) { return static_cast<std::int64_t>((value >> 1U) ^ (~(value & 1U) + 1)); }

// Moments are kept between the years 1900 and 9999 (what can be written as text); "for ever" becomes the end of that.
Instant bounded(Instant moment) { return {std::clamp<std::int64_t>(moment.ms, -2'208'988'800'000, 253'402'300'799'999)}; }

// ---- writing ----

class Writer {
 public:
  std::string bytes;

  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U) bytes.push_back(static_cast<char>(value | 0x80U));
    bytes.push_back(static_cast<char>(value));
  }
  void signed_number(std::int64_t value) { number(zigzag(value)); }
  void moment(Instant value, Instant base) { signed_number(bounded(value).ms - bounded(base).ms); }

  // count x 2 + form; form 0: the first id, then each difference less one; form 1: the first id, bytes of a bit map from there.
  void workers(const std::vector<WorkerId>& ids) {
    Writer list;
    std::int64_t before = 0;
    for (const WorkerId id : ids) {
      BELLMAN_ASSERT(id.value > before, "worker ids of a decision record rise");
      list.number(static_cast<std::uint64_t>(id.value - before - 1));
      before = id.value;
    }
    const std::optional<std::string> map = bit_map(ids, list.bytes.size());
    const bool as_map = map && map->size() < list.bytes.size();
    number(static_cast<std::uint64_t>(ids.size()) * 2 + (as_map ? 1 : 0));
    bytes += as_map ? *map : list.bytes;
  }

 private:
  // Form 1 of `ids`, without the count; nothing when the map alone would reach `limit` bytes (ids far apart).
  static std::optional<std::string> bit_map(const std::vector<WorkerId>& ids, std::size_t limit) {
    if (ids.empty()) return std::nullopt;
    const std::uint64_t span = static_cast<std::uint64_t>(ids.back().value - ids.front().value) / 8 + 1;
    if (span >= limit) return std::nullopt;
    std::string map(span, '\0');
    for (const WorkerId id : ids) {
      const auto bit = static_cast<std::uint64_t>(id.value - ids.front().value);
      map[bit / 8] = static_cast<char>(static_cast<unsigned char>(map[bit / 8]) | (1U << (bit % 8)));
    }
    Writer writer;
    writer.number(static_cast<std::uint64_t>(ids.front().value));
    writer.number(span);
    return writer.bytes + map;
  }
};

void write_top(Writer& writer, const DispatchRecord& record) {
  writer.number(record.top.size());
  for (const ScoredWorker& scored : record.top) {
    writer.number(static_cast<std::uint64_t>(scored.worker.value));
    writer.number(static_cast<std::uint64_t>(scored.fate));
    writer.signed_number(scored.distance_m);
    writer.signed_number(scored.travel_ms);
    writer.moment(scored.start_at, record.decided_at);
    writer.moment(scored.finish_at, scored.start_at);
    for (const std::int32_t term : scored.terms) writer.signed_number(term);
  }
}

void write_rest(Writer& writer, const std::vector<RankedWorker>& rest) {
  std::vector<WorkerId> all, taken;
  std::int32_t lowest = rest.empty() ? 0 : rest.front().tenths;
  for (const RankedWorker& ranked : rest) {
    all.push_back(ranked.worker);
    if (ranked.taken) taken.push_back(ranked.worker);
    lowest = std::min(lowest, ranked.tenths);
  }
  writer.workers(all);
  if (rest.empty()) return;
  writer.signed_number(lowest);
  for (const RankedWorker& ranked : rest) writer.number(static_cast<std::uint64_t>(std::int64_t{ranked.tenths} - lowest));
  writer.workers(taken);
}

// ---- reading ----

Error corrupt(std::string_view what) {
  return Error::invalid("dispatch.record_corrupt", "The stored dispatch decision cannot be read: " + std::string(what) + ".");
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) : left(bytes) {}
  bool at_end() const { return left.empty(); }
  std::size_t remaining() const { return left.size(); }

  Result<std::uint64_t> number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (left.empty()) return corrupt("it ends too soon");
      const auto byte = static_cast<unsigned char>(left.front());
      left.remove_prefix(1);
      if (shift == 63 && byte > 1) break;
      value |= std::uint64_t{byte & 0x7FU} << shift;
      if (byte < 0x80) return value;
    }
    return corrupt("a number is too long");
  }
  Result<std::int64_t> signed_number() {
    TRY(value, number());
    return unzigzag(value);
  }
  Result<std::int32_t> small() {
    TRY(value, signed_number());
    if (value < INT32_MIN || value > INT32_MAX) return corrupt("a number is too large");
    return static_cast<std::int32_t>(value);
  }
  Result<std::uint64_t> below(std::uint64_t bound) {
    TRY(value, number());
    if (value >= bound) return corrupt("a number is out of its range");
    return value;
  }
  // A count of things that take at least one byte each: memory never exceeds a multiple of the input.
  Result<std::uint64_t> count() {
    TRY(value, number());
    if (value > left.size()) return corrupt("a count is larger than what follows it");
    return value;
  }
  Result<Instant> moment(Instant base) {
    TRY(difference, signed_number());
    const Instant moment = shifted(base, difference);
    if (moment != bounded(moment)) return corrupt("a moment is out of its range");
    return moment;
  }
  Result<WorkerId> worker() {
    TRY(value, below(std::uint64_t{INT64_MAX} + 1));
    if (value == 0) return corrupt("a worker has no number");
    return WorkerId(static_cast<std::int64_t>(value));
  }

  Result<std::vector<WorkerId>> workers() {
    TRY(head, number());
    const std::uint64_t size = head / 2;
    if (head % 2 == 1) return map(size);
    if (size > left.size()) return corrupt("a list is longer than the record");
    std::vector<WorkerId> ids;
    ids.reserve(size);
    std::int64_t before = 0;
    for (std::uint64_t i = 0; i < size; ++i) {
      TRY(gap, number());
      if (gap >= static_cast<std::uint64_t>(INT64_MAX - before)) return corrupt("a worker's number is too large");
      before += static_cast<std::int64_t>(gap) + 1;
      ids.emplace_back(before);
    }
    return ids;
  }

 private:
  std::string_view left;

  Result<std::vector<WorkerId>> map(std::uint64_t size) {
    TRY(first, worker());
    TRY(length, count());
    if (size > length * 8) return corrupt("a bit map is too short");
    std::vector<WorkerId> ids;
    ids.reserve(size);
    for (std::uint64_t bit = 0; bit < length * 8; ++bit) {
      if ((static_cast<unsigned char>(left[bit / 8]) >> (bit % 8) & 1U) == 0) continue;
      if (bit > static_cast<std::uint64_t>(INT64_MAX - first.value)) return corrupt("a worker's number is too large");
      ids.emplace_back(first.value + static_cast<std::int64_t>(bit));
    }
    left.remove_prefix(length);
    if (ids.size() != size || (size > 0 && ids.front() != first)) return corrupt("a bit map does not fit its count");
    return ids;
  }
};

Result<ScoredWorker> read_scored(Reader& reader, Instant decided_at) {
  ScoredWorker scored;
  TRY(worker, reader.worker());
  TRY(fate, reader.below(3));
  TRY(distance, reader.signed_number());
  TRY(travel, reader.signed_number());
  if (distance < 0 || travel < 0) return corrupt("a distance is negative");
  TRY(start, reader.moment(decided_at));
  TRY(finish, reader.moment(start));
  scored.worker = worker;
  scored.fate = static_cast<Fate>(fate);
  scored.distance_m = distance;
  scored.travel_ms = travel;
  scored.start_at = start;
  scored.finish_at = finish;
  for (std::int32_t& term : scored.terms) {
    TRY(cost, reader.small());
    if (cost < -term_limit || cost > term_limit) return corrupt("a term is out of its range");
    term = cost;
  }
  return scored;
}

Result<std::vector<RankedWorker>> read_rest(Reader& reader) {
  std::vector<RankedWorker> rest;
  TRY(all, reader.workers());
  if (all.empty()) return rest;
  TRY(lowest, reader.small());
  for (const WorkerId worker : all) {
    TRY(above, reader.below(std::uint64_t{1} << 32U));
    const std::int64_t tenths = lowest + static_cast<std::int64_t>(above);
    if (tenths > INT32_MAX) return corrupt("a number is too large");
    rest.push_back({worker, static_cast<std::int32_t>(tenths), false});
  }
  TRY(taken, reader.workers());
  auto at = rest.begin();
  for (const WorkerId worker : taken) {
    at = std::find_if(at, rest.end(), [&](const RankedWorker& ranked) { return ranked.worker >= worker; });
    if (at == rest.end() || at->worker != worker) return corrupt("a worker is taken but not listed");
    at->taken = true;
  }
  return rest;
}

Result<std::vector<LeftOut>> read_left_out(Reader& reader) {
  std::vector<LeftOut> groups;
  TRY(size, reader.below(reason_count + 1));
  for (std::uint64_t i = 0; i < size; ++i) {
    TRY(reason, reader.below(reason_count));
    if (!groups.empty() && reason <= static_cast<std::uint64_t>(groups.back().reason)) return corrupt("the reasons are out of order");
    TRY(workers, reader.workers());
    if (workers.empty()) return corrupt("a reason has no workers");
    groups.push_back({static_cast<Reason>(reason), std::move(workers)});
  }
  return groups;
}

Result<> check_nobody_twice(const DispatchRecord& record) {
  std::vector<WorkerId> all;
  for (const ScoredWorker& scored : record.top) all.push_back(scored.worker);
  for (const RankedWorker& ranked : record.rest) all.push_back(ranked.worker);
  for (const LeftOut& group : record.left_out) all.insert(all.end(), group.workers.begin(), group.workers.end());
  std::sort(all.begin(), all.end());
  if (std::adjacent_find(all.begin(), all.end()) != all.end()) return corrupt("a worker stands in it twice");
  return ok();
}

Result<> read_head(Reader& reader, DispatchRecord& record) {
  TRY(version, reader.number());
  if (version != blob_version) return corrupt("its version is not known");
  TRY(terms, reader.number());
  if (terms != term_count) return corrupt("its terms are not known");
  TRY(job, reader.below(std::uint64_t{INT64_MAX} + 1));
  TRY(decided, reader.moment(Instant{}));
  TRY(weights_version, reader.small());
  TRY(outcome, reader.below(3));
  TRY(flags, reader.below(4));
  record.job = JobId(static_cast<std::int64_t>(job));
  record.decided_at = decided;
  record.weights_version = weights_version;
  record.outcome = static_cast<Outcome>(outcome);
  if ((flags & has_due) != 0) {
    TRY(due, reader.moment(record.decided_at));
    record.due = due;
  }
  if ((flags & has_retry) != 0) {
    TRY(retry, reader.moment(record.decided_at));
    record.retry_at = retry;
  }
  return ok();
}

}  // namespace

std::string encode(const DispatchRecord& record) {
  Writer writer;
  writer.number(blob_version);
  writer.number(term_count);
  writer.number(static_cast<std::uint64_t>(record.job.value));
  writer.moment(record.decided_at, Instant{});
  writer.signed_number(record.weights_version);
  writer.number(static_cast<std::uint64_t>(record.outcome));
  writer.number((record.due ? has_due : 0) | (record.retry_at ? has_retry : 0));
  if (record.due) writer.moment(*record.due, record.decided_at);
  if (record.retry_at) writer.moment(*record.retry_at, record.decided_at);
  write_top(writer, record);
  write_rest(writer, record.rest);
  writer.number(record.left_out.size());
  for (const LeftOut& group : record.left_out) {
    writer.number(static_cast<std::uint64_t>(group.reason));
    writer.workers(group.workers);
  }
  return std::move(writer.bytes);
}

Result<DispatchRecord> decode(std::string_view blob) {
  if (blob.size() > longest_blob) return corrupt("it is too long");
  Reader reader(blob);
  DispatchRecord record;
  TRY_DO(read_head(reader, record));
  TRY(top_size, reader.count());
  for (std::uint64_t i = 0; i < top_size; ++i) {
    TRY(scored, read_scored(reader, record.decided_at));
    record.top.push_back(scored);
  }
  TRY(rest, read_rest(reader));
  record.rest = std::move(rest);
  TRY(left_out, read_left_out(reader));
  record.left_out = std::move(left_out);
  if (!reader.at_end()) return corrupt("something follows its end");
  TRY_DO(check_nobody_twice(record));
  return record;
}

}  // namespace bellman::dispatch
