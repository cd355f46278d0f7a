// Percent-encoding and the query part of a target ("?limit=20&cursor=a%20b"), read strictly: what we cannot read
// exactly is an error, never a guess.
#pragma once
#include "base/result.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bellman::http {

// Decodes %XX. Nothing when an escape is cut or not hexadecimal, when the bytes are not UTF-8, or when they hold a control character.
// `plus_is_space` is the rule of HTML forms, used in queries only.
std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space = false);
// Everything outside RFC 3986 "unreserved" becomes %XX.
std::string percent_encoded(std::string_view text);

class Query {
 public:
  // `raw` without its "?". At most 64 parameters. Error: malformed.
  static Result<Query> parse(std::string_view raw);

  bool empty() const { return parameters_.empty(); }
  // The value of a parameter; the first one when it is repeated.
  std::optional<std::string_view> find(std::string_view name) const;
  // All values of a parameter that may be repeated, in the order given.
  std::vector<std::string_view> all(std::string_view name) const;
  // The value as a whole decimal number in [least, most]; nothing when absent. Error: malformed, with the name as field.
  Result<std::optional<std::int64_t>> integer(std::string_view name, std::int64_t least, std::int64_t most) const;
  // "true" / "false". Error: malformed.
  Result<std::optional<bool>> boolean(std::string_view name) const;

  const std::vector<std::pair<std::string, std::string>>& parameters() const { return parameters_; }

 private:
  std::vector<std::pair<std::string, std::string>> parameters_;
};

}  // namespace bellman::http
