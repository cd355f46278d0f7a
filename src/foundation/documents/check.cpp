#include "documents/check.h"

#include "base/text.h"

#include <fmt/format.h>

namespace bellman::documents {

namespace {

Error too_large(std::string sentence) { return Error::invalid("document.too_large", sentence, {}, "Make several documents of it."); }

// What is left out of a text, in bytes at its beginning: control characters other than line breaks and tabs, the characters that reorder
// what is shown (U+202A..U+202E, U+2066..U+2069), and what Unicode says is no character (U+FDD0..U+FDEF, U+xxFFFE, U+xxFFFF), which Cairo
// refuses. `text` is valid UTF-8.
std::size_t left_out(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  if (byte(0) < 0x20) return text[0] == '\n' || text[0] == '\t' ? 0 : 1;
  if (byte(0) == 0x7F) return 1;
  if (byte(0) == 0xC2 && byte(1) < 0xA0) return 2;  // U+0080..U+009F
  if (byte(0) == 0xE2 && byte(1) == 0x80 && byte(2) >= 0xAA && byte(2) <= 0xAE) return 3;
  if (byte(0) == 0xE2 && byte(1) == 0x81 && byte(2) >= 0xA6 && byte(2) <= 0xA9) return 3;
  if (byte(0) == 0xEF && byte(1) == 0xB7 && byte(2) >= 0x90 && byte(2) <= 0xAF) return 3;
  if (byte(0) == 0xEF && byte(1) == 0xBF && byte(2) >= 0xBE) return 3;
  if (byte(0) >= 0xF0 && (byte(1) & 0x0FU) == 0x0F && byte(2) == 0xBF && byte(3) >= 0xBE) return 4;
  return 0;
}

// A number of the PNG's first chunk, which says the size of the picture: a few bytes may unpack to gigabytes.
std::uint32_t big_endian(std::string_view bytes, std::size_t at) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) number = number << 8U | static_cast<unsigned char>(bytes[at + i]);
  return number;
}

Result<> check_png(std::string_view png) {
  constexpr std::string_view signature("\x89PNG\r\n\x1a\n", 8);
  constexpr std::size_t width_at = 16, height_at = 20, head_bytes = 33;
  if (png.size() < head_bytes || !png.starts_with(signature) || png.substr(12, 4) != "IHDR") return Error::invalid("document.image", "An image is no PNG.");
  constexpr std::uint32_t side_max = 4000;
  for (const std::size_t at : {width_at, height_at})
    if (const auto side = big_endian(png, at); side == 0 || side > side_max) return Error::invalid("document.image", "An image has 1 to 4000 pixels each way.");
  return ok();
}

class Checker {
 public:
  Result<> take(std::string& text) {
    bytes += text.size();
    if (bytes > text_bytes_max) return too_large("The document's texts are larger than 1 MiB together.");
    if (!is_utf8(text)) return Error::invalid("document.not_text", "A text is not UTF-8.");
    if (text.find('\0') != std::string::npos) return Error::invalid("document.not_text", "A text has a NUL character in it.");
    std::string clean;
    clean.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
      if (const std::size_t skip = left_out(std::string_view(text).substr(at)); skip > 0) at += skip;
      else clean += text[at++];
    }
    text = std::move(clean);
    return ok();
  }

  Result<> operator()(Heading& block) { return take(block.text); }
  Result<> operator()(Paragraph& block) { return take(block.text); }
  Result<> operator()(Facts& block) {
    TRY_DO(count_rows(block.rows.size()));
    for (auto& [name, value] : block.rows) {
      TRY_DO(take(name));
      TRY_DO(take(value));
    }
    return ok();
  }
  Result<> operator()(Table& block) {
    constexpr std::size_t columns_max = 12;
    if (block.columns.empty() || block.columns.size() > columns_max) return Error::invalid("document.table", "A table has 1 to 12 columns.");
    TRY_DO(count_rows(block.rows.size()));
    for (Column& column : block.columns) {
      if (column.share < 1 || column.share > 100) return Error::invalid("document.table", "A column's share lies between 1 and 100.");
      TRY_DO(take(column.title));
    }
    for (auto& row : block.rows) {
      if (row.size() != block.columns.size()) return Error::invalid("document.table", "A row has another number of texts than the table has columns.");
      for (std::string& text : row) TRY_DO(take(text));
    }
    return ok();
  }
  Result<> operator()(Image& block) {
    if (block.png.size() > image_bytes_max) return too_large("An image is larger than 5 MiB.");
    TRY_DO(check_png(block.png));
    if (block.width_mm < 5 || block.width_mm > 170) return Error::invalid("document.image", "An image is 5 to 170 mm wide.");
    return ok();
  }
  Result<> operator()(Drawing& block) {
    if (block.width_mm < 5 || block.width_mm > 170 || block.height_mm < 5 || block.height_mm > 170) return Error::invalid("document.image", "A drawing is 5 to 170 mm wide and high.");
    for (auto& line : block.lines) {
      points += line.size();
      for (const auto& [x, y] : line)
        if (x < 0 || x > 1000 || y < 0 || y > 1000) return Error::invalid("document.image", "A point lies outside of its drawing.");
    }
    constexpr std::size_t points_max = 100'000;
    return points > points_max ? Result<>(too_large("The drawings have more than 100,000 points together.")) : ok();
  }

 private:
  Result<> count_rows(std::size_t more) {
    rows += more;
    return rows > rows_max ? Result<>(too_large(fmt::format("The tables have more than {} rows together.", rows_max))) : ok();
  }
  std::size_t bytes = 0, rows = 0, points = 0;
};

}  // namespace

Result<Document> checked(const Document& document) {
  Document clean = document;
  Checker checker;
  for (std::string* text : {&clean.language, &clean.title, &clean.subtitle, &clean.qr, &clean.footer, &clean.page_label}) TRY_DO(checker.take(*text));
  if (clean.qr.size() > qr_bytes_max) return too_large(fmt::format("The code's text is longer than {} bytes.", qr_bytes_max));
  for (Block& block : clean.blocks) TRY_DO(std::visit(checker, block));
  return clean;
}

}  // namespace bellman::documents
