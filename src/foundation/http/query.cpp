#include "http/query.h"

#include "base/text.h"

#include <charconv>

namespace bellman::http {
namespace {

constexpr std::size_t parameter_count_max = 64;

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
}

}  // namespace

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_value(text[i + 1]), low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (c == '+' && plus_is_space) {
      c = ' ';
    }
    if (is_control(c)) return std::nullopt;
    result += c;
  }
  if (!is_utf8(result)) return std::nullopt;
  return result;
}

std::string percent_encoded(std::string_view text) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string result;
  for (const char c : text) {
    if (is_unreserved(c)) {
      result += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    result += '%';
    result += digits[byte >> 4U];
    result += digits[byte & 15U];
  }
  return result;
}

Result<Query> Query::parse(std::string_view raw) {
  Query query;
  while (!raw.empty()) {
    const auto end = raw.find('&');
    const auto part = raw.substr(0, end);
    raw = end == std::string_view::npos ? std::string_view{} : raw.substr(end + 1);
    if (part.empty()) continue;
    if (query.parameters_.size() == parameter_count_max)
      return Error::malformed("http.too_many_parameters", "The query has more than 64 parameters.", {}, "Send fewer.");
    const auto equals = part.find('=');
    auto name = percent_decoded(part.substr(0, equals), true);
    auto value = equals == std::string_view::npos ? std::string{} : percent_decoded(part.substr(equals + 1), true);
    if (!name || !value || name->empty())
      return Error::malformed("http.bad_query", "The query of the address cannot be read.", name.value_or(""),
                              "Encode names and values as UTF-8 in percent-encoding.");
    query.parameters_.emplace_back(std::move(*name), std::move(*value));
  }
  return query;
}

std::optional<std::string_view> Query::find(std::string_view name) const {
  for (const auto& [key, value] : parameters_)
    if (key == name) return value;
  return std::nullopt;
}

std::vector<std::string_view> Query::all(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const auto& [key, value] : parameters_)
    if (key == name) values.push_back(value);
  return values;
}

Result<std::optional<std::int64_t>> Query::integer(std::string_view name, std::int64_t least, std::int64_t most) const {
  const auto text = find(name);
  if (!text) return std::optional<std::int64_t>{};
  std::int64_t value = 0;
  const auto [end, fault] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (fault != std::errc{} || end != text->data() + text->size() || value < least || value > most)
    return Error::malformed("http.bad_number", fmt::format("“{}” must be a whole number from {} to {}.", name, least, most), std::string(name), "Write it in digits.");
  return std::optional(value);
}

Result<std::optional<bool>> Query::boolean(std::string_view name) const {
  const auto text = find(name);
  if (!text) return std::optional<bool>{};
  if (*text == "true") return std::optional(true);
  if (*text == "false") return std::optional(false);
  return Error::malformed("http.bad_boolean", fmt::format("“{}” must be true or false.", name), std::string(name), "Write one of the two.");
}

}  // namespace bellman::http
