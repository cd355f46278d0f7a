# The tests that are not GoogleTest programs, so that ctest's closing line speaks for everything. Included last.
if(NOT BUILD_TESTING)
  return()
endif()

set(BELLMAN_SIMULATOR_SEEDS 300 CACHE STRING "Seeds of the simulator in a test run")
set(BELLMAN_FUZZ_SECONDS 3 CACHE STRING "Seconds of each fuzz target in a test run")

# The house's rules, and that the checker of the rules sees what is planted.
add_test(NAME layout COMMAND python3 ${CMAKE_SOURCE_DIR}/tools/check_layout)
add_test(NAME layout_self_test COMMAND python3 ${CMAKE_SOURCE_DIR}/tools/check_layout --self-test)
add_test(NAME scripts_parse COMMAND bash ${CMAKE_SOURCE_DIR}/tools/check_scripts)

# The tests that read the real date, on the days that broke such tests: a month's end, a leap day, a year's end, changes of clocks.
add_test(NAME tests_on_other_dates COMMAND bash ${CMAKE_SOURCE_DIR}/tools/check_dates ${CMAKE_BINARY_DIR})
set_tests_properties(tests_on_other_dates PROPERTIES SKIP_RETURN_CODE 125 TIMEOUT 600 COST 60)

# The simulator's seeds, and that it catches a planted bug: exit code 1 means "a seed failed", anything else is another trouble.
if(TARGET bellman)
  add_test(NAME simulator_seeds COMMAND bellman simulate --seeds ${BELLMAN_SIMULATOR_SEEDS} --json)
  add_test(NAME simulator_seeds_of_equal_processes COMMAND bellman simulate --seeds ${BELLMAN_SIMULATOR_SEEDS} --processes 2 --json)
  add_test(NAME simulator_catches_planted_bug
    COMMAND bash -c "\"$0\" simulate --seeds 100 --plant send-before-commit --json; test $? -eq 1" $<TARGET_FILE:bellman>)
  set_tests_properties(simulator_seeds simulator_seeds_of_equal_processes simulator_catches_planted_bug PROPERTIES TIMEOUT 600)
  set_tests_properties(simulator_seeds simulator_seeds_of_equal_processes PROPERTIES COST 100)  # the longest begin first
endif()

# Back to a moment on PostgreSQL, as docs/moving.md says it.
if(TARGET bellman)
  add_test(NAME point_in_time_recovery COMMAND bash ${CMAKE_SOURCE_DIR}/tools/check_point_in_time_recovery $<TARGET_FILE:bellman>)
  set_tests_properties(point_in_time_recovery PROPERTIES TIMEOUT 180)
endif()

# Each fuzz target for a moment, from the clang build beside this one; skipped (code 125) where script/fuzz --build has not run.
file(GLOB FUZZERS CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/*/*/*_fuzz.cpp)
foreach(FUZZER ${FUZZERS})
  get_filename_component(TARGET ${FUZZER} NAME_WE)
  add_test(NAME ${TARGET} COMMAND bash ${CMAKE_SOURCE_DIR}/script/fuzz --run ${TARGET} ${BELLMAN_FUZZ_SECONDS})
  set_tests_properties(${TARGET} PROPERTIES SKIP_RETURN_CODE 125 TIMEOUT 120)
endforeach()

# Screens: every script of ui/package.json that is a test. The real binary is handed over as BELLMAN_BINARY.
if(TARGET bellman AND EXISTS ${CMAKE_SOURCE_DIR}/ui/package.json)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/ui/package.json)
  file(READ ${CMAKE_SOURCE_DIR}/ui/package.json UI_PACKAGE)
  foreach(STEP check test test:unit test:e2e)
    string(JSON COMMAND ERROR_VARIABLE MISSING GET "${UI_PACKAGE}" scripts ${STEP})
    if(MISSING)
      continue()
    endif()
    string(REPLACE ":" "_" STEP_NAME ${STEP})
    add_test(NAME ui_${STEP_NAME} COMMAND npm --prefix ${CMAKE_SOURCE_DIR}/ui run --silent ${STEP})
    set_tests_properties(ui_${STEP_NAME} PROPERTIES TIMEOUT 420 ENVIRONMENT "BELLMAN_BINARY=$<TARGET_FILE:bellman>;CI=true")
  endforeach()
  if(TEST ui_test_e2e)
    # A browser and a server beside other tests on two cores would make its time-outs mean nothing.
    # Without Chromium it says "e2e skipped: …", and is counted as skipped.
    set_tests_properties(ui_test_e2e PROPERTIES RUN_SERIAL TRUE SKIP_REGULAR_EXPRESSION "e2e skipped:")
  endif()
endif()
