#include "base/csv.h"

#include "base/text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fmt/format.h>

#include <map>
#include <string>
#include <vector>

namespace bellman {
namespace {

using Kind = CsvProblemKind;

// A record whose texts outlive the reader.
struct Kept {
  std::uint64_t line = 0;
  std::uint64_t line_count = 0;
  std::uint64_t byte_offset = 0;
  std::string raw;
  std::vector<std::string> fields;
  std::vector<CsvProblem> problems;
  bool operator==(const Kept&) const = default;
};

std::vector<Kept> read(std::string_view text, std::size_t chunk_bytes = 1 << 20, CsvOptions options = {}) {
  CsvReader reader(options);
  std::vector<Kept> records;
  const auto take = [&] {
    while (const CsvRecord* record = reader.next())
      records.push_back({record->line, record->line_count, record->byte_offset, std::string(record->raw),
                         {record->fields.begin(), record->fields.end()}, record->problems});
  };
  for (std::size_t at = 0; at < text.size(); at += chunk_bytes) {
    reader.feed(std::string(text.substr(at, chunk_bytes)));
    take();
  }
  reader.finish();
  take();
  return records;
}

// "field|field" of each record, then its problems: "a|b !stray_quote@1".
std::string shown(const std::vector<Kept>& records) {
  std::string text;
  for (const Kept& record : records) {
    text += fmt::format("{}:", record.line);
    for (std::size_t i = 0; i < record.fields.size(); ++i) text += (i > 0 ? "|" : "") + record.fields[i];
    for (const CsvProblem& problem : record.problems) text += fmt::format(" !{}@{}", to_text(problem.kind), problem.column);
    text += ";";
  }
  return text;
}

struct Case {
  const char* name;
  std::string input;
  std::string expected;
};

TEST(Csv, ReadsEachCase) {
  using namespace std::string_literals;
  const std::vector<Case> cases = {
      {"empty input", "", ""},
      {"plain", "a,b\nc,d\n", "1:a|b;2:c|d;"},
      {"last line without an end", "a,b\nc,d", "1:a|b;2:c|d;"},
      {"CRLF", "a,b\r\nc,d\r\n", "1:a|b;2:c|d;"},
      {"mixed line ends", "a,b\r\nc,d\ne,f\r\n", "1:a|b;2:c|d;3:e|f;"},
      {"return as the last byte", "a,b\r", "1:a|b;"},
      {"return as the last byte after quotes", "a,\"b\"\r", "1:a|b;"},
      {"byte order mark", "\xEF\xBB\xBF" "a,b\n", "1:a|b;"},
      {"byte order mark and quotes", "\xEF\xBB\xBF\"a\",b\n", "1:a|b;"},
      {"two bytes of a byte order mark", "\xEF\xBB", "1:\xEF\xBF\xBD\xEF\xBF\xBD !bad_utf8@0;"},
      {"empty fields", ",,\n,,", "1:||;2:||;"},
      {"separator as the last byte", "a,b\nc,", "1:a|b;2:c|;"},
      {"quotes", "\"a,b\",\"c\"\n", "1:a,b|c;"},
      {"empty quotes", "\"\",\"\"\n", "1:|;"},
      {"doubled quotes", "\"a \"\"b\"\" c\",\"\"\"\"\n", "1:a \"b\" c|\";"},
      {"line end in quotes", "\"a\nb\",c\nd,e\n", "1:a\nb|c;3:d|e;"},
      {"CRLF in quotes", "\"a\r\nb\",c\r\nd,e\r\n", "1:a\r\nb|c;3:d|e;"},
      {"closing quote as the last byte", "a,\"b\"", "1:a|b;"},
      {"spaces are text", " a , b \n", "1: a | b ;"},
      {"blank line", "a,b\n\nc,d\n", "1:a|b;2: !blank_line@0;3:c|d;"},
      {"blank CRLF line at the end", "a,b\r\n\r\n", "1:a|b;2: !blank_line@0;"},
      {"blank first line gives no width", "\na,b\nc,d\n", "1: !blank_line@0;2:a|b;3:c|d;"},
      {"too few", "a,b,c\nd,e\n", "1:a|b|c;2:d|e !too_few_fields@2;"},
      {"too many", "a,b\nc,d,e\n", "1:a|b;2:c|d|e !too_many_fields@2;"},
      {"quote inside a field", "a,b\nc,5\" pipe\n", "1:a|b;2:c|5\" pipe !stray_quote@1;"},
      {"text after a quote", "a,b\n\"c\" d,e\n", "1:a|b;2:\"c\" d|e !text_after_quote@0;"},
      {"quotes not doubled", "a,b\n\"say \"hi\" to me\",e\n", "1:a|b;2:say \"hi\" to me|e !text_after_quote@0;"},
      {"unbalanced at the end", "a,b\nc,\"d\ne,f\n", "1:a|b;2:c|\"d !unbalanced_quote@1;3:e|f;"},
      {"unbalanced before other quotes", "a,b\nc,\"d\ne,f\ng,\"h\"\n", "1:a|b;2:c|\"d !unbalanced_quote@1;3:e|f;4:g|h;"},
      {"unbalanced twice, the second looks like the end", "a,b\nc,\"d\ne,f\"\ng,h\n", "1:a|b;2:c|d\ne,f;4:g|h;"},
      {"unbalanced, its line alone fits", "a,b,c\nd,\"e,f\ng,h\",i,j\n",
       "1:a|b|c;2:d|\"e|f !unbalanced_quote@1;3:g|h\"|i|j !stray_quote@1 !too_many_fields@3;"},
      {"good quotes before an unbalanced one stay", "a,b\n\"x, y\",\"z\n1,2\n", "1:a|b;2:x, y|\"z !unbalanced_quote@1;3:1|2;"},
      {"only a quote", "\"", "1:\" !unbalanced_quote@0;"},
      {"stray return", "a,b\rc\nd,e\n", "1:a|b\rc !stray_return@1;2:d|e;"},
      {"return after a quote", "\"a\"\rb,c\n", "1:\"a\"\rb|c !text_after_quote@0 !stray_return@0;"},
      {"NUL", "a,b\0c\n"s, "1:a|b\xEF\xBF\xBD" "c !nul_byte@1;"},
      {"NUL in quotes", "a,\"b\0\"\"\"\n"s, "1:a|b\xEF\xBF\xBD\" !nul_byte@1;"},
      {"bad UTF-8", "a,caf\xE9\nb,\xC3\xA9\n", "1:a|caf\xEF\xBF\xBD !bad_utf8@1;2:b|\xC3\xA9;"},
      {"half a character at the end", "a,\xE2\x82", "1:a|\xEF\xBF\xBD\xEF\xBF\xBD !bad_utf8@1;"},
      {"good UTF-8 beside bad", "\xD0\xB4\xFF,\xF0\x9F\x98\x80\n", "1:\xD0\xB4\xEF\xBF\xBD|\xF0\x9F\x98\x80 !bad_utf8@0;"},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(shown(read(one.input)), one.expected) << one.name;
    for (const std::size_t chunk_bytes : {1, 2, 3, 7}) EXPECT_EQ(shown(read(one.input, chunk_bytes)), one.expected) << one.name;
  }
}

TEST(Csv, CutsWhatIsTooLong) {
  CsvOptions options;
  options.max_field_bytes = 5;
  EXPECT_EQ(shown(read("a,b\nabcdefgh,x\n", 100, options)), "1:a|b;2:abcde|x !field_too_long@0;");
  EXPECT_EQ(shown(read("abcd\xC3\xA9\xC3\xA9,x\n", 100, options)), "1:abcd|x !field_too_long@0;");

  options = {};
  options.max_record_bytes = 16;
  for (const std::size_t chunk_bytes : {1, 5, 100})
    EXPECT_EQ(shown(read("a,b\nc,ddddddddddddd,dddddddd,dd\ne,f\n", chunk_bytes, options)),
              "1:a|b;2:c|ddddddddddddd| !record_too_long@2 !too_many_fields@2;3:e|f;");
  EXPECT_EQ(shown(read("a,b\nc,dddddddddddddddddddddd\ne,f\n", 3, options)), "1:a|b;2:c|dddddddddddddd !record_too_long@1;3:e|f;");
  // A quote that would swallow more than the bound is text.
  EXPECT_EQ(shown(read("a,b\nc,\"d\n1,2\n3,4\n5,6\n7,8\n", 5, options)),
            "1:a|b;2:c|\"d !unbalanced_quote@1;3:1|2;4:3|4;5:5|6;6:7|8;");

  options = {};
  options.max_fields = 3;
  EXPECT_EQ(shown(read("a,b,c,d,\"e\"\n1,2,3\n", 100, options)), "1:a|b|c,d,\"e\" !stray_quote@2 !too_many_fields@2;2:1|2|3;");
}

TEST(Csv, TellsWhereARecordStood) {
  const auto records = read("\xEF\xBB\xBFid,text\r\n1,\"a\nb\"\r\n2,c");
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(records[0].byte_offset, 3U);
  EXPECT_EQ(records[1].byte_offset, 12U);
  EXPECT_EQ(records[1].raw, "1,\"a\nb\"");
  EXPECT_EQ(records[1].line_count, 2U);
  EXPECT_EQ(records[2].line, 4U);
  EXPECT_EQ(records[2].byte_offset, 21U);
}

TEST(Csv, ReadsOtherSeparators) {
  CsvOptions options;
  options.separator = '\t';
  EXPECT_EQ(shown(read("a,b\tc\n\"d\te\"\tf\n", 100, options)), "1:a,b|c;2:d\te|f;");
}

std::string written(const std::vector<std::vector<std::string>>& rows) {
  std::string text;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      text += i > 0 ? ",\"" : "\"";
      for (const char c : row[i]) text += c == '"' ? std::string("\"\"") : std::string(1, c);
      text += "\"";
    }
    text += "\r\n";
  }
  return text;
}

// What RFC 4180 can write comes back unchanged, however the chunks are cut.
RC_GTEST_PROP(Csv, GivesBackWhatWasWritten, ()) {
  const auto width = *rc::gen::inRange<std::size_t>(1, 5);
  const auto letter = rc::gen::element('a', 'b', ',', '"', '\n', '\r', ' ', '0');
  const auto field = rc::gen::container<std::string>(letter);
  const auto rows = *rc::gen::container<std::vector<std::vector<std::string>>>(rc::gen::container<std::vector<std::string>>(width, field));
  const auto chunk_bytes = *rc::gen::inRange<std::size_t>(1, 20);
  const auto records = read(written(rows), chunk_bytes);
  RC_ASSERT(records.size() == rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    RC_ASSERT(records[i].fields == rows[i]);
    RC_ASSERT(records[i].problems.empty());
  }
}

// Whatever the bytes: chunks change nothing, every byte is in a record or is a line end, every text is UTF-8, lines add up.
RC_GTEST_PROP(Csv, LosesNothingOfAnyBytes, ()) {
  const auto letter = rc::gen::element('a', ',', '"', '\n', '\r', '\0', '\xC3', '\xA9', '\xFF', '\xEF');
  const auto text = *rc::gen::container<std::string>(letter);
  const auto whole = read(text);
  RC_ASSERT(whole == read(text, *rc::gen::inRange<std::size_t>(1, 9)));
  std::size_t offset = 0;
  std::uint64_t line = 1;
  for (const Kept& record : whole) {
    RC_ASSERT(record.byte_offset == offset);
    RC_ASSERT(record.line == line);
    RC_ASSERT(text.substr(offset, record.raw.size()) == record.raw);
    offset += record.raw.size();
    if (offset < text.size() && text[offset] == '\r') ++offset;
    if (offset < text.size()) RC_ASSERT(text[offset++] == '\n');
    line += record.line_count;
    for (const std::string& field : record.fields) RC_ASSERT(is_utf8(field) && field.find('\0') == std::string::npos);
  }
  RC_ASSERT(offset == text.size());
}

}  // namespace
}  // namespace bellman
