// Any bytes: what Boost.JSON's own parser takes is taken as the same tree, but for an object that names a member
// twice and numbers that are not finite; nothing else is.
#include "base/assert.h"
#include "codec/json_read.h"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace {

// Of text that is JSON: each member has one colon outside of texts.
std::size_t members_in_text(std::string_view text) {
  std::size_t colons = 0;
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (quoted && text[at] == '\\') ++at;
    else if (text[at] == '"') quoted = !quoted;
    else if (!quoted && text[at] == ':') ++colons;
  }
  return colons;
}

std::size_t members_in_tree(const boost::json::value& tree) {
  std::size_t sum = 0;
  if (tree.is_object())
    for (const auto& member : tree.get_object()) sum += 1 + members_in_tree(member.value());
  if (tree.is_array())
    for (const auto& item : tree.get_array()) sum += members_in_tree(item);
  return sum;
}

bool all_finite(const boost::json::value& tree) {
  if (tree.is_object()) return std::ranges::all_of(tree.get_object(), [](const auto& member) { return all_finite(member.value()); });
  if (tree.is_array()) return std::ranges::all_of(tree.get_array(), all_finite);
  return !tree.is_double() || std::isfinite(tree.get_double());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  boost::json::parse_options options;
  options.max_depth = 32;
  boost::system::error_code failure;
  const boost::json::value plain = boost::json::parse(text, failure, {}, options);
  const auto parsed = bellman::codec::parse_json(text);
  if (failure) {
    BELLMAN_ASSERT(parsed.has_error() && parsed.error().code == "json.malformed", "what is no JSON is refused");
    return 0;
  }
  if (parsed.has_error() && parsed.error().code == "json.number") {  // which a later member of its name may have hidden
    BELLMAN_ASSERT(!all_finite(plain) || members_in_text(text) != members_in_tree(plain), "what is JSON with finite numbers is taken");
    return 0;
  }
  BELLMAN_ASSERT(parsed.has_error() || all_finite(plain), "numbers are finite");
  const bool twice = members_in_text(text) != members_in_tree(plain);
  BELLMAN_ASSERT(parsed.has_error() == twice, "refused is a name given twice, and nothing else");
  if (twice) BELLMAN_ASSERT(parsed.error().code == "json.named_twice" && parsed.error().field.size() <= 1200, "the place is told, and is not endless");
  else BELLMAN_ASSERT(*parsed == plain, "the tree is the same");
  return 0;
}
