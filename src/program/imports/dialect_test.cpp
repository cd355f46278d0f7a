#include "imports/dialect.h"

#include "base/csv.h"
#include <fmt/format.h>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellman::imports {
namespace {

std::string utf16(std::u16string_view text, bool big) {
  std::string bytes;
  for (const char16_t unit : text) {
    const char high = static_cast<char>(unit >> 8U), low = static_cast<char>(unit & 0xFFU);
    bytes += big ? high : low;
    bytes += big ? low : high;
  }
  return bytes;
}

struct Read {
  Dialect dialect;
  std::vector<std::vector<std::string>> rows;
  std::vector<std::uint64_t> bad_lines;
};

// As a file is read: once to find its dialect, once in pieces.
Read read_table(std::string_view bytes, std::size_t piece = 7) {
  DialectFinder finder;
  for (std::size_t at = 0; at < bytes.size(); at += piece) finder.feed(bytes.substr(at, piece));
  Read result{finder.found(), {}, {}};
  Decoder decoder(result.dialect);
  CsvReader reader({.separator = result.dialect.separator});
  const auto take = [&] {
    while (const CsvRecord* record = reader.next()) {
      if (record->has(CsvProblemKind::bad_utf8)) result.bad_lines.push_back(record->line);
      if (!record->has(CsvProblemKind::blank_line)) result.rows.emplace_back(record->fields.begin(), record->fields.end());
    }
  };
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    reader.feed(decoder.decode(bytes.substr(at, piece), false));
    take();
  }
  reader.feed(decoder.decode({}, true));
  reader.finish();
  take();
  return result;
}

using Rows = std::vector<std::vector<std::string>>;
const Rows expected_rows{{"id", "name"}, {"1", "Müller, Łódź €"}, {"2", "Ёлка"}};

TEST(Dialect, FindsOutEverySeparatorAndCharacterSet) {
  const std::u16string wide = u"id;name\r\n1;Müller, Łódź €\r\n2;Ёлка\r\n";
  for (const bool big : {false, true}) {
    EXPECT_EQ(read_table(utf16(u"\uFEFF" + wide, big)).rows, expected_rows);
    EXPECT_EQ(read_table(utf16(u"\uFEFF" + wide, big), 1).rows, expected_rows);
    EXPECT_EQ(read_table(utf16(u"id\tname\n1\tMüller, Łódź €\n2\tЁлка\n", big)).rows, expected_rows) << "without a mark";
  }
  for (const char separator : {';', '\t', '|'}) {
    const std::string table = fmt::format("id{0}name\n1{0}Müller, Łódź €\n2{0}Ёлка\n", separator);
    EXPECT_EQ(read_table(table).rows, expected_rows) << separator;
    EXPECT_EQ(read_table("\xEF\xBB\xBF" + table).rows, expected_rows) << separator;
    EXPECT_EQ(read_table(fmt::format("sep={}\n{}", separator, table)).rows, expected_rows) << separator;
    EXPECT_EQ(read_table(fmt::format("\"sep={}\"\r\n{}", separator, table)).rows, expected_rows) << separator;
  }
  EXPECT_EQ(read_table("id,name\r1,\"Müller, Łódź €\"\r2,Ёлка\r").rows, expected_rows) << "lines of an old Macintosh";
}

TEST(Dialect, LosesNoLetterOfWindows1252) {
  const Read read = read_table("id;name;price\r\n1;M\xFCller & S\xF6hne;5 \x80\r\n2;Stra\xDF" "e \x96 Caf\xE9;\r\n");
  EXPECT_EQ(read.dialect.encoding, Encoding::windows_1252);
  EXPECT_EQ(read.rows, (Rows{{"id", "name", "price"}, {"1", "Müller & Söhne", "5 €"}, {"2", "Straße – Café", ""}}));
  EXPECT_TRUE(read.bad_lines.empty());
  EXPECT_EQ(to_text(read.dialect), "Windows-1252, separated by ;");
}

TEST(Dialect, ReadsStrayBytesAmongUtf8AndReportsWhatIsNoLetterByItsLine) {
  const Read mixed = read_table("id,name\n1,Łódź\n2,M\xFCller\n");
  EXPECT_EQ(mixed.dialect.encoding, Encoding::mixed);
  EXPECT_EQ(mixed.rows[2][1], "Müller");
  const Read bad = read_table("id,name\n1,M\xFCller\n2,b\x81" "d\n");
  EXPECT_EQ(bad.rows[1][1], "Müller");
  EXPECT_EQ(bad.bad_lines, std::vector<std::uint64_t>{3});
  EXPECT_EQ(read_table(utf16(u"\uFEFFid;name\n1;a\n2;b\xD800x\n", false)).bad_lines, std::vector<std::uint64_t>{3});
}

TEST(Dialect, PlainTextStaysAsItIs) {
  const Read read = read_table("id,name\n1,\"a;b;c;d\"\n");
  EXPECT_EQ(to_text(read.dialect), "");
  EXPECT_EQ(read.rows, (Rows{{"id", "name"}, {"1", "a;b;c;d"}}));
  EXPECT_EQ(read_table("").rows, Rows{});
}

RC_GTEST_PROP(Dialect, DecodesTheSameHoweverItIsCut, ()) {
  static const std::vector<std::string> parts{"a", ";", "\n", "\xFC", "\x81", "ü", "Ł", "\xE2\x82", "€", "\r", "\"", "\x00", "\xFF\xFE"};
  std::string bytes;
  for (const auto& part : *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(parts))) bytes += part;
  const Read whole = read_table(bytes, std::max<std::size_t>(bytes.size(), 1)), cut = read_table(bytes, *rc::gen::inRange<std::size_t>(1, 5));
  RC_ASSERT(whole.rows == cut.rows);
  RC_ASSERT(whole.bad_lines == cut.bad_lines);
}

}  // namespace
}  // namespace bellman::imports
