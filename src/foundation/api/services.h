// What a process gives its rooms (settings, stores of files) and what the rooms make for a process (the dispatcher): one value of a type,
// found by that type, so that nobody who puts the rooms together names them one by one.
#pragma once
#include "base/assert.h"

#include <any>
#include <map>
#include <memory>
#include <typeindex>

namespace bellman::api {

class Services {
 public:
  template <class T>
  void share(std::shared_ptr<T> one) { by_type.insert_or_assign(typeid(std::shared_ptr<T>), std::move(one)); }
  template <class T>
  void put(T value) { share(std::make_shared<T>(std::move(value))); }

  // Null when there is none.
  template <class T>
  std::shared_ptr<T> find() const {
    const auto found = by_type.find(typeid(std::shared_ptr<T>));
    return found == by_type.end() ? nullptr : std::any_cast<std::shared_ptr<T>>(found->second);
  }
  // For what must be there: a setting that the room declares, or what the room itself has made.
  template <class T>
  T& get() const {
    const auto found = find<T>();
    BELLMAN_ASSERT(found != nullptr, "a service that nobody has put");
    return *found;
  }

 private:
  std::map<std::type_index, std::any> by_type;
};

}  // namespace bellman::api
