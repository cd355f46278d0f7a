// What a handler of the API is given: who calls, the parameters, and the store. Handlers are plain functions
// `Result<Out>(Write&, const In&)` or `Result<Out>(Read&)`; everything about sockets, JSON, log-in, rights,
// idempotency and ETags has happened before or happens after.
#pragma once
#include "base/id.h"
#include "base/result.h"
#include "engine/tx.h"
#include "people/model.h"

#include <charconv>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellman::api {

using people::Scope;

struct Identity {
  AccountId account;             // none: nobody is logged in
  people::Role role = people::Role::client;
  std::string name;
  Scope scope;
  ClientId client;               // of a client's account
  WorkerId worker;               // of a worker's account
  std::string language = "en";
  std::string session_hash;      // of a browser's session; empty for an API token
  engine::Actor actor() const;
};

class Call {
 public:
  const Identity& who() const { return identity; }
  std::string_view parameter(std::string_view name) const;                 // of the path; aborts when the route has none of that name
  std::optional<std::string> query(std::string_view name) const;          // of the URL
  // A positive number in the path, e.g. id<WorkerId>("id"); "field.id" when it is none.
  template <class IdType>
  Result<IdType> id(std::string_view name) const {
    TRY(number, number_parameter(name));
    return IdType(number);
  }
  // A bounded page size, 1..200, 50 when not given.
  Result<std::int64_t> limit() const;
  // ?after= of lists that go by one ascending number; 0 when not given.
  Result<std::int64_t> after() const;
  // not_found, as if the row were not there, when the caller may not see this programme.
  Result<> check_scope(ProgrammeId programme, std::string_view noun) const;

  Identity identity;
  std::map<std::string, std::string, std::less<>> path_parameters, query_parameters;

 private:
  Result<std::int64_t> number_parameter(std::string_view name) const;
};

// Inside the writer's transaction.
class Write : public Call {
 public:
  explicit Write(engine::Tx& transaction, Call call) : Call(std::move(call)), tx(transaction) {}
  engine::Tx& tx;
  std::optional<std::int64_t> if_match;  // the version that the caller has seen
  // "precondition.stale" when If-Match names another version; "precondition.missing" (428) when there is none.
  Result<> expect_version(std::int64_t current) const;
};

// Outside of any transaction, on a pooled thread: for what takes long (a password hash, a file). It opens what it needs.
class Work : public Call {
 public:
  struct Doors {
    std::function<Result<>(std::function<Result<>(engine::Tx&)>)> write;       // waits for the commit
    std::function<Result<>(const std::function<Result<>(db::Session&)>&)> read;  // on a reader's snapshot
  };
  Work(Doors opened, Instant moment, Call call) : Call(std::move(call)), now(moment), doors(std::move(opened)) {}
  Result<> write(std::function<Result<>(engine::Tx&)> body) const { return doors.write(std::move(body)); }
  Result<> read(const std::function<Result<>(db::Session&)>& body) const { return doors.read(body); }

  Instant now;
  std::string remote_address;
  std::optional<std::int64_t> if_match;
  // Sent with a successful answer, e.g. Set-Cookie.
  std::vector<std::pair<std::string, std::string>> headers;

 private:
  Doors doors;
};

// On a reader's snapshot.
class Read : public Call {
 public:
  Read(db::Session& on, Instant moment, Call call) : Call(std::move(call)), session(on), now(moment) {}
  db::Session& session;
  Instant now;
};

// One page of a list, by keyset: `next` goes into ?after= of the next call; empty on the last page.
template <class Item>
struct Page {
  std::vector<Item> items;
  std::string next;
  BOOST_DESCRIBE_CLASS(Page, (), (items, next), (), ())
};

}  // namespace bellman::api
