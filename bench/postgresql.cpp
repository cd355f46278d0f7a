// Filing requests over HTTP on PostgreSQL, each answer after its commit is on the disk: against pgbench running the same statements on the
// same server, and two equal processes against one.
#include "db/typed.h"
#include "figure.h"
#include "harness/child.h"
#include "harness/postgres.h"
#include "load.h"
#include "product.h"
#include "recorded.h"

#include <fstream>
#include <thread>

namespace bellman::bench {
namespace {

constexpr int connections = 64;
constexpr std::int64_t sample_ids_from = 7'000'000'000;  // so that an id of the sample is nothing else

class Server {
 public:
  explicit Server(const std::string& url)
      : child({harness::bellman_binary(), "serve", "--database", url, "--port", "0", "--set", "log.level=error", "--set", "server.data=" + folder.file("data")}) {
    const std::string line = child.line();
    const auto colon = line.rfind(':');
    if (colon == std::string::npos) give_up("the server does not start: " + line);
    number = static_cast<std::uint16_t>(std::stoi(line.substr(colon + 1)));
  }
  std::uint16_t port() const { return number; }

 private:
  Folder folder;
  harness::Child child;
  std::uint16_t number = 0;
};

class Comparison {
 public:
  explicit Comparison(bool quick) : seconds(quick ? 2 : 8), rounds(quick ? 1 : 3) {
    must(postgres.run("CREATE DATABASE pgbench"));
    make_script();
    company = make_database(postgres.url(), catalogue::DispatchMode::manual);
  }

  void run() {
    double one = 0, two = 0, pgbench = 0;
    for (int round = 0; round < rounds; ++round) {
      pgbench += pgbench_rate();
      one += product_rate(1);
      two += product_rate(2);
    }
    const double times = rounds;
    print({"intake on PostgreSQL, 64 connections, against pgbench with the same statements", one / times, "requests/s", 0.6, pgbench / times});
    print({"intake on PostgreSQL, two processes against one", two / times, "requests/s", 0.9, one / times});
  }

 private:
  // One filing, recorded, with all ids beyond what the company has.
  void make_script() {
    const std::string url = postgres.url_of("bellman", "pgbench");
    const Company filed_for = make_database(url, catalogue::DispatchMode::manual);
    run_on(url, [](engine::Tx& tx) -> Result<> {
      static constexpr db::Query names{"bench.sequences", "SELECT name FROM id_sequence ORDER BY name"};
      static constexpr db::Query raise{"bench.raise", "INSERT INTO id_sequence (name, next) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET next = excluded.next"};
      TRY(all, db::all<std::string>(tx.session(), names));
      for (const char* more : {"request", "job", "event", "outbox"}) all.emplace_back(more);
      std::int64_t next = sample_ids_from;
      for (const std::string& name : all) TRY_DO(db::post(tx.session(), raise, name, next += 1'000'000));
      return ok();
    });
    Recorder recorder;
    {
      const Product product(recorder.around(must(db::open_database(url, {.durability = db::Durability::grouped}))));
      LoadPlan plan;
      plan.port = product.port();
      plan.token = filed_for.token;
      plan.most = 1;
      plan.connections = 1;
      run_load(plan);
    }
    for (const Transaction& one : recorder.transactions)
      if (std::ranges::any_of(one, [](const Statement& statement) { return statement.name == "request.insert"; })) {
        std::ofstream(script) << pgbench_script(one, sample_ids_from, {"E'key-000000001'", "E'bench-000000001'"});
        return;
      }
    give_up("no request was filed");
  }

  double pgbench_rate() {
    harness::Child pgbench({"/bin/sh", "-c",
                            fmt::format("exec $(ls -d /usr/lib/postgresql/*/bin | tail -n 1)/pgbench -h {} -U bellman -n -M prepared -c {} -j 2 -T {} -f {} pgbench", postgres.socket_folder(),
                                        connections, seconds, script)},
                           {.errors_file = folder.file("pgbench.log")});
    const auto end = pgbench.wait();
    const auto at = end.output.find("tps = ");
    if (end.code != 0 || at == std::string::npos) {
      std::ifstream log(folder.file("pgbench.log"));
      give_up("pgbench: " + end.output + std::string(std::istreambuf_iterator<char>(log), {}));
    }
    return std::stod(end.output.substr(at + 6));
  }

  double product_rate(int processes) {
    std::vector<std::unique_ptr<Server>> servers;
    for (int i = 0; i < processes; ++i) servers.push_back(std::make_unique<Server>(postgres.url()));
    std::vector<LoadResult> results(servers.size());
    std::vector<std::thread> loads;
    for (std::size_t i = 0; i < servers.size(); ++i) {
      LoadPlan plan;
      plan.port = servers[i]->port();
      plan.token = company.token;
      plan.first_number = next_number += 10'000'000;
      plan.warm_up_s = 1;
      plan.seconds = seconds;
      plan.connections = connections / processes;
      loads.emplace_back([&results, plan, i] { results[i] = run_load(plan); });
    }
    double rate = 0;
    for (std::size_t i = 0; i < loads.size(); ++i) {
      loads[i].join();
      rate += results[i].per_s();
    }
    return rate;
  }

  const int seconds, rounds;
  const Folder folder;
  const std::string script = folder.file("filing.sql");
  harness::PrivatePostgres postgres;
  Company company;
  std::int64_t next_number = 0;
};

}  // namespace
}  // namespace bellman::bench

int main(int argc, char** argv) {
  using namespace bellman::bench;
  become_load_if_asked(argc, argv);
  Comparison(has_flag(argc, argv, "--quick")).run();
  return 0;
}
