#include "base/prng.h"
#include "documents/document.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace bellman::documents {
namespace {

Document sheet() {
  Document document;
  document.language = "ru";
  document.title = "Акт выполненных работ";
  document.subtitle = "K7Q-4ZD-P";
  document.qr = "K7Q-4ZD-P";
  document.footer = "Bellman";
  document.page_label = "Страница {page} из {pages}";
  document.made_at = Instant{1'790'000'000'000};
  document.blocks.push_back(Facts{{{"Հաճախորդ", "Արամ Խաչատրյան"}, {"Šalis", "Žemaičių ąžuolas"}, {"Țară", "Șoseaua învățătorilor"}}});
  document.blocks.push_back(Heading{"Выполненные работы"});
  document.blocks.push_back(Paragraph{"Заменён насос отопления.\nПроверено давление."});
  document.blocks.push_back(Table{{{"Запчасть", 4, false}, {"Количество", 1, true}}, {{"Насос", "1"}, {"Прокладка", "12"}}});
  document.blocks.push_back(Drawing{{{{100, 500}, {300, 200}, {500, 800}, {900, 400}}}});
  return document;
}

std::string file_of(const std::string& bytes) {
  const auto path = std::filesystem::temp_directory_path() / fmt::format("bellman_documents_test_{}.pdf", getpid());
  std::ofstream(path, std::ios::binary) << bytes;
  return path.string();
}

// What a reader finds in the file, by a program that is not ours.
std::string text_of(const std::string& bytes, const std::string& options = "") {
  const std::string path = file_of(bytes);
  FILE* const program = popen(fmt::format("pdftotext {} '{}' - 2>&1", options, path).c_str(), "r");
  std::string text;
  std::array<char, 4096> part{};
  for (std::size_t count = 0; (count = fread(part.data(), 1, part.size(), program)) > 0;) text.append(part.data(), count);
  EXPECT_EQ(pclose(program), 0) << text;
  std::filesystem::remove(path);
  return text;
}

TEST(Documents, ShowTheLettersOfAllLanguages) {
  const auto bytes = pdf(sheet());
  ASSERT_TRUE(bytes.has_value()) << bytes.error().text();
  EXPECT_TRUE(bytes->starts_with("%PDF-"));
  EXPECT_LT(bytes->size(), 200'000U);
  if (const char* keep = std::getenv("BELLMAN_KEEP_PDF")) std::ofstream(keep, std::ios::binary) << *bytes;
  const std::string text = text_of(*bytes);
  for (const auto* word : {"Акт выполненных работ", "Հաճախորդ", "Արամ Խաչատրյան", "Žemaičių ąžuolas", "Șoseaua învățătorilor", "Заменён насос отопления.", "Прокладка", "Страница 1 из 1"})
    EXPECT_NE(text.find(word), std::string::npos) << word << " in\n" << text;
}

TEST(Documents, AreTheSameBytesForTheSameInput) {
  const auto one = pdf(sheet()), two = pdf(sheet());
  EXPECT_EQ(*one, *two);
  Document later = sheet();
  later.blocks.push_back(Paragraph{"Ещё."});
  EXPECT_NE(*pdf(later), *one);
}

TEST(Documents, BreakTablesBetweenRowsAndRepeatTheirHead) {
  Document document = sheet();
  Table parts{{{"Part", 4, false}, {"Pieces", 1, true}}, {}};
  for (int i = 1; i <= 120; ++i) parts.rows.push_back({fmt::format("Part number {}", i), std::to_string(i)});
  document.blocks = {parts};
  const std::string text = text_of(*pdf(document), "-layout");
  std::size_t heads = 0;
  for (std::size_t at = text.find("Pieces"); at != std::string::npos; at = text.find("Pieces", at + 1)) ++heads;
  EXPECT_GE(heads, 3U);
  EXPECT_NE(text.find(fmt::format("Страница {} из {}", heads, heads)), std::string::npos) << "each page has the head once";
  for (int i = 1; i <= 120; ++i) EXPECT_NE(text.find(fmt::format("Part number {} ", i)), std::string::npos) << i;
}

TEST(Documents, LetALongTextFlowOverPages) {
  Document document;
  std::string words;
  for (int i = 0; i < 3000; ++i) words += fmt::format("word{} ", i);
  document.blocks = {Paragraph{words}};
  const std::string text = text_of(*pdf(document));
  for (const int i : {0, 1499, 2999}) EXPECT_NE(text.find(fmt::format("word{}", i)), std::string::npos) << i;
}

std::string refusal(Block block) {
  Document document;
  document.blocks.push_back(std::move(block));
  const auto made = pdf(document);
  return made.has_error() ? made.error().code : "";
}

TEST(Documents, RefuseWhatIsNoTextOrTooMuch) {
  EXPECT_EQ(refusal(Paragraph{"\xff\xfe"}), "document.not_text");
  EXPECT_EQ(refusal(Paragraph{std::string("a\0b", 3)}), "document.not_text");
  EXPECT_EQ(refusal(Paragraph{std::string(text_bytes_max + 1, 'a')}), "document.too_large");
  std::string lines;
  for (int i = 0; i < 12'000; ++i) lines += "a\n";
  EXPECT_EQ(refusal(Paragraph{lines}), "document.too_large") << "more than 200 pages";
  EXPECT_EQ(refusal(Facts{{{"name", lines}}}), "document.row_too_tall");
  EXPECT_EQ(refusal(Table{}), "document.table");
  EXPECT_EQ(refusal(Table{{{"a"}}, {{"1", "2"}}}), "document.table");
  EXPECT_EQ(refusal(Table{{{"a", 0}}, {}}), "document.table");
  EXPECT_EQ(refusal(Image{"GIF89a"}), "document.image");
  // A picture of 60,000 pixels each way, in 33 bytes.
  const std::string bomb("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xea\x60\0\0\xea\x60\x08\x02\0\0\0\0\0\0\0", 33);
  EXPECT_EQ(refusal(Image{bomb}), "document.image");
  EXPECT_EQ(refusal(Drawing{{{{0, 1001}}}}), "document.image");
  Document document;
  document.qr = std::string(qr_bytes_max + 1, 'q');
  EXPECT_EQ(pdf(document).error().code, "document.too_large");
}

TEST(Documents, LeaveOutWhatWouldReorderTheText) {
  Document document;
  document.blocks = {Paragraph{"pay \xE2\x80\xAE" "001\xE2\x80\xAC and \xE2\x81\xA6nothing\xE2\x81\xA9 \x1b\x7f\xEF\xBF\xBFmore"}};
  EXPECT_NE(text_of(*pdf(document)).find("pay 001 and nothing more"), std::string::npos);
}

TEST(Documents, BearHostileTexts) {
  const std::vector<std::string> pieces = {"a", " ", "\n", "\t", "ՀԱՅԵՐԵՆ", "שלום", "مرحبا بالعالم", "\xE2\x80\xAE", "e\xCC\x81\xCC\x82\xCC\x83", "👩‍👩‍👧‍👦", "<b>&amp;</b>", "%s%n", "{page}{pages}",
                                           std::string(3000, 'W'), "\xEF\xBF\xBF", "\xF4\x8F\xBF\xBF", "中文字符", "\xE2\x80\x8B\xC2\xAD", "\\(", ")", std::string(300, '\n')};
  Prng random(7);
  const auto text = [&] {
    std::string made;
    for (std::uint32_t i = random.below(12); i > 0; --i) made += pieces[random.below(static_cast<std::uint32_t>(pieces.size()))];
    return made;
  };
  for (int round = 0; round < 12; ++round) {
    Document document;
    document.title = text(), document.subtitle = text(), document.footer = text(), document.page_label = text();
    document.language = random.below(2) == 0 ? "hy" : text();
    document.qr = round % 2 == 0 ? "" : pieces[random.below(static_cast<std::uint32_t>(13))];
    document.blocks = {Heading{text()}, Paragraph{text()}, Facts{{{text(), text()}, {"", ""}}}, Table{{{text(), 1}, {text(), 100, true}}, {{text(), text()}}}, Drawing{{{}, {{5, 5}}}}};
    const auto made = pdf(document);
    if (made.has_error()) EXPECT_TRUE(made.error().code == "document.row_too_tall" || made.error().code == "document.too_large") << made.error().text();
    else EXPECT_TRUE(made->ends_with("%%EOF\n"));
  }
}

}  // namespace
}  // namespace bellman::documents
