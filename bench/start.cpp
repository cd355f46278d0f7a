// From exec of the real binary to its first answer, and what it needs when nothing happens.
#include "base/instant.h"
#include "figure.h"
#include "harness/child.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <csignal>
#include <thread>

namespace bellman::bench {
namespace {

// "Bellman listens on http://127.0.0.1:PORT"
std::uint16_t port_in(const std::string& line) {
  std::uint16_t port = 0;
  const auto colon = line.rfind(':');
  if (colon == std::string::npos || std::from_chars(line.data() + colon + 1, line.data() + line.size(), port).ec != std::errc())
    give_up("The server did not say where it listens, but: " + line);
  return port;
}

bool answers(std::uint16_t port) {
  const int socket_number = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  if (connect(socket_number, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    constexpr std::string_view ask = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    char buffer[1024];
    if (write(socket_number, ask.data(), ask.size()) == static_cast<ssize_t>(ask.size()))
      for (ssize_t count = 0; (count = read(socket_number, buffer, sizeof buffer)) > 0;) answer.append(buffer, static_cast<std::size_t>(count));
  }
  close(socket_number);
  return answer.starts_with("HTTP/1.1 200");
}

struct Start {
  double answered_s = 0;
  double idle_rss_mib = 0;  // only when asked for
};

Start start_once(const std::string& binary, const std::string& database, std::chrono::milliseconds idle) {
  const double began = wall_s();
  harness::Child server({binary, "serve", "--database", database, "--port", "0"});
  const std::uint16_t port = port_in(server.line());
  if (!answers(port)) give_up("The server did not answer /healthz with 200.");
  Start start{wall_s() - began, 0};
  if (idle.count() > 0) {
    std::this_thread::sleep_for(idle);
    start.idle_rss_mib = server.rss_mib();
  }
  server.signal(SIGTERM);
  const harness::Child::End end = server.wait();
  if (end.code != 0) give_up(fmt::format("The server ended with code {}.", end.code));
  return start;
}

int run(bool quick) {
  const std::string binary = harness::bellman_binary();
  if (binary.empty()) give_up("start: there is no binary bellman (BELLMAN_BINARY names it).");
  const Folder folder;
  const std::string database = folder.file("start.db");
  print({"start to first answer, new database", start_once(binary, database, {}).answered_s, "s", std::nullopt, std::nullopt});
  std::vector<double> times_s;
  for (int i = 0; i < (quick ? 3 : 15); ++i) times_s.push_back(start_once(binary, database, {}).answered_s);
  print({"start to first answer, the slowest", quantile(times_s, 1.0), "s", std::nullopt, std::nullopt});
  print({"start to first answer, median", quantile(times_s, 0.5), "s", 0.3, std::nullopt});
  print({"idle memory after start", start_once(binary, database, quick ? 1000ms : 5000ms).idle_rss_mib, "MiB", 40, std::nullopt});
  return 0;
}

}  // namespace
}  // namespace bellman::bench

int main(int argc, char** argv) { return bellman::bench::run(bellman::bench::has_flag(argc, argv, "--quick")); }
