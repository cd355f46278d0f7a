// ETag and If-Match: "v3" is version 3 of a noun.
#pragma once
#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace bellman::api {

// "\"v3\"", with its quotes.
std::string etag_of(std::int64_t version);
// The version that an If-Match names. Error: precondition.syntax (malformed) for anything but one strong tag of ours.
Result<std::int64_t> parse_if_match(std::string_view header);
// True when an If-None-Match names this version or is "*"; anything unreadable does not.
bool none_match_fails(std::string_view header, std::int64_t version);
// The same for bytes that are known by a hash: `tag` as quoted_etag() gives it.
bool none_match_fails(std::string_view header, std::string_view tag);
std::string quoted_etag(std::string_view opaque);

}  // namespace bellman::api
