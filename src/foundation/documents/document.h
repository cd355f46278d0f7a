// A document for paper: what stands in it, not how it is drawn. Plain data in, PDF bytes out; the same input gives the same bytes.
#pragma once
#include "base/instant.h"
#include "base/result.h"

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace bellman::documents {

struct Heading {
  std::string text;
};

// Line breaks in the text are kept.
struct Paragraph {
  std::string text;
};

// Names in a narrow column, values beside them.
struct Facts {
  std::vector<std::pair<std::string, std::string>> rows;
};

struct Column {
  std::string title;
  int share = 1;          // of the width, relative to the other columns; 1..100
  bool to_right = false;  // numbers
};

// The head is repeated on each page; a row is never cut.
struct Table {
  std::vector<Column> columns;                // 1..12
  std::vector<std::vector<std::string>> rows;  // one text a column
};

// A PNG file's bytes, scaled down to the width; its proportions are kept.
struct Image {
  std::string png;
  int width_mm = 60;  // 5..170
};

// Lines drawn by hand, such as a signature: points in thousandths of the drawing's width and height.
struct Drawing {
  std::vector<std::vector<std::pair<int, int>>> lines;
  int width_mm = 70, height_mm = 25;
};

using Block = std::variant<Heading, Paragraph, Facts, Table, Image, Drawing>;

struct Document {
  std::string language = "en";  // of the texts: chooses between letter forms
  std::string title, subtitle;
  std::string qr;               // a code at the top right of the first page holds this text; empty: none
  std::string footer;           // at the left of each page's foot
  std::string page_label = "{page} / {pages}";
  Instant made_at;              // stands in the file's properties instead of the clock's time
  std::vector<Block> blocks;
};

inline constexpr int pages_max = 200;
inline constexpr std::size_t text_bytes_max = 1024 * 1024;    // of all texts together
inline constexpr std::size_t rows_max = 5'000;                // of all tables together
inline constexpr std::size_t image_bytes_max = 5 * 1024 * 1024;
inline constexpr std::size_t qr_bytes_max = 500;

// A4. Errors (invalid): document.not_text (no UTF-8, or a NUL), document.too_large, document.row_too_tall, document.image,
// document.table. Left out of texts: control characters, what is no character, and those that show a text in another order than it was written.
// From any thread; documents are drawn one at a time.
Result<std::string> pdf(const Document& document);

}  // namespace bellman::documents
