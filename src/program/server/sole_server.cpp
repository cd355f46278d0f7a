#include "server/sole_server.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace bellman::server {

namespace {

std::string lock_file_of(const std::string& database_file) {
  // By whatever name it is called: two links to one file are one database.
  std::error_code unknown;
  const auto path = std::filesystem::weakly_canonical(database_file, unknown);
  return (unknown ? database_file : path.string()) + ".lock";
}

Error already_serving(const std::string& database_file, int lock_file) {
  char text[32] = {};
  if (::pread(lock_file, text, sizeof text - 1, 0) < 0) text[0] = 0;
  const std::string_view number(text, std::strspn(text, "0123456789"));
  return Error::unavailable("server.already_serving",
                            fmt::format("The database {} is served already{}.", database_file, number.empty() ? std::string() : fmt::format(" by process {}", number)),
                            "Stop that server first, or name another file with --database.");
}

}  // namespace

SoleServer::~SoleServer() {
  for (const int held : {descriptor, database})
    if (held >= 0) ::close(held);
}

Result<SoleServer> SoleServer::of(const std::string& database_file) {
  SoleServer made;
  if (database_file == ":memory:") return made;
  const std::string file = lock_file_of(database_file);
  made.descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (made.descriptor < 0)
    return Error::unavailable("db.open", fmt::format("The database {} cannot be opened: {} cannot be made ({}).", database_file, file, std::strerror(errno)),
                              "Check that the folder exists and that the server's user may write there.");
  if (::flock(made.descriptor, LOCK_EX | LOCK_NB) != 0) return already_serving(database_file, made.descriptor);
  const int database = ::open(database_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (database < 0)
    return Error::unavailable("db.open", fmt::format("The database {} cannot be opened: {}.", database_file, std::strerror(errno)),
                              "Check that the folder exists and that the server's user may write there.");
  if (::flock(database, LOCK_EX | LOCK_NB) != 0) {
    // By another name or beside a deleted lock file. The descriptor stays open on purpose: if it is this very process that holds the
    // database, closing it would drop SQLite's locks under its other connections.
    return already_serving(database_file, made.descriptor);
  }
  made.database = database;
  const std::string number = fmt::format("{}\n", ::getpid());
  // Only a help for people: the lock holds without it, also on a full disk.
  if (::ftruncate(made.descriptor, 0) != 0 || ::pwrite(made.descriptor, number.data(), number.size(), 0) < 0) return made;
  return made;
}

}  // namespace bellman::server
