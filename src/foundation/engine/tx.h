// The transaction of one use case: where its rows, events, timers and effects are written together.
#pragma once
#include "db/session.h"
#include "engine/consequences.h"
#include "engine/registry.h"

#include <functional>
#include <memory>
#include <typeindex>

namespace bellman::engine {

class Engine;

class Tx {
 public:
  Tx(Engine& owner, db::Session& on, Instant now, Actor actor) : engine(owner), db_session(on), moment(now), who(actor) {}
  Tx(const Tx&) = delete;
  Tx& operator=(const Tx&) = delete;

  db::Session& session() { return db_session; }
  Instant now() const { return moment; }
  const Actor& actor() const { return who; }

  // The next id of a table, e.g. tx.next_id<Request>(). Never given twice, also after a crash; gaps are allowed.
  template <class Noun>
  auto next_id() -> Result<decltype(Noun::id)> {
    TRY(number, take_id(Noun::table));
    return decltype(Noun::id)(number);
  }

  // Writes events, timers and effects, in this order. Subscribers of the events run when the use case has returned,
  // still in the same savepoint; when one fails, the whole use case fails.
  Result<> apply(Consequences consequences);

  // A thing of a room that lives in the memory of the writer as long as the engine, e.g. a cache; made at its first use.
  template <class T>
  T& memory() {
    std::shared_ptr<void>& slot = memory_slot(typeid(T));
    if (!slot) slot = std::make_shared<T>();
    return *static_cast<T*>(slot.get());
  }

  // After a change to what memory<>() keeps: equal processes on the same store forget theirs before their next group.
  Result<> memory_changed();

  // What this use case has just written, under a key of the room's choice, so that those who follow in it need not read it again.
  // The room remembers at every write of such a row, so that what is recalled is what stands in the table.
  template <class T>
  void remember(std::int64_t key, const T& row) {
    for (Memo& memo : memos)
      if (memo.type == typeid(T) && memo.key == key) {
        memo.row = std::make_shared<T>(row);
        return;
      }
    memos.push_back({typeid(T), key, std::make_shared<T>(row)});
  }
  template <class T>
  const T* recall(std::int64_t key) const {
    for (const Memo& memo : memos)
      if (memo.type == typeid(T) && memo.key == key) return static_cast<const T*>(memo.row.get());
    return nullptr;
  }
  // After a statement that wrote many rows at once.
  template <class T>
  void forget() {
    std::erase_if(memos, [](const Memo& memo) { return memo.type == typeid(T); });
  }

  // Runs on the writer's thread right after a successful commit. Only for hints (wake somebody); anything that must
  // happen belongs into a timer or an effect.
  void after_commit(std::function<void()> hint) { commit_hints.push_back(std::move(hint)); }
  // Runs when this use case's writes are undone. For caches that read inside the transaction.
  void on_abandon(std::function<void()> undo) { abandon_hooks.push_back(std::move(undo)); }

 private:
  friend class Engine;
  struct Memo {
    std::type_index type;
    std::int64_t key = 0;
    std::shared_ptr<void> row;
  };
  std::shared_ptr<void>& memory_slot(std::type_index type);
  Result<std::int64_t> take_id(std::string_view sequence);
  Result<std::int64_t> take_shared_id(std::string_view sequence);
  Result<> record(Event event);
  Result<> change_timer(const TimerChange& change);
  Result<> send(const Effect& effect);
  Result<> run_subscribers();

  Engine& engine;
  db::Session& db_session;
  Instant moment;
  Actor who;
  std::vector<Event> recorded;
  std::vector<Memo> memos;
  std::size_t announced = 0;  // how many of `recorded` the subscribers have seen
  Instant earliest_timer = Instant::max();   // of those set here
  Instant earliest_effect = Instant::max();  // of those added or postponed here
  std::vector<std::string> reserved;  // sequences that took a new block in this use case
  std::vector<std::function<void()>> commit_hints, abandon_hooks;
};

}  // namespace bellman::engine
