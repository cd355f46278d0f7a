// A file read in pieces, unpacked on the way when it is .xz. Memory stays bounded however large the file is.
#pragma once
#include "base/result.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace bellman {

// A file is taken for .xz by its first bytes, whatever its name; every other file is given as it is.
// Errors name the file and the byte of the file (not of the unpacked text) where reading stopped:
// file.not_found, file.not_readable, file.unsupported_compression (gzip, bzip2, zstd, zip),
// xz.truncated, xz.corrupt, xz.too_much_memory (a file that wants more than 256 MiB to be unpacked).
class FileChunks {
 public:
  static Result<FileChunks> open(const std::string& path);
  FileChunks(FileChunks&&) noexcept;
  FileChunks& operator=(FileChunks&&) noexcept;
  ~FileChunks();

  // The next piece, of 1 byte to 256 KiB; empty at the end. The view holds until the next call.
  // All that could be unpacked comes before the error does; after an error every call repeats it.
  Result<std::string_view> next();

  bool is_xz() const;
  // Bytes of the file on disk, for a progress bar.
  std::uint64_t file_bytes() const;
  std::uint64_t file_bytes_read() const;

 private:
  struct State;
  explicit FileChunks(std::unique_ptr<State> opened);
  std::unique_ptr<State> state;
};

}  // namespace bellman
