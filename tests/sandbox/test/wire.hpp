#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace mediumsync::sandbox::test {

// How a connection looked to a client once nothing more came.
enum class End { answered, fin, rst, silence };

// What a client saw of one answer, byte by byte.
struct Seen {
  std::string bytes;
  End end;

  int status() const;  // 0 when not even the status line came
  std::string body() const;
  bool has_header(const std::string& line) const;  // in lower case, "name: value"
};

// A client's end of a connection, raw: libraries hide what these tests are about. Owned by a test.
class Wire {
 public:
  explicit Wire(int port);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  void send(const std::string& bytes) const;
  Seen receive(std::chrono::milliseconds patience) const;
  Seen ask(const std::string& bytes, std::chrono::milliseconds patience = std::chrono::seconds{5}) const {
    send(bytes);
    return receive(patience);
  }

 private:
  int fd_;
};

// A request of jane's, with a Content-Length when there is a body.
std::string request(const std::string& start, const std::string& body = "",
                    const std::vector<std::string>& headers = {});

}  // namespace mediumsync::sandbox::test
