// Several equal server processes on one PostgreSQL, and the people around them: who files, who works, who watches.
#pragma once
#include "faults/served.h"
#include "harness/postgres.h"

#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <set>
#include <thread>

namespace bellman::faults {

using Clock = std::chrono::steady_clock;

// How long a test makes trouble: some seconds, or as BELLMAN_CLUSTER_SECONDS says.
std::chrono::seconds trouble_for(int seconds_in_ctest);

class Cluster {
 public:
  // `reach`: the address under which each process finds the database; empty: that of `postgres`.
  Cluster(const harness::PrivatePostgres& postgres, std::size_t processes, std::vector<std::string> flags = {}, const std::vector<std::string>& reach = {});
  testing::AssertionResult start();  // all of them at the same moment
  std::size_t size() const { return servers.size(); }
  Served& operator[](std::size_t i) { return *servers[i]; }
  const Served& operator[](std::size_t i) const { return *servers[i]; }
  // 0 while it does not run.
  std::uint16_t port(std::size_t i) const { return ports[i].load(); }
  void kill(std::size_t i);
  testing::AssertionResult start(std::size_t i);
  // SIGTERM to each; the worst of their codes.
  int stop();
  const std::string& token() const { return servers.front()->token(); }
  // The logs of all processes, one after the other.
  std::string logs() const;

 private:
  std::vector<std::unique_ptr<Folder>> folders;
  std::vector<std::unique_ptr<Served>> servers;
  std::vector<std::atomic<std::uint16_t>> ports;
};

// Connections of one client to every process; each thread has its own.
class Caller {
 public:
  explicit Caller(const Cluster& of) : cluster(of), connections(of.size()) {}
  // Status 0: nobody listens, it hung up, or it did not answer in time.
  Answer ask(std::size_t process, const std::string& text, int timeout_ms = 3'000);
  // The next process in turn; on 503 or no answer the one after it, with the same text, until another answer comes. `gave_up` when that takes
  // longer than the patience.
  Answer ask_anybody(const std::string& text, bool& gave_up, int longest_ms = 60'000);
  // How often each reason for asking again was heard: the code of the problem, or "no answer".
  const std::map<std::string, std::size_t>& refusals() const { return heard; }

 private:
  const Cluster& cluster;
  std::vector<std::unique_ptr<Client>> connections;
  std::vector<std::uint16_t> connected_to = std::vector<std::uint16_t>(connections.size());
  std::size_t turn = 0;
  std::map<std::string, std::size_t> heard;
};

// The company of make_company() with more workers, each with an account and a token of its own.
struct Crew {
  Company company;
  struct Member {
    std::int64_t worker = 0;
    std::string token;
  };
  std::vector<Member> members;
};
Crew make_crew(const Served& server, int workers);

// People who ask until they are answered, over all processes, and what they were told.
class Told {
 public:
  // `prefix`: what the external ids of their requests begin with.
  Told(const Cluster& of, std::string id_prefix) : cluster(of), begins_with(std::move(id_prefix)) {}
  Told(const Told&) = delete;
  Told& operator=(const Told&) = delete;

  std::size_t filed_so_far() const { return answers.load(); }
  std::size_t accepted_so_far() const { return taken.load(); }
  // When nobody asks any more:
  const std::map<std::string, std::int64_t>& filed() const { return ids; }                 // external id -> the id it was told
  const std::map<std::int64_t, std::set<std::int64_t>>& accepted() const { return owners; }  // job -> the workers who were told it is theirs
  const std::map<std::string, std::size_t>& refusals() const { return heard; }
  std::size_t given_up() const { return lost_patience.load(); }
  std::size_t finished() const { return done.load(); }
  double longest_wait_s() const { return static_cast<double>(longest_ms.load()) / 1000; }
  const std::string& prefix() const { return begins_with; }
  std::string unexpected() const { return strange; }  // an answer that nobody should get; empty: none

 protected:
  void file(Caller& caller, const std::string& external_id, const std::string& body);
  // The job that is the worker's now; nothing when it is too late.
  std::optional<std::string> accept(Caller& caller, const Crew::Member& member, const std::string& offer);
  void refuse(Caller& caller, const Crew::Member& member, const std::string& offer);
  // "travel", "start" or "finish".
  bool step(Caller& caller, const Crew::Member& member, const std::string& job, std::string_view what);
  // The list of what the worker is asked, as JSON; empty when it was not answered.
  std::string offers(Caller& caller, const Crew::Member& member);
  void keep(const Caller& caller);

  const Cluster& cluster;

 private:
  void note_strange(const Answer& answer);
  const std::string begins_with;
  std::atomic<std::size_t> answers = 0, taken = 0, lost_patience = 0, done = 0;
  std::atomic<std::int64_t> longest_ms = 0;
  std::mutex mutex;
  std::map<std::string, std::int64_t> ids;
  std::map<std::int64_t, std::set<std::int64_t>> owners;
  std::map<std::string, std::size_t> heard;
  std::string strange;
};

// Clients that file, workers that accept, go there and finish, until they are told to stop.
class People : public Told {
 public:
  struct Settings {
    int filers = 3;
    int pause_ms = 40;     // of a filer after each answer
    bool work = true;      // whether the workers do anything
    int silent = 2;        // workers who never answer an offer
  };
  People(const Cluster& of, const Crew& crew, Settings settings);
  ~People() { stop(); }
  // Each ends with what it has begun: a request is asked for until it is answered.
  void stop();

 private:
  void file_all(int filer);
  void work(const Crew::Member& member);
  bool take_steps(Caller& caller, const Crew::Member& member, const std::string& offer);

  const Crew& crew;
  const Settings settings;
  std::atomic<bool> stopping = false;
  std::vector<std::thread> threads;
};

// Looks at the tables every quarter of a second, past all servers: how late the latest due timer is, and whether any job is offered twice.
class Watch {
 public:
  explicit Watch(const harness::PrivatePostgres& of) : postgres(of), thread([this] { run(); }) {}
  ~Watch() { stop(); }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;
  void stop();
  // The database was away until now: nobody could fire anything before.
  void recovered();

  double latest_timer_s() const { return static_cast<double>(latest_ms.load()) / 1000; }
  std::string latest_timer() const { return latest_kind; }  // after stop()
  std::size_t looks() const { return seen.load(); }
  std::size_t double_offers() const { return doubled.load(); }

 private:
  void run();
  const harness::PrivatePostgres& postgres;
  std::atomic<bool> stopping = false;
  std::atomic<std::int64_t> back_since_ms = 0, latest_ms = 0;
  std::atomic<std::size_t> seen = 0, doubled = 0;
  std::string latest_kind;
  std::thread thread;
};

// What must hold after all of it: each acknowledged request once and with the id that was told, one owner a job, the effects that were sent
// all of committed rows, nothing wrong in the store. Prints its counts.
void expect_nothing_lost(const harness::PrivatePostgres& postgres, const Cluster& cluster, const Told& people);

std::string counts(const std::map<std::string, std::size_t>& of);

}  // namespace bellman::faults
