#include "faults/load.h"

namespace bellman::faults {

void Load::start(int connections) {
  for (int i = 0; i < connections; ++i) threads.emplace_back([this, i] { file(i); });
}

void Load::stop() {
  stopping = true;
  join();
}

void Load::join() {
  for (std::thread& thread : threads) thread.join();
  threads.clear();
}

void Load::file(int connection) {
  Client client(server.port());
  std::vector<Filed> mine;
  for (int i = 0; !stopping; ++i) {
    Filed one{fmt::format("{}-{}-{}", prefix, connection, i)};
    client.send(filing_message(server, company, one.number));
    Answer answer = client.answer(false, patience_ms);
    one.status = answer.status;
    one.body = std::move(answer.body);
    mine.push_back(std::move(one));
    if (answer.status == 0) {
      if (!client.buffer().empty()) ++broken;
      break;
    }
    ++answered;
    if (answer.status != 201 && answer.status != 503) ++broken;
    if (answer.headers["connection"] == "close") break;
  }
  const std::lock_guard lock(mutex);
  std::move(mine.begin(), mine.end(), std::back_inserter(all));
}

}  // namespace bellman::faults
