#include "texts/catalogue.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace bellman::texts {
namespace {

const std::vector<std::string> product_languages = {"en", "es", "fil", "hy", "lt", "ro", "ru"};

std::string code_of(std::string_view english, std::string_view language, std::string_view text) {
  const LanguageFile files[] = {{"en", english}, {language, text}};
  auto read = Catalogue::read(files);
  return read.has_error() ? read.error().code : "";
}

TEST(Catalogue, SpeaksTheLanguagesOfTheProduct) {
  auto languages = catalogue().languages();
  std::ranges::sort(languages);
  EXPECT_EQ(languages, product_languages);
}

TEST(Catalogue, SaysAFixedSentenceAndItsCureInTheLanguage) {
  const Error wrong = Error::unauthenticated("login.wrong", "The login or the password is wrong.", "Check both; an administrator can set a new password.");
  const Error russian = catalogue().localised(wrong, "ru");
  EXPECT_EQ(russian.message, "Неверный логин или пароль.");
  EXPECT_NE(russian.cure, wrong.cure);
  EXPECT_EQ(russian.code, wrong.code);
  EXPECT_EQ(catalogue().localised(wrong, "en").message, wrong.message);
}

TEST(Catalogue, TakesTheVariablesOverAndCountsByThePluralRulesOfTheLanguage) {
  const auto said = [](int length, std::string_view language) {
    return catalogue().translated("field.too_long", fmt::format("The text has {} characters; at most 5 are allowed.", length), language);
  };
  EXPECT_EQ(said(21, "ru"), "В тексте 21 символ; допускается не более 5.");
  EXPECT_EQ(said(22, "ru"), "В тексте 22 символа; допускается не более 5.");
  EXPECT_EQ(said(12, "ru"), "В тексте 12 символов; допускается не более 5.");
  EXPECT_EQ(said(21, "lt"), "Tekste yra 21 simbolis; leidžiama ne daugiau kaip 5.");
  EXPECT_EQ(said(19, "ro"), "Textul are 19 caractere; sunt permise cel mult 5.");
  EXPECT_EQ(said(20, "ro"), "Textul are 20 de caractere; sunt permise cel mult 5.");
}

TEST(Catalogue, TranslatesPhrasesInsideASentence) {
  EXPECT_EQ(catalogue().translated("request.not_now", "A request that is in_work cannot be cancelled.", "es"), "Una solicitud en estado «en curso» no admite esta acción: cancelar.");
}

TEST(Catalogue, LeavesWhatItDoesNotKnowInEnglish) {
  EXPECT_EQ(catalogue().translated("field.too_long", "The text has many characters; at most 5 are allowed.", "ru"), "The text has many characters; at most 5 are allowed.");
  EXPECT_EQ(catalogue().translated("no.such_code", "Anything.", "ru"), "Anything.");
  EXPECT_EQ(catalogue().translated("auth.required", "Nobody is logged in.", "de"), "Nobody is logged in.");
}

TEST(Catalogue, KeepsHostileValuesAsTheyAre) {
  const std::string value = "{0} ''{x, plural, other {#}} \xE2\x80\xAE <b>";
  EXPECT_NE(catalogue().translated("field.choice", "\"" + value + "\" is not one of the choices.", "ro").find(value), std::string::npos);
  const std::string huge(5000, 'x');
  EXPECT_EQ(catalogue().translated("field.choice", "\"" + huge + "\" is not one of the choices.", "ru"), "\"" + huge + "\" is not one of the choices.");
}

TEST(Catalogue, RefusesAFileThatEnglishDoesNotBear) {
  EXPECT_EQ(code_of("a.b = It has {count, number} files.\n", "ru", "a.b = {count, plural, one {# файл} few {# файла} many {# файлов} other {# файла}}.\n"), "");
  EXPECT_EQ(code_of("a.b = It has {count, number} files.\n", "ru", "a.b = {count, plural, one {# файл} other {# файла}}.\n"), "texts.message") << "a plural form is missing";
  EXPECT_EQ(code_of("a.b = It has {count, number} files.\n", "ru", "a.b = {number} файлов.\n"), "texts.message") << "an unknown variable";
  EXPECT_EQ(code_of("a.b = It has {count, number} files.\n", "ru", "a.b = Файлы.\n"), "texts.message") << "a variable is left out";
  EXPECT_EQ(code_of("a.b = Called {name}.\n", "ru", "a.b = {name, plural, other {#}}.\n"), "texts.message") << "a text is no number";
  EXPECT_EQ(code_of("a.b = Called {name}.\n", "ru", "a.b = {name.\n"), "texts.message");
  EXPECT_EQ(code_of("a.b = Called.\n", "ru", "a.c = Назван.\n"), "texts.unknown_key");
  EXPECT_EQ(code_of("a.b = Called.\n", "ru", "a.b = Назван.\na.b = Назван.\n"), "texts.key_twice");
  EXPECT_EQ(code_of("a.b = {one}{two}\n", "ru", ""), "texts.no_gap");
  EXPECT_EQ(code_of("a.b: Called.\n", "ru", ""), "texts.line");
}

TEST(Catalogue, AnswersByTheAccountThenByAcceptLanguageThenInEnglish) {
  EXPECT_EQ(choose_language("lt", "ru"), "lt");
  EXPECT_EQ(choose_language("ro-MD", ""), "ro");
  EXPECT_EQ(choose_language("de", "hy;q=0.4, ru;q=0.9, en;q=0.1"), "ru");
  EXPECT_EQ(choose_language("", "de-DE, es-MX;q=0.7, *;q=0.1"), "es");
  EXPECT_EQ(choose_language("", "tl"), "fil");
  EXPECT_EQ(choose_language("", "en, ru"), "en");
  EXPECT_EQ(choose_language("", "ru;q=0"), "en");
  EXPECT_EQ(choose_language("", "ru;q=x, ,;;;=, lt;q=9999"), "en");
  EXPECT_EQ(choose_language("", std::string(100'000, ',')), "en");
}

// The codes of errors that the rooms of the product write, read from their sources.
std::set<std::string> codes_of_the_sources() {
  static const std::regex call("Error::[a-z_]+\\(\\s*\"([a-z_]+\\.[a-z_]+)\"");
  std::set<std::string> codes;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(std::filesystem::path(BELLMAN_SOURCE_DIR) / "src")) {
    const std::string path = entry.path().string();
    if (!path.ends_with(".cpp") && !path.ends_with(".h")) continue;
    if (path.ends_with("_test.cpp") || path.find("/program/") != std::string::npos) continue;
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    const std::string content = text.str();
    for (auto found = std::sregex_iterator(content.begin(), content.end(), call); found != std::sregex_iterator(); ++found) codes.insert((*found)[1]);
  }
  return codes;
}

TEST(Catalogue, CoversTheFrequentErrorsInEveryLanguage) {
  std::set<std::string> in_catalogue;
  for (const LanguageFile& file : language_files()) {
    if (file.language != "en") continue;
    std::istringstream lines{std::string(file.text)};
    for (std::string line; std::getline(lines, line);) in_catalogue.insert(line.substr(0, line.find_first_of("/ ")));
  }
  const auto codes = codes_of_the_sources();
  ASSERT_GT(codes.size(), 150U);
  std::size_t covered = 0;
  for (const std::string& code : codes) covered += in_catalogue.contains(code) ? 1 : 0;
  std::printf("error codes with a sentence in the catalogue: %zu of %zu\n", covered, codes.size());
  EXPECT_GT(covered, 80U);
  for (const std::string& language : product_languages) {
    std::printf("  %-3s %zu of %zu messages\n", language.c_str(), catalogue().size(language), catalogue().size("en"));
    EXPECT_EQ(catalogue().size(language), catalogue().size("en")) << language;
  }
}

}  // namespace
}  // namespace bellman::texts
