// One connection to PostgreSQL through libpq: opened, with its errors turned into ours, and its pipeline.
#pragma once
#include "db/postgresql.h"
#include "db/postgresql_values.h"

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <vector>

namespace bellman::db::pq {

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Reply = std::unique_ptr<PGresult, Clear>;

Error lost_connection(std::string_view why);

// A statement in the pipeline. `rows_gone`: its error when it changes no row; null: any number will do.
struct Sent {
  std::string_view name;
  const Error* rows_gone = nullptr;
};

class Connection {
 public:
  // Errors: db.open; db.encoding, db.schema, db.too_old (internal).
  static Result<std::unique_ptr<Connection>> open(const PostgresqlSettings& settings);

  // Statements without parameters, waiting for their end. Not between start_pipeline() and end_pipeline().
  Result<> run(std::string_view sql);
  void start_pipeline() { PQenterPipelineMode(handle.get()); }
  void end_pipeline() { PQexitPipelineMode(handle.get()); }

  // In the pipeline. prepare() waits and must not have anything before it; the types of the parameters.
  Result<std::vector<wire::Type>> prepare(const std::string& name, const Query& query);
  Result<> send_prepared(const std::string& name, const wire::Parameters& parameters, std::string_view where);
  // Waits for the answers to all that was sent. The last answer, or the first error.
  Result<Reply> finish(const std::vector<Sent>& sent);

  // Between transactions nobody says anything on a connection but that it ends: an idle one that the database has closed is found here, and
  // not by the first statement on it.
  void look_whether_it_ended();
  bool lost() const { return broken || PQstatus(handle.get()) == CONNECTION_BAD; }
  // Of the schema this connection works in: the writers' lock, and the channel on which its processes tell each other.
  std::int64_t lock_key() const { return key; }
  std::string_view channel() const { return channel_name; }
  PGconn* raw() { return handle.get(); }

 private:
  struct Close {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };
  using Handle = std::unique_ptr<PGconn, Close>;
  Connection(Handle opened, PostgresqlSettings wanted) : handle(std::move(opened)), settings(std::move(wanted)) {}
  static Handle connect(const PostgresqlSettings& settings);
  Result<> look_around();
  Result<> checked(const PGresult* result, std::string_view where);
  // The next answer. A server whose processes stand still while its machine goes on says nothing and does not hang up; when the address leads to
  // another primary meanwhile, nobody will be answered here any more, and the connection counts as lost.
  Reply next_answer();
  bool another_took_over() const;

  Handle handle;
  const PostgresqlSettings settings;
  bool broken = false;
  std::int64_t key = 0;
  std::string channel_name;
};

}  // namespace bellman::db::pq
