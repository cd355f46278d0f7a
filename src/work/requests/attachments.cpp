#include "requests/attachments.h"

#include "base/text.h"

#include <fmt/format.h>
#include <magic.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <memory>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace bellman::requests {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view unknown_type = "application/octet-stream";
constexpr std::string_view unfinished = ".part-";  // how the name of a file that is being written begins

// The descriptor of an open file or folder.
class Descriptor {
 public:
  explicit Descriptor(int number) : file(number) {}
  ~Descriptor() {
    if (file >= 0) ::close(file);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  bool is_open() const { return file >= 0; }
  int number() const { return file; }
  // False, with errno, when the system had not written all after all.
  bool close() { return ::close(std::exchange(file, -1)) == 0; }

 private:
  int file;
};

// EFBIG is the limit that the process itself is under.
Error io_error(std::string_view what, int reason) {
  if (reason == ENOSPC || reason == EDQUOT || reason == EFBIG)
    return Error::unavailable("attachment.disk_full", "There is no room left to store the file; nothing of it was kept.",
                              "Try again when the administrator has made room.");
  return Error::unavailable("attachment.io", fmt::format("The file could not be stored: {}: {}.", what, std::strerror(reason)), "Try again.");
}

Result<> write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return io_error("write", errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return ok();
}

// A name in a folder is on disk only when the folder is.
Result<> sync_folder(const fs::path& folder) {
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened.is_open() || ::fsync(opened.number()) != 0) return io_error("folder", errno);
  return ok();
}

Result<> write_durably(const fs::path& path, std::string_view bytes) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640));
  if (!file.is_open()) return io_error("create", errno);
  TRY_DO(write_all(file.number(), bytes));
  if (::fsync(file.number()) != 0) return io_error("fsync", errno);
  if (!file.close()) return io_error("close", errno);
  return ok();
}

// Names of unfinished files differ within the process by a number, between processes by theirs.
std::string unfinished_name() {
  static std::atomic<std::uint64_t> count = 0;
  return fmt::format("{}{}-{}", unfinished, ::getpid(), count.fetch_add(1));
}

bool is_hash(std::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_there(const fs::path& path, std::size_t size_bytes) {
  struct stat found{};
  return ::stat(path.c_str(), &found) == 0 && S_ISREG(found.st_mode) && static_cast<std::size_t>(found.st_size) == size_bytes;
}

}  // namespace

std::string hash_of(std::string_view bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return fmt::format("{:02x}", fmt::join(hash, ""));
}

std::string content_type_of(std::string_view bytes) {
  struct Close {
    void operator()(magic_set* cookie) const { magic_close(cookie); }
  };
  // Loading the rules takes milliseconds and a cookie is for one thread: each thread keeps its own.
  thread_local const std::unique_ptr<magic_set, Close> cookie = [] {
    std::unique_ptr<magic_set, Close> made(magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_ELF));
    if (made && magic_load(made.get(), nullptr) != 0) made.reset();
    return made;
  }();
  const char* found = cookie ? magic_buffer(cookie.get(), bytes.data(), bytes.size()) : nullptr;
  if (found == nullptr) return std::string(unknown_type);
  // Some of its names for odd files are sentences.
  const std::string_view type = found;
  const bool plain = type.size() <= 100 && type.find('/') != std::string_view::npos &&
                     std::all_of(type.begin(), type.end(), [](char c) { return c > ' ' && c < 0x7f && c != '"' && c != ';' && c != ','; });
  return std::string(plain ? type : unknown_type);
}

Result<FileStore> FileStore::open(fs::path where) {
  std::error_code failure;
  fs::create_directories(where, failure);
  if (failure)
    return Error::unavailable("attachment.folder", fmt::format("The folder of attachments {} cannot be made: {}.", where.string(), failure.message()),
                              "Check the path and its rights.");
  std::vector<fs::path> leftovers;
  for (fs::recursive_directory_iterator at(where, failure), end; !failure && at != end; at.increment(failure))
    if (at->path().filename().string().starts_with(unfinished)) leftovers.push_back(at->path());
  if (failure)
    return Error::unavailable("attachment.folder", fmt::format("The folder of attachments {} cannot be read: {}.", where.string(), failure.message()),
                              "Check the path and its rights.");
  for (const fs::path& leftover : leftovers) fs::remove(leftover, failure);  // one that stays does no harm
  return FileStore(std::move(where));
}

fs::path FileStore::path_of(std::string_view hash) const { return folder / hash.substr(0, 2) / hash.substr(2); }

Result<StoredFile> FileStore::put(std::string_view bytes) const {
  if (bytes.empty()) return Error::invalid("attachment.empty", "The file is empty.", {}, "Send the file's bytes as the body.");
  if (bytes.size() > attachment_bytes_max)
    return Error::too_large("attachment.too_large", fmt::format("The file is larger than {} MB.", attachment_bytes_max / (1024 * 1024)), {}, "Send a smaller one.");
  StoredFile stored{hash_of(bytes), content_type_of(bytes), static_cast<std::int64_t>(bytes.size())};
  const fs::path path = path_of(stored.hash);
  const fs::path shelf = path.parent_path();
  if (::mkdir(shelf.c_str(), 0750) != 0 && errno != EEXIST) return io_error("folder", errno);
  if (!is_there(path, bytes.size())) {
    const fs::path draft = shelf / unfinished_name();
    auto written = write_durably(draft, bytes);
    if (written.has_value() && ::rename(draft.c_str(), path.c_str()) != 0) written = io_error("rename", errno);
    if (written.has_error()) {
      ::unlink(draft.c_str());
      return written.error();
    }
  }
  // Also when it was there: another put() may have renamed it and not come this far.
  TRY_DO(sync_folder(shelf));
  TRY_DO(sync_folder(folder));
  return stored;
}

Result<std::string> FileStore::get(std::string_view hash) const {
  const Error gone = Error::internal("attachment.gone", "The stored file is missing.", "Restore the folder of attachments from its backup.");
  if (!is_hash(hash)) return gone;
  const Descriptor file(::open(path_of(hash).c_str(), O_RDONLY | O_CLOEXEC));
  struct stat found{};
  if (!file.is_open() || ::fstat(file.number(), &found) != 0) return gone;
  const Error damaged = Error::internal("attachment.damaged", "The stored file is not what was put there.", "Restore the folder of attachments from its backup.");
  if (found.st_size < 0 || static_cast<std::size_t>(found.st_size) > attachment_bytes_max) return damaged;
  std::string bytes(static_cast<std::size_t>(found.st_size), '\0');
  for (std::size_t at = 0; at < bytes.size();) {
    const ssize_t got = ::read(file.number(), bytes.data() + at, bytes.size() - at);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return damaged;
    at += static_cast<std::size_t>(got);
  }
  if (hash_of(bytes) != hash) return damaged;
  return bytes;
}

namespace {

// The length in bytes of the UTF-8 character that begins here; the text is valid.
std::size_t character_bytes(unsigned char first) { return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4; }

// Controls, and the marks that make "cod.exe" read "exe.doc": U+200E, U+200F, U+2028..U+202E, U+2066..U+2069, U+FEFF.
bool is_hidden_character(std::string_view character) {
  if (character.size() == 1) return static_cast<unsigned char>(character[0]) < 0x20 || character[0] == 0x7f;
  if (character.size() == 2) return character[0] == '\xc2' && static_cast<unsigned char>(character[1]) < 0xa0;
  if (character == "\xef\xbb\xbf") return true;
  if (character.size() != 3 || character[0] != '\xe2') return false;
  const auto second = static_cast<unsigned char>(character[1]), third = static_cast<unsigned char>(character[2]);
  return (second == 0x80 && (third == 0x8e || third == 0x8f || (third >= 0xa8 && third <= 0xae))) || (second == 0x81 && third >= 0xa6 && third <= 0xa9);
}

std::string without_hidden(std::string_view text) {
  std::string clean;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view character = text.substr(at, character_bytes(static_cast<unsigned char>(text[at])));
    if (!is_hidden_character(character)) clean += character;
    at += character.size();
  }
  return clean;
}

constexpr std::size_t extension_max = 12;  // characters, with the dot; what is longer is no extension

}  // namespace

std::string attachment_name(std::string_view wanted) {
  if (!is_utf8(wanted)) return "file";
  if (const auto slash = wanted.find_last_of("/\\"); slash != std::string_view::npos) wanted.remove_prefix(slash + 1);
  const std::string clean = without_hidden(wanted);
  std::string_view name = trimmed(clean);
  while (name.starts_with('.') || name.starts_with(' ')) name.remove_prefix(1);
  if (name.empty()) return "file";
  if (length_of(name) <= attachment_name_max) return std::string(name);
  const auto dot = name.rfind('.');
  const std::string_view extension = dot != std::string_view::npos && length_of(name.substr(dot)) <= extension_max ? name.substr(dot) : std::string_view();
  return std::string(first_characters(name, attachment_name_max - length_of(extension))) + std::string(extension);
}

Serving serving_of(std::string_view content_type) {
  static constexpr std::array shown{"image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"};
  if (std::find(shown.begin(), shown.end(), content_type) != shown.end()) return {std::string(content_type), true};
  if (content_type == "text/plain") return {"text/plain; charset=utf-8", true};
  return {std::string(unknown_type), false};
}

std::string content_disposition(const Serving& serving, std::string_view name) {
  std::string ascii, encoded;
  for (const char c : name) {
    const bool printable = c >= 0x20 && c < 0x7f;
    ascii += printable && c != '"' && c != '\\' && c != '%' ? c : '_';
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    if (plain) encoded += c;
    else encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return fmt::format("{}; filename=\"{}\"; filename*=UTF-8''{}", serving.in_place ? "inline" : "attachment", ascii, encoded);
}

}  // namespace bellman::requests
