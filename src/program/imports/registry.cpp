#include "imports/registry.h"

#include "imports/boston311.h"

#include <fmt/format.h>

#include <array>

namespace bellman::imports {

std::span<const Format> formats() {
  static constexpr std::array<Format, 1> all{{
      {"boston311", "City of Boston 311 service requests, CSV with a header, plain or .xz", &boston311_parser},
  }};
  return all;
}

Result<std::unique_ptr<RowParser>> parser_of(std::string_view format) {
  std::string known;
  for (const Format& one : formats()) {
    if (one.name == format) return one.make();
    known += (known.empty() ? "" : ", ") + std::string(one.name);
  }
  return Error::invalid("imports.unknown_format", fmt::format("There is no format \"{}\".", format.substr(0, 60)), "format",
                        fmt::format("The known formats are: {}.", known));
}

}  // namespace bellman::imports
