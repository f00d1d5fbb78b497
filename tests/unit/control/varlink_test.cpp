#include "control/varlink.hpp"

#include <doctest/doctest.h>
#include <vector>

using namespace mediumsync::control;

TEST_CASE("what is no call is told from what is one") {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"", "not a JSON object"},
      {"null", "not a JSON object"},
      {"[]", "not a JSON object"},
      {"\"io.mediumsync.Status\"", "not a JSON object"},
      {"{\"method\":\"io.mediumsync.Status\"", "not a JSON object"},
      {"{\"method\":\"io.mediumsync.Status\"} trailing", "not a JSON object"},
      {"{\"method\":\"io.mediumsync.\xff\xfe\"}", "not a JSON object"},
      {"{\"method\":\"io.mediumsync.\xc0\xaf\"}", "not a JSON object"},
      {"{\"method\":\"a.\\ud800\"}", "not a JSON object"},
      {"{}", "no method"},
      {"{\"method\":7}", "no method"},
      {"{\"method\":null}", "no method"},
      {"{\"method\":\"\"}", "method is not INTERFACE.METHOD"},
      {"{\"method\":\"Status\"}", "method is not INTERFACE.METHOD"},
      {"{\"method\":\".Status\"}", "method is not INTERFACE.METHOD"},
      {"{\"method\":\"io.mediumsync.\"}", "method is not INTERFACE.METHOD"},
      {"{\"method\":\"a.B\",\"parameters\":[]}", "parameters is not an object"},
      {"{\"method\":\"a.B\",\"parameters\":\"{}\"}", "parameters is not an object"},
      {"{\"method\":\"a.B\",\"parameters\":" + std::string(500'000, '[') + "}", "nested too deeply"},
      {std::string(1 << 20, '{'), "nested too deeply"},
      {"{\"method\":\"a.B\",\"parameters\":{\"a\":" + std::string(31, '[') + std::string(31, ']') + "}}",
       "nested too deeply"}};
  for (const auto& [text, why] : rows) {
    CAPTURE(text.substr(0, 80));
    const auto call = parse_call(text);
    REQUIRE(!call);
    CHECK(call.error().message == why);
  }
}

TEST_CASE("a call is read with what its caller waits for") {
  struct Row {
    std::string more;
    Answers answers;
  };
  for (const auto& [more, answers] :
       {Row{"", Answers::one}, Row{",\"more\":true", Answers::many}, Row{",\"more\":false", Answers::one},
        Row{",\"more\":1", Answers::one}, Row{",\"oneway\":true", Answers::none},
        Row{",\"oneway\":true,\"more\":true", Answers::none}}) {
    CAPTURE(more);
    const auto call = parse_call("{\"method\":\"io.mediumsync.Show\",\"parameters\":{\"id\":7}" + more + "}");
    REQUIRE(call);
    CHECK(call->interface_name == "io.mediumsync");
    CHECK(call->method == "Show");
    CHECK(call->parameters["id"] == 7);
    CHECK(call->answers == answers);
  }
  for (const char* without : {"{\"method\":\"a.B\"}", "{\"method\":\"a.B\",\"parameters\":null}"}) {
    const auto call = parse_call(without);
    REQUIRE(call);
    CHECK(call->parameters == Json::object());
  }
}

TEST_CASE("brackets in a string are no nesting") {
  const std::string text(1000, '[');
  const auto call = parse_call(R"({"method":"a.B","parameters":{"text":"\"\\)" + text + "\"}}");
  REQUIRE(call);
  CHECK(call->parameters["text"] == "\"\\" + text);
}

TEST_CASE("a reply is one line of valid UTF-8 with a NUL behind it") {
  const std::string reply = encode_reply({{"title", "a\nb\xff"}}, Continues::yes);
  CHECK(reply == std::string("{\"parameters\":{\"title\":\"a\\nb\xef\xbf\xbd\"},\"continues\":true}") + '\0');
  CHECK(encode_reply(Json::object(), Continues::no) == std::string("{\"parameters\":{}}") + '\0');
  CHECK(encode_error("a.B", {{"what", "x"}}) == std::string(R"({"error":"a.B","parameters":{"what":"x"}})") + '\0');
}
