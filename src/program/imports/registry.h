// The formats that can be imported, by name.
#pragma once
#include "imports/reader.h"

#include <memory>
#include <span>
#include <string_view>

namespace bellman::imports {

struct Format {
  std::string_view name;     // as given to --format
  std::string_view summary;  // for --help
  std::unique_ptr<RowParser> (*make)();
};

// In order of name.
std::span<const Format> formats();

// A new parser; the error imports.unknown_format lists the names that are known.
Result<std::unique_ptr<RowParser>> parser_of(std::string_view format);

}  // namespace bellman::imports
