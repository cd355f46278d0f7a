#include "jobs/sheet_paper.h"

#include "programmes/service.h"
#include "requests/service.h"
#include "texts/catalogue.h"
#include "workers/service.h"

namespace bellman::jobs {

namespace {

// "2026-01-12 11:05 (Europe/Vilnius)": read the same in every language.
std::string time_text(Instant at, const Zone& zone) {
  const LocalTime wall = zone.to_local(at);
  const std::int64_t minutes = wall.ms_of_day / 60'000;
  return fmt::format("{} {:02}:{:02} ({})", to_text(wall.day), minutes / 60, minutes % 60, zone.name());
}

}  // namespace

documents::Document sheet_document(const SheetOnPaper& paper, std::string_view language) {
  const auto say = [&](std::string_view key, const texts::Values& values = {}) { return texts::catalogue().text(key, language, values); };
  const SheetView& sheet = paper.sheet;
  documents::Document document;
  document.language = language;
  document.title = say("sheet/title");
  document.subtitle = paper.programme_name;
  document.qr = sheet.code;
  document.footer = fmt::format("{} · {} · {}", document.title, sheet.code, paper.programme_name);
  document.page_label = say("sheet/page", {{"page", "{page}"}, {"pages", "{pages}"}});
  document.made_at = sheet.filed_at;

  documents::Facts facts;
  facts.rows = {{say("sheet/request"), fmt::format("{}  {}", sheet.code, paper.request.title)}, {say("sheet/client"), paper.request.client_name}, {say("sheet/service"), paper.request.service_name}};
  if (const std::string place = paper.request.site_name.empty() ? paper.request.address : paper.request.site_name; !place.empty()) facts.rows.emplace_back(say("sheet/place"), place);
  facts.rows.emplace_back(say("sheet/worker"), sheet.worker_name);
  facts.rows.emplace_back(say("sheet/started"), time_text(sheet.started_at, paper.zone));
  facts.rows.emplace_back(say("sheet/finished"), time_text(sheet.finished_at, paper.zone));
  document.blocks.emplace_back(std::move(facts));

  document.blocks.emplace_back(documents::Heading{say("sheet/work_done")});
  document.blocks.emplace_back(documents::Paragraph{sheet.work_done});
  if (!sheet.parts.empty()) {
    documents::Table table;
    table.columns = {{say("sheet/part"), 4, false}, {say("sheet/quantity"), 1, true}};
    for (std::size_t i = 0; i < sheet.parts.size(); ++i) table.rows.push_back({paper.part_names[i], std::to_string(sheet.parts[i].quantity)});
    document.blocks.emplace_back(documents::Heading{say("sheet/parts")});
    document.blocks.emplace_back(std::move(table));
  }
  if (!sheet.photos.empty()) document.blocks.emplace_back(documents::Paragraph{say("sheet/photos", {{"count", static_cast<std::int64_t>(sheet.photos.size())}})});

  if (sheet.signer.empty() && sheet.signature.empty()) {
    document.blocks.emplace_back(documents::Paragraph{say("sheet/not_signed")});
    return document;
  }
  document.blocks.emplace_back(documents::Heading{say("sheet/signed_by")});
  if (!sheet.signature.empty()) {
    documents::Drawing drawing;
    for (const auto& line : sheet.signature) {
      auto& points = drawing.lines.emplace_back();
      for (const Point& point : line) points.emplace_back(static_cast<int>(point.x), static_cast<int>(point.y));
    }
    document.blocks.emplace_back(std::move(drawing));
  }
  document.blocks.emplace_back(documents::Paragraph{sheet.signer});
  return document;
}

Result<SheetOnPaper> sheet_on_paper(db::Session& session, const ServiceSheet& sheet, std::string_view language) {
  SheetOnPaper paper;
  TRY(view, view_of(session, sheet));
  paper.sheet = std::move(view);
  TRY(request, requests::load(session, sheet.request_id));
  TRY(shown, requests::view_of(session, request, language));
  paper.request = std::move(shown);
  for (const UsedPart& used : sheet.parts) {
    TRY(part, workers::load_part(session, used.part_id));
    paper.part_names.push_back(std::move(part.name));
  }
  TRY(programme, programmes::find_programme(session, sheet.programme_id));
  paper.programme_name = programme.name;
  TRY(zone, Zone::find(programme.zone));
  paper.zone = zone;
  return paper;
}

}  // namespace bellman::jobs
