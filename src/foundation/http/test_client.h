// A plain socket client for this room's tests: it sends exactly the bytes it is told to.
#pragma once
#include "http/server.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <charconv>
#include <cstring>

namespace bellman::http::test {

struct Answer {
  int status = 0;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

class Client {
 public:
  explicit Client(std::uint16_t port, int receive_buffer_bytes = 0) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    if (receive_buffer_bytes > 0) ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes, sizeof receive_buffer_bytes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  ~Client() { ::close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  bool connected() const { return connected_; }
  void send(std::string_view text) {
    while (!text.empty()) {
      const auto count = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (count <= 0) return;
      text.remove_prefix(static_cast<std::size_t>(count));
    }
  }
  void finish_sending() { ::shutdown(socket_, SHUT_WR); }
  // Reads some bytes into the buffer. False at the end, at an error, or after the time.
  bool receive(int timeout_ms = 5000) {
    pollfd entry{.fd = socket_, .events = POLLIN, .revents = 0};
    if (::poll(&entry, 1, timeout_ms) <= 0) return false;
    char piece[16384];
    const auto count = ::recv(socket_, piece, sizeof piece, 0);
    if (count <= 0) return false;
    buffer_.append(piece, static_cast<std::size_t>(count));
    return true;
  }
  bool receive_until(std::string_view text, int timeout_ms = 5000) {
    while (buffer_.find(text) == std::string::npos)
      if (!receive(timeout_ms)) return false;
    return true;
  }
  // True when the server closes (whatever it still sends is kept in the buffer) within the time.
  bool is_closed_within(int timeout_ms) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
    for (;;) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
      pollfd entry{.fd = socket_, .events = POLLIN, .revents = 0};
      if (left <= 0 || ::poll(&entry, 1, static_cast<int>(left)) <= 0) return false;
      if (!receive(0)) return true;
    }
  }
  // The next answer; status 0 when none came whole. `bodyless` for answers to HEAD.
  Answer answer(bool bodyless = false, int timeout_ms = 5000) {
    Answer result;
    if (!receive_until("\r\n\r\n", timeout_ms)) return result;
    const auto end = buffer_.find("\r\n\r\n");
    std::string head = buffer_.substr(0, end + 2);
    buffer_.erase(0, end + 4);
    std::from_chars(head.data() + 9, head.data() + 12, result.status);
    for (auto at = head.find("\r\n") + 2; at < head.size();) {
      const auto line_end = head.find("\r\n", at);
      const auto colon = head.find(": ", at);
      std::string name = head.substr(at, colon - at);
      for (char& c : name) c = static_cast<char>(std::tolower(c));
      result.headers[name] = head.substr(colon + 2, line_end - colon - 2);
      at = line_end + 2;
    }
    std::size_t length = 0;
    if (const auto text = result.headers.find("content-length"); text != result.headers.end() && !bodyless)
      std::from_chars(text->second.data(), text->second.data() + text->second.size(), length);
    while (buffer_.size() < length)
      if (!receive(timeout_ms)) return {};
    result.body = buffer_.substr(0, length);
    buffer_.erase(0, length);
    return result;
  }
  Answer ask(std::string_view text) {
    send(text);
    return answer(text.starts_with("HEAD"));
  }
  std::string& buffer() { return buffer_; }

 private:
  int socket_;
  bool connected_ = false;
  std::string buffer_;
};

inline std::string get_text(std::string_view path, std::string_view more = {}) {
  return fmt::format("GET {} HTTP/1.1\r\nHost: test\r\n{}\r\n", path, more);
}
inline std::string post_text(std::string_view path, std::string_view body, std::string_view more = {}) {
  return fmt::format("POST {} HTTP/1.1\r\nHost: test\r\nContent-Length: {}\r\n{}\r\n{}", path, body.size(), more, body);
}

inline void add(Router& router, Route route) {
  const auto added = router.add(std::move(route));
  ASSERT_TRUE(added.has_value()) << added.error().text();
}

// Waits until the condition holds; false after the time.
template <class Condition>
bool eventually(Condition condition, int timeout_ms = 5000) {
  for (int i = 0; i < timeout_ms; ++i) {
    if (condition()) return true;
    ::usleep(1000);
  }
  return condition();
}

}  // namespace bellman::http::test
