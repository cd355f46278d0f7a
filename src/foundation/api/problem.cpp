#include "api/problem.h"

#include "texts/catalogue.h"

#include <boost/json/parse.hpp>

namespace bellman::api {

std::string language_of(const http::Exchange& exchange) {
  return texts::choose_language(exchange.account_language(), exchange.request().header("Accept-Language").value_or(""));
}

http::Response problem_for(const http::Exchange& exchange, const Error& error, std::optional<int> status) {
  const std::string language = language_of(exchange);
  http::Response response = http::problem(texts::catalogue().localised(error, language), status.value_or(http::status_of(error.kind)), exchange.request().id());
  response.with("Content-Language", language);
  // The same address answers an anonymous caller in several languages: a cache must tell them apart.
  if (exchange.account_language().empty()) response.with("Vary", "Accept-Language");
  return response;
}

http::Response kept_problem_for(const http::Exchange& exchange, http::Response kept) {
  const std::string language = language_of(exchange);
  boost::system::error_code failure;
  const boost::json::value json = boost::json::parse(kept.body, failure);
  if (!failure && json.is_object() && language != "en") {
    const auto member = [&](std::string_view name) {
      const auto* text = json.get_object().if_contains(name);
      return text != nullptr && text->is_string() ? std::string(std::string_view(text->get_string())) : std::string();
    };
    Error error;
    error.code = member("code");
    error.message = member("detail");
    error.field = member("field");
    error.cure = member("cure");
    kept.body = http::problem(texts::catalogue().localised(std::move(error), language), kept.status, member("request_id")).body;
  }
  kept.with("Content-Language", language);
  return kept;
}

}  // namespace bellman::api
