// The bounds of a document, before anything is drawn. Inside the room only.
#pragma once
#include "documents/document.h"

namespace bellman::documents {

// The same document with every text fit for drawing. Errors: those of pdf() that need no drawing.
Result<Document> checked(const Document& document);

}  // namespace bellman::documents
