// The commands of the binary as people and scripts use them: help, output for machines, exit codes.
#include "faults/served.h"

#include <boost/json/parse.hpp>

#include <filesystem>

namespace bellman::faults {
namespace {

boost::json::value parsed(const std::string& text) {
  boost::system::error_code fault;
  auto value = boost::json::parse(text, fault);
  EXPECT_FALSE(fault) << fault.message() << ": " << text.substr(0, 200);
  return value;
}

TEST(Commands, HelpTeachesEachOfThem) {
  const Folder folder;
  const Ended all = run_bellman(folder, {"--help"});
  EXPECT_EQ(all.code, 0);
  for (const char* command : {"serve", "demo", "migrate", "import", "replay", "simulate", "check", "copy", "backup", "restore", "archive", "user", "openapi", "version"}) {
    EXPECT_NE(all.output.find(command), std::string::npos) << command;
    const Ended one = run_bellman(folder, {command, "--help"});
    EXPECT_EQ(one.code, 0) << command;
    EXPECT_GT(one.output.size(), 60U) << command;
    EXPECT_EQ(one.errors, "") << command;
  }
  for (const auto& [command, part] : {std::pair("user", "add"), {"user", "password"}, {"user", "token"}, {"check", "sla"}, {"check", "store"}, {"import", "requests"}})
    EXPECT_EQ(run_bellman(folder, {command, part, "--help"}).code, 0) << command << " " << part;
  EXPECT_TRUE(std::filesystem::is_empty(folder.path) || std::filesystem::exists(folder.file("errors")));
}

TEST(Commands, VersionAndOpenapi) {
  const Folder folder;
  const Ended version = run_bellman(folder, {"version"});
  EXPECT_EQ(version.code, 0);
  EXPECT_TRUE(version.output.starts_with("bellman ")) << version.output;
  EXPECT_TRUE(parsed(run_bellman(folder, {"version", "--json"}).output).is_object());
  const Ended openapi = run_bellman(folder, {"openapi"});
  EXPECT_EQ(openapi.code, 0);
  EXPECT_EQ(openapi.output, read_text(BELLMAN_SOURCE_DIR "/docs/openapi.json")) << "docs/openapi.json is not what the program prints";
  const Ended settings = run_bellman(folder, {"serve", "--print-settings"});
  EXPECT_EQ(settings.code, 0);
  write_text(folder.file("all.toml"), settings.output);
  // What it prints is what it reads.
  const Ended migrated = run_bellman(folder, {"migrate", "--config", "all.toml", "--database", "sqlite:x.db"});
  EXPECT_EQ(migrated.code, 0) << migrated.errors;
}

TEST(Commands, Users) {
  const Folder folder;
  const auto user = [&](std::vector<std::string> words, std::string with_password = std::string(password)) {
    words.insert(words.begin(), "user");
    words.insert(words.end(), {"--database", "sqlite:users.db"});
    return run_bellman(folder, words, {.environment = {{"BELLMAN_PASSWORD", std::move(with_password)}}});
  };
  EXPECT_EQ(user({"add", "anna", "--role", "administrator"}).code, 0);
  const Ended again = user({"add", "Anna", "--role", "operator"});
  EXPECT_EQ(again.code, 1);
  EXPECT_NE(again.errors, "");
  const Ended role = user({"add", "bob", "--role", "king"});
  EXPECT_EQ(role.code, 1);
  EXPECT_NE(role.errors.find("administrator, manager"), std::string::npos) << role.errors;
  EXPECT_EQ(user({"add", "bob", "--role", "operator"}, "short").code, 1);
  EXPECT_EQ(user({"password", "anna"}, "another correct horse").code, 0);
  EXPECT_EQ(user({"password", "nobody"}).code, 1);
  EXPECT_EQ(user({"token", "nobody"}).code, 1);
  const Ended token = user({"token", "anna", "--name", "script"});
  EXPECT_EQ(token.code, 0);
  EXPECT_TRUE(token.output.starts_with("bellman_")) << token.output;
  EXPECT_EQ(user({"add"}).code, 2);
}

TEST(Commands, MigrateAndCheck) {
  const Folder folder;
  EXPECT_EQ(run_bellman(folder, {"migrate", "--check", "--database", "sqlite:m.db"}).code, 1) << "there is none, and none is made";
  write_text(folder.file("m.db"), "");
  const Ended missing = run_bellman(folder, {"migrate", "--check", "--json", "--database", "sqlite:m.db"});
  EXPECT_EQ(missing.code, 1);
  EXPECT_GT(parsed(missing.output).at("pending").as_array().size(), 5U);
  EXPECT_EQ(run_bellman(folder, {"migrate", "--database", "sqlite:m.db"}).code, 0);
  EXPECT_EQ(run_bellman(folder, {"migrate", "--check", "--database", "sqlite:m.db"}).code, 0);
  const Ended store = run_bellman(folder, {"check", "store", "--json", "--database", "sqlite:m.db"});
  EXPECT_EQ(store.code, 0) << store.errors;
  EXPECT_EQ(parsed(store.output).as_array().size(), 0U);
  EXPECT_EQ(run_bellman(folder, {"check", "sla", "nowhere.jsonl"}).code, 1);
}

TEST(Commands, CheckFindsWhatDoesNotFit) {
  const Folder folder;
  Served server(folder);
  ASSERT_TRUE(server.start());
  const Company company = make_company(server);
  ASSERT_EQ(server.post("/api/v1/requests", company.filing("one")).status, 201);
  ASSERT_EQ(server.stop(), 0);
  ASSERT_TRUE(server.open_store()->script("DELETE FROM timer").has_value());
  const Ended checked = run_bellman(folder, {"check", "store", "--database", server.database()});
  EXPECT_EQ(checked.code, 1);
  EXPECT_NE(checked.output.find("timer"), std::string::npos) << checked.output;
}

// Twelve good rows and dirt of several kinds, in the format of the city's file.
std::string boston_rows() {
  std::string text = "case_enquiry_id,open_dt,target_dt,closed_dt,ontime_status,case_status,closure_reason,case_title,subject,reason,type,queue,"
                     "department,location,neighborhood,location_zipcode,latitude,longitude,source\n";
  const auto row = [&](std::string_view id, std::string_view opened, std::string_view closed, std::string_view lat) {
    text += fmt::format("{},{},2015-01-20 08:30:00,{},ONTIME,Closed,Case Closed,Pothole,Public Works,Street,Request for Pothole Repair,PWDx,PWDx,"
                        "\"1 Main St, Boston\",Downtown,2114,{},-71.06,Citizens Connect App\n", id, opened, closed, lat);
  };
  for (int i = 0; i < 12; ++i) row(std::to_string(101'001'000'000 + i), fmt::format("2015-01-{:02} 09:15:00", i + 1), fmt::format("2015-01-{:02} 11:15:00", i + 2), "42.36");
  row("101001000012", "2015-01-05 09:15:00", "2015-01-04 09:15:00", "42.36");  // closed before it was opened
  row("101001000013", "yesterday", "", "42.36");
  row("101001000014", "2015-01-05 09:15:00", "", "4236");
  row("101001000000", "2015-01-01 09:15:00", "2015-01-02 11:15:00", "42.36");  // the first again
  text += "101001000015,too,few\n";
  return text;
}

TEST(Commands, ImportReportsDirtAndTakesTheRest) {
  const Folder folder;
  write_text(folder.file("city.csv"), boston_rows());
  const std::vector<std::string> words{"import", "requests", "city.csv", "--format", "boston311", "--json", "--database", "sqlite:city.db"};
  const Ended first = run_bellman(folder, words);
  ASSERT_EQ(first.code, 0) << first.errors;
  const auto report = parsed(first.output);
  const auto& figures = report.at("figures");
  EXPECT_GE(figures.at("taken").as_int64(), 12);
  EXPECT_GE(figures.at("findings").as_int64(), 4) << first.output;
  EXPECT_EQ(figures.at("rows").as_int64(), figures.at("taken").as_int64() + figures.at("known_before").as_int64() + figures.at("rejected").as_int64()) << first.output;
  const Ended second = run_bellman(folder, words);
  EXPECT_EQ(second.code, 0);
  EXPECT_EQ(parsed(second.output).at("figures").at("taken").as_int64(), 0) << second.output;
  EXPECT_EQ(run_bellman(folder, {"check", "store", "--database", "sqlite:city.db"}).code, 0);

  EXPECT_EQ(run_bellman(folder, {"import", "requests", "nowhere.csv", "--database", "sqlite:city.db"}).code, 1);
  const Ended format = run_bellman(folder, {"import", "requests", "city.csv", "--format", "martian", "--database", "sqlite:city.db"});
  EXPECT_EQ(format.code, 1);
  EXPECT_NE(format.errors.find("boston311"), std::string::npos) << format.errors;
  write_text(folder.file("noise.csv"), std::string("\xFF\xFE\x00\x01noise,,,\n\n\"", 16));
  EXPECT_EQ(run_bellman(folder, {"import", "requests", "noise.csv", "--database", "sqlite:city.db"}).code, 1);
}

TEST(Commands, Simulate) {
  const Folder folder;
  const Ended good = run_bellman(folder, {"simulate", "--seeds", "3", "--json"});
  EXPECT_EQ(good.code, 0) << good.output;
  const auto report = parsed(good.output);
  EXPECT_EQ(report.at("seeds").as_int64(), 3);
  EXPECT_EQ(report.at("failures").as_int64(), 0);
  const Ended planted = run_bellman(folder, {"simulate", "--seeds", "20", "--plant", "send-before-commit", "--json"});
  EXPECT_EQ(planted.code, 1);
  EXPECT_GT(parsed(planted.output).at("failures").as_int64(), 0);
  const Ended unknown = run_bellman(folder, {"simulate", "--plant", "weeds"});
  EXPECT_EQ(unknown.code, 1);
  EXPECT_NE(unknown.errors.find("send-before-commit"), std::string::npos) << unknown.errors;
}

}  // namespace
}  // namespace bellman::faults
