#include "stored.h"

#include "base/prng.h"
#include "clients/service.h"
#include "db/typed.h"
#include "figure.h"
#include "programmes/service.h"
#include "requests/rules.h"
#include "requests/store.h"
#include "requests/text_index.h"

#include <fmt/format.h>

namespace bellman::bench {

namespace {

using requests::Owing;
using requests::Request;
using requests::RequestState;

constexpr std::size_t programmes = 3, clients = 5000;
constexpr std::int64_t batch = 20'000;
constexpr Milliseconds apart = 30s;  // between two requests

// Words like "kalomire": pronounceable, none like another, the same on every machine.
std::string word_of(std::uint32_t number) {
  static constexpr std::array<std::string_view, 16> syllables{"ba", "ke", "lo", "mi", "ru", "sa", "te", "vo", "ni", "pa", "de", "go", "fi", "ju", "he", "zu"};
  std::string word;
  for (int i = 0; i < 4; ++i, number >>= 4U) word += syllables[number & 15U];
  return word;
}

constexpr std::array<std::string_view, 24> everyday{"water", "lamp",  "door",   "street", "broken", "noise", "lift",  "heating", "window", "please", "since", "morning",
                                                    "floor", "house", "repair", "urgent", "light",  "pipe",  "leaks", "garbage", "corner", "again",  "smell", "neighbour"};
constexpr std::uint32_t middle_kinds = 3000, rare_first = 5000;

class Generator {
 public:
  Generator(const Company& made, const Stored& facts) : company(made), stored(facts) {}

  Request next(std::int64_t number) {
    Request request;
    request.id = RequestId(number);
    request.programme_id = stored.programmes[prng.below(programmes)];
    // One is a large house that asks all the time.
    request.client_id = prng.chance(0.02) ? stored.clients.front() : prng.pick(stored.clients);
    request.site_id = prng.pick(company.sites);
    request.service_id = prng.pick(company.services);
    request.channel = requests::Channel::api;
    request.title = text(3);
    request.description = text(14);
    request.fields = {{"floor", "3"}, {"door", "left"}};
    request.fault_kind = "leak";
    request.place = Place{52.45 + prng.uniform() * 0.15, 13.25 + prng.uniform() * 0.3};
    request.address = fmt::format("{} {} street", prng.below(200) + 1, word_of(prng.below(400)));
    request.filed_at = Instant{1'700'000'000'000} + apart * number;
    request.reach_due = request.filed_at + 4h;
    request.solve_due = request.filed_at + 24h;
    request.late = prng.chance(0.06);
    request.external_id = fmt::format("import-{:08}", number);
    request.changed_at = request.filed_at + 20h;
    set_state(request, number);
    return request;
  }

 private:
  // What is old is closed; of the newest twentieth a part is still open, in every state.
  void set_state(Request& request, std::int64_t number) {
    using enum RequestState;
    static constexpr std::array<RequestState, 8> open{waiting_for_dispatch, offered, assigned, travelling, in_work, done, accepted, waiting_for_client};
    const bool is_new = number > stored.requests - stored.requests / 20;
    if (is_new && prng.chance(0.6)) request.state = open[prng.below(open.size())];
    else if (prng.chance(0.03)) request.state = cancelled;
    else request.state = prng.chance(0.01) ? refused : closed;
    request.step = "find_worker";
    request.owes = requests::is_open(request.state) ? Owing::worker : Owing::nobody;
    if (request.state == refused || request.state == accepted || request.state == waiting_for_dispatch) return;
    request.worker_id = prng.pick(stored.workers);
    request.assigned_at = request.filed_at + 1h;
    if (request.state == closed || request.state == done) request.done_at = request.filed_at + 20h;
    if (request.state == closed) request.closed_at = request.changed_at;
  }

  std::string text(int words) {
    std::string made;
    for (int i = 0; i < words; ++i) {
      if (!made.empty()) made += ' ';
      const double kind = prng.uniform();
      if (kind < 0.7) made += prng.pick(everyday);
      else if (kind < 0.994) made += word_of(prng.below(middle_kinds));
      else made += word_of(rare_first + prng.below(rare_kinds()));
    }
    return made;
  }

  // Ten requests or so hold each: about 0.1 such words a request.
  std::uint32_t rare_kinds() const { return static_cast<std::uint32_t>(std::max<std::int64_t>(1, stored.requests / 100)); }

  const Company& company;
  const Stored& stored;
  Prng prng{23};
};

// Two programmes more than the company's, and clients of each; a use case may record only so many events.
void make_people(const std::string& file, Stored& stored) {
  for (std::size_t i = 1; i < programmes; ++i) {
    run_on(file, [&](engine::Tx& tx) -> Result<> {
      programmes::NewProgramme programme;
      programme.key = fmt::format("town-{}", i);
      programme.name = fmt::format("Town {}", i);
      programme.currency = codec::Text<3, 3>("EUR");
      programme.zone = codec::Text<60>("Europe/Berlin");
      TRY(made, programmes::create_programme(tx, programme));
      stored.programmes.push_back(made.id);
      return ok();
    });
  }
  while (stored.clients.size() < clients) {
    run_on(file, [&](engine::Tx& tx) -> Result<> {
      for (int i = 0; i < 500; ++i) {
        clients::Client client;
        client.programme_id = stored.programmes[stored.clients.size() % programmes];
        client.name = fmt::format("Resident {}", stored.clients.size() + 1);
        TRY(made, clients::create_client(tx, client, {}));
        stored.clients.push_back(made.id);
      }
      return ok();
    });
  }
}

void take_words(Stored& stored) {
  stored.common_words = {"water", "lamp", "broken", "please"};
  for (std::uint32_t i = 0; i < 40; ++i) stored.middle_words.push_back(word_of(i * 7));
  for (std::uint32_t i = 0; i < 40; ++i) stored.rare_words.push_back(word_of(rare_first + i * 11));
}

}  // namespace

Stored make_stored(const std::string& file, std::int64_t requests, const std::function<void(std::int64_t)>& progress) {
  const Company company = make_database(file, catalogue::DispatchMode::automatic);
  Stored stored{requests, {company.programme}, company.clients, company.workers, {}, {}, {}};
  make_people(file, stored);
  const auto database = must(db::open_sqlite({.path = file, .durability = db::Durability::relaxed, .cache_kib = 256 * 1024}));
  const auto session = must(database->open(db::Access::write));
  Generator generator(company, stored);
  for (std::int64_t number = 1; number <= requests;) {
    must(session->begin(db::Access::write));
    for (std::int64_t i = 0; i < batch && number <= requests; ++i, ++number) must(requests::store::insert(*session, generator.next(number)));
    must(session->commit());
    progress(number - 1);
  }
  for (bool complete = false; !complete;) {
    must(session->begin(db::Access::write));
    complete = must(requests::store::fill_index(*session, batch));
    must(session->commit());
  }
  take_words(stored);
  return stored;
}

Stored find_stored(const std::string& file) {
  run_on(file, [](engine::Tx&) { return ok(); });
  const auto database = must(db::open_sqlite({.path = file, .durability = db::Durability::relaxed}));
  const auto session = must(database->open(db::Access::read));
  static constexpr db::Query newest{"bench.newest", "SELECT max(id) FROM request"}, programme_ids{"bench.programmes", "SELECT id FROM programme ORDER BY id"},
      client_ids{"bench.clients", "SELECT id FROM client ORDER BY id"}, worker_ids{"bench.workers", "SELECT id FROM worker ORDER BY id"};
  Stored stored;
  stored.requests = must(db::first<std::int64_t>(*session, newest)).value_or(0);
  stored.programmes = must(db::all<ProgrammeId>(*session, programme_ids));
  stored.clients = must(db::all<ClientId>(*session, client_ids));
  stored.workers = must(db::all<WorkerId>(*session, worker_ids));
  take_words(stored);
  return stored;
}

}  // namespace bellman::bench
