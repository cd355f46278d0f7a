// Any bytes, in any chunks: no crash, no endless loop, memory bounded, the same records as in one chunk.
#include "base/assert.h"
#include "base/csv.h"
#include "base/text.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

namespace {

std::string records_of(std::string_view text, std::size_t chunk_bytes, bellman::CsvOptions options) {
  bellman::CsvReader reader(options);
  std::string all;
  const auto take = [&] {
    while (const bellman::CsvRecord* record = reader.next()) {
      BELLMAN_ASSERT(!record->fields.empty(), "a record has a field");
      all += std::to_string(record->line) + ':' + std::to_string(record->byte_offset);
      for (const std::string_view field : record->fields) {
        BELLMAN_ASSERT(bellman::is_utf8(field), "a field is UTF-8");
        BELLMAN_ASSERT(field.size() <= options.max_field_bytes, "a field keeps its bound");
        all.append("|").append(field);
      }
      for (const bellman::CsvProblem& problem : record->problems) all.append("!").append(to_text(problem.kind));
      all += '\n';
    }
  };
  for (; !text.empty(); text.remove_prefix(std::min(chunk_bytes, text.size()))) {
    reader.feed(text.substr(0, chunk_bytes));
    take();
  }
  reader.finish();
  take();
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  bellman::CsvOptions options;
  options.max_record_bytes = 16 + data[0];
  options.max_field_bytes = 4 + data[0] / 4;
  options.max_fields = 1 + data[0] % 8;
  const std::size_t chunk_bytes = 1 + data[1] % 32;
  const std::string_view text(reinterpret_cast<const char*>(data) + 2, size - 2);
  BELLMAN_ASSERT(records_of(text, chunk_bytes, options) == records_of(text, size, options), "chunks change nothing");
  return 0;
}
