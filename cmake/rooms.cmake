# bellman_room(name [LINK libs...]): every *.cpp of the calling folder becomes the library bellman_<name>,
# every *_test.cpp beside it the test program <name>_test, every *.sql of its migrations a text in the library.
# So a new file needs no line in any CMakeLists.txt. A room is compiled as one unit: reading the headers once instead of for every file
# takes half of the time (docs/decisions/0008), so names in anonymous namespaces are unique within a room. HOT: optimised in full,
# because the figures of docs/benchmarks.md are made there. FUZZ_SOURCES, FUZZ_LINK: what the room's *_fuzz.cpp needs, when that is not the
# whole room with all it stands on (which would be built once more, with sanitizers).
function(bellman_room NAME)
  cmake_parse_arguments(ROOM "HOT" "" "LINK;TEST_LINK;TEST_BY_ITSELF;FUZZ_SOURCES;FUZZ_LINK" ${ARGN})
  file(GLOB SOURCES CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  set(TESTS ${SOURCES})
  list(FILTER TESTS INCLUDE REGEX "_test\\.cpp$")
  list(FILTER SOURCES EXCLUDE REGEX "_test\\.cpp$|_fuzz\\.cpp$|main\\.cpp$")
  set(LIB bellman_${NAME})

  if(SOURCES)
    add_library(${LIB} STATIC ${SOURCES})
    target_link_libraries(${LIB} PUBLIC bellman_flags ${ROOM_LINK})
    set_target_properties(${LIB} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 0)
    if(NOT ROOM_HOT)
      target_compile_options(${LIB} PRIVATE $<$<CONFIG:Release>:-O1>)
    endif()
    if(NAME STREQUAL "base")
      target_precompile_headers(${LIB} PRIVATE ${CMAKE_SOURCE_DIR}/src/foundation/base/precompiled.h)
    else()
      target_precompile_headers(${LIB} REUSE_FROM bellman_base)
    endif()
  else()
    add_library(${LIB} INTERFACE)
    target_link_libraries(${LIB} INTERFACE bellman_flags ${ROOM_LINK})
  endif()

  if(TESTS AND BUILD_TESTING)
    bellman_test(${NAME}_test LINK ${LIB} ${ROOM_TEST_LINK} SOURCES ${TESTS} BY_ITSELF ${ROOM_TEST_BY_ITSELF})
    if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/room.cpp)
      bellman_list_of_rooms(${NAME}_test UNTIL ${NAME} AND ${ROOM_LINK})
    endif()
  endif()

  file(GLOB FUZZERS CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*_fuzz.cpp)
  if(BELLMAN_FUZZ)
    foreach(FUZZER ${FUZZERS})
      get_filename_component(TARGET ${FUZZER} NAME_WE)
      add_executable(${TARGET} ${FUZZER} ${ROOM_FUZZ_SOURCES})
      if(ROOM_FUZZ_SOURCES)
        target_link_libraries(${TARGET} PRIVATE bellman_flags ${ROOM_FUZZ_LINK})
      else()
        target_link_libraries(${TARGET} PRIVATE ${LIB} ${ROOM_TEST_LINK})
      endif()
      target_compile_options(${TARGET} PRIVATE -fsanitize=fuzzer)
      target_link_options(${TARGET} PRIVATE -fsanitize=fuzzer)
      set_target_properties(${TARGET} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/fuzz)
      add_dependencies(fuzzers ${TARGET})
    endforeach()
  endif()
endfunction()

# bellman_list_of_rooms(target [UNTIL room [AND libs...]]): gives the target api::rooms(), the list of all rooms that have a manifest (room.cpp), in
# the order of tools/layout.toml, and links it with them. UNTIL: of that room and those before it; AND: and of those among these libraries.
function(bellman_list_of_rooms TARGET)
  cmake_parse_arguments(LIST "" "UNTIL" "AND" ${ARGN})
  set(REACHED)
  set(DECLARED)
  set(LISTED)
  set(LIBS)
  foreach(ROOM IN LISTS BELLMAN_ROOMS)
    if(EXISTS ${BELLMAN_FOLDER_${ROOM}}/room.cpp AND (NOT REACHED OR bellman_${ROOM} IN_LIST LIST_AND))
      string(APPEND DECLARED "namespace ${ROOM} { const api::Room& room(); }\n")
      string(APPEND LISTED "      &${ROOM}::room(),\n")
      list(APPEND LIBS bellman_${ROOM})
    endif()
    if(ROOM STREQUAL LIST_UNTIL)
      set(REACHED TRUE)
    endif()
  endforeach()
  set(OUT ${CMAKE_CURRENT_BINARY_DIR}/${TARGET}_rooms.cpp)
  file(CONFIGURE OUTPUT ${OUT} @ONLY CONTENT "#include \"api/rooms.h\"

namespace bellman {
@DECLARED@
api::Rooms api::rooms() {
  static const std::array list{
@LISTED@  };
  return list;
}
}  // namespace bellman
")
  target_sources(${TARGET} PRIVATE ${OUT})
  get_target_property(TYPE ${TARGET} TYPE)
  if(TYPE STREQUAL "EXECUTABLE")
    target_link_libraries(${TARGET} PRIVATE ${LIBS})
  else()
    target_link_libraries(${TARGET} PUBLIC ${LIBS})
  endif()
endfunction()

# The tests of a room whose store is db::fresh_database(), once more on a database server of their own: one test of ctest.
function(bellman_also_on_postgresql NAME)
  if(NOT BUILD_TESTING OR NOT TARGET ${NAME}_test)
    return()
  endif()
  add_test(NAME ${NAME}_on_postgresql COMMAND ${CMAKE_SOURCE_DIR}/tools/private_postgres run durable=no -- $<TARGET_FILE:${NAME}_test> --gtest_brief=1)
  set_tests_properties(${NAME}_on_postgresql PROPERTIES TIMEOUT 600 COST 20)
endfunction()

# bellman_test(name LINK libs... SOURCES files... [BY_ITSELF files...] [LONG filter] [APART filter]): one GoogleTest program, each of its tests
# known to ctest. It is compiled as one unit, too, but for the files BY_ITSELF, whose names would collide with those of the others.
# LONG: those that ctest begins before the others, so that they do not run alone at the end. APART: those that are not listed here.
function(bellman_test NAME)
  cmake_parse_arguments(TEST "" "LONG;APART" "LINK;SOURCES;BY_ITSELF" ${ARGN})
  add_executable(${NAME} ${TEST_SOURCES})
  target_link_libraries(${NAME} PRIVATE ${TEST_LINK} GTest::gtest_main rapidcheck rapidcheck_gtest)
  target_precompile_headers(${NAME} REUSE_FROM bellman_base)
  set_target_properties(${NAME} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 0)
  foreach(FILE IN LISTS TEST_BY_ITSELF)
    set_property(SOURCE ${CMAKE_CURRENT_SOURCE_DIR}/${FILE} PROPERTY SKIP_UNITY_BUILD_INCLUSION ON)
  endforeach()
  target_compile_definitions(${NAME} PRIVATE BELLMAN_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  # What is compiled into the rooms is optimised as it is shipped; to optimise the tests themselves as much costs a third of their build and gains nothing.
  target_compile_options(${NAME} PRIVATE $<$<CONFIG:Release>:-O1>)
  include(GoogleTest)
  set(LATER)
  if(TEST_LONG OR TEST_APART)
    string(JOIN ":" OTHERS ${TEST_LONG} ${TEST_APART})
    set(LATER TEST_FILTER "*-${OTHERS}")
  endif()
  gtest_discover_tests(${NAME} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60 ${LATER} PROPERTIES TIMEOUT 300)
  bellman_list_only_if_built(${NAME} "")
  if(TEST_LONG)
    gtest_discover_tests(${NAME} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60 TEST_FILTER "${TEST_LONG}" PROPERTIES TIMEOUT 300 COST 50)
    bellman_list_only_if_built(${NAME} _long)
  endif()
endfunction()

# CMake lists a program that is not built as a failing test NAME_NOT_BUILT; after a partial build we want the tests of
# what is built. (The full build of script/test fails before ctest when a program cannot be built.) Of each list of a program's tests, right
# after it was asked for; SUFFIX tells a second from the first.
function(bellman_list_only_if_built NAME SUFFIX)
  get_property(LISTS DIRECTORY PROPERTY TEST_INCLUDE_FILES)
  list(POP_BACK LISTS LAST)
  set(GUARD ${CMAKE_CURRENT_BINARY_DIR}/${NAME}${SUFFIX}_if_built.cmake)
  file(GENERATE OUTPUT ${GUARD} CONTENT "if(EXISTS \"$<TARGET_FILE:${NAME}>\")\n  include(\"${LAST}\")\nendif()\n")
  list(APPEND LISTS ${GUARD})
  set_property(DIRECTORY PROPERTY TEST_INCLUDE_FILES ${LISTS})
endfunction()

# bellman_bench(name LINK libs... SOURCES files...): the benchmark program build/<preset>/bench/<name>, which prints one
# JSON object a figure and obeys --quick. Not part of `all`: `ninja benches` builds them.
function(bellman_bench NAME)
  cmake_parse_arguments(BENCH "" "" "LINK;SOURCES" ${ARGN})
  add_executable(bench_${NAME} EXCLUDE_FROM_ALL ${BENCH_SOURCES})
  target_link_libraries(bench_${NAME} PRIVATE bellman_flags ${BENCH_LINK} bellman_allocator)
  set_target_properties(bench_${NAME} PROPERTIES OUTPUT_NAME ${NAME} RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bench)
  if(NOT TARGET benches)
    add_custom_target(benches)
  endif()
  add_dependencies(benches bench_${NAME})
endfunction()

# bellman_migrations(name files...): embeds numbered SQL files as bellman::<name>::migrations().
function(bellman_migrations NAME)
  file(GLOB FILES CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/migrations/*.sql)
  set(OUT ${CMAKE_CURRENT_BINARY_DIR}/${NAME}_migrations.cpp)
  add_custom_command(
    OUTPUT ${OUT}
    COMMAND ${CMAKE_COMMAND} -DNAME=${NAME} -DOUT=${OUT} "-DFILES=${FILES}" -P ${CMAKE_SOURCE_DIR}/cmake/embed_sql.cmake
    DEPENDS ${FILES} ${CMAKE_SOURCE_DIR}/cmake/embed_sql.cmake VERBATIM)
  target_sources(bellman_${NAME} PRIVATE ${OUT})
endfunction()
