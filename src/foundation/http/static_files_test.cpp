#include "http/static_files.h"

#include "embedded/sample_site.h"
#include "http/test_client.h"

#include <gtest/gtest.h>

#include <fstream>

namespace bellman::http {
namespace {

using test::Client;
using test::get_text;

std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class StaticFilesTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(add_static_files(router, "/app/board", embedded::sample_site()).has_value());
    server = std::make_unique<Server>(ServerOptions{}, router);
    ASSERT_TRUE(server->start().has_value());
  }
  test::Answer get(std::string_view path, std::string_view more = {}) { return Client(server->port()).ask(get_text(path, more)); }
  const std::string folder = std::string(BELLMAN_SOURCE_DIR) + "/src/foundation/http/testdata/site/";
  Router router;
  std::unique_ptr<Server> server;
};

TEST_F(StaticFilesTest, EmbeddedBytesAreTheFiles) {
  ASSERT_EQ(embedded::sample_site().size(), 3U);
  for (const auto& file : embedded::sample_site()) EXPECT_EQ(file.bytes, file_text(folder + std::string(file.path))) << file.path;
  const auto script = embedded::sample_site()[0];
  EXPECT_EQ(script.content_type, "text/javascript; charset=utf-8");
  ASSERT_LT(script.gzip.size(), script.bytes.size() / 2);
  EXPECT_EQ(script.gzip.substr(0, 2), "\x1f\x8b");
}

TEST_F(StaticFilesTest, ServesWithCachingAndPolicy) {
  const auto page = get("/app/board/");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.body, file_text(folder + "index.html"));
  EXPECT_EQ(page.headers.at("cache-control"), "no-cache");
  EXPECT_NE(page.headers.at("content-security-policy").find("script-src 'self'"), std::string::npos);
  EXPECT_NE(page.headers.at("content-security-policy").find("frame-ancestors 'none'"), std::string::npos);
  const auto script = get("/app/board/assets/app-1a2b3c4d.js");
  EXPECT_EQ(script.headers.at("cache-control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(script.headers.at("vary"), "Accept-Encoding");
  EXPECT_FALSE(script.headers.contains("content-encoding"));
}

TEST_F(StaticFilesTest, EtagSavesTheBytes) {
  const auto first = get("/app/board/robots.txt");
  const auto again = get("/app/board/robots.txt", "If-None-Match: \"other\", W/" + first.headers.at("etag") + "\r\n");
  EXPECT_EQ(again.status, 304);
  EXPECT_TRUE(again.body.empty());
  EXPECT_EQ(get("/app/board/robots.txt", "If-None-Match: \"other\"\r\n").status, 200);
}

TEST_F(StaticFilesTest, PageKeepsItsPolicyWhenNotModified) {
  const auto first = get("/app/board/");
  const auto again = get("/app/board/", "If-None-Match: " + first.headers.at("etag") + "\r\n");
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.headers.at("content-security-policy"), first.headers.at("content-security-policy"));
}

TEST_F(StaticFilesTest, GzipOnlyWhenTaken) {
  const std::string path = "/app/board/assets/app-1a2b3c4d.js";
  const auto packed = get(path, "Accept-Encoding: br, gzip;q=0.5\r\n");
  EXPECT_EQ(packed.headers.at("content-encoding"), "gzip");
  EXPECT_EQ(packed.body, embedded::sample_site()[0].gzip);
  EXPECT_NE(packed.headers.at("etag"), get(path).headers.at("etag"));
  EXPECT_FALSE(get(path, "Accept-Encoding: gzip;q=0\r\n").headers.contains("content-encoding"));
}

TEST_F(StaticFilesTest, ScreensFallBackToThePageAndFilesDoNot) {
  EXPECT_EQ(get("/app/board/requests/K7Q").body, file_text(folder + "index.html"));
  EXPECT_EQ(get("/app/board/assets/gone.js").status, 404);
  const auto bare = get("/app/board");
  EXPECT_EQ(bare.status, 308);
  EXPECT_EQ(bare.headers.at("location"), "/app/board/");
  EXPECT_EQ(get("/app/board/../../etc/passwd").status, 400);
  EXPECT_EQ(get("/app/board/%2e%2e/%2e%2e/etc/passwd").status, 400);
  EXPECT_EQ(get("/app/board/?theme=dark").status, 200);
}

}  // namespace
}  // namespace bellman::http
