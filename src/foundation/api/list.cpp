#include "api/list.h"

#include "base/text.h"

namespace bellman::api {

namespace {
std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}
}  // namespace

Result<std::int64_t> number_query(const Call& call, std::string_view name) {
  const auto text = call.query(name);
  if (!text || text->empty()) return std::int64_t{0};
  const auto number = whole_number(*text);
  if (!number || *number == 0) return Error::malformed("field.id", "That is not an id.", std::string(name), "Give a whole number above 0, or leave it out.");
  return *number;
}

Result<std::optional<std::int64_t>> count_query(const Call& call, std::string_view name) {
  const auto text = call.query(name);
  if (!text || text->empty()) return std::optional<std::int64_t>{};
  const auto number = whole_number(*text);
  if (!number) return Error::malformed("field.number", "That is not a whole number.", std::string(name), "Send digits only.");
  return number;
}

Result<std::optional<bool>> flag_query(const Call& call, std::string_view name) {
  const auto text = call.query(name);
  if (!text || text->empty()) return std::optional<bool>{};
  if (*text != "true" && *text != "false") return Error::malformed("field.choice", "That is neither true nor false.", std::string(name), "Send true or false.");
  return std::optional(*text == "true");
}

Result<std::string> search_query(const Call& call) {
  constexpr std::size_t longest_bytes = 200;
  std::string text = call.query("q").value_or("");
  if (text.size() > longest_bytes) return Error::malformed("field.too_long", "The search is longer than 200 bytes.", "q", "Search for fewer words.");
  if (!is_utf8(text)) return Error::malformed("field.encoding", "The search is no UTF-8 text.", "q", "Encode it as UTF-8.");
  return text;
}

}  // namespace bellman::api
