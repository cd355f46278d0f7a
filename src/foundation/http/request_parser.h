// The bytes of one request after the other, read by Beast's parser. Inside the room only.
#pragma once
#include "http/message.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace bellman::http {

class RequestParser {
 public:
  enum class Outcome { done, more, bad_version, too_many_fields, body_too_large, malformed };

  RequestParser();
  ~RequestParser();

  // Begins a request with its whole header, from the method to the empty line. `done`: there is no body; `more`: one follows.
  Outcome read_head(std::string_view head);
  // Takes a piece of the body; `used` bytes of it need not be shown again, the others do, with more behind them.
  Outcome read_body(std::string_view text, std::size_t& used);
  // Frees what the request took.
  void reset();

  // What the header said, as places in the text given to read_head().
  Request::Slice method, target;
  std::vector<Request::Field> fields;
  bool http_1_0 = false, keep_alive = false, has_host = false, expects_continue = false, expects_other = false;
  bool has_transfer_encoding = false, chunked_only = true;
  std::optional<std::uint64_t> content_length;
  // To be set between header and body: the route decides it.
  std::size_t body_bytes_max = 0;
  std::string body;
  // The library's word for what is wrong, after `malformed`.
  std::string fault;

 private:
  class Beast;
  std::unique_ptr<Beast> beast_;
};

}  // namespace bellman::http
