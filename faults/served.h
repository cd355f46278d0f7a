// The real server as a child process on a free port, with a folder of its own; and commands of the same binary, run to their end.
#pragma once
#include "db/session.h"
#include "harness/child.h"
#include "http/test_client.h"

#include <boost/json/value.hpp>

#include <memory>
#include <string>
#include <vector>

namespace bellman::faults {

using http::test::Answer;
using http::test::Client;

inline constexpr int patience_ms = 20'000;  // with a busy machine; nothing here waits so long when all is well
inline constexpr std::string_view password = "correct horse battery";

// A temporary folder, removed with what is in it.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string file(std::string_view name) const { return path + "/" + std::string(name); }
  const std::string path;
};

struct Ended {
  int code = 0;
  std::string output, errors;
};
// `bellman WORDS...` in the folder, to its end; `serve` is killed after the patience (128 + SIGKILL).
Ended run_bellman(const Folder& folder, const std::vector<std::string>& words, harness::Surroundings surroundings = {});

std::string read_text(const std::string& file);
void write_text(const std::string& file, std::string_view text);

// One request of HTTP with our own header lines; a body makes it JSON unless `more` names another type.
std::string message(std::string_view method, std::string_view path, std::string_view more = {}, std::string_view body = {});

class Served {
 public:
  // Makes an administrator with a token on a new database, but does not start. `flags` are added to `bellman serve`. `database`: a file's
  // name in the folder, or the address of a database of PostgreSQL.
  explicit Served(const Folder& folder, std::vector<std::string> flags = {}, const std::string& database = "bellman.db");
  // An equal process on the database of another, with the same administrator; `database`: when it reaches it under another address.
  Served(const Folder& folder, const Served& equal, std::vector<std::string> flags, std::string database = {});

  // Starts the server and waits until it listens. The two halves: for several at the same moment.
  testing::AssertionResult start(harness::Surroundings surroundings = {});
  testing::AssertionResult begin(harness::Surroundings surroundings = {});
  testing::AssertionResult wait_until_it_listens();
  // SIGKILL.
  void kill();
  // SIGTERM; the code of its exit, -1 when it does not end in time.
  int stop();
  bool runs() const { return child != nullptr; }
  harness::Child& process() { return *child; }

  std::uint16_t port() const { return listens_on; }
  const std::string& token() const { return api_token; }
  const std::string& database() const { return address; }
  // What it wrote to its log.
  std::string log() const { return read_text(folder.file("log")); }

  // One exchange on a new connection, as the administrator.
  Answer get(std::string_view path, std::string_view more = {}) const;
  Answer post(std::string_view path, std::string_view body, std::string_view more = {}) const;
  std::string as_administrator() const { return fmt::format("Authorization: Bearer {}\r\n", api_token); }

  // A session of our own on the database, beside the server's.
  std::unique_ptr<db::Session> open_store() const;
  // The number that a query gives.
  std::int64_t count(const db::Query& query) const;
  // `bellman check store`: what is wrong, as JSON; "[]" when nothing is.
  std::string violations() const;

 private:
  const Folder& folder;
  const std::vector<std::string> more_flags;
  const std::string address;
  std::string api_token;
  std::unique_ptr<harness::Child> child;
  std::uint16_t listens_on = 0;
};

// A small company made through the API: one programme, one client, one site, some workers, one service with a form that is
// dispatched by itself. Returns what a request needs to be filed; counts a failure of the test when something is refused.
struct Company {
  std::int64_t programme = 0, client = 0, site = 0, service = 0;
  std::string filing(std::string_view external_id, std::string_view title = "Water comes through the ceiling") const;
};
Company make_company(const Served& server);

// The wire form of filing one request, with its own key and external id.
std::string filing_message(const Served& server, const Company& company, std::string_view number);

// A member of a JSON object as text; empty when there is none.
std::string member(std::string_view json, std::string_view name);

}  // namespace bellman::faults
