// The measure of intake: a Beast server that looks at nothing. One thread reads requests and writes answers, one writes the rows
// of up to 256 requests in one commit; each answer leaves after its commit.
#pragma once
#include "bare_rows.h"

namespace bellman::bench {

class BareServer {
 public:
  BareServer(const std::string& file, const Sample& sample);
  ~BareServer();
  BareServer(const BareServer&) = delete;
  BareServer& operator=(const BareServer&) = delete;
  std::uint16_t port() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts;
};

}  // namespace bellman::bench
