# bellman_embed_files(TARGET NAME name FOLDER folder [DEPENDS files...]): builds a folder's files into TARGET.
# They are bellman::embedded::<name>(), declared in "embedded/<name>.h", as a table for http::StaticFiles. The folder is read when
# TARGET is built, so another build step may fill it first: name its outputs (a stamp file is enough) after DEPENDS.
# The bytes go in by the assembler's .incbin, which takes no time whatever their size; gzip variants are made on the way.
if(NOT CMAKE_SCRIPT_MODE_FILE)
  set(BELLMAN_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})

  function(bellman_embed_files TARGET)
    cmake_parse_arguments(EMBED "" "NAME;FOLDER" "DEPENDS" ${ARGN})
    get_filename_component(FOLDER ${EMBED_FOLDER} ABSOLUTE)
    set(OUT ${CMAKE_CURRENT_BINARY_DIR}/embedded)
    file(GLOB_RECURSE FILES CONFIGURE_DEPENDS ${FOLDER}/*)
    file(MAKE_DIRECTORY ${OUT})
    file(WRITE ${OUT}/${EMBED_NAME}.h.new
      "#pragma once\n#include \"http/embedded_file.h\"\n\n#include <span>\n\nnamespace bellman::embedded {\nstd::span<const http::EmbeddedFile> ${EMBED_NAME}();\n}\n")
    file(COPY_FILE ${OUT}/${EMBED_NAME}.h.new ${OUT}/${EMBED_NAME}.h ONLY_IF_DIFFERENT)
    add_custom_command(
      OUTPUT ${OUT}/${EMBED_NAME}.cpp
      COMMAND ${CMAKE_COMMAND} -DNAME=${EMBED_NAME} -DFOLDER=${FOLDER} -DOUT=${OUT} -P ${BELLMAN_EMBED_SCRIPT}
      DEPENDS ${FILES} ${EMBED_DEPENDS} ${BELLMAN_EMBED_SCRIPT}
      COMMENT "Embedding ${EMBED_NAME}" VERBATIM)
    target_sources(${TARGET} PRIVATE ${OUT}/${EMBED_NAME}.cpp)
    set_source_files_properties(${OUT}/${EMBED_NAME}.cpp PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
    target_include_directories(${TARGET} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
  endfunction()
  return()
endif()

# From here on: the script that writes OUT/NAME.cpp.
function(content_type PATH RESULT)
  set(TYPES
    html "text/html\; charset=utf-8" js "text/javascript\; charset=utf-8" mjs "text/javascript\; charset=utf-8" css "text/css\; charset=utf-8"
    json "application/json" webmanifest "application/manifest+json" map "application/json" svg "image/svg+xml" txt "text/plain\; charset=utf-8"
    png "image/png" jpg "image/jpeg" jpeg "image/jpeg" webp "image/webp" ico "image/x-icon" woff2 "font/woff2" woff "font/woff" wasm "application/wasm"
    mp3 "audio/mpeg" pbf "application/x-protobuf" pdf "application/pdf")
  string(REGEX MATCH "[^.]*$" ENDING "${PATH}")
  string(TOLOWER "${ENDING}" ENDING)
  set(TYPE "application/octet-stream")
  list(FIND TYPES "${ENDING}" AT)
  if(AT GREATER -1)
    math(EXPR AT "${AT} + 1")
    list(GET TYPES ${AT} TYPE)
  endif()
  set(${RESULT} "${TYPE}" PARENT_SCOPE)
endfunction()

# Appends the bytes of FILE to ASSEMBLER under SYMBOL and their declaration to DECLARATIONS.
macro(include_bytes SYMBOL FILE)
  string(APPEND ASSEMBLER "  \".global ${SYMBOL}\\n.hidden ${SYMBOL}\\n${SYMBOL}:\\n.incbin \\\"${FILE}\\\"\\n.byte 0\\n\"\n")
  string(APPEND DECLARATIONS "extern \"C\" __attribute__((visibility(\"hidden\"))) const char ${SYMBOL}[];\n")
endmacro()

file(GLOB_RECURSE FILES RELATIVE ${FOLDER} ${FOLDER}/*)
list(SORT FILES)
set(PACKED ${OUT}/${NAME}_gzip)
file(REMOVE_RECURSE ${PACKED})
file(MAKE_DIRECTORY ${PACKED})
set(ASSEMBLER "")
set(DECLARATIONS "")
set(ROWS "")
set(COUNT 0)
foreach(FILE IN LISTS FILES)
  set(SYMBOL bellman_embedded_${NAME}_${COUNT})
  file(SIZE ${FOLDER}/${FILE} SIZE)
  file(SHA256 ${FOLDER}/${FILE} HASH)
  string(SUBSTRING ${HASH} 0 20 HASH)
  content_type(${FILE} TYPE)
  include_bytes(${SYMBOL} ${FOLDER}/${FILE})
  set(GZIP "{}")
  if(SIZE GREATER 512 AND NOT TYPE MATCHES "image/(png|jpeg|webp)|font/woff2|audio/")
    execute_process(COMMAND gzip -9nc ${FOLDER}/${FILE} OUTPUT_FILE ${PACKED}/${COUNT}.gz COMMAND_ERROR_IS_FATAL ANY)
    file(SIZE ${PACKED}/${COUNT}.gz PACKED_SIZE)
    math(EXPR WORTH "${SIZE} * 9 / 10")
    if(PACKED_SIZE LESS WORTH)
      include_bytes(${SYMBOL}_gzip ${PACKED}/${COUNT}.gz)
      set(GZIP "{${SYMBOL}_gzip, ${PACKED_SIZE}}")
    endif()
  endif()
  string(APPEND ROWS "    {\"${FILE}\", \"${TYPE}\", {${SYMBOL}, ${SIZE}}, ${GZIP}, \"${HASH}\"},\n")
  math(EXPR COUNT "${COUNT} + 1")
endforeach()
if(COUNT EQUAL 0)
  message(FATAL_ERROR "bellman_embed_files: ${FOLDER} holds no file")
endif()

file(WRITE ${OUT}/${NAME}.cpp "// Made by cmake/embed_files.cmake.
#include \"embedded/${NAME}.h\"

__asm__(
  \".pushsection .rodata\\n\"
${ASSEMBLER}  \".popsection\\n\");

${DECLARATIONS}
namespace bellman::embedded {

std::span<const http::EmbeddedFile> ${NAME}() {
  static const http::EmbeddedFile files[] = {
${ROWS}  };
  return files;
}

}  // namespace bellman::embedded
")
