#include "requests/attachments.h"

#include "base/text.h"
#include "requests/attachment_routes.h"
#include "requests/test_house.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <csignal>
#include <fstream>
#include <thread>

#include <sys/resource.h>
#include <sys/wait.h>

namespace bellman::requests {
namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;

const std::string png = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89"s;

class Files : public testing::Test {
 protected:
  Files() {
    static int count = 0;
    folder = fs::temp_directory_path() / fmt::format("bellman_files_{}_{}", getpid(), ++count);
    fs::remove_all(folder);
  }
  ~Files() override { fs::remove_all(folder); }
  std::size_t files_there() const {
    return static_cast<std::size_t>(std::count_if(fs::recursive_directory_iterator(folder), {}, [](const auto& entry) { return entry.is_regular_file(); }));
  }
  fs::path folder;
};

TEST_F(Files, TheSameContentIsKeptOnce) {
  const FileStore store = *FileStore::open(folder);
  EXPECT_EQ(hash_of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");  // FIPS 180-4, example B.1
  const auto first = *store.put("abc");
  const auto again = *store.put("abc");
  EXPECT_EQ(first.hash, hash_of("abc"));
  EXPECT_EQ(again.hash, first.hash);
  EXPECT_EQ(first.size_bytes, 3);
  EXPECT_EQ(files_there(), 1U);
  EXPECT_EQ(store.path_of(first.hash), folder / "ba" / first.hash.substr(2));
  EXPECT_EQ(*store.get(first.hash), "abc");
  const FileStore reopened = *FileStore::open(folder);
  EXPECT_EQ(*reopened.get(first.hash), "abc");
}

TEST_F(Files, TooMuchAndNothingAreRefused) {
  const FileStore store = *FileStore::open(folder);
  EXPECT_EQ(store.put("").error().code, "attachment.empty");
  EXPECT_TRUE(store.put(std::string(attachment_bytes_max, 'x')).has_value());
  const auto error = store.put(std::string(attachment_bytes_max + 1, 'x')).error();
  EXPECT_EQ(error.code, "attachment.too_large");
  EXPECT_EQ(error.kind, ErrorClass::too_large);
  EXPECT_EQ(files_there(), 1U);
}

TEST_F(Files, WhatIsMissingOrDamagedIsNotServed) {
  const FileStore store = *FileStore::open(folder);
  const auto stored = *store.put("abc");
  EXPECT_EQ(store.get(hash_of("other")).error().code, "attachment.gone");
  EXPECT_EQ(store.get("../../../etc/passwd").error().code, "attachment.gone");
  std::ofstream(store.path_of(stored.hash)) << "abd";
  EXPECT_EQ(store.get(stored.hash).error().code, "attachment.damaged");
  std::ofstream(store.path_of(stored.hash)) << "ab";
  EXPECT_EQ(*store.put("abc").value().hash.begin(), stored.hash.front());
  EXPECT_EQ(*store.get(stored.hash), "abc") << "a torn file is written anew by the next upload";
}

TEST_F(Files, LeftoversOfACrashGoOrphansStay) {
  {
    const FileStore store = *FileStore::open(folder);
    ASSERT_TRUE(store.put("abc").has_value());
  }
  std::ofstream(folder / "ba" / ".part-1-1") << "half";
  const FileStore store = *FileStore::open(folder);
  EXPECT_EQ(files_there(), 1U);
  EXPECT_EQ(*store.get(hash_of("abc")), "abc");
}

TEST_F(Files, AFolderThatCannotBeMadeIsNamed) {
  std::ofstream(folder.string()) << "a file";
  const auto error = FileStore::open(folder / "below").error();
  EXPECT_EQ(error.code, "attachment.folder");
  EXPECT_NE(error.message.find(folder.string()), std::string::npos);
}

// The limit on the size of files stands for a full disk: the write fails half way. In a process of its own.
TEST_F(Files, AFullDiskLeavesNothingHalfThere) {
  const FileStore store = *FileStore::open(folder);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{4096, 4096};
    const bool limited = setrlimit(RLIMIT_FSIZE, &limit) == 0;
    const auto full = store.put(std::string(10'000, 'x'));
    const bool told = full.has_error() && full.error().code == "attachment.disk_full" && full.error().kind == ErrorClass::unavailable;
    const bool goes_on = store.put("small").has_value();
    _exit(limited && told && goes_on ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  EXPECT_EQ(files_there(), 1U);
  EXPECT_EQ(*store.get(hash_of("small")), "small");
}

TEST_F(Files, ManyThreadsPutTheSame) {
  const FileStore store = *FileStore::open(folder);
  std::atomic<int> good = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&, i] {
      for (int k = 0; k < 8; ++k) good += store.put(fmt::format("content {}", (i + k) % 5)).has_value();
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, 32);
  EXPECT_EQ(files_there(), 5U);
}

TEST(AttachmentType, IsToldByTheContentAndServedSafely) {
  const auto served = [](std::string_view bytes) {
    const Serving serving = serving_of(content_type_of(bytes));
    return serving.content_type + (serving.in_place ? " shown" : " saved");
  };
  EXPECT_EQ(served(png), "image/png shown");
  EXPECT_EQ(served("\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xdb"s), "image/jpeg shown");
  EXPECT_EQ(served("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"), "application/pdf shown");
  EXPECT_EQ(served("The boiler leaks, please come.\n"), "text/plain; charset=utf-8 shown");
  for (const std::string& harmful : {"<!DOCTYPE html><html><script>alert(1)</script></html>"s, "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"s,
                                     "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>"s, "#!/bin/sh\nrm -rf /\n"s, "#!/usr/bin/python3\nimport os\n"s,
                                     "\x7f" "ELF\x02\x01\x01"s + std::string(57, '\0'), "PK\x03\x04\x14\0\0\0"s + std::string(40, 'x'), std::string("\0\1\2\3", 4)})
    EXPECT_EQ(served(harmful), "application/octet-stream saved") << harmful.substr(0, 30) << " is " << content_type_of(harmful);
}

RC_GTEST_PROP(AttachmentTypeProperty, AnyBytesHaveATypeThatIsOne, (const std::string& bytes)) {
  const std::string type = content_type_of(bytes);
  RC_ASSERT(type.find('/') != std::string::npos);
  RC_ASSERT(type.find_first_of("\r\n \";,") == std::string::npos);
}

TEST(AttachmentName, IsCleanedAndBounded) {
  EXPECT_EQ(attachment_name("photo.jpg"), "photo.jpg");
  EXPECT_EQ(attachment_name("C:\\Users\\anna\\photo.jpg"), "photo.jpg");
  EXPECT_EQ(attachment_name("../../etc/passwd"), "passwd");
  EXPECT_EQ(attachment_name(" .htaccess"), "htaccess");
  EXPECT_EQ(attachment_name("a\r\nSet-Cookie: b\tc"), "aSet-Cookie: bc");
  EXPECT_EQ(attachment_name("invoice\u202Efdp.exe"), "invoicefdp.exe");
  EXPECT_EQ(attachment_name("Žvilgsnis į 家.png"), "Žvilgsnis į 家.png");
  for (const std::string nothing : {"", "/", "..", " ", "\xff\xfe", "\x01"}) EXPECT_EQ(attachment_name(nothing), "file") << nothing;
  const std::string name = attachment_name(std::string(300, 'x') + ".jpeg");
  EXPECT_EQ(name.size(), attachment_name_max);
  EXPECT_TRUE(name.ends_with("x.jpeg"));
}

RC_GTEST_PROP(AttachmentNameProperty, AnythingBecomesANameAndAHeader, (const std::string& wanted)) {
  const std::string name = attachment_name(wanted);
  RC_ASSERT(!name.empty() && is_utf8(name) && length_of(name) <= attachment_name_max);
  RC_ASSERT(name.find_first_of("/\\\r\n") == std::string::npos && name[0] != '.');
  RC_ASSERT(attachment_name(name) == name);
  const std::string header = content_disposition({"x/y", false}, name);
  for (const char c : header) RC_ASSERT(c >= 0x20 && c < 0x7f);
  RC_ASSERT(std::count(header.begin(), header.end(), '"') == 2);
}

TEST(AttachmentName, TheHeaderHasBothForms) {
  EXPECT_EQ(content_disposition({"image/png", true}, "dûmé \"1\".png"), "inline; filename=\"d__m__ _1_.png\"; filename*=UTF-8''d%C3%BBm%C3%A9%20%221%22.png");
}

// ---- the rows and the routes ----

class Attachments : public House {
 protected:
  void SetUp() override {
    House::SetUp();
    files = std::make_shared<FileStore>(*FileStore::open(folder / "attachments"));
    attachment_routes(routes, files);
  }
  static api::Identity client_of(const clients::Client& client) {
    api::Identity who;
    who.account = AccountId(50 + client.id.value);
    who.role = people::Role::client;
    who.client = client.id;
    who.scope = {false, {client.programme_id}};
    return who;
  }
  static api::Identity operator_of(std::int64_t programme) {
    api::Identity who;
    who.account = AccountId(40);
    who.role = people::Role::operator_;
    who.scope = {false, {ProgrammeId(programme)}};
    return who;
  }
  // Calls a route as the service does, without a socket.
  Result<api::Answer> call(std::size_t row, const api::Identity& who, const std::string& name, const std::string& value, std::string_view body = {},
                           std::map<std::string, std::string, std::less<>> query = {}) {
    api::Call from;
    from.identity = who;
    from.path_parameters[name] = value;
    from.query_parameters = std::move(query);
    if (routes.all()[row].read) {
      api::Read read(session(), clock.now(), std::move(from));
      return routes.all()[row].read(read);
    }
    api::Work::Doors doors;
    doors.write = [&](std::function<Result<>(engine::Tx&)> use_case) { return engine->run(who.actor(), use_case); };
    doors.read = [&](const std::function<Result<>(db::Session&)>& body_of) { return body_of(session()); };
    api::Work work(std::move(doors), clock.now(), std::move(from));
    return routes.all()[row].work(work, body);
  }
  Result<api::Answer> upload(const api::Identity& who, const Request& request, std::string_view bytes, const std::string& name = "photo.png") {
    return call(0, who, "code", spoken_code(request.id.value), bytes, {{"name", name}});
  }
  Result<api::Answer> list_of(const api::Identity& who, const Request& request) { return call(1, who, "code", spoken_code(request.id.value)); }
  Result<api::Answer> download(const api::Identity& who, AttachmentId id) { return call(2, who, "id", std::to_string(id.value)); }
  static std::string header(const api::Answer& answer, std::string_view name) {
    for (const auto& [key, value] : answer.headers)
      if (key == name) return value;
    return {};
  }

  std::shared_ptr<FileStore> files;
  api::Routes routes;
};

TEST_F(Attachments, AreAddedListedAndServed) {
  const Request request = file_at_home(repair);
  const auto added = upload(client_of(anna), request, png, "../Mano nuotrauka.png");
  ASSERT_TRUE(added.has_value()) << added.error().text();
  EXPECT_EQ(added->status, 201);
  const auto attachment = *codec::from_json<Attachment>(added->body, codec::Mode::stored);
  EXPECT_EQ(attachment.name, "Mano nuotrauka.png");
  EXPECT_EQ(attachment.content_type, "image/png");
  EXPECT_EQ(attachment.size_bytes, static_cast<std::int64_t>(png.size()));
  EXPECT_NE(list_of(operator_of(1), request)->body.find(attachment.hash), std::string::npos);

  const auto served = download(client_of(anna), attachment.id);
  ASSERT_TRUE(served.has_value()) << served.error().text();
  EXPECT_EQ(served->body, png);
  EXPECT_EQ(served->content_type, "image/png");
  EXPECT_EQ(served->etag, hash_of(png));
  EXPECT_TRUE(header(*served, "Content-Disposition").starts_with("inline;"));
  EXPECT_NE(header(*served, "Content-Security-Policy").find("sandbox"), std::string::npos);
  EXPECT_NE(header(*served, "Cache-Control").find("private"), std::string::npos);

  const auto line = *time_line(session(), request.id, engine::Audience::client);
  EXPECT_EQ(line.back().kind, "request.attached");
  EXPECT_EQ(codec::from_json<Attached>(line.back().data.text, codec::Mode::stored)->attachment_id, attachment.id);
  EXPECT_EQ(now_of(request).version, request.version) << "the request itself is as it was";
  expect_replay(request);
}

TEST_F(Attachments, WhatABrowserWouldRunIsSaved) {
  const Request request = file_at_home(repair);
  const auto added = *codec::from_json<Attachment>(upload(client_of(anna), request, "<html><script>alert(1)</script></html>", "photo.png")->body, codec::Mode::stored);
  EXPECT_EQ(added.content_type, "text/html");
  const auto served = download(operator_of(1), added.id);
  EXPECT_EQ(served->content_type, "application/octet-stream");
  EXPECT_TRUE(header(*served, "Content-Disposition").starts_with("attachment;"));
}

TEST_F(Attachments, NobodyElseSeesThem) {
  const Request request = file_at_home(repair);
  const auto added = *codec::from_json<Attachment>(upload(client_of(anna), request, png)->body, codec::Mode::stored);
  EXPECT_EQ(error_of(upload(client_of(boris), request, "x")), "request.unknown code");
  EXPECT_EQ(error_of(list_of(operator_of(2), request)), "request.unknown code");
  EXPECT_EQ(error_of(download(client_of(boris), added.id)), "attachment.unknown id");
  EXPECT_EQ(error_of(download(operator_of(2), added.id)), "attachment.unknown id");
  EXPECT_EQ(error_of(download(client_of(anna), AttachmentId(999))), "attachment.unknown id");
  EXPECT_FALSE(fs::exists(files->path_of(hash_of("x")))) << "nothing is stored for somebody who may not";
  api::Identity worker;
  worker.role = people::Role::worker;
  worker.worker = WorkerId(9);
  EXPECT_EQ(error_of(download(worker, added.id)), "attachment.unknown id");
  must([&](engine::Tx& tx) { return set_assigned(tx, request.id, WorkerId(9)); });
  EXPECT_EQ(error_of(download(worker, added.id)), "") << "whoever has the job sees its files";
}

TEST_F(Attachments, AreBoundedInNumberAndEndWithTheRequest) {
  const Request request = file_at_home(repair);
  for (std::size_t i = 0; i < attachments_of_request_max; ++i)
    ASSERT_EQ(attempt([&](engine::Tx& tx) -> Result<> {
                TRY_DO(add_attachment(tx, request.id, {hash_of("a"), "text/plain", 1}, "a.txt"));
                return ok();
              }), "");
  EXPECT_EQ(error_of(upload(client_of(anna), request, "one more")), "attachment.too_many");
  const Request other = file_at_home(repair);
  must([&](engine::Tx& tx) { return cancel(tx, other, "not needed"); });
  EXPECT_EQ(error_of(upload(client_of(anna), other, "late")), "request.not_now");
  EXPECT_FALSE(fs::exists(files->path_of(hash_of("late"))));
}

}  // namespace
}  // namespace bellman::requests
