#include "texts/catalogue.h"

#include "base/assert.h"
#include "base/text.h"
#include "texts/icu_message.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace bellman::texts {

namespace {

constexpr std::size_t sentence_bytes_max = 4000;  // longer ones are no sentences of ours

// An English message cut at its variables: literals[0] variables[0] literals[1] …
struct Pattern {
  std::vector<std::string> literals;
  std::vector<Variable> variables;
};

struct Message {
  Pattern pattern;
  std::vector<std::string> in;  // by language; empty: not translated
};

Error fault(std::string_view code, std::string_view language, std::string_view key, std::string_view sentence) {
  return Error::invalid(code, sentence, fmt::format("{}:{}", language, key), "Correct the language file.");
}

// "{name}" or "{name, type}".
Variable variable_of(std::string_view text) {
  const std::size_t comma = std::min(text.find(','), text.size());
  return {std::string(trimmed(text.substr(0, comma))), std::string(comma < text.size() ? trimmed(text.substr(comma + 1)) : std::string_view("text"))};
}

Result<Pattern> pattern_of(std::string_view key, std::string_view english) {
  Pattern pattern;
  for (std::size_t at = 0;;) {
    const std::size_t open = english.find('{', at);
    pattern.literals.emplace_back(english.substr(at, open - at));
    if (open == std::string_view::npos) return pattern;
    const std::size_t close = english.find('}', open);
    if (close == std::string_view::npos) return fault("texts.braces", "en", key, "A variable has no closing brace.");
    pattern.variables.push_back(variable_of(english.substr(open + 1, close - open - 1)));
    if (pattern.variables.size() > 1 && pattern.literals.back().empty())
      return fault("texts.no_gap", "en", key, "Two variables stand side by side, so that a sentence could not be read back.");
    at = close + 1;
  }
}

bool is_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failure == std::errc() && end == text.data() + text.size();
}

// What stands in `text` for each variable; nothing when the sentence is another one. A variable takes as little as it can.
std::optional<std::vector<std::string>> match(const Pattern& pattern, std::string_view text) {
  if (!text.starts_with(pattern.literals[0])) return std::nullopt;
  if (pattern.variables.empty()) return text == pattern.literals[0] ? std::optional(std::vector<std::string>()) : std::nullopt;
  std::vector<std::string> found;
  std::size_t at = pattern.literals[0].size();
  for (std::size_t i = 0; i < pattern.variables.size(); ++i) {
    const std::string& next = pattern.literals[i + 1];
    const bool last = i + 1 == pattern.variables.size();
    const std::size_t end = !last ? text.find(next, at) : text.size() >= at + next.size() && text.ends_with(next) ? text.size() - next.size() : std::string_view::npos;
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view value = text.substr(at, end - at);
    if (value.empty() || (pattern.variables[i].type == "number" && !is_number(value))) return std::nullopt;
    found.emplace_back(value);
    at = end + next.size();
  }
  return found;
}

std::string_view group_of(std::string_view key) {
  if (key.starts_with("phrase.")) return key.substr(0, key.find('.', std::string_view("phrase.").size()));
  return key.substr(0, key.find('/'));
}

// Calls take(key, message) for each line.
template <class Take>
Result<> each_line(const LanguageFile& file, Take take) {
  std::string_view rest = file.text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.empty() || line.front() == '#') continue;
    const std::size_t sign = line.find(" = ");
    if (sign == std::string_view::npos) return fault("texts.line", file.language, line.substr(0, 40), "The line is not “key = message”.");
    TRY_DO(take(line.substr(0, sign), trimmed(line.substr(sign + 3))));
  }
  return ok();
}

// "pt-BR" -> "pt".
std::string main_language(std::string_view tag) {
  std::string main = lower_ascii(tag.substr(0, std::min(tag.find('-'), std::size_t{8})));
  // Tagalog is what Filipino is built on, and browsers still send it; mo is the old tag of Romanian in Moldova.
  if (main == "tl") return "fil";
  if (main == "mo") return "ro";
  return main;
}

}  // namespace

struct Catalogue::Content {
  std::vector<std::string> languages;
  std::map<std::string, Message, std::less<>> messages;                            // by key
  std::map<std::string, std::vector<const Message*>, std::less<>> groups;          // in the order of the keys

  std::optional<std::size_t> index_of(std::string_view tag) const {
    const auto found = std::ranges::find(languages, main_language(tag));
    return found == languages.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - languages.begin()));
  }

  Result<> read_english(const LanguageFile& file) {
    return each_line(file, [&](std::string_view key, std::string_view text) -> Result<> {
      TRY(pattern, pattern_of(key, text));
      Message message{std::move(pattern), std::vector<std::string>(languages.size())};
      message.in[0] = text;
      if (!messages.emplace(std::string(key), std::move(message)).second) return fault("texts.key_twice", file.language, key, "The key stands there twice.");
      return ok();
    });
  }

  Result<> read_translation(const LanguageFile& file, std::size_t index) {
    return each_line(file, [&](std::string_view key, std::string_view text) -> Result<> {
      const auto found = messages.find(key);
      if (found == messages.end()) return fault("texts.unknown_key", file.language, key, "English has no such message.");
      if (!found->second.in[index].empty()) return fault("texts.key_twice", file.language, key, "The key stands there twice.");
      if (const std::string why = fault_of_message(text, file.language, found->second.pattern.variables); !why.empty())
        return fault("texts.message", file.language, key, why);
      found->second.in[index] = text;
      return ok();
    });
  }

  std::string said(const Message& message, std::size_t index, const std::vector<std::string>& found) const {
    if (message.pattern.variables.empty()) return message.in[index];
    Values values;
    for (std::size_t i = 0; i < found.size(); ++i) {
      const Variable& variable = message.pattern.variables[i];
      if (variable.type == "number") values[variable.name] = static_cast<std::int64_t>(std::strtoll(found[i].c_str(), nullptr, 10));
      else values[variable.name] = variable.type == "text" ? found[i] : translated("phrase." + variable.type, found[i], index);
    }
    return format_message(message.in[index], languages[index], values);
  }

  std::string translated(std::string_view group, std::string_view english, std::size_t index) const {
    const auto candidates = groups.find(group);
    if (index == 0 || candidates == groups.end() || english.size() > sentence_bytes_max) return std::string(english);
    for (const Message* message : candidates->second) {
      if (message->in[index].empty()) continue;
      if (const auto found = match(message->pattern, english)) return said(*message, index, *found);
    }
    return std::string(english);
  }
};

Catalogue::Catalogue(std::unique_ptr<Content> read) : content(std::move(read)) {}
Catalogue::Catalogue(Catalogue&&) noexcept = default;
Catalogue::~Catalogue() = default;

Result<Catalogue> Catalogue::read(std::span<const LanguageFile> files) {
  auto content = std::make_unique<Content>();
  content->languages.emplace_back("en");
  for (const LanguageFile& file : files)
    if (file.language != "en") content->languages.emplace_back(file.language);
  for (const LanguageFile& file : files)
    if (file.language == "en") TRY_DO(content->read_english(file));
  for (const LanguageFile& file : files)
    if (file.language != "en") TRY_DO(content->read_translation(file, *content->index_of(file.language)));
  for (const auto& [key, message] : content->messages) content->groups[std::string(group_of(key))].push_back(&message);
  return Catalogue(std::move(content));
}

std::string Catalogue::translated(std::string_view group, std::string_view english, std::string_view language) const {
  return content->translated(group, english, content->index_of(language).value_or(0));
}

std::string Catalogue::text(std::string_view key, std::string_view language, const Values& values) const {
  const auto found = content->messages.find(key);
  BELLMAN_ASSERT(found != content->messages.end(), key);
  const Message& message = found->second;
  for (const Variable& variable : message.pattern.variables) BELLMAN_ASSERT(values.contains(variable.name), key);
  std::size_t index = content->index_of(language).value_or(0);
  if (message.in[index].empty()) index = 0;
  return message.pattern.variables.empty() ? message.in[index] : format_message(message.in[index], content->languages[index], values);
}

Error Catalogue::localised(Error error, std::string_view language) const {
  const auto index = content->index_of(language);
  if (index.value_or(0) == 0) return error;
  error.message = content->translated(error.code, error.message, *index);
  if (!error.cure.empty()) error.cure = content->translated("cure", error.cure, *index);
  return error;
}

const std::vector<std::string>& Catalogue::languages() const { return content->languages; }

std::size_t Catalogue::size(std::string_view language) const {
  const auto index = content->index_of(language);
  if (!index) return 0;
  return static_cast<std::size_t>(std::ranges::count_if(content->messages, [&](const auto& entry) { return !entry.second.in[*index].empty(); }));
}

const Catalogue& catalogue() {
  static const Catalogue built_in = [] {
    auto read = Catalogue::read(language_files());
    BELLMAN_ASSERT(read.has_value(), read.has_error() ? read.error().text() : std::string());
    return *std::move(read);
  }();
  return built_in;
}

namespace {

// The quality of one item of Accept-Language in thousandths: ";q=0.8" -> 800; 1000 when there is none, 0 when it cannot be read.
int quality_of(std::string_view item) {
  const std::size_t at = item.find(';');
  if (at == std::string_view::npos) return 1000;
  std::string_view text = trimmed(item.substr(at + 1));
  if (!text.starts_with("q=") && !text.starts_with("Q=")) return 0;
  text.remove_prefix(2);
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return 0;
  int quality = (text[0] - '0') * 1000;
  for (std::size_t i = 2, weight = 100; i < text.size(); ++i, weight /= 10) {
    if (text[1] != '.' || text[i] < '0' || text[i] > '9') return 0;
    quality += (text[i] - '0') * static_cast<int>(weight);
  }
  return std::min(quality, 1000);
}

}  // namespace

std::string choose_language(std::string_view account_language, std::string_view accept_language) {
  const auto& known = catalogue().languages();
  const auto named = [&](std::string_view tag) { return std::ranges::find(known, main_language(tag)); };
  if (const auto found = named(account_language); found != known.end()) return *found;
  std::string best = "en";
  int best_quality = 0;
  std::string_view rest = accept_language.substr(0, 400);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    const std::string_view item = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const int quality = quality_of(item);
    const auto found = named(trimmed(item.substr(0, item.find(';'))));
    if (found == known.end() || quality <= best_quality) continue;
    best = *found;
    best_quality = quality;
  }
  return best;
}

}  // namespace bellman::texts
