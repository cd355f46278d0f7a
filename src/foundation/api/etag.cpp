#include "api/etag.h"

#include "base/text.h"

#include <fmt/format.h>

#include <charconv>

namespace bellman::api {

std::string etag_of(std::int64_t version) { return fmt::format("\"v{}\"", version); }

Result<std::int64_t> parse_if_match(std::string_view header) {
  constexpr std::size_t longest = 23;  // "v" and 19 digits in quotes
  std::int64_t version = 0;
  if (header.size() >= 4 && header.size() <= longest && header.starts_with("\"v") && header.back() == '"') {
    const char* begin = header.data() + 2;
    const char* end = header.data() + header.size() - 1;
    const auto [stopped, fault] = std::from_chars(begin, end, version);
    if (fault == std::errc() && stopped == end && version >= 1 && *begin != '0') return version;
  }
  return Error::malformed("precondition.syntax", "If-Match is not an ETag of this server.", "If-Match",
                          "Send back exactly the one ETag that came with the version you have seen, e.g. \"v3\" with its quotes.");
}

std::string quoted_etag(std::string_view opaque) { return fmt::format("\"{}\"", opaque); }

bool none_match_fails(std::string_view header, std::int64_t version) { return none_match_fails(header, etag_of(version)); }

bool none_match_fails(std::string_view header, std::string_view wanted) {
  while (!header.empty()) {
    const auto comma = header.find(',');
    std::string_view tag = trimmed(header.substr(0, comma));
    header = comma == std::string_view::npos ? std::string_view() : header.substr(comma + 1);
    if (tag.starts_with("W/")) tag.remove_prefix(2);  // If-None-Match compares weakly (RFC 9110 13.1.2)
    if (tag == "*" || tag == wanted) return true;
  }
  return false;
}

}  // namespace bellman::api
