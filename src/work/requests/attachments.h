// Files that come with a request: kept by the hash of their bytes, typed by what they hold, served so that they do no harm.
#pragma once
#include "base/result.h"
#include "requests/model.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace bellman::requests {

inline constexpr std::size_t attachment_bytes_max = 10 * 1024 * 1024;
inline constexpr std::size_t attachments_of_request_max = 50;
inline constexpr std::size_t attachment_name_max = 120;  // characters

struct StoredFile {
  std::string hash;          // SHA-256, 64 hexadecimal digits
  std::string content_type;  // by its content, "image/png"
  std::int64_t size_bytes = 0;
};

// The files themselves: FOLDER/ab/cdef…, named by their hash, so the same content is there once. No database: a file that no row
// names is harmless and is met again by the next upload of the same bytes. For any thread.
class FileStore {
 public:
  // Makes the folder when it is not there, and removes what an interrupted put() left. Error: attachment.folder (unavailable).
  static Result<FileStore> open(std::filesystem::path folder);

  // On disk when it returns, or nothing of it. Errors: attachment.empty, attachment.too_large, attachment.disk_full and
  // attachment.io (unavailable).
  Result<StoredFile> put(std::string_view bytes) const;
  // Errors: attachment.gone, attachment.damaged (internal): the file is missing, or is not what was put.
  Result<std::string> get(std::string_view hash) const;
  std::filesystem::path path_of(std::string_view hash) const;

 private:
  explicit FileStore(std::filesystem::path where) : folder(std::move(where)) {}
  std::filesystem::path folder;
};

// SHA-256 of the bytes, 64 hexadecimal digits.
std::string hash_of(std::string_view bytes);
// The type by the content alone (libmagic); application/octet-stream when it cannot be told.
std::string content_type_of(std::string_view bytes);

// A name that is only shown: the last part of a path, without control characters and marks that turn the direction of writing,
// not hidden, at most attachment_name_max characters with its extension kept. "file" when nothing is left.
std::string attachment_name(std::string_view wanted);

// How a file of this type is sent.
struct Serving {
  std::string content_type;
  bool in_place = false;     // shown by the browser; else offered to be saved
};
// Pictures, PDF and plain text are shown. All else, also what a browser would run (HTML, SVG, scripts), goes out as
// application/octet-stream to be saved.
Serving serving_of(std::string_view content_type);
// Content-Disposition with the name in ASCII and, by RFC 6266, in UTF-8.
std::string content_disposition(const Serving& serving, std::string_view name);

}  // namespace bellman::requests
