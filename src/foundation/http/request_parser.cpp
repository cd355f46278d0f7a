#include "http/request_parser.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

namespace bellman::http {

namespace beast = boost::beast;
namespace asio = boost::asio;

namespace {
constexpr std::size_t unparsed_bytes_max = 16 * 1024;  // of a chunk's header or a trailer
constexpr std::size_t body_bytes_first = 64 * 1024;
}  // namespace

// It is given the whole header in one piece, so that its views become places in that piece.
class RequestParser::Beast final : public beast::http::basic_parser<true> {
 public:
  Beast(RequestParser& owner, std::string_view head) : to_(owner), head_(head) {}

 private:
  using Text = beast::string_view;
  using Fault = beast::error_code;
  bool slice(Text text, Request::Slice& out) const;
  bool note_field(beast::http::field name, Text value);
  void on_request_impl(beast::http::verb verb, Text method_text, Text target_text, int http_version, Fault& fault) override;
  void on_response_impl(int, Text, int, Fault&) override {}
  void on_field_impl(beast::http::field name, Text name_text, Text value, Fault& fault) override;
  void on_header_impl(Fault&) override { header_done_ = true; }
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, Fault&) override;
  std::size_t on_body_impl(Text text, Fault& fault) override;
  void on_chunk_header_impl(std::uint64_t size, Text, Fault& fault) override;
  std::size_t on_chunk_body_impl(std::uint64_t, Text text, Fault& fault) override { return on_body_impl(text, fault); }
  void on_finish_impl(Fault&) override {}

  RequestParser& to_;
  const std::string_view head_;
  bool header_done_ = false;
};

bool RequestParser::Beast::slice(Text text, Request::Slice& out) const {
  // Folded values (obsolete, RFC 9112 5.2) arrive from a buffer of the parser's own: we refuse them.
  if (text.data() < head_.data() || text.data() + text.size() > head_.data() + head_.size()) return text.empty();
  out = {static_cast<std::uint32_t>(text.data() - head_.data()), static_cast<std::uint32_t>(text.size())};
  return true;
}

void RequestParser::Beast::on_request_impl(beast::http::verb, Text method_text, Text target_text, int http_version, Fault& fault) {
  to_.fields.reserve(16);
  to_.http_1_0 = http_version == 10;
  if (!slice(method_text, to_.method) || !slice(target_text, to_.target)) fault = beast::http::error::bad_target;
}

bool RequestParser::Beast::note_field(beast::http::field name, Text value) {
  using beast::http::field;
  const std::string_view text(value.data(), value.size());
  if (name == field::host) return !std::exchange(to_.has_host, true);
  if (name == field::expect) (equals_ignoring_case(text, "100-continue") ? to_.expects_continue : to_.expects_other) = true;
  if (name == field::transfer_encoding) {
    if (std::exchange(to_.has_transfer_encoding, true)) return false;
    to_.chunked_only = equals_ignoring_case(text, "chunked");
  }
  // Beast takes "5, 5"; two readings of one length are how requests get smuggled.
  if (name == field::content_length) return text.find(',') == std::string_view::npos;
  return true;
}

void RequestParser::Beast::on_field_impl(beast::http::field name, Text name_text, Text value, Fault& fault) {
  if (header_done_) return;  // trailers carry nothing we need
  constexpr std::size_t field_count_max = 128;
  if (to_.fields.size() == field_count_max) {
    fault = beast::http::error::header_limit;
    return;
  }
  auto& entry = to_.fields.emplace_back();
  if (!slice(name_text, entry.name) || !slice(value, entry.value)) fault = beast::http::error::bad_obs_fold;
  else if (!note_field(name, value)) fault = name == beast::http::field::host ? beast::http::error::bad_field : beast::http::error::bad_content_length;
}

void RequestParser::Beast::on_body_init_impl(const boost::optional<std::uint64_t>& length, Fault&) {
  // The length is only a promise; more than a first piece is taken when the bytes come.
  if (length) to_.body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(*length, body_bytes_first)));
}

std::size_t RequestParser::Beast::on_body_impl(Text text, Fault& fault) {
  if (to_.body.size() + text.size() > to_.body_bytes_max) {
    fault = beast::http::error::body_limit;
    return 0;
  }
  to_.body.append(text.data(), text.size());
  return text.size();
}

void RequestParser::Beast::on_chunk_header_impl(std::uint64_t size, Text, Fault& fault) {
  if (size > to_.body_bytes_max - to_.body.size()) fault = beast::http::error::body_limit;
}

RequestParser::RequestParser() = default;
RequestParser::~RequestParser() = default;

void RequestParser::reset() {
  beast_.reset();
  method = target = {};
  fields = {};
  http_1_0 = keep_alive = has_host = expects_continue = expects_other = has_transfer_encoding = false;
  chunked_only = true;
  content_length.reset();
  body = {};
  fault.clear();
}

RequestParser::Outcome RequestParser::read_head(std::string_view head) {
  reset();
  beast_ = std::make_unique<Beast>(*this, head);
  beast_->header_limit(static_cast<std::uint32_t>(head.size() + 1));
  beast_->body_limit(boost::none);
  beast::error_code code;
  const auto used = beast_->put(asio::const_buffer(head.data(), head.size()), code);
  if (code || used != head.size()) {
    if (code == beast::http::error::bad_version) return Outcome::bad_version;
    if (code == beast::http::error::header_limit) return Outcome::too_many_fields;
    fault = code ? code.message() : "its header ends too early";
    return Outcome::malformed;
  }
  keep_alive = beast_->keep_alive();
  if (const auto length = beast_->content_length()) content_length = *length;
  return beast_->is_done() ? Outcome::done : Outcome::more;
}

RequestParser::Outcome RequestParser::read_body(std::string_view text, std::size_t& used) {
  used = 0;
  while (!beast_->is_done()) {
    const auto rest = text.substr(used);
    if (rest.empty()) return Outcome::more;
    beast::error_code code;
    used += beast_->put(asio::const_buffer(rest.data(), rest.size()), code);
    if (code == beast::http::error::need_more) {
      if (text.size() - used <= unparsed_bytes_max) return Outcome::more;
      code = beast::http::error::bad_chunk;
    }
    if (code == beast::http::error::body_limit) return Outcome::body_too_large;
    if (code) {
      fault = code.message();
      return Outcome::malformed;
    }
  }
  return Outcome::done;
}

}  // namespace bellman::http
