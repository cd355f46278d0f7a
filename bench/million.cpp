// One million requests stored: every list, one request by its code, the board and the text search, each through the API's own
// handlers (rows, names, JSON) on a reader's session; only sockets are left out.
#include "base/prng.h"
#include "base/text.h"
#include "figure.h"
#include "requests/routes.h"
#include "stored.h"

#include <fmt/format.h>

#include <filesystem>
#include <map>

namespace bellman::bench {
namespace {

using Parameters = std::map<std::string, std::string, std::less<>>;

class Million {
 public:
  Million(const std::string& file, Stored facts, int how_often) : stored(std::move(facts)), times(how_often) {
    database = must(db::open_sqlite({.path = file}));
    session = must(database->open(db::Access::read));
    requests::routes(routes);
  }

  void run() {
    lists();
    by_code();
    searches();
    worst_of_all();
  }

 private:
  const api::Route& route(std::string_view pattern) const {
    for (const api::Route& one : routes.all())
      if (one.pattern == pattern && one.read) return one;
    give_up(fmt::format("There is no route GET {}.", pattern));
  }

  // The milliseconds of one call, with its own read transaction.
  double call(const api::Route& to, Parameters path, Parameters query, bool scoped) {
    api::Call call;
    call.identity.role = people::Role::operator_;
    call.identity.scope = scoped ? api::Scope{false, {stored.programmes[0], stored.programmes[1]}} : api::Scope{true, {}};
    call.path_parameters = std::move(path);
    call.query_parameters = std::move(query);
    const double began = wall_s(), cpu_began = thread_cpu_s();
    must(session->begin(db::Access::read));
    api::Read read(*session, engine::SystemClock().now(), std::move(call));
    const api::Answer answer = must(to.read(read));
    session->rollback();
    cpu_ms.push_back((thread_cpu_s() - cpu_began) * 1000);
    if (answer.status != 200) give_up("The answer is not 200.");
    return (wall_s() - began) * 1000;
  }

  template <class Parameter>
  std::vector<double> sample(std::string_view pattern, Parameter&& parameters, bool scoped = false) {
    const api::Route& to = route(pattern);
    std::vector<double> times_ms;
    for (int i = 0; i < times; ++i) {
      auto [path, query] = parameters();
      times_ms.push_back(call(to, std::move(path), std::move(query), scoped));
    }
    return times_ms;
  }

  std::string somewhere() { return std::to_string(prng.between(1, stored.requests)); }

  void lists() {
    static constexpr std::array<std::string_view, 7> states{"waiting_for_dispatch", "offered", "in_work", "done", "closed", "cancelled", "refused"};
    const auto list = [&](const std::string& name, bool scoped, auto&& fill) {
      auto times_ms = sample("/api/v1/requests", [&] {
        Parameters query;
        fill(query);
        if (prng.chance(0.5)) query["after"] = somewhere();
        return std::pair(Parameters{}, query);
      }, scoped);
      note("page of a list: " + name, std::move(times_ms), 10);
    };
    for (const bool scoped : {false, true}) {
      const std::string who = scoped ? ", of two programmes" : "";
      list("all" + who, scoped, [](Parameters&) {});
      list("by state" + who, scoped, [&](Parameters& query) { query["state"] = prng.pick(states); });
      list("late" + who, scoped, [](Parameters& query) { query["late"] = "true"; });
      list("late and by state" + who, scoped, [&](Parameters& query) { query["late"] = "true", query["state"] = prng.pick(states); });
      list("of a client" + who, scoped, [&](Parameters& query) { query["client"] = std::to_string(client().value); });
      list("of a client, by state" + who, scoped, [&](Parameters& query) { query["client"] = std::to_string(client().value), query["state"] = prng.pick(states); });
      list("of a worker" + who, scoped, [&](Parameters& query) { query["worker"] = std::to_string(prng.pick(stored.workers).value); });
      list("of a worker, by state" + who, scoped, [&](Parameters& query) { query["worker"] = std::to_string(prng.pick(stored.workers).value), query["state"] = prng.pick(states); });
      note("board" + who, sample("/api/v1/board", [] { return std::pair(Parameters{}, Parameters{}); }, scoped), 10);
    }
  }

  ClientId client() { return prng.chance(0.2) ? stored.clients.front() : prng.pick(stored.clients); }

  void by_code() {
    auto times_ms = sample("/api/v1/requests/{code}", [&] {
      return std::pair(Parameters{{"code", spoken_code(prng.between(1, stored.requests))}}, Parameters{});
    });
    print_times("one request by its code, of a million", std::move(times_ms), 2);
    print({"one request by its code, processor time, p99", quantile(cpu_ms, 0.99), "ms", std::nullopt, std::nullopt});
    cpu_ms.clear();
  }

  void searches() {
    const auto search = [&](const std::string& name, bool scoped, auto&& words) {
      auto times_ms = sample("/api/v1/requests", [&] {
        Parameters query{{"q", words()}};
        if (prng.chance(0.3)) query["after"] = somewhere();
        return std::pair(Parameters{}, query);
      }, scoped);
      note("text search: " + name, std::move(times_ms), 50);
    };
    const auto& [common, middle, rare] = std::tie(stored.common_words, stored.middle_words, stored.rare_words);
    search("a common word", false, [&] { return prng.pick(common); });
    search("a word in one of 500", false, [&] { return prng.pick(middle); });
    search("a rare word", false, [&] { return prng.pick(rare); });
    search("the first letters of a word", false, [&] { return prng.pick(middle).substr(0, 3); });
    search("two common words", false, [&] { return "water " + std::string("broken"); });
    search("a common and a rare word", false, [&] { return prng.pick(common) + " " + prng.pick(rare); });
    search("two words in one of 500", false, [&] { return prng.pick(middle) + " " + prng.pick(middle); });
    search("a common word, of two programmes", true, [&] { return prng.pick(common); });
    search("a rare word, of two programmes", true, [&] { return prng.pick(rare); });
    search("no such word", false, [] { return std::string("xyzzyx"); });
  }

  void note(const std::string& name, std::vector<double> times_ms, double bound_ms) {
    const double p99 = quantile(times_ms, 0.99), cpu_p99 = quantile(cpu_ms, 0.99);
    cpu_ms.clear();
    fmt::print(stderr, "{:60} p50 {:8.2f} ms  p99 {:8.2f} ms  processor p99 {:8.2f} ms\n", name, quantile(times_ms, 0.5), p99, cpu_p99);
    Worst& worst = worsts[bound_ms];
    if (p99 >= worst.p99) worst.name = name, worst.p99 = p99;
    worst.cpu_p99 = std::max(worst.cpu_p99, cpu_p99);
    std::move(times_ms.begin(), times_ms.end(), std::back_inserter(worst.all));
  }

  // One figure for all lists and one for all searches: the p99 of the slowest kind, not of the mixture.
  void worst_of_all() {
    const Worst& lists = worsts[10];
    const Worst& searches = worsts[50];
    print({"page of any list, of a million requests, p99 of the slowest (" + lists.name + ")", lists.p99, "ms", 10, std::nullopt});
    print({"text search among a million requests, p99 of the slowest (" + searches.name + ")", searches.p99, "ms", 50, std::nullopt});
    print({"page of any list, p99 of the slowest in processor time", lists.cpu_p99, "ms", std::nullopt, std::nullopt});
    print({"text search, p99 of the slowest in processor time", searches.cpu_p99, "ms", std::nullopt, std::nullopt});
    auto all = searches.all;
    print({"text search among a million requests, p99 of the mixture", quantile(all, 0.99), "ms", std::nullopt, std::nullopt});
  }

  struct Worst {
    std::string name;
    double p99 = 0, cpu_p99 = 0;
    std::vector<double> all;
  };
  const Stored stored;
  const int times;
  std::unique_ptr<db::Database> database;
  std::unique_ptr<db::Session> session;
  api::Routes routes;
  Prng prng{5};
  std::map<double, Worst> worsts;
  std::vector<double> cpu_ms;  // of the calls since the last note
};

void make_and_measure(bool quick, const std::string& file) {
  const std::int64_t count = quick ? 50'000 : 1'000'000;
  const double began = wall_s();
  Stored stored = make_stored(file, count, [&](std::int64_t done) {
    if (done % 200'000 == 0) fmt::print(stderr, "million: {} requests stored\n", done);
  });
  print({fmt::format("storing {} requests with their text index", count), wall_s() - began, "s", std::nullopt, std::nullopt});
  print({"file with them", static_cast<double>(std::filesystem::file_size(file)) / 1048576, "MiB", std::nullopt, std::nullopt});
  Million(file, std::move(stored), quick ? 50 : 300).run();
}

}  // namespace
}  // namespace bellman::bench

// --quick: fewer of all. --file FILE: made when it is not there, and kept for the next time.
int main(int argc, char** argv) {
  using namespace bellman::bench;
  const bool quick = has_flag(argc, argv, "--quick");
  const auto kept = option(argc, argv, "--file");
  if (kept && std::filesystem::exists(*kept)) {
    Million(*kept, find_stored(*kept), quick ? 50 : 300).run();
  } else if (kept) {
    make_and_measure(quick, *kept);
  } else {
    const Folder folder;
    make_and_measure(quick, folder.file("million.db"));
  }
  return 0;
}
