// The load of a real city: a file of its requests, and the company that fits it with a thousand simulated workers, all of them over HTTP.
#pragma once
#include "faults/cluster/cluster.h"
#include "imports/reader.h"
#include "world/behaviour.h"
#include "world/replay_company.h"

#include <deque>
#include <optional>

namespace bellman::faults {

// BELLMAN_CITY_FILE, or the one of the shared data beside the source; empty when there is none.
std::string city_file();

struct City {
  std::string file;
  world::ReplayCompany company;
  std::vector<Crew::Member> members;  // in the order of company.workers
};
// Makes the company and an account and a token for each worker through the rooms' own use cases, while no server runs yet.
Result<City> make_city(const harness::PrivatePostgres& postgres, const std::string& file);

// Files the requests in the file's order; the workers look at their telephones, answer as `behaviour` says, and do their jobs. Time is
// pressed together: a worker acts once a turn, whatever it is (looks, answers, sets out, begins, finishes).
class CityPeople : public Told {
 public:
  struct Settings {
    int filers = 8;
    int phones = 16;               // threads that act for all workers
    int turn_ms = 2'000;           // of each worker
    std::size_t ahead_most = 1'500;  // requests filed that nobody has accepted: beyond it the filers wait for the workers
    world::Behaviour behaviour{};
    std::uint64_t seed = 1;
  };
  CityPeople(const Cluster& of, const City& city, Settings settings);
  ~CityPeople() { stop(); }
  void stop();

  struct Counts {
    std::size_t lost_pushes = 0, refused = 0, silent = 0, late = 0, calls = 0, calls_taken = 0;
  };
  // After stop().
  const Counts& counts() const { return total; }

 private:
  struct Phone {
    const Crew::Member* owner = nullptr;
    std::set<std::string> seen, called;  // offers, and those of them about which the robot has called
    std::set<std::string> late;          // will be accepted when they have gone to somebody else
    std::deque<std::pair<std::string, std::size_t>> agenda;  // job, steps taken
  };
  struct Shown {
    std::string id;
    bool called = false;  // the robot has called about it
  };
  void file_all();
  bool next_row(imports::ImportedRequest& row);
  void act(std::size_t number);
  void turn(Caller& caller, Phone& phone, Prng& prng, Counts& counts);
  void answer(Caller& caller, Phone& phone, const Shown& offer, Prng& prng, Counts& counts);
  void answer_late(Caller& caller, Phone& phone, const std::vector<Shown>& still_there, Counts& counts);
  void take(Caller& caller, Phone& phone, const std::string& offer);
  static std::optional<std::vector<Shown>> shown(const std::string& list);  // nothing: it cannot be read

  const City& city;
  const Settings settings;
  std::atomic<bool> stopping = false;
  std::mutex reading;
  std::optional<imports::RequestFile> rows;
  std::mutex counting;
  Counts total;
  std::vector<std::thread> threads;
};

}  // namespace bellman::faults
