// A set of roster slots as bits: a condition over 1,000 workers is 16 words of work.
#pragma once
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace bellman::dispatch {

class WorkerSet {
 public:
  void clear() { words.assign(words.size(), 0); }
  void resize(std::size_t slots) { words.resize((slots + 63) / 64, 0); }

  void insert(std::size_t slot) { words[slot / 64] |= std::uint64_t{1} << (slot % 64); }
  void erase(std::size_t slot) { words[slot / 64] &= ~(std::uint64_t{1} << (slot % 64)); }
  void put(std::size_t slot, bool member) { member ? insert(slot) : erase(slot); }
  bool has(std::size_t slot) const { return slot / 64 < words.size() && ((words[slot / 64] >> (slot % 64)) & 1U) != 0; }

  std::size_t count() const {
    std::size_t sum = 0;
    for (const std::uint64_t word : words) sum += static_cast<std::size_t>(std::popcount(word));
    return sum;
  }
  bool empty() const {
    for (const std::uint64_t word : words)
      if (word != 0) return false;
    return true;
  }

  // Moves every member that is not in `allowed` to `out` (of the same size as this set). `allowed` may be shorter.
  void keep(const WorkerSet& allowed, WorkerSet& out) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::uint64_t right = i < allowed.words.size() ? allowed.words[i] : 0;
      out.words[i] |= words[i] & ~right;
      words[i] &= right;
    }
  }
  // As keep(), for members of either of two sets.
  void keep_either(const WorkerSet& allowed, const WorkerSet& also, WorkerSet& out) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::uint64_t right = (i < allowed.words.size() ? allowed.words[i] : 0) | (i < also.words.size() ? also.words[i] : 0);
      out.words[i] |= words[i] & ~right;
      words[i] &= right;
    }
  }
  // Moves every member that is in `banned` to `out`.
  void drop(const WorkerSet& banned, WorkerSet& out) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::uint64_t wrong = i < banned.words.size() ? banned.words[i] : 0;
      out.words[i] |= words[i] & wrong;
      words[i] &= ~wrong;
    }
  }
  void move_to(std::size_t slot, WorkerSet& out) {
    erase(slot);
    out.insert(slot);
  }

  // Members in rising order. The body may erase the member it is called with.
  template <class Body>
  void each(Body&& body) const {
    for (std::size_t i = 0; i < words.size(); ++i)
      for (std::uint64_t word = words[i]; word != 0; word &= word - 1)
        body(i * 64 + static_cast<std::size_t>(std::countr_zero(word)));
  }
  // The members of this set that are in `other` too.
  template <class Body>
  void each_of(const WorkerSet& other, Body&& body) const {
    for (std::size_t i = 0; i < words.size() && i < other.words.size(); ++i)
      for (std::uint64_t word = words[i] & other.words[i]; word != 0; word &= word - 1)
        body(i * 64 + static_cast<std::size_t>(std::countr_zero(word)));
  }

 private:
  std::vector<std::uint64_t> words;
};

}  // namespace bellman::dispatch
