// Where the checks write what they find. For this room only.
#pragma once
#include "checks/checks.h"

namespace bellman::checks {

class Findings {
 public:
  explicit Findings(std::size_t limit) : most(limit) {}

  template <class IdType>
  void add(std::string code, std::string subject, IdType id, std::string sentence) {
    if (found.size() < most) found.push_back({std::move(code), std::move(subject), id.value, std::move(sentence)});
  }
  void add_numbered(std::string code, std::string subject, std::int64_t id, std::string sentence) {
    if (found.size() < most) found.push_back({std::move(code), std::move(subject), id, std::move(sentence)});
  }
  std::vector<Violation> take() { return std::move(found); }

 private:
  std::size_t most;
  std::vector<Violation> found;
};

}  // namespace bellman::checks
