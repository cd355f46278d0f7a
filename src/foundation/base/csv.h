// Reader of comma-separated text: RFC 4180 where the text keeps to it, and a record with its problems where it does not.
// Nothing is fatal and nothing is dropped: every line of the input is part of exactly one record. Memory is bounded by
// CsvOptions::max_record_bytes plus one chunk. The input comes in chunks of any size, cut anywhere.
//
//   CsvReader reader;
//   reader.feed(chunk);                                    // as often as there are chunks
//   while (const CsvRecord* record = reader.next()) ...    // until it wants the next chunk
//   reader.finish();                                       // after the last chunk; then next() until it gives nothing
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bellman {

enum class CsvProblemKind {
  blank_line,        // a line without anything; the record has one empty field
  too_few_fields,    // fewer than the first record has
  too_many_fields,   // more than the first record has, or more than max_fields (then the last field holds the rest)
  stray_quote,       // a quote inside a field that does not begin with one; kept
  text_after_quote,  // text between a closing quote and the separator; the outer quotes are taken off, the rest is kept
  unbalanced_quote,  // a quote that is never closed; it is read as a character, and the record ends with its line
  stray_return,      // a carriage return that ends no line; kept
  nul_byte,          // replaced by U+FFFD
  bad_utf8,          // each byte that is not UTF-8 is replaced by U+FFFD
  field_too_long,    // cut at max_field_bytes, never inside a character
  record_too_long,   // no line end within max_record_bytes: the rest of the line is passed over
};

// The stable name used in reports, e.g. "unbalanced_quote".
std::string_view to_text(CsvProblemKind kind);

struct CsvProblem {
  CsvProblemKind kind = CsvProblemKind::blank_line;
  std::size_t column = 0;  // 0-based; of the first field concerned
  bool operator==(const CsvProblem&) const = default;
};

struct CsvOptions {
  char separator = ',';
  std::size_t max_field_bytes = 64 * 1024;
  std::size_t max_record_bytes = 1024 * 1024;
  std::size_t max_fields = 1024;
};

// Its views hold until the next call of the reader.
struct CsvRecord {
  std::uint64_t line = 0;         // 1-based, where the record begins
  std::uint64_t line_count = 0;   // lines it takes; more than 1 when a quoted field holds line ends
  std::uint64_t byte_offset = 0;  // of its first byte in the (decompressed) input
  std::string_view raw;           // the bytes as they came, without the line end
  std::vector<std::string_view> fields;  // valid UTF-8 without NUL
  std::vector<CsvProblem> problems;      // at most one of each kind

  bool has(CsvProblemKind kind) const;
};

class CsvReader {
 public:
  explicit CsvReader(CsvOptions chosen = {});

  void feed(std::string_view chunk);
  void finish();
  // The next record; nothing when a chunk is wanted or, after finish(), at the end.
  const CsvRecord* next();

  bool had_byte_order_mark() const { return byte_order_mark; }

 private:
  enum class State { field_start, plain, quoted, quote_seen, after_quote };
  enum class Scan { going_on, complete, wants_more, unbalanced };
  // A field as the scan found it, in bytes from the record's start.
  struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool quoted = false;
    bool doubled_quote = false;
  };
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  bool skip_byte_order_mark();
  bool skip_long_line();

  Scan scan();
  Scan scan_quoted();
  Scan scan_quote_seen();
  Scan scan_plain();
  void begin_field();
  Scan end_line(std::size_t end, std::size_t next_record);
  std::size_t unbalanced_column() const;
  bool first_line_alone_fits() const;
  void restart_scan(std::size_t text_from_column);
  void cut_long_record();
  void note(CsvProblemKind kind, std::size_t column);

  const CsvRecord* emit();
  void note_width();
  void add_field_text(const Span& span, std::size_t column);
  void append_clean(std::string_view text, std::size_t column);

  CsvOptions options;
  std::array<bool, 256> special{};  // bytes that mean something outside quotes
  std::string buffer;               // bytes not yet given out, from `start` on
  std::size_t start = 0;            // of the record under way
  std::uint64_t start_line = 1;
  std::uint64_t start_offset = 0;   // in the whole input
  std::size_t width = 0;            // fields of the first record; 0 before it
  bool at_beginning = true;
  bool byte_order_mark = false;
  bool finished = false;
  bool skipping = false;            // passing over the rest of a line that is too long

  // The scan of the record under way; positions count from `start`.
  std::size_t at = 0;
  State state = State::field_start;
  Span field;
  std::vector<Span> spans;
  std::size_t line_ends = 0;            // inside its quoted fields
  std::size_t multiline_column = none;  // the first field with one
  std::size_t text_from = none;         // from this column on a quote opens nothing: read again after an unbalanced one
  std::size_t record_end = 0;           // without the line end
  std::size_t record_next = 0;          // after the line end
  unsigned char seen_bits = 0;          // all bytes or-ed: tells whether UTF-8 must be checked
  bool seen_nul = false;
  std::vector<CsvProblem> problems;

  bool cleaning = false;  // the record given out has bytes to replace
  std::string clean;      // texts of fields that could not be given as they are
  CsvRecord record;
};

}  // namespace bellman
