# Compiler, linker and the libraries everybody shares. Presets (CMakePresets.json) choose among the options here.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# BELLMAN_ASSERT stays on in every build; NDEBUG only quiets the assertions of the libraries.
set(CMAKE_CXX_FLAGS_DEBUG "-Og -g")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1")
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Debug)
endif()

option(BUILD_TESTING "Build the test programs" ON)
option(BELLMAN_WERROR "Warnings in our own code are errors" ON)
option(BELLMAN_FUZZ "Build the libFuzzer targets (needs clang)" OFF)
set(BELLMAN_SANITIZE "" CACHE STRING "Sanitizers, e.g. address,undefined or thread")

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # The sloppiness lets ccache serve translation units that use our precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_library(bellman_flags INTERFACE)
target_compile_options(bellman_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wno-missing-field-initializers)
if(BELLMAN_WERROR)
  target_compile_options(bellman_flags INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports false positives of these inside libstdc++ and Boost, the last three only when it inlines at -O2; and it takes the files of a
  # unit for headers, in which a type may not have members from an anonymous namespace.
  target_compile_options(bellman_flags INTERFACE -Wno-restrict -Wno-maybe-uninitialized -Wno-subobject-linkage -fpch-preprocess
    $<$<NOT:$<CONFIG:Debug>>:-Wno-array-bounds> $<$<NOT:$<CONFIG:Debug>>:-Wno-stringop-overflow> $<$<NOT:$<CONFIG:Debug>>:-Wno-stringop-overread>)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # The compiler looks for memory it can use again only after half a gigabyte: a twentieth of the time.
  add_compile_options("SHELL:--param ggc-min-heapsize=524288")
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  # Without the time in the precompiled header ccache can serve what was built with it.
  add_compile_options("SHELL:-Xclang -fno-pch-timestamp")
endif()
if(BELLMAN_SANITIZE)
  add_compile_options(-fsanitize=${BELLMAN_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${BELLMAN_SANITIZE})
endif()
if(BELLMAN_FUZZ)
  # The rooms report their coverage to libFuzzer; `ninja fuzzers` builds every *_fuzz.cpp and only what it needs.
  add_compile_options(-fsanitize=fuzzer-no-link)
  add_custom_target(fuzzers)
endif()
# A room is included by its own name, whatever its wing: so a room can change its wing without touching its users.
foreach(WING foundation parties promises work program)
  target_include_directories(bellman_flags INTERFACE ${CMAKE_SOURCE_DIR}/src/${WING})
endforeach()

find_package(Threads REQUIRED)
find_package(date REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ICU 72 REQUIRED COMPONENTS uc)

# What the programs take their memory from (docs/decisions/0005). Named as a whole, because nothing in them calls it by name. Not under
# sanitizers, which bring their own.
add_library(bellman_allocator INTERFACE)
if(NOT BELLMAN_SANITIZE AND NOT BELLMAN_FUZZ)
  find_package(mimalloc 2.0 REQUIRED)
  target_link_libraries(bellman_allocator INTERFACE -Wl,--push-state,--no-as-needed mimalloc -Wl,--pop-state)
endif()
find_package(LibLZMA REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url)
find_package(PkgConfig REQUIRED)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(LIBPQ REQUIRED IMPORTED_TARGET libpq)
include(phonenumber)

if(BUILD_TESTING)
  # Somebody who only runs the demo has no test packages.
  find_package(GTest QUIET)
  find_package(rapidcheck QUIET)
  if(NOT GTest_FOUND OR NOT rapidcheck_FOUND)
    message(STATUS "GoogleTest or RapidCheck is not installed: no test programs (script/setup test installs them)")
    set(BUILD_TESTING OFF)
  endif()
endif()
