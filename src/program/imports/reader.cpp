#include "imports/reader.h"

#include "imports/registry.h"

#include <fmt/format.h>

namespace bellman::imports {

RequestReader::RequestReader(std::unique_ptr<RowParser> chosen, std::size_t examples_per_kind, const Dialect& written)
    : csv({.separator = written.separator}), dialect(written), parser(std::move(chosen)), report(examples_per_kind) {
  if (const std::string how = to_text(dialect); !how.empty()) report.add_file_finding({1, "dialect", Effect::noted, "", "", fmt::format("The file is read as it is written: {}.", how)});
}

void RequestReader::finish() {
  csv.finish();
  finished = true;
}

Result<bool> RequestReader::read_header() {
  while (const CsvRecord* record = csv.next()) {
    if (record->has(CsvProblemKind::blank_line)) {
      if (dialect.names_separator) continue;  // the line that names it was emptied
      report.add_file_finding({record->line, "blank_line", Effect::noted, "", "", "The line before the header is empty."});
      continue;
    }
    TRY(findings, parser->read_header(*record));
    for (const Finding& finding : findings) report.add_file_finding(finding);
    if (csv.had_byte_order_mark())
      report.add_file_finding({record->line, "byte_order_mark", Effect::noted, "", "", "The file begins with a byte order mark; it is passed over."});
    return has_header = true;
  }
  if (finished) return Error::malformed("imports.no_header", "The input is empty: it has no header.", {}, "Check that it is the right file.");
  return false;
}

Result<const ImportedRow*> RequestReader::next() {
  if (!has_header) {
    TRY(found, read_header());
    if (!found) return nullptr;
  }
  const CsvRecord* record = csv.next();
  if (record == nullptr) return nullptr;
  row = parser->read_row(*record);
  report.add(row);
  return &row;
}

namespace {

// A file that is damaged is judged by what comes before the damage; its reading tells of it.
Result<Dialect> dialect_of(const std::string& path) {
  TRY(file, FileChunks::open(path));
  DialectFinder finder;
  for (;;) {
    const auto chunk = file.next();
    if (chunk.has_error() || chunk->empty()) return finder.found();
    finder.feed(*chunk);
  }
}

}  // namespace

Result<RequestFile> RequestFile::open(const std::string& path, std::string_view format, std::size_t examples_per_kind) {
  TRY(parser, parser_of(format));
  TRY(dialect, dialect_of(path));
  TRY(file, FileChunks::open(path));
  return RequestFile(std::move(file), dialect, RequestReader(std::move(parser), examples_per_kind, dialect));
}

Result<const ImportedRow*> RequestFile::next() {
  for (;;) {
    TRY(row, reader.next());
    if (row != nullptr || at_end) return row;
    TRY(chunk, file.next());
    if (chunk.empty()) {
      reader.feed(decoder.decode({}, true));
      reader.finish();
      at_end = true;
    } else {
      reader.feed(decoder.decode(chunk, false));
    }
  }
}

}  // namespace bellman::imports
