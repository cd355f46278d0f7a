# bellman_phonenumber: Google's libphonenumber (E.164).
# Debian's libphonenumber-dev cannot stand beside Boost 1.81 (it asks for libboost-thread-dev, which is Boost 1.74), though
# its headers need no Boost with std::mutex. So script/setup unpacks only the headers of exactly the installed library's
# version into build/deps/phonenumber, and we link the runtime library by its full name.
find_path(PHONENUMBER_INCLUDE phonenumbers/phonenumberutil.h HINTS ${CMAKE_SOURCE_DIR}/build/deps/phonenumber/usr/include)
find_library(PHONENUMBER_LIBRARY NAMES phonenumber libphonenumber.so.8)
find_library(PROTOBUF_LIBRARY NAMES protobuf)
if(NOT PHONENUMBER_INCLUDE OR NOT PHONENUMBER_LIBRARY OR NOT PROTOBUF_LIBRARY)
  message(FATAL_ERROR "libphonenumber (library, headers or protobuf) is missing: run script/setup build")
endif()

add_library(bellman_phonenumber INTERFACE)
target_include_directories(bellman_phonenumber SYSTEM INTERFACE ${PHONENUMBER_INCLUDE})
target_compile_definitions(bellman_phonenumber INTERFACE I18N_PHONENUMBERS_USE_STDMUTEX)
target_link_libraries(bellman_phonenumber INTERFACE ${PHONENUMBER_LIBRARY} ${PROTOBUF_LIBRARY})
