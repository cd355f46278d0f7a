// The server's sentences in the reader's language. Rooms go on writing their sentences in English; the catalogue knows these sentences with
// their variables, recognises one, and says it in another language. A sentence it does not know stays English, never empty.
#pragma once
#include "base/error.h"
#include "base/result.h"

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bellman::texts {

// One data file of languages/: lines `key = message`, `#` begins a comment. The English file declares each message's variables:
// {name} any text, {name, number} a whole number, {name, GROUP} a phrase that is translated itself (keys phrase.GROUP.*). The others are
// ICU messages over the same variables, e.g. {count, plural, one {# file} other {# files}}.
struct LanguageFile {
  std::string_view language;  // BCP 47
  std::string_view text;
};
// Those built into the program.
std::span<const LanguageFile> language_files();

using Value = std::variant<std::int64_t, std::string>;
using Values = std::map<std::string, Value, std::less<>>;

class Catalogue {
 public:
  // English must be among the files. Errors (invalid, texts.*, the field is "language:key"): a line that is none, a key twice or unknown to
  // English, a message ICU cannot read, a variable that English does not have or that is left out, a plural form of the language missing.
  static Result<Catalogue> read(std::span<const LanguageFile> files);

  // The English sentence in the language, looked for in a group: an error's code (keys "code" and "code/variant"), "cure", "why", "phrase.state", …
  std::string translated(std::string_view group, std::string_view english, std::string_view language) const;
  // The message of a key with its variables; English when the language lacks it. The key and its variables must exist: both are written in code.
  std::string text(std::string_view key, std::string_view language, const Values& values = {}) const;
  // Sentence and cure in the language.
  Error localised(Error error, std::string_view language) const;

  // The languages' tags, English first.
  const std::vector<std::string>& languages() const;
  // How many of the English messages the language has.
  std::size_t size(std::string_view language) const;

  Catalogue(Catalogue&&) noexcept;
  ~Catalogue();

 private:
  struct Content;
  explicit Catalogue(std::unique_ptr<Content> read);
  std::unique_ptr<const Content> content;
};

// The built-in catalogue, read and checked once; a fault in it aborts (the tests read it first).
const Catalogue& catalogue();

// The language that is answered in: the account's when the catalogue has it, else the best of Accept-Language (RFC 9110), else English.
std::string choose_language(std::string_view account_language, std::string_view accept_language);

}  // namespace bellman::texts
