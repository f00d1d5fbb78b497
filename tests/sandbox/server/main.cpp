// mediumsync-sandbox: a Medium to run against, in one process and in memory.
//
//   mediumsync-sandbox                      any free ports; the first line of output says which
//   mediumsync-sandbox --port 8080 --control-port 8081 --files ./site --site self
//
// The line is {"port":P,"control_port":C,"base":"http://127.0.0.1:P"}. The API is at BASE/v1, pages at BASE/@jane,
// feeds at BASE/feed/@jane. Without a seed there is jane (token "sandbox-token-jane", editor of "Small Machines",
// writer for "The Long Read") and lea, who has no token. The control port takes and gives JSON; `--help` lists what it
// can do. SIGTERM and SIGINT end it at once, hanging requests or not.

#include <CLI/CLI.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <pthread.h>
#include <sys/prctl.h>
#include <thread>
#include <unistd.h>

#include "sandbox/server/control_surface.hpp"
#include "sandbox/server/medium_surface.hpp"

namespace mediumsync::sandbox {
namespace {

constexpr const char* about = R"(A stand-in for Medium: its API, pages and feeds, from memory.

Prints one line of JSON: {"port":P,"control_port":C,"base":"http://127.0.0.1:P"}
  BASE/v1/…            the API (api = "BASE/v1")
  BASE/@jane           pages; BASE/feed/@jane and BASE/feed/small-machines feeds; BASE/ everything)";

constexpr const char* control_help = R"(
Control port (JSON):
  GET  /state /requests[?after=N] /counts /clock /settings /faults /stories/ID     DELETE /requests
  POST /clock     {"now":"2024-05-01T12:00:00Z","frozen":true} | {"advance_s":3600} | {"real":true}
  POST /faults    {"fault":"hang_after","count":2|"all","match":"posts|images|me|publications|feed|pages|any",
                   "delay_ms":N,"retry_after":"60","bytes":N,"stored":true,"location":URL}
                  hang_before hang_after reset_before reset_after close_after reset_mid_body reset_mid_answer delay
                  slow_drip 500 502 503 504 cf_all revoke_token 429 truncated_201 not_json_201 status_200 status_202
                  status_204 redirect_307; or by request: X-Sandbox-Fault: slow_drip; delay_ms=5
  DELETE /faults  forgets them and lets go of what hangs
  POST /tokens {"user":"jane","token":"…"}   POST /tokens/revoke {"token":"…","code":6003}
  POST /users/jane {"api_disabled":true,"scopes":[…]}
  POST /stories {"user","title","content","tags","canonicalUrl","status","publishedAt","route":"import|paste|api",…}
  POST /stories/ID the same members, or {"delete":true}      DELETE /stories/ID
  POST /settings (GET shows every key)     POST /reset
  GET  /export/@jane.zip  /stats/@jane.json  /files/… (below --files, with ETag and Last-Modified)

Seed: {"settings":{…},"id_seed":N,
  "users":[{"id","username","name","url","imageUrl","tokens":["…"],"scopes":["…"],"api_disabled":false}],
  "publications":[{"id","name","description","url","slug","contributors":[{"user":"jane","role":"editor|writer"}]}],
  "stories":[as POST /stories takes them]})";

struct Options {
  std::optional<int> port;
  std::optional<int> control_port;
  std::string address = "127.0.0.1";
  std::optional<std::filesystem::path> seed;
  std::optional<std::filesystem::path> files;
  std::optional<std::string> certificate;
  std::optional<std::string> key;
  std::optional<std::string> site;

  std::optional<TlsFiles> tls() const {
    if (!certificate || !key) return std::nullopt;
    return TlsFiles{*certificate, *key};
  }
};

Json read_seed(const Options& options) {
  Json seed = default_seed();
  if (options.seed) {
    std::ifstream in{*options.seed};
    if (!in) throw std::runtime_error("open " + options.seed->string());
    seed = Json::parse(in);
  }
  return seed;
}

// The addresses of stories begin at Medium's site unless told; "self" is the sandbox, whose pages can be looked at.
std::string site_for(const std::string& site, const std::string& base) {
  return site == "self" ? base : site;
}

int run(const Options& options) {
  sigset_t ends{};
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);

  Json seed = read_seed(options);
  // The port has to be known before the world begins, and the servers need the world: so it begins twice when the site
  // is "self".
  Service service{seed};
  MediumSurface medium{service, options.tls()};
  ControlSurface control{service, options.files};
  const int port = medium.bind(options.address, options.port);
  const int control_port = control.bind(options.address, options.control_port);
  const std::string base = (options.tls() ? "https://" : "http://") + options.address + ":" + std::to_string(port);
  medium.set_base(base);
  if (options.site) {
    seed["settings"]["site"] = site_for(*options.site, base);
    service.begin_anew(seed);
  }
  std::thread medium_thread{[&] { medium.run(); }};
  std::thread control_thread{[&] { control.run(); }};
  Json line;
  line["port"] = port;
  line["control_port"] = control_port;
  line["base"] = base;
  std::cout << line.dump() << std::endl;

  int signal = 0;
  sigwait(&ends, &signal);
  // Nothing is worth keeping, and threads may hang in requests for as long as a test likes: no orderly end.
  _exit(0);
}

}  // namespace
}  // namespace mediumsync::sandbox

int main(int argc, char** argv) {
  using namespace mediumsync::sandbox;
  CLI::App app{about, "mediumsync-sandbox"};
  app.footer(control_help);
  Options options;
  int port = 0;
  int control_port = 0;
  app.add_option("--port", port, "Medium's port; 0: any free one")->check(CLI::Range(0, 65535));
  app.add_option("--control-port", control_port, "control port; 0: any free one")->check(CLI::Range(0, 65535));
  app.add_option("--address", options.address, "address to listen on")->capture_default_str();
  app.add_option("--seed", options.seed, "JSON file with users, publications and stories");
  app.add_option("--files", options.files, "folder to serve at /files/ of the control port");
  app.add_option("--site", options.site, "what story addresses begin with (https://medium.com); \"self\": the sandbox");
  auto* certificate = app.add_option("--tls-cert", options.certificate, "PEM certificate chain for Medium's port");
  auto* key = app.add_option("--tls-key", options.key, "its PEM key");
  certificate->needs(key);
  key->needs(certificate);
  bool die_with_parent = false;
  app.add_flag("--die-with-parent", die_with_parent, "end when the process that started it ends");
  CLI11_PARSE(app, argc, argv);
  if (port != 0) options.port = port;
  if (control_port != 0) options.control_port = control_port;
  if (die_with_parent) prctl(PR_SET_PDEATHSIG, SIGKILL);
  try {
    return run(options);
  } catch (const std::exception& error) {
    std::cerr << "mediumsync-sandbox: " << error.what() << "\n";
    _exit(1);
  }
}
