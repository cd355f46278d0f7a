// One file built into the program.
#pragma once
#include <string_view>

namespace bellman::http {

struct EmbeddedFile {
  std::string_view path;          // relative, "assets/app-1a2b3c4d.js"
  std::string_view content_type;
  std::string_view bytes;
  std::string_view gzip;          // the same compressed; empty when that saves nothing
  std::string_view etag;          // of the bytes, without quotes
};

}  // namespace bellman::http
