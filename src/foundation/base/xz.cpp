#include "base/xz.h"

#include <fmt/format.h>
#include <lzma.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <optional>
#include <system_error>
#include <vector>

namespace bellman {

namespace {

constexpr std::size_t input_bytes = 64 * 1024;
constexpr std::size_t output_bytes = 256 * 1024;
constexpr std::uint64_t memory_limit_bytes = 256ULL * 1024 * 1024;

struct Magic {
  std::string_view bytes;
  std::string_view name;
};
constexpr std::string_view xz_magic{"\xFD\x37zXZ\x00", 6};
constexpr std::array<Magic, 4> other_magics{{{{"\x1F\x8B", 2}, "gzip"},
                                             {{"BZh", 3}, "bzip2"},
                                             {{"\x28\xB5\x2F\xFD", 4}, "zstd"},
                                             {{"PK\x03\x04", 4}, "zip"}}};

Error file_error(const std::string& path, int number) {
  std::string reason = std::generic_category().message(number);
  if (number == ENOENT) return Error::not_found("file.not_found", fmt::format("There is no file \"{}\".", path), {}, "Check the path.");
  return Error::unavailable("file.not_readable", fmt::format("The file \"{}\" cannot be read: {}.", path, reason));
}

}  // namespace

struct FileChunks::State {
  std::string path;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{nullptr, &std::fclose};
  std::uint64_t size = 0;
  std::uint64_t bytes_read = 0;
  bool packed = false;
  bool at_end = false;
  lzma_stream decoder = LZMA_STREAM_INIT;
  std::vector<char> input = std::vector<char>(input_bytes);
  std::size_t input_size = 0;  // bytes of `input` not yet used, from its beginning (plain) or at decoder.next_in (xz)
  std::vector<char> output;
  std::optional<Error> failed;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { lzma_end(&decoder); }

  Result<> fill();
  Result<> check_magic();
  Result<std::string_view> next_plain();
  Result<std::string_view> next_unpacked();
  Error xz_error(lzma_ret code) const;
};

Result<> FileChunks::State::fill() {
  errno = 0;
  input_size = std::fread(input.data(), 1, input.size(), file.get());
  bytes_read += input_size;
  if (input_size == 0 && std::ferror(file.get()) != 0) return file_error(path, errno != 0 ? errno : EIO);
  return ok();
}

Result<> FileChunks::State::check_magic() {
  const std::string_view head(input.data(), input_size);
  for (const Magic& magic : other_magics)
    if (head.starts_with(magic.bytes))
      return Error::invalid("file.unsupported_compression", fmt::format("The file \"{}\" is packed by {}.", path, magic.name), {},
                            "Unpack it first, or pack it as .xz.");
  packed = head.starts_with(xz_magic);
  if (!packed) return ok();
  output.resize(output_bytes);
  const lzma_ret code = lzma_stream_decoder(&decoder, memory_limit_bytes, LZMA_CONCATENATED);
  if (code != LZMA_OK) return xz_error(code);
  decoder.next_in = reinterpret_cast<const std::uint8_t*>(input.data());
  decoder.avail_in = input_size;
  return ok();
}

Result<std::string_view> FileChunks::State::next_plain() {
  if (input_size == 0) TRY_DO(fill());
  const std::string_view chunk(input.data(), input_size);
  input_size = 0;
  return chunk;
}

Result<std::string_view> FileChunks::State::next_unpacked() {
  decoder.next_out = reinterpret_cast<std::uint8_t*>(output.data());
  decoder.avail_out = output.size();
  lzma_ret code = LZMA_OK;
  while (decoder.avail_out > 0 && code == LZMA_OK && !at_end) {
    if (decoder.avail_in == 0) {
      TRY_DO(fill());
      decoder.next_in = reinterpret_cast<const std::uint8_t*>(input.data());
      decoder.avail_in = input_size;
    }
    code = lzma_code(&decoder, decoder.avail_in == 0 ? LZMA_FINISH : LZMA_RUN);
  }
  if (code == LZMA_STREAM_END) at_end = true;
  if (code != LZMA_OK && code != LZMA_STREAM_END) failed = xz_error(code);
  const std::size_t made = output.size() - decoder.avail_out;
  if (made == 0 && failed) return *failed;
  return std::string_view(output.data(), made);
}

Error FileChunks::State::xz_error(lzma_ret code) const {
  const std::uint64_t at = decoder.total_in;
  switch (code) {
    case LZMA_BUF_ERROR:
      return Error::malformed("xz.truncated", fmt::format("The file \"{}\" ends in the middle of its packed data, at byte {}.", path, at), {},
                              "Fetch it again.");
    case LZMA_FORMAT_ERROR:
    case LZMA_DATA_ERROR:
      return Error::malformed("xz.corrupt", fmt::format("The packed data of the file \"{}\" are damaged at byte {}.", path, at), {},
                              "Fetch it again.");
    case LZMA_OPTIONS_ERROR:
      return Error::malformed("xz.corrupt", fmt::format("The file \"{}\" uses a kind of packing that is not known, at byte {}.", path, at), {},
                              "Pack it again with a plain `xz`.");
    case LZMA_MEMLIMIT_ERROR:
    case LZMA_MEM_ERROR:
      return Error::too_large("xz.too_much_memory",
                              fmt::format("To unpack the file \"{}\" takes more than {} MiB of memory, at byte {}.", path,
                                          memory_limit_bytes >> 20U, at),
                              {}, "Pack it again with a smaller dictionary, such as `xz -6`.");
    default:
      return Error::internal("xz.internal", fmt::format("Unpacking the file \"{}\" failed at byte {} (liblzma code {}).", path, at,
                                                        static_cast<int>(code)));
  }
}

FileChunks::FileChunks(std::unique_ptr<State> opened) : state(std::move(opened)) {}
FileChunks::FileChunks(FileChunks&&) noexcept = default;
FileChunks& FileChunks::operator=(FileChunks&&) noexcept = default;
FileChunks::~FileChunks() = default;

Result<FileChunks> FileChunks::open(const std::string& path) {
  auto state = std::make_unique<State>();
  state->path = path;
  std::error_code failure;
  if (std::filesystem::is_directory(path, failure)) return file_error(path, EISDIR);
  state->file.reset(std::fopen(path.c_str(), "rb"));
  if (!state->file) return file_error(path, errno);
  std::setvbuf(state->file.get(), nullptr, _IONBF, 0);  // we read in large pieces ourselves
  const std::uintmax_t size = std::filesystem::file_size(path, failure);
  state->size = failure ? 0 : size;
  TRY_DO(state->fill());
  TRY_DO(state->check_magic());
  return FileChunks(std::move(state));
}

Result<std::string_view> FileChunks::next() {
  if (state->failed) return *state->failed;
  auto chunk = state->packed ? state->next_unpacked() : state->next_plain();
  if (chunk.has_error()) state->failed = chunk.error();
  return chunk;
}

bool FileChunks::is_xz() const { return state->packed; }
std::uint64_t FileChunks::file_bytes() const { return state->size; }
std::uint64_t FileChunks::file_bytes_read() const { return state->bytes_read; }

}  // namespace bellman
