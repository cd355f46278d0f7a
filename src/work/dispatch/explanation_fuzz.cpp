// Any bytes: decode() answers a record or an error. A record that it answers is written and read again unchanged, and explained.
#include "base/assert.h"
#include "dispatch/explanation.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bellman::dispatch;
  const auto record = decode({reinterpret_cast<const char*>(data), size});
  if (!record) return 0;
  const auto again = decode(encode(*record));
  BELLMAN_ASSERT(again && *again == *record, "a decoded record survives encode and decode");
  for (const ScoredWorker& scored : record->top) {
    BELLMAN_ASSERT(why_worker(*record, scored.worker), "every scored worker can be explained");
    why_not(*record, scored.worker);
  }
  why_nobody(*record);
  return 0;
}
