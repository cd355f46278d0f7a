// A store with very many requests, generated straight into the tables.
#pragma once
#include "db/session.h"
#include "product.h"

#include <functional>

namespace bellman::bench {

struct Stored {
  std::int64_t requests = 0;
  std::vector<ProgrammeId> programmes;
  std::vector<ClientId> clients;       // the first has one in fifty of all requests
  std::vector<WorkerId> workers;
  // Words to search for; how many requests hold them: a third or more, about one in a thousand, about ten.
  std::vector<std::string> common_words, middle_words, rare_words;
};

// `file` does not exist yet. `progress` is told how many are done.
Stored make_stored(const std::string& file, std::int64_t requests, const std::function<void(std::int64_t)>& progress);
// What make_stored() has left in `file`; missing migrations are applied.
Stored find_stored(const std::string& file);

}  // namespace bellman::bench
