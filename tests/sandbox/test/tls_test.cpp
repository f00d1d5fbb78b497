#include <array>
#include <curl/curl.h>
#include <doctest/doctest.h>
#include <filesystem>
#include <memory>
#include <stdlib.h>

#include "sandbox/process/sandbox_process.hpp"
#include "sandbox/test/posts.hpp"

using namespace mediumsync::sandbox;
using namespace mediumsync::sandbox::test;

namespace {

// A certificate for 127.0.0.1 that signs itself, made by openssl for one test.
class Certificate {
 public:
  Certificate() {
    std::string name = std::filesystem::temp_directory_path() / "sandbox-tls-XXXXXX";
    REQUIRE(mkdtemp(name.data()) != nullptr);
    folder_ = name;
    const std::string command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=127.0.0.1 "
        "-addext subjectAltName=IP:127.0.0.1 -keyout " +
        key() + " -out " + chain() + " 2>/dev/null";
    REQUIRE(std::system(command.c_str()) == 0);
  }
  ~Certificate() { std::filesystem::remove_all(folder_); }
  Certificate(const Certificate&) = delete;
  Certificate& operator=(const Certificate&) = delete;

  std::string key() const { return folder_ / "key.pem"; }
  std::string chain() const { return folder_ / "chain.pem"; }

 private:
  std::filesystem::path folder_;
};

struct Outcome {
  CURLcode code;
  long status;
};

std::size_t discard(char*, std::size_t size, std::size_t count, void*) {
  return size * count;
}

// Posts as jane on a fresh connection, with the certificate checked.
Outcome post(const SandboxProcess& sandbox, const std::string& ca, const std::string& fault) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl{curl_easy_init(), &curl_easy_cleanup};
  curl_slist* list = curl_slist_append(nullptr, "Authorization: Bearer sandbox-token-jane");
  list = curl_slist_append(list, "Content-Type: application/json");
  if (!fault.empty()) list = curl_slist_append(list, ("X-Sandbox-Fault: " + fault).c_str());
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers{list, &curl_slist_free_all};
  const std::string url = sandbox.base() + own_posts(sandbox);
  const std::string body = a_post();
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_CAINFO, ca.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_USERAGENT, "mediumsync/0.1");
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, discard);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, fault.starts_with("hang") ? 500L : 30'000L);
  Outcome outcome{curl_easy_perform(curl.get()), 0};
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &outcome.status);
  return outcome;
}

struct Row {
  const char* fault;
  bool answered;
  long status;
  std::size_t stored;
};

}  // namespace

TEST_CASE("faults happen under TLS as they do without") {
  constexpr std::array<Row, 10> rows{{{"", true, 201, 1},
                                      {"hang_before", false, 0, 0},
                                      {"hang_after", false, 0, 1},
                                      {"reset_before", false, 0, 0},
                                      {"reset_after", false, 0, 1},
                                      {"close_after", false, 0, 1},
                                      {"reset_mid_body", false, 0, 0},
                                      {"reset_mid_answer", false, 201, 1},
                                      {"slow_drip; delay_ms=1", true, 201, 1},
                                      {"502", true, 502, 0}}};
  const Certificate certificate;
  const SandboxProcess sandbox{{"--tls-cert", certificate.chain(), "--tls-key", certificate.key()}};
  CHECK(sandbox.base().starts_with("https://127.0.0.1:"));
  for (const Row& row : rows) {
    CAPTURE(std::string{row.fault});
    const std::size_t stories = sandbox.stories();
    const Outcome outcome = post(sandbox, certificate.chain(), row.fault);
    CHECK((outcome.code == CURLE_OK) == row.answered);
    CHECK(outcome.status == row.status);
    CHECK(sandbox.stories() == stories + row.stored);
  }
}

TEST_CASE("a client that does not know the certificate sends nothing") {
  const Certificate certificate;
  const Certificate other;
  const SandboxProcess sandbox{{"--tls-cert", certificate.chain(), "--tls-key", certificate.key()}};
  CHECK(post(sandbox, other.chain(), "").code == CURLE_PEER_FAILED_VERIFICATION);
  CHECK(sandbox.get("/requests").at("count") == 0);
}

TEST_CASE("a key that does not fit its certificate is refused") {
  const Certificate one;
  const Certificate other;
  CHECK_THROWS_AS(SandboxProcess({"--tls-cert", one.chain(), "--tls-key", other.key()}), std::runtime_error);
}
