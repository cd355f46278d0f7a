// Problems in the reader's language: the account's, else the best of Accept-Language, else English. Inside the room only.
#pragma once
#include "http/exchange.h"
#include "http/problem.h"

#include <optional>

namespace bellman::api {

inline constexpr std::string_view problem_type = "application/problem+json";

// The language that this exchange is answered in.
std::string language_of(const http::Exchange& exchange);
// With Content-Language. The status is the one of the error's class unless given.
http::Response problem_for(const http::Exchange& exchange, const Error& error, std::optional<int> status = std::nullopt);
// The same for a problem that was kept as bytes, in English.
http::Response kept_problem_for(const http::Exchange& exchange, http::Response kept);

}  // namespace bellman::api
