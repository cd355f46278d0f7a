// How a builder of companies writes: in several transactions, because one use case records at most a thousand events.
#pragma once
#include "engine/tx.h"

#include <functional>

namespace bellman::world {

// Runs a use case in a transaction of its own and waits for its commit.
using InTransaction = std::function<Result<>(const std::function<Result<>(engine::Tx&)>&)>;

}  // namespace bellman::world
