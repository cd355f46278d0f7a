// What a use case asks of its store, word for word, and the same as a script for pgbench.
#pragma once
#include "db/session.h"

#include <memory>
#include <string>
#include <vector>

namespace bellman::bench {

struct Statement {
  std::string name, sql;
  std::vector<std::string> literals;  // the values as PostgreSQL's literals
};
using Transaction = std::vector<Statement>;

// Passes everything on and keeps the statements of each committed writing transaction.
class Recorder {
 public:
  // The database that a product is given instead of `inner`.
  std::unique_ptr<db::Database> around(std::unique_ptr<db::Database> inner);
  std::vector<Transaction> transactions;
};

// One transaction of pgbench for each run: the statements with their values, but for numbers from `fresh_from` on and the texts that name this
// request alone, which are new in each run. Left out is what one process needs among equal ones (the writers' lock, the
// numbers of ids, announcements) and the timer that all requests wake: for these single rows pgbench's clients would only wait for each other.
std::string pgbench_script(const Transaction& transaction, std::int64_t fresh_from, const std::vector<std::string>& fresh_texts);

}  // namespace bellman::bench
