#include "jobs/sheet_paper.h"

#include "base/text.h"
#include "jobs/routes.h"
#include "jobs/service.h"
#include "requests/test_house.h"

#include <cstdlib>
#include <fstream>

namespace bellman::jobs {
namespace {

class SheetPaper : public requests::House {
 protected:
  SheetPaper() { paper_routes(table); }
  void SetUp() override {
    House::SetUp();
    seal = must([](engine::Tx& tx) { return workers::create_part(tx, "seal", "Прокладка"); });
    workers::Worker draft;
    draft.name = "Ռուբեն";
    draft.home = {54.7, 25.3};
    draft.stock = {{seal.id, 3}};
    ruben = must([&](engine::Tx& tx) { return workers::create_worker(tx, draft); });
  }
  // A request at home, done by Ruben.
  ServiceSheet done() {
    request = file_at_home(repair);
    const JobId id = (*of_request(session(), request.id))->id;
    must([&](engine::Tx& tx) { return assign(tx, **of_request(tx.session(), request.id), ruben.id, tx.now(), tx.now() + 1h); });
    must([&](engine::Tx& tx) { return start(tx, id, ruben.id); });
    pass(30min);
    FinishCommand command;
    command.work_done = "Заменена прокладка.";
    command.parts = {{seal.id, 2}};
    command.signer = "Žemaitis";
    command.signature = {{{100, 500}, {900, 500}}};
    return must([&](engine::Tx& tx) { return finish(tx, id, ruben.id, command, {}); });
  }
  static api::Identity reader(people::Role role, std::int64_t programme, std::string language = "en") {
    api::Identity who;
    who.account = AccountId(40);
    who.role = role;
    who.scope = {false, {ProgrammeId(programme)}};
    who.language = std::move(language);
    return who;
  }
  Result<api::Answer> paper(const api::Identity& who, const std::string& code, std::int64_t sheet) {
    api::Call from;
    from.identity = who;
    from.path_parameters = {{"code", code}, {"sheet", std::to_string(sheet)}};
    api::Work::Doors doors;
    doors.read = [&](const std::function<Result<>(db::Session&)>& body) { return body(session()); };
    api::Work work(std::move(doors), clock.now(), std::move(from));
    return table.all()[0].work(work, {});
  }

  api::Routes table;
  workers::Part seal;
  workers::Worker ruben;
  requests::Request request;
};

// All texts of a document, one a line.
std::string words_of_document(const documents::Document& document) {
  std::string all = document.title + "\n";
  for (const documents::Block& block : document.blocks) {
    if (const auto* facts = std::get_if<documents::Facts>(&block))
      for (const auto& [name, value] : facts->rows) all += name + ": " + value + "\n";
    if (const auto* heading = std::get_if<documents::Heading>(&block)) all += heading->text + "\n";
    if (const auto* paragraph = std::get_if<documents::Paragraph>(&block)) all += paragraph->text + "\n";
    if (const auto* lines = std::get_if<documents::Table>(&block))
      for (const auto& row : lines->rows) all += row[0] + ": " + row[1] + "\n";
  }
  return all;
}

// Another worker who has a job of the same client sees neither the list nor the paper of what Ruben did.
TEST_F(SheetPaper, AWorkerSeesOnlyTheOwnSheets) {
  const ServiceSheet sheet = done();
  api::Routes all;
  routes(all, {});
  const auto listed = [&](const api::Identity& who) {
    api::Call from;
    from.identity = who;
    from.query_parameters = {{"client", std::to_string(sheet.client_id.value)}};
    api::Read read(session(), clock.now(), std::move(from));
    for (const api::Route& route : all.all())
      if (route.pattern == "/api/v1/sheets") return route.read(read)->body;
    return std::string();
  };
  api::Identity own = reader(people::Role::worker, request.programme_id.value), other = own;
  own.worker = ruben.id;
  other.worker = WorkerId(ruben.id.value + 1);
  EXPECT_NE(listed(own).find("Заменена прокладка."), std::string::npos);
  EXPECT_EQ(listed(other).find("Заменена прокладка."), std::string::npos);
  EXPECT_EQ(listed(other).find("signature"), std::string::npos);
  EXPECT_TRUE(paper(own, spoken_code(request.id.value), sheet.id.value).has_value());
  EXPECT_TRUE(paper(other, spoken_code(request.id.value), sheet.id.value).has_error());
}

TEST_F(SheetPaper, SaysEverythingOfTheSheetInTheReadersLanguage) {
  const ServiceSheet sheet = done();
  const auto in = [&](std::string_view language) { return words_of_document(sheet_document(*sheet_on_paper(session(), sheet, language), language)); };
  const std::string lithuanian = in("lt");
  for (const auto* line : {"Atliktų darbų lapas\n", "Klientas: Anna\n", "Meistras: Ռուբեն\n", "Pradžia: 2026-01-12 09:00 (UTC)\n", "Pabaiga: 2026-01-12 09:30 (UTC)\n", "Заменена прокладка.\n",
                           "Прокладка: 2\n", "Žemaitis\n"})
    EXPECT_NE(lithuanian.find(line), std::string::npos) << line << "in\n" << lithuanian;
  EXPECT_NE(in("en").find("Service sheet\n"), std::string::npos);
  EXPECT_NE(in("hy").find("Կատարող: Ռուբեն\n"), std::string::npos);
  EXPECT_NE(in("de").find("Service sheet\n"), std::string::npos);
}

TEST_F(SheetPaper, IsServedAsPdfToWhoMaySeeTheRequest) {
  const ServiceSheet sheet = done();
  const std::string code = spoken_code(request.id.value);
  const auto answer = paper(reader(people::Role::operator_, 1, "hy"), code, sheet.id.value);
  ASSERT_TRUE(answer.has_value()) << answer.error().text();
  EXPECT_EQ(answer->content_type, "application/pdf");
  EXPECT_TRUE(answer->body.starts_with("%PDF-"));
  EXPECT_EQ(paper(reader(people::Role::operator_, 1, "hy"), code, sheet.id.value)->body, answer->body);
  if (const char* keep = std::getenv("BELLMAN_KEEP_PDF")) std::ofstream(keep, std::ios::binary) << answer->body;

  auto client_of_it = reader(people::Role::client, 1);
  client_of_it.client = anna.id;
  EXPECT_TRUE(paper(client_of_it, code, sheet.id.value).has_value());
  client_of_it.client = boris.id;
  EXPECT_EQ(error_of(paper(client_of_it, code, sheet.id.value)), "request.unknown code") << "another client";
  EXPECT_EQ(error_of(paper(reader(people::Role::operator_, 2), code, sheet.id.value)), "request.unknown code") << "another programme";
  EXPECT_EQ(error_of(paper(reader(people::Role::operator_, 1), code, sheet.id.value + 1)), "sheet.unknown sheet");
  const requests::Request other = file_at_home(repair);
  EXPECT_EQ(error_of(paper(reader(people::Role::operator_, 1), spoken_code(other.id.value), sheet.id.value)), "sheet.unknown sheet") << "a sheet of another request";
}

}  // namespace
}  // namespace bellman::jobs
