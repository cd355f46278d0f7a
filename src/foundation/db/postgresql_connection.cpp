#include "db/postgresql_connection.h"

#include <fmt/format.h>
#include <poll.h>

#include <array>

namespace bellman::db::pq {

namespace {

constexpr int oldest_version = 130000;
constexpr int silence_ms = 3000;  // of a server, until we look whether another one took over

// libpq's messages end in a line feed and may have several lines; the questions among them are answered by our own cure.
std::string one_line(const char* text) {
  std::string line;
  std::string_view rest(text == nullptr ? "" : text);
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    while (part.starts_with('\t') || part.starts_with(' ')) part.remove_prefix(1);
    if (!part.empty() && !part.starts_with("Is the server running")) line += (line.empty() ? "" : " ") + std::string(part);
  }
  return line;
}

// By the letters of SQLSTATE, appendix A of PostgreSQL's manual.
Error error_of_state(std::string_view state, const std::string& context) {
  if (state.starts_with("08") || state == "57P01" || state == "57P02" || state == "57P03" || state == "25P03") return lost_connection(context);
  if (state == "40001" || state == "40P01") return Error::unavailable("db.again", "Another process changed the same rows: " + context, "Try again.");
  if (state == "55P03") return Error::unavailable("db.locked", "The database is locked by another program: " + context, "Try again; pg_stat_activity shows who holds the lock.");
  if (state == "57014") return Error::unavailable("db.timeout", "The database took too long: " + context, "Try again; pg_stat_activity shows what it is busy with.");
  if (state == "53100") return Error::unavailable("db.full", "The disk that holds the database is full: " + context, "Free space; nothing acknowledged is lost.");
  if (state.starts_with("53")) return Error::unavailable("db.busy", "The database has no resources left: " + context, "Raise max_connections or the memory of the database.");
  if (state == "25006") return Error::unavailable("db.read_only", "The database may not be written; it may be a standby: " + context, "Connect to the primary: several hosts and target_session_attrs=read-write in the address find it.");
  if (state == "58030") return Error::unavailable("db.io", "The database's files cannot be read or written: " + context, "Check its disk.");
  if (state == "42501") return Error::unavailable("db.rights", "The database's account lacks a right: " + context, "Make the account the owner of its database, or grant it CREATE and USAGE on its schema.");
  if (state == "23505") return Error::conflict("db.duplicate", "Such a row is there already: " + context);
  if (state == "23503") return Error::conflict("db.reference", "A row refers to another that is not there: " + context);
  if (state.starts_with("23")) return Error::internal("db.constraint", "A row breaks a rule of its table: " + context);
  if (state == "22021") return Error::invalid("db.text", "A text holds a character that cannot be kept: " + context, {}, "Leave out the NUL character.");
  return Error::internal("db.statement", fmt::format("The database refused a statement: {} [{}]", context, state));
}

Error cannot_open(const std::string& url, const std::string& why) {
  // libpq gives no SQLSTATE for an attempt to connect.
  if (why.find("too many clients") != std::string::npos || why.find("remaining connection slots") != std::string::npos || why.find("too many connections") != std::string::npos)
    return Error::unavailable("db.busy", fmt::format("The database {} takes no more connections: {}.", without_password(url), why),
                              "Raise max_connections of the database (a server process needs worker_threads + 6), or wait until others have left.");
  return Error::unavailable("db.open", fmt::format("The database {} cannot be opened: {}.", without_password(url), why),
                            "Check the address, that the database server runs, that the database and its account exist, and pg_hba.conf.");
}

bool is_good(ExecStatusType status) { return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY; }

// FNV-1a: the same schema, the same lock, in all processes.
std::int64_t key_of(std::string_view schema) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : schema) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return static_cast<std::int64_t>(hash >> 1U);
}

}  // namespace

Error lost_connection(std::string_view why) {
  return Error::unavailable("db.connection", fmt::format("The connection to the database was lost: {}", why), "Try again; it is made anew as soon as the database is back.");
}

Connection::Handle Connection::connect(const PostgresqlSettings& settings) {
  // Those that the address names itself come first: "dbname" is expanded at its place, and later keywords win, so it is the last.
  const std::string patience = std::to_string(settings.connect_timeout_s);
  const std::array keys{"connect_timeout", "tcp_user_timeout", "keepalives_idle", "keepalives_interval", "keepalives_count", "fallback_application_name", "client_encoding", "dbname",
                        static_cast<const char*>(nullptr)};
  const std::array values{patience.c_str(), "10000", "5", "2", "3", "bellman", "UTF8", settings.url.c_str(), static_cast<const char*>(nullptr)};
  return Handle(PQconnectdbParams(keys.data(), values.data(), 1));
}

Result<std::unique_ptr<Connection>> Connection::open(const PostgresqlSettings& settings) {
  std::unique_ptr<Connection> made(new Connection(connect(settings), settings));
  if (!made->handle) return cannot_open(settings.url, "there is no memory left");
  if (PQstatus(made->handle.get()) != CONNECTION_OK) return cannot_open(settings.url, one_line(PQerrorMessage(made->handle.get())));
  // A notice ("already exists, skipping") is no message to an administrator.
  PQsetNoticeProcessor(made->handle.get(), [](void*, const char*) {}, nullptr);
  TRY_DO(made->look_around());
  TRY_DO(made->run(fmt::format("SET lock_timeout={}; SET statement_timeout={}; SET client_min_messages=error; SET TimeZone='UTC'", settings.lock_timeout_ms, settings.statement_timeout_ms)));
  return made;
}

void Connection::look_whether_it_ended() {
  pollfd of{PQsocket(raw()), POLLIN, 0};
  // The database's last words may come before the end of the stream. Other news (a setting that was changed) are taken in.
  for (int looks = 0; looks < 4 && !lost() && poll(&of, 1, 0) > 0; ++looks)
    if (PQconsumeInput(raw()) == 0) broken = true;
}

Result<> Connection::look_around() {
  if (PQserverVersion(raw()) < oldest_version)
    return Error::internal("db.too_old", fmt::format("The database server is of version {}.", PQserverVersion(raw()) / 10000), "Use PostgreSQL 13 or newer.");
  const Reply reply(PQexec(raw(), "SELECT current_schema(), current_setting('server_encoding')"));
  TRY_DO(checked(reply.get(), "connect"));
  if (PQgetisnull(reply.get(), 0, 0) != 0)
    return Error::internal("db.schema", "The account's search_path names no schema that exists.", "Create the schema, or set search_path for the account.");
  if (std::string_view(PQgetvalue(reply.get(), 0, 1)) != "UTF8")
    return Error::internal("db.encoding", fmt::format("The database keeps texts in {}.", PQgetvalue(reply.get(), 0, 1)), "Create it with ENCODING 'UTF8'.");
  const std::string schema = PQgetvalue(reply.get(), 0, 0);
  key = key_of(schema);
  channel_name = "bellman_" + schema;
  return ok();
}

Result<> Connection::run(std::string_view sql) {
  const std::string_view where = sql.substr(0, std::min<std::size_t>(80, sql.find_first_of("(\n")));  // "CREATE TABLE job "
  if (PQsendQuery(raw(), std::string(sql).c_str()) == 0) return checked(nullptr, where);
  Result<> outcome = ok();
  for (Reply reply = next_answer(); reply; reply = next_answer())
    if (auto good = checked(reply.get(), where); good.has_error() && outcome.has_value()) outcome = std::move(good);
  if (outcome.has_value() && lost()) return lost_connection(where);
  return outcome;
}

bool Connection::another_took_over() const {
  const auto text = [](const char* of) { return std::string_view(of == nullptr ? "" : of); };
  const Handle other = connect(settings);
  if (!other || PQstatus(other.get()) != CONNECTION_OK) return false;
  const bool same = text(PQhost(other.get())) == text(PQhost(handle.get())) && text(PQport(other.get())) == text(PQport(handle.get()));
  return !same && text(PQparameterStatus(other.get(), "in_hot_standby")) != "on";
}

Reply Connection::next_answer() {
  while (!broken && PQisBusy(raw()) != 0) {
    pollfd of{PQsocket(raw()), POLLIN, 0};
    const int ready = poll(&of, 1, silence_ms);
    if (ready == 0 && another_took_over()) broken = true;
    if (ready != 0 && PQconsumeInput(raw()) == 0) break;  // PQgetResult() says what is wrong
  }
  return broken ? Reply() : Reply(PQgetResult(raw()));
}

Result<> Connection::checked(const PGresult* result, std::string_view where) {
  const auto status = result == nullptr ? PGRES_FATAL_ERROR : PQresultStatus(result);
  if (is_good(status)) return ok();
  const char* state = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* primary = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  const std::string context = fmt::format("{} ({})", one_line(primary != nullptr ? primary : PQerrorMessage(raw())), where);
  Error error = PQstatus(raw()) == CONNECTION_BAD ? lost_connection(context) : error_of_state(state == nullptr ? "" : state, context);
  // The server says goodbye before it closes (57P01): the connection is as good as gone.
  if (error.code == "db.connection") broken = true;
  return error;
}

Result<std::vector<wire::Type>> Connection::prepare(const std::string& name, const Query& query) {
  const std::string sql(query.sql);
  if (PQsendPrepare(raw(), name.c_str(), sql.c_str(), 0, nullptr) == 0 || PQsendDescribePrepared(raw(), name.c_str()) == 0) return checked(nullptr, query.name).error();
  TRY(described, finish({{query.name}, {query.name}}));
  std::vector<wire::Type> types;
  for (int i = 0; i < PQnparams(described.get()); ++i) types.push_back(PQparamtype(described.get(), i));
  return types;
}

Result<> Connection::send_prepared(const std::string& name, const wire::Parameters& parameters, std::string_view where) {
  if (PQsendQueryPrepared(raw(), name.c_str(), parameters.count(), parameters.values(), parameters.lengths(), parameters.formats(), 1) == 0) return checked(nullptr, where);
  return ok();
}

// The answers come in the order of the statements, each followed by a null; last the one to the synchronisation, which has none.
Result<Reply> Connection::finish(const std::vector<Sent>& sent) {
  if (PQpipelineSync(raw()) == 0) return checked(nullptr, sent.empty() ? "" : sent.back().name).error();
  Reply last;
  std::optional<Error> first_error;
  for (const Sent& one : sent) {
    Reply reply = next_answer();
    if (broken) return first_error.value_or(lost_connection(one.name));
    const bool skipped = reply && PQresultStatus(reply.get()) == PGRES_PIPELINE_ABORTED;  // an earlier one failed
    if (auto good = skipped ? ok() : checked(reply.get(), one.name); good.has_error() && !first_error) first_error = good.error();
    if (broken || PQstatus(raw()) == CONNECTION_BAD) return first_error.value_or(lost_connection(one.name));
    if (!first_error && one.rows_gone != nullptr && std::string_view(PQcmdTuples(reply.get())) == "0") first_error = *one.rows_gone;
    for (Reply more = next_answer(); more; more = next_answer()) {}
    last = std::move(reply);
  }
  const Reply end = next_answer();
  if (!end || PQresultStatus(end.get()) != PGRES_PIPELINE_SYNC) {
    broken = true;
    return first_error.value_or(lost_connection("the answers did not fit the statements"));
  }
  if (first_error) return *first_error;
  return last;
}

}  // namespace bellman::db::pq
