// How a table of text was written, found out from its bytes: character set, separator, line ends. And its text as UTF-8.
#pragma once
#include "base/result.h"

#include <array>
#include <memory>
#include <string>
#include <string_view>

namespace bellman::imports {

enum class Encoding {
  utf8,
  utf16_little,
  utf16_big,
  windows_1252,  // of what is no UTF-8 anywhere
  mixed,         // UTF-8, but for single bytes that are read as Windows-1252
};

struct Dialect {
  Encoding encoding = Encoding::utf8;
  char separator = ',';
  bool names_separator = false;  // the first line is "sep=;", as Excel writes it
  bool return_ends_line = false; // a carriage return without a line feed
};

// What the dialect means for a reader of the report; empty for plain UTF-8 with commas.
std::string to_text(const Dialect& dialect);

// Gathers what tells the dialect, from the first byte to the last.
class DialectFinder {
 public:
  void feed(std::string_view bytes);
  Dialect found() const;

 private:
  Encoding encoding() const;

  std::string head;     // the first bytes, where lines and separators are looked for
  std::string pending;  // the beginning of a UTF-8 character that the next piece goes on with
  std::size_t characters = 0, strange_bytes = 0;  // of more than one byte; not UTF-8
};

// From the bytes of a file to UTF-8 with line feeds. The lines stay where they are: "sep=;" becomes an empty one. What the character set does not
// know comes out as the byte FF, which is no UTF-8, so that the reader behind it tells of it by line.
class Decoder {
 public:
  explicit Decoder(const Dialect& dialect);
  ~Decoder();
  Decoder(Decoder&&) noexcept;
  Decoder& operator=(Decoder&&) noexcept;

  // The view holds until the next call.
  std::string_view decode(std::string_view bytes, bool is_last);

 private:
  struct Converter;
  void decode_utf16(std::string_view bytes, bool is_last);
  void decode_bytes(std::string_view bytes, bool is_last);
  void mend_lines();

  Dialect known;
  std::unique_ptr<Converter> converter;      // of UTF-16
  std::array<std::string, 128> high_letters;  // of Windows-1252, from 80 on
  std::string pending, text;
  bool at_beginning = true;
};

}  // namespace bellman::imports
