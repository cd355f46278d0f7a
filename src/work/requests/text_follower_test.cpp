// The text index as a follower of the journal, and what mends it.
#include "engine/followers.h"
#include "requests/store.h"
#include "requests/test_house.h"

namespace bellman::requests {
namespace {

class TextFollower : public House {
 protected:
  std::size_t found(std::string_view words) { return store::search(session(), {}, words, {}, {}, 100)->size(); }
  Result<> sql(std::string_view statement) { return engine->session().script(statement); }
  std::int64_t cursor() {
    static constexpr db::Query query{"test.text_cursor", "SELECT cursor FROM follower WHERE name = 'requests.text'"};
    return db::first<std::int64_t>(session(), query)->value_or(-1);
  }
  std::string drop(RequestId id) const {
    return fmt::format("DELETE FROM request_text WHERE {} = {}", database->engine() == db::Engine::sqlite ? "rowid" : "id", id.value);
  }
};

TEST_F(TextFollower, FindsARequestASecondAfterItWasFiledAndAgainAfterItsTextChanged) {
  const Request leak = file_at_home(repair, "Leaking radiator");
  EXPECT_EQ(found("radiator"), 0U) << "filing does not wait for the index";
  pass(2s);
  EXPECT_EQ(found("radiator"), 1U);
  must([&](engine::Tx& tx) -> Result<Request> {
    TRY(current, load(tx.session(), leak.id));
    ChangeRequest wish;
    wish.title = std::string("Broken boiler");
    return change(tx, current, wish);
  });
  pass(2s);
  EXPECT_EQ(found("boiler"), 1U);
  EXPECT_EQ(found("radiator"), 0U);
}

TEST_F(TextFollower, BringsNoRequestInTwiceWhenItBeginsAnew) {
  for (int i = 0; i < 5; ++i) file_at_home(repair, fmt::format("Leak {}", i));
  pass(2s);
  ASSERT_EQ(found("leak"), 5U);
  ASSERT_TRUE(engine->run({}, [&](engine::Tx& tx) { return engine::restart_follower(tx, registry, "requests.text"); }).has_value());
  EXPECT_EQ(cursor(), 0);
  pass(2s);
  EXPECT_EQ(found("leak"), 5U);
  EXPECT_GT(cursor(), 0);
}

TEST_F(TextFollower, FindsWhatIsFiledBesideTheServerAndWhatTheServerFilesAfterwards) {
  file_at_home(repair, "Leak before");
  pass(2s);
  // A command takes ids of its own, and the server goes on after it.
  const engine::Registry nothing;
  auto server = std::exchange(engine, std::make_unique<engine::Engine>(*database, nothing, clock));
  ASSERT_TRUE(engine->start().has_value());
  file_at_home(repair, "Leak beside");
  std::swap(engine, server);
  pass(2s);
  EXPECT_EQ(found("leak"), 2U);
  file_at_home(repair, "Leak after");
  pass(2s);
  EXPECT_EQ(found("leak"), 3U);
}

TEST_F(TextFollower, AStartAddsWhatIsMissing) {
  std::vector<Request> filed;
  for (int i = 0; i < 5; ++i) filed.push_back(file_at_home(repair, fmt::format("Leak {}", i)));
  pass(2s);
  ASSERT_TRUE(sql(drop(filed[1].id)).has_value());
  ASSERT_TRUE(sql(drop(filed[3].id)).has_value());
  const auto missing = store::without_texts(session(), RequestId(0), filed.back().id, 10);
  EXPECT_EQ(*missing, (std::vector<RequestId>{filed[1].id, filed[3].id}));
  ASSERT_EQ(found("leak"), 3U);
  ASSERT_TRUE(engine->run({}, [](engine::Tx& tx) { return set_first_index_check(tx); }).has_value());
  pass(1s);
  EXPECT_EQ(found("leak"), 5U);
  EXPECT_FALSE(timer("request.index_check", filed.back().id.value));
}

}  // namespace
}  // namespace bellman::requests
