#include "imports/dialect.h"

#include "base/assert.h"
#include "base/text.h"

#include <fmt/format.h>
#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#include <algorithm>

namespace bellman::imports {
namespace {

constexpr std::size_t head_bytes = 64 * 1024;
constexpr std::string_view unknown_letter = "\xEF\xBF\xBD";  // U+FFFD, which ICU gives for what it cannot read
constexpr std::string_view no_utf8 = "\xFF";

// Bytes of the UTF-8 character at the beginning; 0 when it is none.
std::size_t utf8_length(std::string_view bytes) {
  for (std::size_t length = 1; length <= 4 && length <= bytes.size(); ++length)
    if (is_utf8(bytes.substr(0, length))) return length;
  return 0;
}

// Whether bytes that are no character yet may become one with those that follow.
bool may_go_on(std::string_view bytes) {
  const auto first = static_cast<unsigned char>(bytes.front());
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  return first >= 0xC2 && first <= 0xF4 && bytes.size() < length && std::ranges::all_of(bytes.substr(1), is_utf8_continuation);
}

std::string_view first_line(std::string_view text) {
  while (!text.empty() && (text.front() == '\n' || text.front() == '\r')) text.remove_prefix(1);
  return text.substr(0, text.find_first_of("\r\n"));
}

constexpr std::string_view separators = ",;\t|";

// "sep=;" and the character it names.
char named_separator(std::string_view line) {
  if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  if (line.size() >= 2 && line.front() == '"' && line.back() == '"') line = line.substr(1, line.size() - 2);
  return line.size() == 5 && lower_ascii(line.substr(0, 4)) == "sep=" && separators.find(line[4]) != std::string_view::npos ? line[4] : '\0';
}

// The one that stands most often outside quotes.
char usual_separator(std::string_view line) {
  std::array<std::size_t, separators.size()> counts{};
  bool in_quotes = false;
  for (const char c : line) {
    if (c == '"') in_quotes = !in_quotes;
    if (const std::size_t which = separators.find(c); !in_quotes && which != std::string_view::npos) ++counts[which];
  }
  return separators[static_cast<std::size_t>(std::ranges::max_element(counts) - counts.begin())];
}

}  // namespace

std::string to_text(const Dialect& dialect) {
  std::string text;
  const auto add = [&](std::string_view words) { text += (text.empty() ? "" : ", ") + std::string(words); };
  switch (dialect.encoding) {
    case Encoding::utf8: break;
    case Encoding::utf16_little: add("UTF-16, little-endian"); break;
    case Encoding::utf16_big: add("UTF-16, big-endian"); break;
    case Encoding::windows_1252: add("Windows-1252"); break;
    case Encoding::mixed: add("UTF-8 with single letters of Windows-1252"); break;
  }
  if (dialect.separator == '\t') add("separated by tabs");
  else if (dialect.separator != ',') add(fmt::format("separated by {}", dialect.separator));
  if (dialect.return_ends_line) add("lines ended by carriage returns");
  return text;
}

void DialectFinder::feed(std::string_view bytes) {
  if (head.size() < head_bytes) head.append(bytes.substr(0, head_bytes - head.size()));
  std::string joined;
  if (!pending.empty()) bytes = joined = pending + std::string(bytes);
  pending.clear();
  for (std::size_t at = 0; at < bytes.size();) {
    if ((static_cast<unsigned char>(bytes[at]) & 0x80U) == 0) {
      ++at;
    } else if (const std::size_t length = utf8_length(bytes.substr(at, 4)); length > 0) {
      ++characters;
      at += length;
    } else if (may_go_on(bytes.substr(at))) {
      pending = bytes.substr(at);
      return;
    } else {
      ++strange_bytes;
      ++at;
    }
  }
}

Encoding DialectFinder::encoding() const {
  if (head.starts_with("\xFF\xFE")) return Encoding::utf16_little;
  if (head.starts_with("\xFE\xFF")) return Encoding::utf16_big;
  // Without a mark: text in UTF-16 has a NUL in every second byte of its ASCII letters.
  std::array<std::size_t, 2> nuls{};
  const std::size_t looked_at = std::min<std::size_t>(head.size(), 4096);
  for (std::size_t at = 0; at < looked_at; ++at) nuls[at % 2] += head[at] == '\0' ? 1 : 0;
  if (nuls[1] > looked_at / 4 && nuls[0] < nuls[1] / 4) return Encoding::utf16_little;
  if (nuls[0] > looked_at / 4 && nuls[1] < nuls[0] / 4) return Encoding::utf16_big;
  const std::size_t strange = strange_bytes + (pending.empty() ? 0 : 1);
  if (strange == 0) return Encoding::utf8;
  return characters == 0 ? Encoding::windows_1252 : Encoding::mixed;
}

Dialect DialectFinder::found() const {
  Dialect dialect;
  dialect.encoding = encoding();
  Decoder decoder(dialect);
  const std::string_view text = decoder.decode(head, head.size() < head_bytes);
  dialect.return_ends_line = text.find('\n') == std::string_view::npos && text.find('\r') != std::string_view::npos;
  const std::string_view line = first_line(text);
  const char named = named_separator(line);
  dialect.names_separator = named != '\0';
  dialect.separator = named != '\0' ? named : usual_separator(line);
  return dialect;
}

struct Decoder::Converter {
  UConverter* from = nullptr;
  explicit Converter(const char* name) {
    UErrorCode status = U_ZERO_ERROR;
    from = ucnv_open(name, &status);
    BELLMAN_ASSERT(U_SUCCESS(status), "ICU knows UTF-16");
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  ~Converter() { ucnv_close(from); }
};

Decoder::Decoder(const Dialect& dialect) : known(dialect) {
  if (known.encoding == Encoding::utf16_little) converter = std::make_unique<Converter>("UTF-16LE");
  if (known.encoding == Encoding::utf16_big) converter = std::make_unique<Converter>("UTF-16BE");
  if (known.encoding != Encoding::windows_1252 && known.encoding != Encoding::mixed) return;
  for (std::size_t at = 0; at < high_letters.size(); ++at) {
    const char byte = static_cast<char>(0x80 + at);
    std::array<char, 8> letter{};
    UErrorCode status = U_ZERO_ERROR;
    const auto length = ucnv_convert("UTF-8", "windows-1252", letter.data(), letter.size(), &byte, 1, &status);
    const std::string_view found(letter.data(), U_SUCCESS(status) && length > 0 ? static_cast<std::size_t>(length) : 0);
    // Five bytes of the set are no letters; ICU gives control characters for them.
    const bool is_letter = !found.empty() && found != unknown_letter && !(found[0] == '\xC2' && static_cast<unsigned char>(found[1]) < 0xA0);
    high_letters[at] = is_letter ? found : no_utf8;
  }
}
Decoder::~Decoder() = default;
Decoder::Decoder(Decoder&&) noexcept = default;
Decoder& Decoder::operator=(Decoder&&) noexcept = default;

std::string_view Decoder::decode(std::string_view bytes, bool is_last) {
  if (known.encoding == Encoding::utf8 && !known.return_ends_line && !known.names_separator) return bytes;
  text.clear();
  if (converter) decode_utf16(bytes, is_last);
  else if (known.encoding == Encoding::utf8) text = bytes;
  else decode_bytes(bytes, is_last);
  mend_lines();
  return text;
}

void Decoder::decode_utf16(std::string_view bytes, bool is_last) {
  UErrorCode status = U_ZERO_ERROR;
  std::u16string units(bytes.size() / 2 + 4, u'\0');
  const char* source = bytes.data();
  char16_t* target = units.data();
  ucnv_toUnicode(converter->from, &target, units.data() + units.size(), &source, bytes.data() + bytes.size(), nullptr, is_last, &status);
  units.resize(static_cast<std::size_t>(target - units.data()));
  text.resize(units.size() * 3);
  std::int32_t length = 0;
  status = U_ZERO_ERROR;
  u_strToUTF8WithSub(text.data(), static_cast<std::int32_t>(text.size()), &length, units.data(), static_cast<std::int32_t>(units.size()), 0xFFFD, nullptr, &status);
  text.resize(static_cast<std::size_t>(length));
  for (std::size_t at = text.find(unknown_letter); at != std::string::npos; at = text.find(unknown_letter, at + 1)) text.replace(at, unknown_letter.size(), no_utf8);
}

void Decoder::decode_bytes(std::string_view bytes, bool is_last) {
  std::string joined;
  if (!pending.empty()) bytes = joined = pending + std::string(bytes);
  pending.clear();
  for (std::size_t at = 0; at < bytes.size();) {
    const auto byte = static_cast<unsigned char>(bytes[at]);
    const std::size_t length = byte < 0x80 ? 1 : known.encoding == Encoding::mixed ? utf8_length(bytes.substr(at, 4)) : 0;
    if (length == 0 && !is_last && known.encoding == Encoding::mixed && may_go_on(bytes.substr(at))) {
      pending = bytes.substr(at);
      return;
    }
    if (length > 0) text += bytes.substr(at, length);
    else text += high_letters[byte - 0x80];
    at += std::max<std::size_t>(length, 1);
  }
}

void Decoder::mend_lines() {
  if (known.return_ends_line) std::ranges::replace(text, '\r', '\n');
  if (!at_beginning || text.empty()) return;
  at_beginning = false;
  if (!known.names_separator) return;
  const std::size_t line = text.find_first_not_of("\r\n") == std::string::npos ? 0 : text.find_first_not_of("\r\n");
  text.erase(line, std::min(text.find_first_of("\r\n", line), text.size()) - line);
}

}  // namespace bellman::imports
