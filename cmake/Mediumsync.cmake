# A room of the house: one static library, named after its folder, that links what its row of the include table allows.
#   mediumsync_room(queue SOURCES a.cpp b.cpp LINKS mediumsync::core mediumsync::sqlite)
function(mediumsync_room name)
  cmake_parse_arguments(PARSE_ARGV 1 ROOM "" "" "SOURCES;LINKS;PRIVATE_LINKS")
  add_library(mediumsync_${name} STATIC ${ROOM_SOURCES})
  add_library(mediumsync::${name} ALIAS mediumsync_${name})
  target_include_directories(mediumsync_${name} PUBLIC ${PROJECT_SOURCE_DIR}/daemon ${PROJECT_SOURCE_DIR})
  target_link_libraries(mediumsync_${name} PUBLIC ${ROOM_LINKS} PRIVATE ${ROOM_PRIVATE_LINKS} mediumsync_warnings)
endfunction()

# A doctest executable, each of whose cases is a test of ctest's with the given label.
#   mediumsync_test(unit queue SOURCES queue_test.cpp LINKS mediumsync::queue [TIMEOUT 60])
function(mediumsync_test label name)
  cmake_parse_arguments(PARSE_ARGV 2 TEST "" "TIMEOUT" "SOURCES;LINKS")
  if(NOT TEST_TIMEOUT)
    set(TEST_TIMEOUT 120)
  endif()
  add_executable(${name}_${label}_test ${TEST_SOURCES})
  target_include_directories(${name}_${label}_test PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_definitions(${name}_${label}_test PRIVATE
    MEDIUMSYNC_SOURCE_DIR="${PROJECT_SOURCE_DIR}" MEDIUMSYNC_BINARY_DIR="${PROJECT_BINARY_DIR}")
  target_link_libraries(${name}_${label}_test PRIVATE ${TEST_LINKS} mediumsync::test_main mediumsync_warnings)
  doctest_discover_tests(${name}_${label}_test TEST_PREFIX "${label}/${name}: " ADD_LABELS 0
    PROPERTIES LABELS ${label} TIMEOUT ${TEST_TIMEOUT})
endfunction()
