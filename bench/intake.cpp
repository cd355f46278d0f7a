// Filing requests over HTTP, each answer after its fsync: the product against a bare server that writes the same rows.
#include "bare_server.h"
#include "figure.h"
#include "load.h"
#include "product.h"


#include <algorithm>
#include <filesystem>

namespace bellman::bench {
namespace {

using catalogue::DispatchMode;

struct Phase {
  LoadResult load;
  double cpu_us = 0;  // the server's processor time a request, user and system
};

// The server and nothing but the server works in this process meanwhile.
Phase measure(const LoadPlan& plan) {
  const double cpu_before = process_cpu_s();
  Phase phase;
  phase.load = run_load(plan);
  phase.cpu_us = (process_cpu_s() - cpu_before) * 1e6 / static_cast<double>(std::max<std::int64_t>(1, phase.load.all));
  return phase;
}

class Intake {
 public:
  explicit Intake(bool short_run) : quick(short_run), seconds(short_run ? 1.5 : 8), sample(find_sample()) {}

  void compare() {
    std::vector<Phase> ours, bare;
    for (int round = 0; round < (quick ? 1 : 3); ++round) {
      bare.push_back(bare_phase());
      ours.push_back(our_phase(DispatchMode::automatic, {}));
    }
    const auto rate = [](const std::vector<Phase>& phases) {
      double answers = 0, time_s = 0;
      for (const Phase& phase : phases) answers += static_cast<double>(phase.load.measured), time_s += phase.load.seconds;
      return answers / time_s;
    };
    const auto median = [](const std::vector<Phase>& phases, auto member) {
      std::vector<double> values;
      for (const Phase& phase : phases) values.push_back(member(phase));
      return quantile(values, 0.5);
    };
    print({"intake, 64 connections, against bench/bare", rate(ours), "requests/s", 0.50, rate(bare)});
    print({"intake, processor time of the server", median(ours, [](const Phase& phase) { return phase.cpu_us; }), "us a request", std::nullopt, std::nullopt});
    print({"bare, processor time of the server", median(bare, [](const Phase& phase) { return phase.cpu_us; }), "us a request", std::nullopt, std::nullopt});
    for (const auto& [name, phases] : {std::pair("intake", &ours), std::pair("bare", &bare)}) {
      print({std::string(name) + ", 64 connections, p50", median(*phases, [](const Phase& phase) { return phase.load.p50_ms; }), "ms", std::nullopt, std::nullopt});
      print({std::string(name) + ", 64 connections, p99", median(*phases, [](const Phase& phase) { return phase.load.p99_ms; }), "ms", std::nullopt, std::nullopt});
    }
  }

  void steady() {
    LoadPlan plan;
    plan.rate = 1000;
    plan.seconds = quick ? 3 : 20;
    const Phase automatic = our_phase(DispatchMode::automatic, plan);
    print({"intake at 1,000 requests/s, dispatched automatically: reached", automatic.load.per_s(), "requests/s", std::nullopt, std::nullopt});
    print({"intake at 1,000 requests/s, dispatched automatically: p50", automatic.load.p50_ms, "ms", std::nullopt, std::nullopt});
    print({"intake at 1,000 requests/s, dispatched automatically: p99", automatic.load.p99_ms, "ms", 25, std::nullopt});
    const Phase by_hand = our_phase(DispatchMode::manual, plan);
    print({"intake at 1,000 requests/s, dispatched by hand: p99", by_hand.load.p99_ms, "ms", 25, std::nullopt});
  }

  // Only the product, for a profiler.
  void only_ours(double time_s, DispatchMode mode) {
    seconds = time_s;
    const Phase phase = our_phase(mode, {});
    print({"intake, 64 connections", phase.load.per_s(), "requests/s", std::nullopt, std::nullopt});
    print({"intake, processor time of the server", phase.cpu_us, "us a request", std::nullopt, std::nullopt});
  }
  void only_bare(double time_s) {
    seconds = time_s;
    const Phase phase = bare_phase();
    print({"bare, 64 connections", phase.load.per_s(), "requests/s", std::nullopt, std::nullopt});
    print({"bare, processor time of the server", phase.cpu_us, "us a request", std::nullopt, std::nullopt});
  }

 private:
  Sample find_sample() {
    const std::string file = folder.file("sample.db");
    const Company company = make_database(file, DispatchMode::automatic);
    std::vector<std::pair<std::string, std::int64_t>> before;
    {
      const Product product(file);
      before = count_rows(file);
      LoadPlan plan;
      plan.port = product.port();
      plan.token = company.token;
      plan.most = 1;
      plan.connections = 1;
      run_load(plan);
    }
    return read_sample(file, before);
  }

  LoadPlan with_defaults(LoadPlan plan) const {
    if (plan.rate <= 0) plan.seconds = seconds;
    plan.warm_up_s = 1;
    return plan;
  }

  Phase our_phase(DispatchMode mode, LoadPlan plan) {
    const Fresh file(folder.file("ours.db"));
    const Company company = make_database(file.path, mode);
    const Product product(file.path);
    plan = with_defaults(plan);
    plan.port = product.port();
    plan.token = company.token;
    return measure(plan);
  }

  Phase bare_phase() {
    const Fresh file(folder.file("bare.db"));
    const Company company = make_database(file.path, DispatchMode::automatic);
    const BareServer server(file.path, sample);
    LoadPlan plan = with_defaults({});
    plan.port = server.port();
    plan.token = company.token;
    return measure(plan);
  }

  // A database file that is removed with its journal.
  struct Fresh {
    explicit Fresh(std::string name) : path(std::move(name)) {}
    ~Fresh() {
      for (const char* part : {"", "-wal", "-shm"}) std::filesystem::remove(path + part);
    }
    Fresh(const Fresh&) = delete;
    Fresh& operator=(const Fresh&) = delete;
    std::string path;
  };

  const bool quick;
  double seconds;
  const Folder folder;
  const Sample sample;
};

}  // namespace
}  // namespace bellman::bench

// --quick; --ours SECONDS, --ours-by-hand SECONDS or --bare SECONDS or --steady: only that one, for a profiler.
int main(int argc, char** argv) {
  using namespace bellman::bench;
  become_load_if_asked(argc, argv);
  Intake intake(has_flag(argc, argv, "--quick"));
  if (const auto time_s = option(argc, argv, "--ours")) intake.only_ours(std::stod(*time_s), DispatchMode::automatic);
  else if (const auto by_hand_s = option(argc, argv, "--ours-by-hand")) intake.only_ours(std::stod(*by_hand_s), DispatchMode::manual);
  else if (const auto bare_s = option(argc, argv, "--bare")) intake.only_bare(std::stod(*bare_s));
  else if (has_flag(argc, argv, "--steady")) intake.steady();
  else intake.compare(), intake.steady();
  return 0;
}
