// What was found in a file, counted by kind, with the first lines of each.
#pragma once
#include "imports/model.h"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bellman::imports {

class DirtReport {
 public:
  struct Kind {
    std::uint64_t count = 0;     // findings
    std::uint64_t rejected = 0;  // of them, those that cost the row
    std::uint64_t repaired = 0;
    std::vector<Finding> first;
  };

  explicit DirtReport(std::size_t examples_per_kind = 5) : examples(examples_per_kind) {}

  void add(const ImportedRow& row);
  void add_file_finding(const Finding& finding);  // of the header or the file, not of a row

  // rows() == accepted() + rejected(), always.
  std::uint64_t rows() const { return accepted_count + rejected_count; }
  std::uint64_t accepted() const { return accepted_count; }
  std::uint64_t rejected() const { return rejected_count; }
  std::uint64_t clean() const { return clean_count; }  // accepted without any finding
  std::uint64_t count(std::string_view kind) const;
  const std::map<std::string, Kind, std::less<>>& kinds() const { return by_kind; }

  // For a person: one line of totals, then a line a kind (most frequent first) with an example.
  std::string text() const;
  // For a machine: {"rows", "accepted", "clean", "rejected", "kinds": [{"kind", "count", "repaired", "rejected", "first": [findings]}]}.
  std::string json() const;

 private:
  void count_finding(const Finding& finding);
  std::vector<std::pair<std::string_view, const Kind*>> sorted() const;

  std::size_t examples;
  std::uint64_t accepted_count = 0;
  std::uint64_t rejected_count = 0;
  std::uint64_t clean_count = 0;
  std::map<std::string, Kind, std::less<>> by_kind;
};

}  // namespace bellman::imports
