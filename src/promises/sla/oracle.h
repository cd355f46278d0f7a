// Runs files of business-time cases: one JSON object a line (inputs and the stated result). For `bellman check sla FILE`.
// README.md describes the kinds and fields, and says where a shape is our own reading of the format.
#pragma once
#include "base/result.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace bellman::sla {

struct CheckReport {
  std::vector<std::string> lines;  // one for each case that differs or cannot be read, with its line number
  int passed = 0;
  int failed = 0;
  int other_convention = 0;        // differs, and its convention is one that we do not adopt
  std::string summary() const;     // "N passed, N failed, N other convention"
};

// Never fails: a line that cannot be read counts as failed. Blank lines are passed over.
CheckReport check_text(std::string_view lines);
// Errors: sla.check_file when the file cannot be read.
Result<CheckReport> check_file(const std::filesystem::path& file);

}  // namespace bellman::sla
