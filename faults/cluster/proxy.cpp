#include "faults/cluster/proxy.h"

#include "base/prng.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <set>

namespace bellman::faults {

namespace {

constexpr int patience_of_poll_ms = 100;

sockaddr_un named(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  return address;
}

bool send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

// What one side sends, cut into the protocol's messages: a letter and a length; the first of a client has no letter.
class Messages {
 public:
  explicit Messages(bool client) : first(client) {}
  void add(std::string_view bytes) { buffer.append(bytes); }
  bool next(std::string& message) {
    const std::size_t head = first ? 4 : 5;
    if (buffer.size() < head) return false;
    std::size_t length = 0;
    for (std::size_t i = 0; i < 4; ++i) length = length << 8U | static_cast<unsigned char>(buffer[head - 4 + i]);
    const std::size_t whole = length + (first ? 0 : 1);
    if (buffer.size() < whole) return false;
    message = buffer.substr(0, whole);
    buffer.erase(0, whole);
    first = false;
    return true;
  }

 private:
  bool first;
  std::string buffer;
};

// Knows the statements that a client has prepared for committing.
class Commits {
 public:
  // Whether this message commits: COMMIT itself, or the wait for the disk that confirms commits made before.
  bool is_one(const std::string& message) {
    const char* text = message.c_str() + 5;
    if (message[0] == 'Q') return std::string_view(text).find("pg_logical_emit_message") != std::string_view::npos;
    if (message[0] == 'P' && message.size() > 6) {
      const std::string name = text, sql = text + name.size() + 1;
      if (sql == "COMMIT") names.insert(name);
      return false;
    }
    if (message[0] != 'B') return false;
    const std::string portal = text;
    return names.contains(text + portal.size() + 1);
  }

 private:
  std::set<std::string> names;
};

bool readable(int socket) {
  pollfd of{socket, POLLIN, 0};
  return ::poll(&of, 1, patience_of_poll_ms) > 0;
}

}  // namespace

Proxy::Proxy(std::string folder, std::string behind)
    : address(folder + "/.s.PGSQL.5432"), target(behind + "/.s.PGSQL.5432"), listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const sockaddr_un here = named(address);
  if (::bind(listener, reinterpret_cast<const sockaddr*>(&here), sizeof here) != 0 || ::listen(listener, 64) != 0) std::abort();
  accepting = std::thread([this] { accept_loop(); });
}

Proxy::~Proxy() {
  stopping = true;
  accepting.join();
  for (std::thread& thread : threads) thread.join();
  ::close(listener);
  ::unlink(address.c_str());
}

void Proxy::accept_loop() {
  while (!stopping) {
    if (!readable(listener)) continue;
    const int client = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) continue;
    const std::lock_guard lock(mutex);
    threads.emplace_back([this, client] { serve(client); });
  }
}

// One client and its connection to the database.
class Proxy::Pair {
 public:
  Pair(Proxy& of, int accepted) : proxy(of), client(accepted), server(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const sockaddr_un there = named(proxy.target);
    open = ::connect(server, reinterpret_cast<const sockaddr*>(&there), sizeof there) == 0;
  }
  ~Pair() {
    ::close(client);
    ::close(server);
  }
  Pair(const Pair&) = delete;
  Pair& operator=(const Pair&) = delete;

  void run() {
    while (open && !proxy.stopping) {
      pollfd of[2] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
      if (::poll(of, 2, patience_of_poll_ms) <= 0) continue;
      if (of[0].revents != 0) pass_on_what_is_said();
      if (open && of[1].revents != 0) pass_on_the_answer();
    }
  }

 private:
  std::string_view receive(int socket) {
    const auto count = ::recv(socket, piece, sizeof piece, 0);
    open = count > 0;
    return {piece, static_cast<std::size_t>(std::max<ssize_t>(count, 0))};
  }

  void pass_on_what_is_said() {
    said.add(receive(client));
    std::string one;
    while (open && said.next(one)) {
      if (committing.is_one(one)) decide();
      open = open && send_all(server, one);
    }
  }

  void decide() {
    ++proxy.seen;
    if (static_cast<int>(random.below(1000)) >= proxy.cuts) return;
    if (random.below(2) == 0) {
      ++proxy.before;
      open = false;
    } else {
      ++proxy.after;
      drop_answer = true;
    }
  }

  void pass_on_the_answer() {
    const std::string_view bytes = receive(server);
    if (!drop_answer) {
      open = open && send_all(client, bytes);
      return;
    }
    answered.add(bytes);
    std::string one;
    while (answered.next(one))
      if (one[0] == 'Z') open = false;  // it is ready for the next: this one is done
  }

  Proxy& proxy;
  const int client, server;
  bool open = false;
  bool drop_answer = false;  // the database does it, the client never hears
  Prng random{static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count())};
  Messages said{true}, answered{false};
  Commits committing;
  char piece[65536]{};
};

void Proxy::serve(int client) {
  const auto pair = std::make_unique<Pair>(*this, client);
  pair->run();
}

}  // namespace bellman::faults
