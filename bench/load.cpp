#include "load.h"

#include "figure.h"
#include "harness/child.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstring>
#include <ctime>
#include <deque>
#include <vector>

namespace bellman::bench {

namespace {

constexpr std::size_t digits = 9;

// One request in wire form; what differs between requests has a fixed width and is written in place.
class Message {
 public:
  explicit Message(const std::string& token) {
    const std::string body = fmt::format(
        R"({{"client_id":{0},"service_id":{0},"site_id":{0},"channel":"api","title":"Water comes through the ceiling of the hall",)"
        R"("description":"Since this morning water drips from the ceiling near the lift. The lamp beside it is switched off. Please come before noon.",)"
        R"("fields":{{"floor":"3","door":"left"}},"fault_kind":"leak","external_id":"bench-{0}"}})",
        std::string(digits, '#'));
    text = fmt::format("POST /api/v1/requests HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n"
                       "Idempotency-Key: key-{}\r\nContent-Length: {}\r\n\r\n{}",
                       token, std::string(digits, '#'), body.size(), body);
    for (std::size_t at = text.find('#'), place = 0; at != std::string::npos; at = text.find('#', at + digits)) places.at(place++) = at;
  }

  const std::string& for_number(std::int64_t number) {
    write(places[0], number, '0');
    write(places[1], number % 500 + 1, ' ');
    write(places[2], number % 40 + 1, ' ');
    write(places[3], number % 100 + 1, ' ');
    write(places[4], number, '0');
    return text;
  }

 private:
  void write(std::size_t at, std::int64_t number, char filler) {
    for (std::size_t i = digits; i-- > 0; number /= 10) text[at + i] = number > 0 || i == digits - 1 ? static_cast<char>('0' + number % 10) : filler;
  }
  std::string text;
  std::array<std::size_t, 5> places{};
};

struct Connection {
  int socket = -1;
  double due_s = 0;  // when the request under way was to be sent
  bool busy = false;
  std::string received;
};

class Load {
 public:
  explicit Load(LoadPlan wanted) : plan(std::move(wanted)), message(plan.token), next_number(plan.first_number), connections(static_cast<std::size_t>(plan.connections)) {
    poll = epoll_create1(EPOLL_CLOEXEC);
    for (Connection& connection : connections) open(connection);
  }

  void run() {
    began_s = wall_s();
    const double measure_from = began_s + plan.warm_up_s, end = measure_from + plan.seconds;
    if (plan.rate <= 0) {
      for (Connection& connection : connections)
        if (may_send()) send(connection, wall_s());
    }
    double now = began_s;
    std::int64_t sent_by_rate = 0;
    while (now < end && (may_send() || under_way > 0)) {
      if (plan.rate > 0) sent_by_rate = keep_the_rate(now, sent_by_rate);
      wait_and_read(plan.rate > 0);
      now = wall_s();
    }
    finish(measure_from, std::min(now, end));
  }

 private:
  bool may_send() const { return plan.most == 0 || next_number - plan.first_number < plan.most; }

  void open(Connection& connection) {
    connection.socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(plan.port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int yes = 1;
    setsockopt(connection.socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (connect(connection.socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) give_up("The load cannot connect.");
    epoll_event event{.events = EPOLLIN, .data = {.ptr = &connection}};
    epoll_ctl(poll, EPOLL_CTL_ADD, connection.socket, &event);
  }

  // The server closes a connection that has said nothing for ten seconds, and at a low rate the last ones of the list never do.
  void open_again(Connection& connection) {
    close(connection.socket);
    open(connection);
  }

  void send(Connection& connection, double due_s) {
    const std::string& text = message.for_number(next_number++);
    connection.due_s = due_s;
    connection.busy = true;
    ++under_way;
    // Far smaller than the socket's buffer, which is empty.
    if (write(connection.socket, text.data(), text.size()) != static_cast<ssize_t>(text.size())) give_up("The load cannot send.");
  }

  // Requests that are due go round among those who are free, so that no connection lies idle until the server closes it; with
  // everybody busy they wait, and their time counts from when they were due.
  std::int64_t keep_the_rate(double now, std::int64_t sent) {
    for (std::size_t tried = 0; tried < connections.size(); ++tried) {
      const double due = began_s + static_cast<double>(sent) / plan.rate;
      if (due > now) break;
      Connection& connection = connections[turn++ % connections.size()];
      if (connection.busy) continue;
      send(connection, due);
      ++sent;
    }
    next_due_s = began_s + static_cast<double>(sent) / plan.rate;
    return sent;
  }

  void wait_and_read(bool by_rate) {
    timespec patience{1, 0};
    if (by_rate) {
      const double wait_s = std::max(0.0, next_due_s - wall_s());
      patience = {0, static_cast<long>(std::min(wait_s, 0.9) * 1e9)};
      if (wait_s == 0 && under_way == plan.connections) patience = {1, 0};
    }
    std::array<epoll_event, 64> events;
    const int count = epoll_pwait2(poll, events.data(), static_cast<int>(events.size()), &patience, nullptr);
    for (int i = 0; i < count; ++i) read_from(*static_cast<Connection*>(events[static_cast<std::size_t>(i)].data.ptr));
  }

  void read_from(Connection& connection) {
    std::array<char, 16 * 1024> buffer;
    const ssize_t count = recv(connection.socket, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (count == 0 && !connection.busy) return open_again(connection);
    if (count <= 0) give_up(fmt::format("The server closed a connection: {}.", count == 0 ? "no answer" : std::strerror(errno)));
    connection.received.append(buffer.data(), static_cast<std::size_t>(count));
    if (!complete(connection.received)) return;
    if (!connection.received.starts_with("HTTP/1.1 201")) give_up("The answer is not 201: " + connection.received);
    connection.received.clear();
    const double now = wall_s();
    answers.push_back({now, now - connection.due_s});
    connection.busy = false;
    --under_way;
    if (plan.rate <= 0 && may_send()) send(connection, now);
  }

  static bool complete(const std::string& text) {
    const auto end = text.find("\r\n\r\n");
    if (end == std::string::npos) return false;
    constexpr std::string_view name = "\r\nContent-Length: ";
    const auto at = text.find(name);
    std::size_t length = 0;
    if (at < end) std::from_chars(text.data() + at + name.size(), text.data() + end, length);
    return text.size() >= end + 4 + length;
  }

  void finish(double from, double until) {
    std::vector<double> times_ms;
    for (const Answer& answer : answers)
      if (answer.at_s >= from && answer.at_s <= until) times_ms.push_back(answer.took_s * 1000);
    fmt::print("{} {} {} {} {}\n", answers.size(), times_ms.size(), until - from, quantile(times_ms, 0.5), quantile(times_ms, 0.99));
  }

  struct Answer {
    double at_s, took_s;
  };
  LoadPlan plan;
  Message message;
  std::int64_t next_number;
  std::vector<Connection> connections;
  std::vector<Answer> answers;
  int poll = -1;
  int under_way = 0;
  std::size_t turn = 0;
  double began_s = 0, next_due_s = 0;
};

}  // namespace

LoadResult run_load(const LoadPlan& plan) {
  harness::Child child({"/proc/self/exe", "--load", std::to_string(plan.port), plan.token, std::to_string(plan.first_number), std::to_string(plan.warm_up_s),
               std::to_string(plan.seconds), std::to_string(plan.rate), std::to_string(plan.connections), std::to_string(plan.most)});
  const std::string line = child.line();
  LoadResult result;
  const int read = std::sscanf(line.c_str(), "%ld %ld %lf %lf %lf", &result.all, &result.measured, &result.seconds, &result.p50_ms, &result.p99_ms);
  if (child.wait().code != 0 || read != 5) give_up("The load ended with an error.");
  return result;
}

void become_load_if_asked(int argc, char** argv) {
  if (argc != 10 || std::string_view(argv[1]) != "--load") return;
  LoadPlan plan;
  plan.port = static_cast<std::uint16_t>(std::atoi(argv[2]));
  plan.token = argv[3];
  plan.first_number = std::atoll(argv[4]);
  plan.warm_up_s = std::atof(argv[5]);
  plan.seconds = std::atof(argv[6]);
  plan.rate = std::atof(argv[7]);
  plan.connections = std::atoi(argv[8]);
  plan.most = std::atoll(argv[9]);
  Load(plan).run();
  std::fflush(stdout);
  std::_Exit(0);
}

}  // namespace bellman::bench
