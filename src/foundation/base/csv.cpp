#include "base/csv.h"

#include "base/text.h"

#include <algorithm>

namespace bellman {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view byte_order_mark_bytes = "\xEF\xBB\xBF";

}  // namespace

std::string_view to_text(CsvProblemKind kind) {
  switch (kind) {
    case CsvProblemKind::blank_line: return "blank_line";
    case CsvProblemKind::too_few_fields: return "too_few_fields";
    case CsvProblemKind::too_many_fields: return "too_many_fields";
    case CsvProblemKind::stray_quote: return "stray_quote";
    case CsvProblemKind::text_after_quote: return "text_after_quote";
    case CsvProblemKind::unbalanced_quote: return "unbalanced_quote";
    case CsvProblemKind::stray_return: return "stray_return";
    case CsvProblemKind::nul_byte: return "nul_byte";
    case CsvProblemKind::bad_utf8: return "bad_utf8";
    case CsvProblemKind::field_too_long: return "field_too_long";
    case CsvProblemKind::record_too_long: return "record_too_long";
  }
  return "unknown";
}

namespace {

bool contains(const std::vector<CsvProblem>& problems, CsvProblemKind kind) {
  return std::any_of(problems.begin(), problems.end(), [&](const CsvProblem& problem) { return problem.kind == kind; });
}

// Bytes of the character that begins at `at`; 0 when it is not UTF-8.
std::size_t character_length(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  return at + length <= text.size() && is_utf8(text.substr(at, length)) ? length : 0;
}

}  // namespace

bool CsvRecord::has(CsvProblemKind kind) const { return contains(problems, kind); }

CsvReader::CsvReader(CsvOptions chosen) : options(chosen) {
  options.max_fields = std::max<std::size_t>(options.max_fields, 1);
  options.max_field_bytes = std::max<std::size_t>(options.max_field_bytes, 4);  // room for any one character
  options.max_record_bytes = std::max<std::size_t>(options.max_record_bytes, 16);
  for (const char byte : {options.separator, '"', '\r', '\n', '\0'}) special[static_cast<unsigned char>(byte)] = true;
}

void CsvReader::feed(std::string_view chunk) {
  buffer.erase(0, start);
  start = 0;
  buffer.append(chunk);
}

void CsvReader::finish() { finished = true; }

const CsvRecord* CsvReader::next() {
  if (at_beginning && !skip_byte_order_mark()) return nullptr;
  if (skipping && !skip_long_line()) return nullptr;
  if (start == buffer.size()) return nullptr;
  for (;;) {
    switch (scan()) {
      case Scan::complete:
        if (line_ends == 0 || !first_line_alone_fits()) return emit();
        restart_scan(multiline_column);
        break;
      case Scan::unbalanced:
        restart_scan(unbalanced_column());
        break;
      case Scan::going_on:
      case Scan::wants_more:
        if (at <= options.max_record_bytes) return nullptr;
        cut_long_record();
        return emit();
    }
  }
}

bool CsvReader::skip_byte_order_mark() {
  const std::string_view head = std::string_view(buffer).substr(start, byte_order_mark_bytes.size());
  if (head.size() < byte_order_mark_bytes.size() && !finished && byte_order_mark_bytes.starts_with(head)) return false;
  at_beginning = false;
  byte_order_mark = head == byte_order_mark_bytes;
  if (byte_order_mark) {
    start += head.size();
    start_offset += head.size();
  }
  return true;
}

bool CsvReader::skip_long_line() {
  const std::size_t end = buffer.find('\n', start);
  const std::size_t stop = end == std::string::npos ? buffer.size() : end + 1;
  start_offset += stop - start;
  start = stop;
  if (end == std::string::npos) return false;
  ++start_line;
  skipping = false;
  return true;
}

// ---- the scan: finds the fields of one record; when bytes run out it stops, and goes on there with the next chunk

CsvReader::Scan CsvReader::scan() {
  for (;;) {
    const std::size_t available = buffer.size() - start;
    const bool in_quotes = state == State::quoted || state == State::quote_seen;
    // Past the bound, a quote that was opened is taken for text; without one next() cuts the record.
    if (at > options.max_record_bytes) return text_from == none && (in_quotes || line_ends > 0) ? Scan::unbalanced : Scan::wants_more;
    if (at == available) {
      if (!finished) return Scan::wants_more;
      if (state == State::quoted) return Scan::unbalanced;
      if (state == State::field_start) begin_field();
      return end_line(available, available);
    }
    Scan result = Scan::going_on;
    switch (state) {
      case State::field_start: begin_field(); break;
      case State::quoted: result = scan_quoted(); break;
      case State::quote_seen: result = scan_quote_seen(); break;
      case State::plain:
      case State::after_quote: result = scan_plain(); break;
    }
    if (result != Scan::going_on) return result;
  }
}

void CsvReader::begin_field() {
  field = {at, at, false, false};
  const bool may_open = spans.size() < text_from && spans.size() + 1 < options.max_fields;
  field.quoted = may_open && start + at < buffer.size() && buffer[start + at] == '"';
  state = field.quoted ? State::quoted : State::plain;
  if (field.quoted) ++at;
}

// Inside quotes only a quote matters; line ends and special bytes are counted on the way past.
CsvReader::Scan CsvReader::scan_quoted() {
  const char* const begin = buffer.data() + start;
  const std::size_t limit = std::min(buffer.size() - start, options.max_record_bytes + 1);
  unsigned char bits = 0;
  for (; at < limit && begin[at] != '"'; ++at) {
    const auto byte = static_cast<unsigned char>(begin[at]);
    bits |= byte;
    if (byte == '\n' && line_ends++ == 0) multiline_column = spans.size();
    if (byte == 0) seen_nul = true;
  }
  seen_bits |= bits;
  if (at < limit) {
    ++at;
    state = State::quote_seen;
  }
  return Scan::going_on;
}

// After a quote inside quotes: it is doubled, or it closes, or text goes on although it seemed to close.
CsvReader::Scan CsvReader::scan_quote_seen() {
  const std::size_t available = buffer.size() - start;
  const char byte = buffer[start + at];
  if (byte == '"') {
    field.doubled_quote = true;
    ++at;
    state = State::quoted;
    return Scan::going_on;
  }
  if (byte == '\r' && at + 1 == available && !finished) return Scan::wants_more;
  const bool at_line_end = byte == '\n' || (byte == '\r' && (at + 1 == available || buffer[start + at + 1] == '\n'));
  if (byte != options.separator && !at_line_end) {
    // A quoted field over several lines that ends in the middle of text: an opening quote without its partner.
    if (line_ends > 0) return Scan::unbalanced;
    note(CsvProblemKind::text_after_quote, spans.size());
  }
  state = State::after_quote;
  return Scan::going_on;
}

// Outside quotes (also between a closing quote and the separator): up to the separator or the line end.
CsvReader::Scan CsvReader::scan_plain() {
  const char* const begin = buffer.data() + start;
  const std::size_t available = buffer.size() - start;
  const std::size_t limit = std::min(available, options.max_record_bytes + 1);
  for (; at < limit; ++at) {
    const auto byte = static_cast<unsigned char>(begin[at]);
    seen_bits |= byte;
    if (!special[byte]) continue;
    if (begin[at] == options.separator) {
      if (spans.size() + 1 >= options.max_fields) continue;
      field.end = at++;
      spans.push_back(field);
      state = State::field_start;
      return Scan::going_on;
    }
    if (byte == '\n') return end_line(at, at + 1);
    if (byte == '\r') {
      if (at + 1 < available && begin[at + 1] == '\n') return end_line(at, at + 2);
      if (at + 1 == available && !finished) return Scan::wants_more;  // the chunk may end inside a line end
      if (at + 1 < available) note(CsvProblemKind::stray_return, spans.size());
    } else if (byte == 0) {
      seen_nul = true;
    } else if (state == State::plain) {  // a quote
      note(spans.size() >= text_from ? CsvProblemKind::unbalanced_quote : CsvProblemKind::stray_quote, spans.size());
    }
  }
  return Scan::going_on;
}

CsvReader::Scan CsvReader::end_line(std::size_t end, std::size_t next_record) {
  // A carriage return that is the very last byte of the input is half of a line end.
  if (next_record == end && end > field.begin && buffer[start + end - 1] == '\r') --end;
  field.end = end;
  spans.push_back(field);
  record_end = end;
  record_next = next_record;
  return Scan::complete;
}

std::size_t CsvReader::unbalanced_column() const { return line_ends > 0 ? multiline_column : spans.size(); }

// A record over several lines with the wrong number of fields, whose first line alone has the right number, is an
// unbalanced quote that happened to meet another one.
bool CsvReader::first_line_alone_fits() const {
  if (width == 0 || spans.size() == width) return false;
  const std::string_view bytes = std::string_view(buffer).substr(start, record_end);
  const std::size_t from = spans[multiline_column].begin;
  const std::string_view rest = bytes.substr(from, bytes.find('\n', from) - from);
  return multiline_column + static_cast<std::size_t>(std::count(rest.begin(), rest.end(), options.separator)) + 1 == width;
}

void CsvReader::restart_scan(std::size_t text_from_column) {
  at = 0;
  state = State::field_start;
  spans.clear();
  line_ends = 0;
  multiline_column = none;
  text_from = text_from_column;
  seen_bits = 0;
  seen_nul = false;
  problems.clear();
}

void CsvReader::cut_long_record() {
  at = options.max_record_bytes;
  while (at > 0 && is_utf8_continuation(buffer[start + at])) --at;
  while (!spans.empty() && spans.back().end > at) spans.pop_back();
  const std::size_t begin = spans.empty() ? 0 : spans.back().end + 1;
  if (begin <= at) spans.push_back({begin, at, false, false});
  record_end = record_next = at;
  note(CsvProblemKind::record_too_long, spans.size() - 1);
  skipping = true;
}

void CsvReader::note(CsvProblemKind kind, std::size_t column) {
  if (!contains(problems, kind)) problems.push_back({kind, column});
}

// ---- the record given out

const CsvRecord* CsvReader::emit() {
  note_width();
  record.raw = std::string_view(buffer).substr(start, record_end);
  record.line = start_line;
  record.line_count = line_ends + 1;
  record.byte_offset = start_offset;
  record.fields.clear();

  clean.clear();
  cleaning = seen_nul || (seen_bits >= 0x80 && !is_utf8(record.raw));
  // Cleaning makes three bytes of one at most. With the room reserved, views into `clean` stay where they are.
  const bool undoubling = std::any_of(spans.begin(), spans.end(), [](const Span& span) { return span.doubled_quote; });
  if (cleaning || undoubling) clean.reserve(record_end * (cleaning ? 3 : 1));
  for (std::size_t column = 0; column < spans.size(); ++column) add_field_text(spans[column], column);
  record.problems = problems;

  start_line += skipping ? 0 : line_ends + 1;  // a line that is passed over counts when its end is found
  start += record_next;
  start_offset += record_next;
  restart_scan(none);
  return &record;
}

void CsvReader::note_width() {
  if (record_end == 0) {
    note(CsvProblemKind::blank_line, 0);
    return;
  }
  if (spans.size() == options.max_fields && !spans.back().quoted) {
    const Span& last = spans.back();
    if (std::string_view(buffer).substr(start + last.begin, last.end - last.begin).find(options.separator) != std::string_view::npos)
      note(CsvProblemKind::too_many_fields, spans.size() - 1);
  }
  if (width == 0) width = spans.size();
  if (spans.size() < width) note(CsvProblemKind::too_few_fields, spans.size());
  if (spans.size() > width) note(CsvProblemKind::too_many_fields, width);
}

void CsvReader::add_field_text(const Span& span, std::size_t column) {
  std::string_view text = record.raw.substr(span.begin, span.end - span.begin);
  const bool enclosed = span.quoted && text.size() >= 2 && text.back() == '"';
  if (enclosed) text = text.substr(1, text.size() - 2);
  const bool undouble = enclosed && span.doubled_quote;
  if (undouble || cleaning) {
    const std::size_t begin = clean.size();
    for (std::size_t i = 0; i < text.size();) {
      const std::size_t pair = undouble ? text.find("\"\"", i) : std::string_view::npos;
      const std::size_t stop = pair == std::string_view::npos ? text.size() : pair + 1;
      append_clean(text.substr(i, stop - i), column);
      i = pair == std::string_view::npos ? stop : stop + 1;
    }
    text = std::string_view(clean).substr(begin);
  }
  if (text.size() > options.max_field_bytes) {
    note(CsvProblemKind::field_too_long, column);
    std::size_t end = options.max_field_bytes;
    while (end > 0 && is_utf8_continuation(text[end])) --end;
    text = text.substr(0, end);
  }
  record.fields.push_back(text);
}

// Appends `text` to `clean`, valid UTF-8 without NUL.
void CsvReader::append_clean(std::string_view text, std::size_t column) {
  if (!cleaning) {
    clean.append(text);
    return;
  }
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = character_length(text, i);
    if (length == 0 || text[i] == '\0') {
      note(length == 0 ? CsvProblemKind::bad_utf8 : CsvProblemKind::nul_byte, column);
      clean.append(replacement);
      ++i;
    } else {
      clean.append(text.substr(i, length));
      i += length;
    }
  }
}

}  // namespace bellman
