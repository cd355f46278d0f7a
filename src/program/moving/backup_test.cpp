#include "moving/backup.h"

#include "moving/test_stores.h"

#include <atomic>
#include <fstream>
#include <thread>

namespace bellman::moving {
namespace {

std::string bytes_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class Backup : public Moving {
 protected:
  // A store of the kind that the tests run on, with the company in it.
  std::string filled_store() {
    const std::string filled = filled_file();
    if (!db::tests_use_postgresql()) return "sqlite:" + filled;
    std::string address = empty_store();
    const auto copied = copy(*open(filled), *open(address), rooms, now);
    BELLMAN_ASSERT(copied.has_value() && copied->equal, "a filled store");
    return address;
  }
  std::string refused(const std::string& file_name) {
    const auto to = open(empty_store());
    const auto restored = restore(file_name, *to, rooms, now);
    return restored.has_error() ? restored.error().code : "";
  }
  std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
      if (entry.path().filename().string().starts_with("b.")) found.push_back(entry.path().filename());
    return found;
  }
  std::vector<std::string> only_the_file() const { return {"b.db"}; }
};

TEST_F(Backup, OfAStoreInUseIsOfOneMoment) {
  const std::string address = filled_store();
  const auto store = open(address);
  run_on(*store, "UPDATE kept_version SET version = 1000; UPDATE worker_change SET last = 1000");
  // Both change together, all the time.
  std::atomic<bool> stop = false;
  std::atomic<int> changes = 0;
  std::thread writer([&] {
    auto session = *open(address)->open(db::Access::write);
    while (!stop) {
      if (session->begin(db::Access::write).has_error()) continue;
      const bool written = session->script("UPDATE kept_version SET version = version + 1; UPDATE worker_change SET last = last + 1").has_value() && session->commit().has_value();
      if (written) ++changes;
      else session->rollback();
    }
  });
  while (changes < 3) std::this_thread::yield();
  const auto made = backup(address, file("b.db"), rooms, now);
  const int during = changes;
  while (changes == during) std::this_thread::yield();
  stop = true;
  writer.join();
  ASSERT_TRUE(made.has_value()) << made.error().text();
  EXPECT_EQ(names(), only_the_file());
  EXPECT_EQ(made->size_bytes, static_cast<std::int64_t>(std::filesystem::file_size(file("b.db"))));

  const std::string bytes = bytes_of(file("b.db"));
  const std::string target = empty_store();
  const auto restored = restore(file("b.db"), *open(target), rooms, now);
  ASSERT_TRUE(restored.has_value()) << restored.error().text();
  EXPECT_TRUE(restored->copied.equal);
  EXPECT_TRUE(restored->violations.empty());
  EXPECT_TRUE(restored->migrated.empty());
  const auto copy_of = open(target);
  EXPECT_EQ(number(*copy_of, "SELECT version FROM kept_version"), number(*copy_of, "SELECT last FROM worker_change"));
  auto then = sums(*copy_of), at_present = sums(*store);
  for (const char* changed : {"kept_version", "worker_change"}) then.erase(changed), at_present.erase(changed);
  EXPECT_EQ(then, at_present);
  EXPECT_EQ(bytes_of(file("b.db")), bytes) << "the file is only read";
  EXPECT_EQ(names(), only_the_file());
}

TEST_F(Backup, ReplacesAFileOnlyWhenTold) {
  const std::string address = filled_store();
  std::ofstream(file("b.db")) << "precious";
  EXPECT_EQ(backup(address, file("b.db"), rooms, now).error().code, "backup.exists");
  EXPECT_EQ(bytes_of(file("b.db")), "precious");
  ASSERT_TRUE(backup(address, file("b.db"), rooms, now, {.replace = true}).has_value());
  EXPECT_EQ(refused(file("b.db")), "");
}

TEST_F(Backup, AFailureLeavesNothing) {
  std::ofstream(file("not.db")) << std::string(8192, 'x');
  EXPECT_EQ(backup("sqlite:" + file("not.db"), file("b.db"), rooms, now).error().code, "db.not_a_database");
  EXPECT_EQ(backup("sqlite:" + file("none.db"), file("b.db"), rooms, now).error().code, "backup.no_database");
  EXPECT_FALSE(std::filesystem::exists(file("none.db")));
  const std::string empty = empty_store();
  run_on(*open(empty), "CREATE TABLE other (id bigint PRIMARY KEY)");
  EXPECT_EQ(backup(empty, file("b.db"), rooms, now).error().code, "copy.source_empty");
  EXPECT_TRUE(names().empty());
  EXPECT_NE(backup(filled_store(), file("no/such/folder/b.db"), rooms, now).error().code, "");
}

TEST_F(Backup, RestoresOnlyWhatIsABackup) {
  EXPECT_EQ(refused(file("none.db")), "restore.no_file");
  EXPECT_EQ(refused(folder.string()), "restore.no_file");
  std::ofstream(file("text")) << "this is no database at all, but it is long enough to be taken for one by its length ..................";
  EXPECT_EQ(refused(file("text")), "db.not_a_database");
  run_on(*open(file("other.db")), "CREATE TABLE other (id bigint PRIMARY KEY)");
  EXPECT_EQ(refused(file("other.db")), "restore.not_a_backup");
  {
    const std::string name = filled_file();
    const auto in_use = open(name);
    const auto other = *in_use->open(db::Access::read);  // the last one to close would carry the log over into the file
    run_on(*in_use, "UPDATE kept_version SET version = 7");
    ASSERT_GT(std::filesystem::file_size(name + "-wal"), 0U);
    EXPECT_EQ(refused(name), "restore.in_use");
  }
  const std::string address = filled_store();
  ASSERT_TRUE(backup(address, file("b.db"), rooms, now).has_value());
  const std::string whole = bytes_of(file("b.db"));
  // Pages in the middle, and an end cut off.
  std::string damaged = whole;
  std::fill(damaged.begin() + 40 * 4096, damaged.begin() + 44 * 4096, '\x5a');
  std::ofstream(file("damaged.db"), std::ios::binary) << damaged;
  EXPECT_EQ(refused(file("damaged.db")), "restore.damaged");
  std::ofstream(file("short.db"), std::ios::binary) << whole.substr(0, whole.size() / 2);
  EXPECT_NE(refused(file("short.db")), "");
  run_on(*open(file("b.db")), "INSERT INTO schema_migration (room, number, name, checksum, applied_at) VALUES ('later', 1, '0001_later', 1, 1)");
  EXPECT_EQ(refused(file("b.db")), "db.newer");
}

TEST_F(Backup, AnOlderOneIsBroughtUpBesideIt) {
  ASSERT_TRUE(backup("sqlite:" + filled_file(), file("b.db"), rooms, now).has_value());
  {
    const auto older = open(file("b.db"));
    run_on(*older, "DROP INDEX job_offer_declined; DELETE FROM schema_migration WHERE room = 'dispatch' AND number = 2; PRAGMA journal_mode=DELETE");
  }
  const std::string bytes = bytes_of(file("b.db"));
  const auto restored = restore(file("b.db"), *open(empty_store()), rooms, now);
  ASSERT_TRUE(restored.has_value()) << restored.error().text();
  EXPECT_EQ(restored->migrated, std::vector<std::string>{"dispatch/0002_worker_work"});
  EXPECT_TRUE(restored->copied.equal);
  EXPECT_EQ(bytes_of(file("b.db")), bytes);
}

TEST_F(Backup, WhatDoesNotFitIsTold) {
  const std::string filled = filled_file();
  run_on(*open(filled), "DELETE FROM timer WHERE kind LIKE 'sla.%'");
  ASSERT_TRUE(backup("sqlite:" + filled, file("b.db"), rooms, now).has_value());
  const auto restored = restore(file("b.db"), *open(empty_store()), rooms, now);
  ASSERT_TRUE(restored.has_value()) << restored.error().text();
  EXPECT_TRUE(restored->copied.equal);
  EXPECT_FALSE(restored->violations.empty());
}

}  // namespace
}  // namespace bellman::moving
