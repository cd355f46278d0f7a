#include "base/xz.h"

#include <gtest/gtest.h>
#include <lzma.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace bellman {
namespace {

std::string packed(const std::string& text) {
  std::string out(lzma_stream_buffer_bound(text.size()), '\0');
  std::size_t size = 0;
  const lzma_ret code = lzma_easy_buffer_encode(1, LZMA_CHECK_CRC64, nullptr, reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
                                                reinterpret_cast<std::uint8_t*>(out.data()), &size, out.size());
  EXPECT_EQ(code, LZMA_OK);
  out.resize(size);
  return out;
}

// 3 MB that do not repeat too soon.
std::string long_text() {
  std::string text;
  for (unsigned i = 0; text.size() < 3'000'000; ++i) text += std::to_string(i * 2654435761U) + '\n';
  return text;
}

class FileChunksTest : public ::testing::Test {
 protected:
  std::string write(const std::string& bytes) {
    const auto path = (std::filesystem::temp_directory_path() / ("bellman_xz_test_" + std::to_string(::getpid()))).string();
    std::ofstream(path, std::ios::binary) << bytes;
    written = path;
    return path;
  }
  void TearDown() override {
    if (!written.empty()) std::filesystem::remove(written);
  }
  // All that can be read, and the error that ended it.
  static std::pair<std::string, std::string> read(const std::string& path) {
    auto file = FileChunks::open(path);
    if (file.has_error()) return {"", file.error().text()};
    std::string all;
    for (;;) {
      const auto chunk = file->next();
      if (chunk.has_error()) {
        EXPECT_EQ(file->next().error().text(), chunk.error().text()) << "an error stays";
        return {all, chunk.error().text()};
      }
      if (chunk->empty()) return {all, ""};
      EXPECT_LE(chunk->size(), 256U * 1024);
      all += *chunk;
    }
  }
  std::string written;
};

TEST_F(FileChunksTest, ReadsPlainAndPackedAlike) {
  for (const std::string& text : {std::string(), std::string("a"), std::string(65536, 'x'), long_text()}) {
    EXPECT_EQ(read(write(text)), (std::pair<std::string, std::string>{text, ""}));
    EXPECT_EQ(read(write(packed(text))), (std::pair<std::string, std::string>{text, ""}));
  }
  EXPECT_EQ(read(write(packed("one ") + packed("two"))).first, "one two");
}

TEST_F(FileChunksTest, TellsItsProgress) {
  const std::string bytes = packed(long_text());
  auto file = FileChunks::open(write(bytes));
  ASSERT_TRUE(file.has_value());
  EXPECT_TRUE(file->is_xz());
  EXPECT_EQ(file->file_bytes(), bytes.size());
  while (!file->next()->empty()) {}
  EXPECT_EQ(file->file_bytes_read(), bytes.size());
}

TEST_F(FileChunksTest, NamesFileAndByteOfATruncatedFile) {
  const std::string text = long_text(), bytes = packed(text);
  const std::string path = write(bytes.substr(0, bytes.size() / 2));
  const auto [got, error] = read(path);
  EXPECT_FALSE(got.empty());
  EXPECT_EQ(text.substr(0, got.size()), got);
  EXPECT_TRUE(error.starts_with("xz.truncated")) << error;
  EXPECT_NE(error.find(path), std::string::npos) << error;
  EXPECT_NE(error.find("byte " + std::to_string(bytes.size() / 2)), std::string::npos) << error;
  EXPECT_TRUE(read(write(bytes.substr(0, 7))).second.starts_with("xz.truncated"));
}

TEST_F(FileChunksTest, FindsDamage) {
  std::string bytes = packed(long_text());
  for (std::size_t i = 0; i < 16; ++i) bytes[bytes.size() / 2 + i] = static_cast<char>(~bytes[bytes.size() / 2 + i]);
  const auto error = read(write(bytes)).second;
  EXPECT_TRUE(error.starts_with("xz.corrupt")) << error;
  EXPECT_TRUE(read(write(packed("a") + "and then something else")).second.starts_with("xz.corrupt"));
}

TEST_F(FileChunksTest, RefusesWhatIsNoFile) {
  EXPECT_TRUE(read("/nowhere/at/all.csv").second.starts_with("file.not_found"));
  EXPECT_TRUE(read("/").second.starts_with("file.not_readable"));
  EXPECT_TRUE(read(write("\x1F\x8B\x08 something")).second.starts_with("file.unsupported_compression"));
}

}  // namespace
}  // namespace bellman
