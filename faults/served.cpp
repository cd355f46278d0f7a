#include "faults/served.h"

#include "db/open.h"
#include "db/typed.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace bellman::faults {

namespace {

std::string new_folder() {
  std::string name = (std::filesystem::temp_directory_path() / "bellman-faults-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) std::abort();
  return name;
}

std::int64_t id_in(const Answer& answer, std::string_view what) {
  EXPECT_EQ(answer.status, 201) << what << ": " << answer.body;
  const std::string text = member(answer.body, "id");
  std::int64_t id = 0;
  std::from_chars(text.data(), text.data() + text.size(), id);
  return id;
}

}  // namespace

Folder::Folder() : path(new_folder()) {}
Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path, ignored);
}

std::string read_text(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void write_text(const std::string& file, std::string_view text) {
  std::ofstream(file, std::ios::binary) << text;
}

Ended run_bellman(const Folder& folder, const std::vector<std::string>& words, harness::Surroundings surroundings) {
  std::vector<std::string> command{harness::bellman_binary()};
  command.insert(command.end(), words.begin(), words.end());
  const std::string errors = folder.file("errors");
  std::filesystem::remove(errors);
  surroundings.folder = folder.path;
  surroundings.errors_file = errors;
  harness::Child child(command, surroundings);
  // A server that should have refused to start says little; the others may say more than a pipe holds, and end by themselves.
  if (words.front() == "serve" && !child.ends_within(patience_ms)) child.signal(SIGKILL);
  harness::Child::End end = child.wait();
  return {end.code, std::move(end.output), read_text(errors)};
}

std::string message(std::string_view method, std::string_view path, std::string_view more, std::string_view body) {
  std::string text = fmt::format("{} {} HTTP/1.1\r\nHost: test\r\n{}", method, path, more);
  if (!body.empty() && more.find("Content-Type") == std::string_view::npos) text += "Content-Type: application/json\r\n";
  if (!body.empty() || method == "POST" || method == "PUT" || method == "PATCH") text += fmt::format("Content-Length: {}\r\n", body.size());
  return text.append("\r\n").append(body);
}

Served::Served(const Folder& in, const Served& equal, std::vector<std::string> flags, std::string database_name)
    : folder(in), more_flags(std::move(flags)), address(database_name.empty() ? equal.address : std::move(database_name)), api_token(equal.api_token) {}

Served::Served(const Folder& in, std::vector<std::string> flags, const std::string& database_name)
    : folder(in), more_flags(std::move(flags)), address(db::is_postgresql_url(database_name) ? database_name : "sqlite:" + in.file(database_name)) {
  const Ended added = run_bellman(folder, {"user", "add", "anna", "--role", "administrator", "--database", database()}, {.environment = {{"BELLMAN_PASSWORD", std::string(password)}}});
  EXPECT_EQ(added.code, 0) << added.errors;
  const Ended made = run_bellman(folder, {"user", "token", "anna", "--database", database()});
  EXPECT_EQ(made.code, 0) << made.errors;
  api_token = made.output.substr(0, made.output.find('\n'));
}

testing::AssertionResult Served::start(harness::Surroundings surroundings) {
  if (auto begun = begin(std::move(surroundings)); !begun) return begun;
  return wait_until_it_listens();
}

testing::AssertionResult Served::begin(harness::Surroundings surroundings) {
  std::vector<std::string> command{harness::bellman_binary(), "serve", "--database", database(), "--data", folder.path, "--port", "0"};
  command.insert(command.end(), more_flags.begin(), more_flags.end());
  surroundings.folder = folder.path;
  surroundings.errors_file = folder.file("log");
  child = std::make_unique<harness::Child>(command, surroundings);
  return testing::AssertionSuccess();
}

testing::AssertionResult Served::wait_until_it_listens() {
  const std::string line = child->line();
  const auto colon = line.rfind(':');
  if (colon == std::string::npos || std::from_chars(line.data() + colon + 1, line.data() + line.size(), listens_on).ec != std::errc()) {
    child.reset();
    return testing::AssertionFailure() << "the server did not start: " << line << "\n" << log();
  }
  return testing::AssertionSuccess();
}

void Served::kill() {
  child->signal(SIGKILL);
  child->wait();
  child.reset();
}

int Served::stop() {
  child->signal(SIGTERM);
  const bool ended = child->ends_within(patience_ms);
  const int code = ended ? child->wait().code : -1;
  child.reset();
  return code;
}

Answer Served::get(std::string_view path, std::string_view more) const {
  Client client(listens_on);
  client.send(message("GET", path, as_administrator() + std::string(more)));
  return client.answer(false, patience_ms);
}

Answer Served::post(std::string_view path, std::string_view body, std::string_view more) const {
  Client client(listens_on);
  client.send(message("POST", path, as_administrator() + std::string(more), body));
  return client.answer(false, patience_ms);
}

std::unique_ptr<db::Session> Served::open_store() const {
  auto store = db::open_database(address, {.busy_timeout_ms = patience_ms});
  if (store.has_error()) {
    ADD_FAILURE() << store.error().text();
    return nullptr;
  }
  auto session = (*store)->open(db::Access::write);
  EXPECT_TRUE(session.has_value());
  return session.has_value() ? *std::move(session) : nullptr;
}

std::int64_t Served::count(const db::Query& query) const {
  const auto session = open_store();
  if (!session) return -1;
  const auto number = db::first<std::int64_t>(*session, query);
  if (number.has_error()) ADD_FAILURE() << number.error().text();
  return number.has_value() ? number->value_or(-1) : -1;
}

std::string Served::violations() const {
  const Ended checked = run_bellman(folder, {"check", "store", "--json", "--database", database()});
  if (checked.code != 0 && checked.output.empty()) return checked.errors;
  return checked.output.substr(0, checked.output.find('\n'));
}

std::string Company::filing(std::string_view external_id, std::string_view title) const {
  return fmt::format(R"({{"client_id":{},"service_id":{},"site_id":{},"channel":"api","title":"{}","fields":{{"floor":"3"}},"fault_kind":"leak","external_id":"{}"}})",
                     client, service, site, title, external_id);
}

Company make_company(const Served& server) {
  Company company;
  company.programme = id_in(server.post("/api/v1/programmes", R"({"key":"city","name":"City service","currency":"EUR","zone":"Europe/Berlin"})"), "programme");
  const auto skill = id_in(server.post("/api/v1/skills", R"({"key":"pipes","name":"Pipes"})"), "skill");
  const auto policy = id_in(server.post("/api/v1/sla-policies", R"({"name":"Standard","rules":[{"reach_minutes":60,"solve_minutes":240,"clock":"clock"}],"warning_percents":[50,80]})"), "policy");
  company.service = id_in(server.post("/api/v1/services", fmt::format(R"({{"key":"repair","name":{{"en":"Repair"}},"area":"field","kind":"visit","skills":[{{"skill_id":{},"level":1}}],)"
                                                                      R"("fields":[{{"key":"floor","label":{{"en":"Floor"}},"type":"number","required":true,"minimum":-3,"maximum":60}}],)"
                                                                      R"("dispatch_mode":"automatic","sla_policy_id":{},"answer_minutes":5}})", skill, policy)), "service");
  company.client = id_in(server.post("/api/v1/clients", fmt::format(R"({{"programme_id":{},"kind":"person","name":"Resident"}})", company.programme)), "client");
  company.site = id_in(server.post("/api/v1/sites", fmt::format(R"({{"programme_id":{},"name":"House","place":{{"lat":52.5,"lon":13.4}}}})", company.programme)), "site");
  for (int i = 1; i <= 3; ++i)
    id_in(server.post("/api/v1/workers", fmt::format(R"({{"name":"Worker {}","kind":"employee","zone":"Europe/Berlin","home":{{"lat":52.4{},"lon":13.3}},"capacity":3,)"
                                                     R"("skills":[{{"skill_id":{},"level":3}}]}})", i, i, skill)), "worker");
  return company;
}

std::string filing_message(const Served& server, const Company& company, std::string_view number) {
  return message("POST", "/api/v1/requests", fmt::format("{}Idempotency-Key: key-{}\r\n", server.as_administrator(), number), company.filing(fmt::format("ext-{}", number)));
}

std::string member(std::string_view json, std::string_view name) {
  boost::system::error_code fault;
  const auto value = boost::json::parse({json.data(), json.size()}, fault);
  if (fault || !value.is_object()) return {};
  const auto* found = value.get_object().if_contains({name.data(), name.size()});
  if (found == nullptr) return {};
  return found->is_string() ? std::string(found->get_string()) : boost::json::serialize(*found);
}

}  // namespace bellman::faults
