#include "mistakes.hpp"

using namespace mediumsync::config;

TEST_CASE("a receiver's mistakes are found") {
  const auto with = [](const std::string& lines) { return account + "[[notify]]\n" + lines + "\n"; };
  const std::string mail_begin = "mail = { to = \"j@x.example\", from = \"d@x.example\"";
  const std::string hook = "webhook = \"https://x.example\"";
  check({
      {with(hook), ""},
      {with("command = [\"/bin/true\", \"a b\"]"), ""},
      {with(mail_begin + " }"), ""},
      {with("mail = { to = [\"j@x.example\", \"k@x.example\"], from = \"d@x.example\" }"), ""},
      {with(mail_begin + ", smtp = \"smtp+starttls://m.example:587\", user = \"j\", password = \"credential:p\" }"),
       ""},
      {with(mail_begin + ", smtp = \"smtp://localhost\", user = \"j\", password = \"file:/p\" }"), ""},
      {with(""), "4:1: there is nobody to tell: write webhook, mail or command"},
      {with("webhok = \"https://x.example\""),
       "4:1: there is nobody to tell\n5:1: unknown key 'webhok', did you mean 'webhook'?"},
      {with(hook + "\ncommand = [\"/bin/true\"]"), "6:11: 'command' and 'webhook' are two receivers"},
      {with("webhook = \"x.example\""), "5:11: 'webhook' must be an absolute http or https URL"},
      {with("webhook = \"https://me:secret@x.example/\""), "5:11: 'webhook' must be an absolute http or https URL"},
      {with(hook + "\nformat = \"xml\""), "6:10: 'format' can't be \"xml\"; it is one of json, slack, ntfy"},
      {with(hook + "\nsecret = \"hush\""), "6:10: 'secret' must not hold the secret itself"},
      {with(hook + "\nsecret = \"file:hush\""), "6:16: 'secret' must name an absolute path"},
      {with("command = [\"/bin/true\"]\nsecret = \"file:/s\""), "6:10: 'secret' belongs to a webhook"},
      {with(hook + "\non = []"), "6:6: 'on' must not be empty"},
      {with(hook + "\non = [\"failed\", \"publishd\"]"),
       "6:17: 'on' can't hold \"publishd\", did you mean \"published\"?; what can be told: published, failed, "
       "in_doubt"},
      {with(hook + "\ntimeout = \"2h\""), "6:11: 'timeout' must lie between 1ms and 1h"},
      {with("command = []"), "5:11: 'command' must name a program and its words"},
      {with("command = \"/bin/true\""), "5:11: 'command' must be an array of strings"},
      {with("mail = { from = \"d@x.example\" }"), "5:8: 'to' is missing"},
      {with("mail = { to = \"j@x.example\" }"), "5:8: 'from' is missing"},
      {with("mail = { to = \"Jane <j@x.example>\", from = \"d@x.example\" }"),
       "5:15: 'to' must be a mail address alone"},
      {with("mail = { to = \"j@x.example\", from = \"d@x\\r\\nRCPT\" }"), "5:37: 'from' must be a mail address alone"},
      {with("mail = { to = [], from = \"d@x.example\" }"), "5:15: 'to' must not be empty"},
      {with(mail_begin + ", smtp = \"mail.example\" }"), "5:59: 'smtp' must name a mail server"},
      {with(mail_begin + ", smtp = \"smtps://j:p@mail.example\" }"), "5:59: 'smtp' must name a mail server"},
      {with(mail_begin + ", user = \"j\" }"), "5:8: 'user' and 'password' need each other"},
      {with(mail_begin + ", user = \"j\", password = \"hush\" }"),
       "5:75: 'password' must not hold the password itself"},
      {with(mail_begin + ", smtp = \"smtp://m.example\", user = \"j\", password = \"credential:p\" }"),
       "5:59: 'smtp' would send the password unencrypted"},
      {with(hook) + "[[notify]]\n" + hook, "6:1: receiver \"x.example\" is already named on line 4"},
      {with(hook) + "[[notify]]\nname = \"x.example\"\ncommand = [\"/bin/true\"]",
       "7:8: receiver \"x.example\" is already named on line 4"},
  });
}

TEST_CASE("hand-off needs a username and no token") {
  const std::string hand_off = "[[account]]\nname = \"main\"\ndelivery = \"hand-off\"\n";
  check({
      {hand_off, "1:1: 'username' is missing: with delivery = \"hand-off\" your stories are looked for"},
      {hand_off + "username = \"jane\"\ntoken = \"credential:medium-token\"\n",
       "5:9: 'token' has no use with delivery = \"hand-off\": take one of the two out"},
      {hand_off + "username = \"jane\"\nhand_offs_open = 0\n", "5:18: 'hand_offs_open' must lie between 1 and 100"},
  });
}
