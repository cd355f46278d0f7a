#include "documents/check.h"

#include "base/assert.h"

#include <cairo/cairo-pdf.h>
#include <fmt/format.h>
#include <pango/pangocairo.h>
#include <qrcodegen/qrcodegen.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <mutex>
#include <optional>

namespace bellman::documents {

namespace {

constexpr double point_per_mm = 72.0 / 25.4;
constexpr double page_width = 210 * point_per_mm, page_height = 297 * point_per_mm;
constexpr double margin = 20 * point_per_mm, foot = 24 * point_per_mm;
constexpr double body_width = page_width - 2 * margin, body_bottom = page_height - foot;
constexpr double qr_side = 27 * point_per_mm;

struct Colour {
  double red, green, blue;
};
constexpr Colour ink{0.11, 0.13, 0.15}, grey{0.42, 0.45, 0.48}, hairline{0.84, 0.86, 0.88}, accent{0.12, 0.35, 0.52}, shade{0.95, 0.96, 0.97};

struct Style {
  double size;
  bool bold;
  Colour colour;
};
constexpr Style title_style{20, true, ink}, subtitle_style{11, false, grey}, heading_style{11.5, true, accent}, body_style{10, false, ink}, label_style{9, false, grey},
    head_style{9, true, grey}, foot_style{8, false, grey};

template <auto destroy>
struct Destroy {
  template <class T>
  void operator()(T* what) const { destroy(what); }
};
using Surface = std::unique_ptr<cairo_surface_t, Destroy<cairo_surface_destroy>>;
using Context = std::unique_ptr<cairo_t, Destroy<cairo_destroy>>;
using Layout = std::unique_ptr<PangoLayout, Destroy<g_object_unref>>;
using PangoState = std::unique_ptr<PangoContext, Destroy<g_object_unref>>;
using Font = std::unique_ptr<PangoFontDescription, Destroy<pango_font_description_free>>;
using LineIterator = std::unique_ptr<PangoLayoutIter, Destroy<pango_layout_iter_free>>;

cairo_status_t append(void* out, const unsigned char* bytes, unsigned int count) {
  static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(bytes), count);
  return CAIRO_STATUS_SUCCESS;
}

// Draws a document once, from the top of its first page on. `pages` is told in the foot.
class Painter {
 public:
  Painter(const Document& what, PangoFontMap* fonts, int pages, std::string& out)
      : document(what), pages_told(pages), surface(cairo_pdf_surface_create_for_stream(append, &out, page_width, page_height)), context(cairo_create(surface.get())),
        pango(pango_font_map_create_context(fonts)) {
    pango_context_set_language(pango.get(), pango_language_from_string(document.language.c_str()));
    pango_cairo_context_set_resolution(pango.get(), 72);
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(pango.get(), options);
    cairo_font_options_destroy(options);
    const std::string made = to_text(document.made_at);
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, made.c_str());
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, document.title.c_str());
  }

  // The number of pages.
  Result<int> paint() {
    page = 1;
    y = margin;
    head();
    for (const Block& block : document.blocks) TRY_DO(std::visit([this](const auto& one) { return draw(one); }, block));
    if (pages_told > 0) draw_foot();
    cairo_show_page(context.get());
    cairo_surface_finish(surface.get());
    BELLMAN_ASSERT(cairo_surface_status(surface.get()) == CAIRO_STATUS_SUCCESS, cairo_status_to_string(cairo_surface_status(surface.get())));
    return page;
  }

 private:
  Layout layout(std::string_view text, const Style& style, double width) const {
    Layout made(pango_layout_new(pango.get()));
    const Font font(pango_font_description_from_string("Noto Sans, Noto Sans Armenian, sans-serif"));
    pango_font_description_set_absolute_size(font.get(), style.size * PANGO_SCALE);
    pango_font_description_set_weight(font.get(), style.bold ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(made.get(), font.get());
    pango_layout_set_width(made.get(), static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(made.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_line_spacing(made.get(), 1.15F);
    pango_layout_set_text(made.get(), text.data(), static_cast<int>(text.size()));
    return made;
  }
  static double height_of(const Layout& what) {
    int width = 0, height = 0;
    pango_layout_get_size(what.get(), &width, &height);
    return static_cast<double>(height) / PANGO_SCALE;
  }
  void set(const Colour& colour) { cairo_set_source_rgb(context.get(), colour.red, colour.green, colour.blue); }
  void show(const Layout& what, const Style& style, double x, double top) {
    set(style.colour);
    cairo_move_to(context.get(), x, top);
    pango_cairo_show_layout(context.get(), what.get());
  }
  void rule(double top, const Colour& colour, double width) {
    set(colour);
    cairo_set_line_width(context.get(), width);
    cairo_move_to(context.get(), margin, top);
    cairo_line_to(context.get(), page_width - margin, top);
    cairo_stroke(context.get());
  }

  Result<> next_page() {
    if (page >= pages_max) return Error::invalid("document.too_large", fmt::format("The document has more than {} pages.", pages_max), {}, "Make several documents of it.");
    if (pages_told > 0) draw_foot();
    cairo_show_page(context.get());
    ++page;
    y = margin;
    return ok();
  }
  Result<> make_room(double height) { return y + height > body_bottom ? next_page() : ok(); }

  void head() {
    const double width = document.qr.empty() ? body_width : body_width - qr_side - 6 * point_per_mm;
    const double top = y;
    set(accent);
    cairo_rectangle(context.get(), margin, y, 14 * point_per_mm, 1.2 * point_per_mm);
    cairo_fill(context.get());
    y += 5 * point_per_mm;
    for (const auto& [text, style, gap] : {std::tuple{&document.title, &title_style, 1.0}, {&document.subtitle, &subtitle_style, 0.0}}) {
      if (text->empty()) continue;
      Layout made = layout(*text, *style, width);
      // A title is a line or two; what is longer ends in an ellipsis, so that the head cannot fill the page.
      pango_layout_set_height(made.get(), -3);
      pango_layout_set_ellipsize(made.get(), PANGO_ELLIPSIZE_END);
      show(made, *style, margin, y);
      y += height_of(made) + gap * point_per_mm;
    }
    if (!document.qr.empty()) {
      draw_qr(page_width - margin - qr_side, top);
      y = std::max(y, top + qr_side);
    }
    y += 4 * point_per_mm;
    rule(y, hairline, 0.6);
    y += 5 * point_per_mm;
  }

  void draw_qr(double left, double top) {
    // Bounded before, so that the code always finds room for it.
    const qrcodegen::QrCode code = qrcodegen::QrCode::encodeText(document.qr.c_str(), qrcodegen::QrCode::Ecc::MEDIUM);
    const double cell = qr_side / code.getSize();
    set(ink);
    for (int row = 0; row < code.getSize(); ++row)
      for (int column = 0; column < code.getSize(); ++column)
        if (code.getModule(column, row)) cairo_rectangle(context.get(), left + column * cell, top + row * cell, cell, cell);
    cairo_fill(context.get());
  }

  void draw_foot() {
    std::string label = document.page_label;
    for (const auto& [name, number] : {std::pair{std::string_view("{pages}"), pages_told}, {std::string_view("{page}"), page}})
      if (const std::size_t at = label.find(name); at != std::string::npos) label.replace(at, name.size(), std::to_string(number));
    const double top = page_height - foot + 9 * point_per_mm;
    rule(top - 2 * point_per_mm, hairline, 0.6);
    for (const auto& [text, align] : {std::pair{&document.footer, PANGO_ALIGN_LEFT}, {&label, PANGO_ALIGN_RIGHT}}) {
      const double width = align == PANGO_ALIGN_LEFT ? body_width * 0.7 : body_width * 0.3;
      Layout made = layout(*text, foot_style, width);
      pango_layout_set_height(made.get(), -1);
      pango_layout_set_ellipsize(made.get(), PANGO_ELLIPSIZE_END);
      pango_layout_set_alignment(made.get(), align);
      show(made, foot_style, align == PANGO_ALIGN_LEFT ? margin : page_width - margin - width, top);
    }
  }

  // Line by line, over as many pages as it takes.
  Result<> flow(const Layout& what, const Style& style) {
    const LineIterator line(pango_layout_get_iter(what.get()));
    do {
      PangoRectangle logical;
      int top = 0, bottom = 0;
      pango_layout_iter_get_line_extents(line.get(), nullptr, &logical);
      pango_layout_iter_get_line_yrange(line.get(), &top, &bottom);
      const double height = static_cast<double>(bottom - top) / PANGO_SCALE;
      TRY_DO(make_room(height));
      set(style.colour);
      const double base = static_cast<double>(pango_layout_iter_get_baseline(line.get()) - top) / PANGO_SCALE;
      cairo_move_to(context.get(), margin + static_cast<double>(logical.x) / PANGO_SCALE, y + base);
      pango_cairo_show_layout_line(context.get(), pango_layout_iter_get_line_readonly(line.get()));
      y += height;
    } while (pango_layout_iter_next_line(line.get()) != 0);
    return ok();
  }

  Result<> draw(const Heading& block) {
    // With room for some of what it heads.
    TRY_DO(make_room(28 * point_per_mm));
    y += 3 * point_per_mm;
    TRY_DO(flow(layout(block.text, heading_style, body_width), heading_style));
    y += 1.5 * point_per_mm;
    return ok();
  }

  Result<> draw(const Paragraph& block) {
    TRY_DO(flow(layout(block.text, body_style, body_width), body_style));
    y += 3 * point_per_mm;
    return ok();
  }

  struct Cell {
    Layout layout;
    const Style* style;
    double x;
  };
  Result<double> room_for(const std::vector<Cell>& cells, double padding) {
    double height = 0;
    for (const Cell& cell : cells) height = std::max(height, height_of(cell.layout));
    height += 2 * padding;
    if (height > body_bottom - margin - 30 * point_per_mm)
      return Error::invalid("document.row_too_tall", "A row of a table does not fit on a page.", {}, "Put long texts into paragraphs.");
    return height;
  }
  void show_row(const std::vector<Cell>& cells, double height, double padding) {
    for (const Cell& cell : cells) show(cell.layout, *cell.style, cell.x, y + padding);
    y += height;
    rule(y, hairline, 0.5);
  }

  Result<> draw(const Facts& block) {
    constexpr double name_width = 46 * point_per_mm, padding = 1.3 * point_per_mm;
    for (const auto& [name, value] : block.rows) {
      std::vector<Cell> cells;
      cells.push_back({layout(name, label_style, name_width - 3 * point_per_mm), &label_style, margin});
      cells.push_back({layout(value, body_style, body_width - name_width), &body_style, margin + name_width});
      TRY(height, room_for(cells, padding));
      TRY_DO(make_room(height));
      show_row(cells, height, padding);
    }
    y += 4 * point_per_mm;
    return ok();
  }

  std::vector<Cell> cells_of(const Table& table, const std::vector<std::string>& texts, const Style& style) const {
    constexpr double inset = 2 * point_per_mm;
    double shares = 0;
    for (const Column& column : table.columns) shares += column.share;
    std::vector<Cell> cells;
    double x = margin;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const double width = body_width * table.columns[i].share / shares;
      Layout made = layout(texts[i], style, std::max(width - 2 * inset, 1.0));
      if (table.columns[i].to_right) pango_layout_set_alignment(made.get(), PANGO_ALIGN_RIGHT);
      cells.push_back({std::move(made), &style, x + inset});
      x += width;
    }
    return cells;
  }
  Result<> draw_head_of(const Table& table) {
    std::vector<std::string> titles;
    for (const Column& column : table.columns) titles.push_back(column.title);
    const auto cells = cells_of(table, titles, head_style);
    constexpr double padding = 1.6 * point_per_mm;
    TRY(height, room_for(cells, padding));
    TRY_DO(make_room(height + 12 * point_per_mm));
    set(shade);
    cairo_rectangle(context.get(), margin, y, body_width, height);
    cairo_fill(context.get());
    show_row(cells, height, padding);
    return ok();
  }
  Result<> draw(const Table& block) {
    constexpr double padding = 1.4 * point_per_mm;
    TRY_DO(draw_head_of(block));
    for (const auto& row : block.rows) {
      const auto cells = cells_of(block, row, body_style);
      TRY(height, room_for(cells, padding));
      if (y + height > body_bottom) {
        TRY_DO(next_page());
        TRY_DO(draw_head_of(block));
      }
      if (y + height > body_bottom) return Error::invalid("document.row_too_tall", "A row of a table does not fit on a page.", {}, "Put long texts into paragraphs.");
      show_row(cells, height, padding);
    }
    y += 4 * point_per_mm;
    return ok();
  }

  Result<> draw(const Image& block) {
    struct Rest {
      const std::string& bytes;
      std::size_t at = 0;
    } rest{block.png};
    const auto read = [](void* from, unsigned char* into, unsigned int count) {
      auto& source = *static_cast<Rest*>(from);
      if (source.bytes.size() - source.at < count) return CAIRO_STATUS_READ_ERROR;
      std::memcpy(into, source.bytes.data() + source.at, count);
      source.at += count;
      return CAIRO_STATUS_SUCCESS;
    };
    const Surface image(cairo_image_surface_create_from_png_stream(read, &rest));
    if (cairo_surface_status(image.get()) != CAIRO_STATUS_SUCCESS) return Error::invalid("document.image", "An image cannot be read as PNG.");
    const double width = cairo_image_surface_get_width(image.get()), height = cairo_image_surface_get_height(image.get());
    const double body_height = body_bottom - margin;
    const double scale = std::min({block.width_mm * point_per_mm / width, body_width / width, body_height / height});
    TRY_DO(make_room(std::min(height * scale, body_height)));
    cairo_save(context.get());
    cairo_translate(context.get(), margin, y);
    cairo_scale(context.get(), scale, scale);
    cairo_set_source_surface(context.get(), image.get(), 0, 0);
    cairo_paint(context.get());
    cairo_restore(context.get());
    y += height * scale + 3 * point_per_mm;
    return ok();
  }

  Result<> draw(const Drawing& block) {
    const double width = block.width_mm * point_per_mm, height = block.height_mm * point_per_mm;
    TRY_DO(make_room(height + 2 * point_per_mm));
    set(ink);
    cairo_set_line_width(context.get(), 1.1);
    cairo_set_line_cap(context.get(), CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(context.get(), CAIRO_LINE_JOIN_ROUND);
    for (const auto& line : block.lines) {
      for (std::size_t i = 0; i < line.size(); ++i) {
        const double px = margin + width * line[i].first / 1000.0, py = y + height * line[i].second / 1000.0;
        if (i == 0) cairo_move_to(context.get(), px, py);
        cairo_line_to(context.get(), px, py);
      }
      cairo_stroke(context.get());
    }
    cairo_set_line_width(context.get(), 0.6);
    set(grey);
    cairo_move_to(context.get(), margin, y + height + 1);
    cairo_line_to(context.get(), margin + width, y + height + 1);
    cairo_stroke(context.get());
    y += height + 3 * point_per_mm;
    return ok();
  }

  const Document& document;
  const int pages_told;  // 0: they are being counted
  Surface surface;
  Context context;
  PangoState pango;
  int page = 1;
  double y = 0;
};

}  // namespace

Result<std::string> pdf(const Document& document) {
  TRY(clean, checked(document));
  // One map of fonts for the process: to read the system's fonts takes longer than to draw a page. It bears one thread at a time.
  static std::mutex drawing;
  const std::scoped_lock lock(drawing);
  static PangoFontMap* const fonts = pango_cairo_font_map_new();
  std::string bytes;
  TRY(pages, Painter(clean, fonts, 0, bytes).paint());
  bytes.clear();
  TRY_DO(Painter(clean, fonts, pages, bytes).paint());
  return bytes;
}

}  // namespace bellman::documents
