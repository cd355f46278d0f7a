// Files that are part of the program: the web applications' pages, scripts and pictures (cmake/embed_files.cmake makes the table).
#pragma once
#include "http/embedded_file.h"
#include "http/router.h"

#include <span>
#include <string>
#include <string_view>

namespace bellman::http {

class StaticFiles {
 public:
  // The table and its bytes must live as long as this and as all answers.
  explicit StaticFiles(std::span<const EmbeddedFile> files);

  const EmbeddedFile* find(std::string_view path) const;
  // Answers GET of `path` (relative, "assets/app-1a2b3c4d.js"). "" and paths that name no file but could be a screen of the application
  // (no dot in the last segment) get index.html; other unknown ones 404. Names that carry their content's hash may be kept for
  // ever, all others are asked for again by ETag.
  Response answer(const Request& request, std::string_view path) const;

 private:
  std::vector<const EmbeddedFile*> by_path_;
};

// Serves the files under `prefix` ("/app/board"); without the last "/" it leads there, so that relative links work.
// Error: conflict, as Router::add.
Result<> add_static_files(Router& router, std::string prefix, std::span<const EmbeddedFile> files);

}  // namespace bellman::http
