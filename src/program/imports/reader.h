// From bytes to requests: chunks in, one ImportedRow out for every row, dirt counted on the way.
#pragma once
#include "base/csv.h"
#include "base/xz.h"
#include "imports/dialect.h"
#include "imports/dirt.h"
#include "imports/model.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace bellman::imports {

// What a format knows: its columns and what they mean. One parser reads one file.
class RowParser {
 public:
  RowParser() = default;
  RowParser(const RowParser&) = delete;
  RowParser& operator=(const RowParser&) = delete;
  virtual ~RowParser() = default;

  // The findings of the header; an error when the rows cannot be understood with it.
  virtual Result<std::vector<Finding>> read_header(const CsvRecord& header) = 0;
  // Never fails: what is no request comes back as a rejected row.
  virtual ImportedRow read_row(const CsvRecord& record) = 0;
};

class RequestReader {
 public:
  explicit RequestReader(std::unique_ptr<RowParser> chosen, std::size_t examples_per_kind = 5, const Dialect& written = {});

  void feed(std::string_view chunk) { csv.feed(chunk); }
  void finish();
  // The next row; null when a chunk is wanted or, after finish(), at the end. It holds until the next call.
  // Errors: imports.no_header, imports.missing_column.
  Result<const ImportedRow*> next();

  const DirtReport& dirt() const { return report; }

 private:
  Result<bool> read_header();

  CsvReader csv;
  Dialect dialect;
  std::unique_ptr<RowParser> parser;
  DirtReport report;
  ImportedRow row;
  bool has_header = false;
  bool finished = false;
};

// A file, plain or .xz, in a format of the registry. It is gone through twice: what it is written in shows only at its end.
class RequestFile {
 public:
  // Errors: imports.unknown_format (names the known ones) and those of FileChunks.
  static Result<RequestFile> open(const std::string& path, std::string_view format, std::size_t examples_per_kind = 5);

  // The next row; null at the end. It holds until the next call. Errors: those of the reader and of FileChunks;
  // all rows that came whole out of a damaged file come before its error.
  Result<const ImportedRow*> next();

  const DirtReport& dirt() const { return reader.dirt(); }
  std::uint64_t file_bytes() const { return file.file_bytes(); }
  std::uint64_t file_bytes_read() const { return file.file_bytes_read(); }

 private:
  RequestFile(FileChunks opened, const Dialect& dialect, RequestReader chosen) : file(std::move(opened)), decoder(dialect), reader(std::move(chosen)) {}
  FileChunks file;
  Decoder decoder;
  RequestReader reader;
  bool at_end = false;
};

}  // namespace bellman::imports
