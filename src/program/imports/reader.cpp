#include "imports/reader.h"

#include "imports/registry.h"

namespace bellman::imports {

RequestReader::RequestReader(std::unique_ptr<RowParser> chosen, std::size_t examples_per_kind)
    : parser(std::move(chosen)), report(examples_per_kind) {}

void RequestReader::finish() {
  csv.finish();
  finished = true;
}

Result<bool> RequestReader::read_header() {
  while (const CsvRecord* record = csv.next()) {
    if (record->has(CsvProblemKind::blank_line)) {
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

Result<RequestFile> RequestFile::open(const std::string& path, std::string_view format, std::size_t examples_per_kind) {
  TRY(parser, parser_of(format));
  TRY(file, FileChunks::open(path));
  return RequestFile(std::move(file), RequestReader(std::move(parser), examples_per_kind));
}

Result<const ImportedRow*> RequestFile::next() {
  for (;;) {
    TRY(row, reader.next());
    if (row != nullptr || at_end) return row;
    TRY(chunk, file.next());
    if (chunk.empty()) {
      reader.finish();
      at_end = true;
    } else {
      reader.feed(chunk);
    }
  }
}

}  // namespace bellman::imports
