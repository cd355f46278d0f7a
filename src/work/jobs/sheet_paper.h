// The service sheet as a document for paper.
#pragma once
#include "base/zone.h"
#include "documents/document.h"
#include "jobs/views.h"

namespace bellman::jobs {

// What the paper says, already looked up.
struct SheetOnPaper {
  SheetView sheet;
  requests::RequestView request;
  std::vector<std::string> part_names;  // of sheet.parts, in their order
  std::string programme_name;
  Zone zone = Zone::utc();              // of the times
};

// Pure. Names and texts stay as they were written; what the product says itself is in the language.
documents::Document sheet_document(const SheetOnPaper& paper, std::string_view language);

// Everything of one sheet that the paper needs.
Result<SheetOnPaper> sheet_on_paper(db::Session& session, const ServiceSheet& sheet, std::string_view language);

}  // namespace bellman::jobs
