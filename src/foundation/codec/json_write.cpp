#include "codec/json_write.h"

namespace bellman::codec {

void write_json_string(std::string& out, std::string_view text) {
  static constexpr char hex[] = "0123456789abcdef";
  out += '"';
  std::size_t clean = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, clean, at - clean);
    clean = at + 1;
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        out += "\\u00";
        out += hex[c >> 4U];
        out += hex[c & 15U];
    }
  }
  out.append(text, clean, text.size() - clean);
  out += '"';
}

void write_json_double(std::string& out, double number) {
  if (!std::isfinite(number)) {  // JSON has no such numbers
    out += "null";
    return;
  }
  char buffer[32];
  out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, number).ptr);
}

void write_members(std::string& out, const void* object, std::span<const MemberWriter> members) {
  out += '{';
  for (const MemberWriter& member : members) {
    out += &member == members.data() ? "\"" : ",\"";
    out += member.name;
    out += "\":";
    member.write(out, object);
  }
  out += '}';
}

}  // namespace bellman::codec
