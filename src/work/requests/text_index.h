// The full-text search of requests: what it asks of each engine. The functions of store.h that use it stand beside it.
#pragma once
#include "db/typed.h"

namespace bellman::requests::store {

const db::Query& search_query(db::Engine engine);

// Fills an empty index from the requests themselves, a part with each call, in their order: goes on behind the last one that it has. True
// when it is complete; the follower `requests.text` keeps it up from then on. Inside a write transaction.
Result<bool> fill_index(db::Session& session, std::int64_t limit);

}  // namespace bellman::requests::store
