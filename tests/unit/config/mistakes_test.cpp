#include "mistakes.hpp"

using namespace mediumsync::config;

TEST_CASE("a good file has no mistakes") {
  check({{account, ""}, {account + folder + feed, ""}, {"\xEF\xBB\xBF# with a byte order mark\r\n" + account, ""}});
}

TEST_CASE("an unknown key names the nearest one or the table it belongs to") {
  check({
      {"[lgo]\n" + account, "1:2: unknown key 'lgo', did you mean 'log'?"},
      {"[log]\nlevle = \"info\"\n" + account, "2:1: unknown key 'levle', did you mean 'level'?"},
      {"[fetch]\nmax-body = \"1MiB\"\n" + account, "2:1: unknown key 'max-body', did you mean 'max_body'?"},
      {"[fetch]\nallow_private = true\n" + account, "2:1: unknown key 'allow_private'"},
      {"min_gap = \"2h\"\n" + account, "1:1: unknown key 'min_gap'; it belongs in [schedule]"},
      {"[log]\nstate_dir = \"/x\"\n" + account, "2:1: unknown key 'state_dir'; it belongs above the first table"},
      {"[control]\ncolour = 1\n" + account, "2:1: unknown key 'colour'; known here: socket"},
      {account + "tokne = \"x\"\n", "4:1: unknown key 'tokne', did you mean 'token'?"},
      {account + "schedule = { windws = [] }\n", "4:14: unknown key 'windws', did you mean 'windows'?"},
      {account + folder + "every = \"1h\"\n", "7:1: unknown key 'every'; it belongs in [[feed]]"},
      {account + feed + "urls = []\n", "7:1: unknown key 'urls', did you mean 'url'?"},
      {account + feed + "\"\\u001b[2J\" = 1\n", "7:1: unknown key '\\x1b[2J'; known here: name, url"},
  });
}

TEST_CASE("a value of the wrong type is said to be one") {
  check({
      {"state_dir = 3\n" + account, "1:13: 'state_dir' must be a string, not an integer"},
      {"log = \"info\"\n" + account, "1:7: 'log' must be a table, not a string"},
      {"[fetch]\nallow_private_networks = \"yes\"\n" + account,
       "2:26: 'allow_private_networks' must be true or false, not a string"},
      {"[fetch]\ntimeout = 30\n" + account,
       "2:11: 'timeout' must be a duration in quotes such as \"30s\", not an integer"},
      {"[fetch]\nmax_body = 1.5\n" + account,
       "2:12: 'max_body' must be a size in quotes such as \"16MiB\", not a floating"},
      {"[fetch]\nparallel = \"32\"\n" + account, "2:12: 'parallel' must be an integer, not a string"},
      {"[schedule]\nwindows = \"daily 07:00-09:00\"\n" + account,
       "2:11: 'windows' must be an array of strings, not a string"},
      {"[schedule]\nwindows = [\"daily 07:00-09:00\",\n  7]\n" + account,
       "3:3: 'windows' must be an array of strings, not an integer"},
      {account + "tags = 2026-11-24\n", "4:8: 'tags' must be an array of strings, not a date"},
      {account + "tag_map = [\"cpp\"]\n", "4:11: 'tag_map' must be a table of strings, not an array"},
      {account + "tag_map = { \"C++\" = true }\n", "4:21: 'C++' must be a string, not a boolean"},
      {"[account]\nname = \"main\"\ntoken = \"credential:t\"\n", "1:1: 'account' must be written [[account]]"},
      {"account = \"main\"\n", "1:11: 'account' must be written [[account]]"},
      {"state_dir = \"/a\\u0000b\"\n" + account, "1:13: 'state_dir' must not hold a NUL character"},
  });
}

TEST_CASE("a choice lists what can be chosen") {
  check({
      {"[log]\nlevel = \"verbose\"\n" + account,
       "2:9: 'level' can't be \"verbose\"; it is one of debug, info, warn, error"},
      {"[log]\nlevel = \"warning\"\n" + account, "2:9: 'level' can't be \"warning\""},
      {account + "status = \"pubic\"\n",
       "4:10: 'status' can't be \"pubic\", did you mean \"public\"?; it is one of public, unlisted, draft"},
      {account + "license = \"cc-by\"\n", "4:11: 'license' can't be \"cc-by\""},
      {account + "delivery = \"email\"\n", "4:12: 'delivery' can't be \"email\"; it is one of api, hand-off"},
      {account + folder + "existing = \"publish\"\n",
       "7:12: 'existing' can't be \"publish\"; it is one of queue, ignore"},
      {account + folder + "after = \"delete\"\n", "7:9: 'after' can't be \"delete\"; it is one of keep, move"},
      {account + feed + "excerpts = \"skip\"\n",
       "7:12: 'excerpts' can't be \"skip\"; it is one of fetch, hold, publish"},
  });
}

TEST_CASE("a bad window is pointed at inside its string") {
  check({
      {"[schedule]\nwindows = [\"Tus 07:00-09:00\"]\n" + account, "2:13: bad window: 'Tus' is not a day"},
      {"[schedule]\nwindows = [\"Mon 07:00-09:00\", \"Mon 07:00\"]\n" + account,
       "2:41: bad window: '-' and the closing"},
      {"[schedule]\nwindows = ['Mon 07:00-25:00']\n" + account, "2:23: bad window: '25:00' is not a time of day"},
      {"[schedule]\nwindows = [\n  \"Mon 07:00-09:00\",\n  \"daily 7-9\",\n]\n" + account,
       "4:10: bad window: a time is written HH:MM"},
      {"[schedule]\nwindows = [\"M\\u006fn 7:00-09:00\"]\n" + account, "2:12: bad window: a time is written HH:MM"},
      {"[schedule]\nwindows = [\"\"\"Mon 7:00-09:00\"\"\"]\n" + account, "2:12: bad window: a time is written HH:MM"},
      {"[schedule]\nwindows = [\"Mon 07:00\u201309:00\"]\n" + account, "2:22: bad window: '-' and the closing"},
      {"[schedule]\nwindows = []\n" + account, "2:11: 'windows' must not be empty"},
      {account + "schedule = { windows = [\"Mon\"] }\n", "4:29: bad window: the times are missing"},
      {account + folder + "schedule.windows = [\"Mon\"]\n", "7:25: bad window: the times are missing"},
  });
}

TEST_CASE("a bad schedule is told apart") {
  check({
      {"[schedule]\ntimezone = \"America/NewYork\"\n" + account,
       "2:12: unknown time zone \"America/NewYork\", did you mean America/New_York"},
      {"[schedule]\ntimezone = \"Middle-earth/Hobbiton upon Water\"\n" + account,
       "2:12: unknown time zone \"Middle-earth/Hobbiton upon Water\"; write an IANA name"},
      {"[schedule]\nmin_gap = \"-2h\"\n" + account, "2:12: 'min_gap' must not be negative"},
      {"[schedule]\nmin_gap = \"20\"\n" + account, "2:14: 'min_gap' needs a unit"},
      {"[schedule]\nmin_gap = \"400d\"\n" + account, "2:11: 'min_gap' must lie between 0s and 366d"},
      {"[schedule]\nmax_per_day = 0\n" + account, "2:15: 'max_per_day' must lie between 1 and 1000"},
      {"[schedule]\nmax_per_day = -1\n" + account, "2:15: 'max_per_day' must lie between 1 and 1000"},
      {account + "schedule = { max_per_day = 0 }\n", "4:28: 'max_per_day' must lie between 1 and 1000"},
  });
}

TEST_CASE("numbers and paths of the daemon itself are checked") {
  const std::string long_path = "/" + std::string(107, 'x');
  check({
      {"state_dir = \"here\"\n" + account, "1:13: 'state_dir' must be an absolute path"},
      {"state_dir = \"\"\n" + account, "1:13: 'state_dir' must be an absolute path"},
      {"[control]\nsocket = \"control.sock\"\n" + account, "2:10: 'socket' must be an absolute path"},
      {"[control]\nsocket = \"" + long_path + "\"\n" + account, "2:10: 'socket' is longer than the 107 bytes"},
      {"[control]\nsocket = \"" + long_path.substr(1) + "\"\n" + account, "2:10: 'socket' must be an absolute path"},
      {"[fetch]\nparallel = 0\n" + account, "2:12: 'parallel' must lie between 1 and 256"},
      {"[fetch]\nparallel = 99999999999\n" + account, "2:12: 'parallel' must lie between 1 and 256"},
      {"[fetch]\nmax_body = \"16M\"\n" + account, "2:15: 'max_body' needs a unit"},
      {"[fetch]\nmax_body = \"2GiB\"\n" + account, "2:12: 'max_body' must lie between 1KiB and 1GiB"},
      {"[fetch]\ntimeout = \"0s\"\n" + account, "2:11: 'timeout' must lie between 1ms and 1h"},
      {"[fetch]\ntimeout = \"soon\"\n" + account, "2:12: 'timeout' must be a duration"},
  });
}

TEST_CASE("an account's mistakes are found") {
  const auto with = [](const std::string& lines) { return account + lines + "\n"; };
  check({
      {"", "1:1: there is no [[account]] to publish to"},
      {"[[account]]\ntoken = \"credential:t\"\n", "1:1: 'name' is missing"},
      {"[[account]]\nname = \"\"\ntoken = \"credential:t\"\n", "2:8: 'name' must not be empty"},
      {"[[account]]\nname = \" main\"\ntoken = \"credential:t\"\n", "2:8: 'name' must not hold control characters"},
      {"[[account]]\nname = \"a\\nb\"\ntoken = \"credential:t\"\n", "2:8: 'name' must not hold control characters"},
      {"[[account]]\nname = \"main\"\n", "1:1: 'token' is missing"},
      {account + account, "5:8: account \"main\" is already named on line 2"},
      {account + account + account,
       "5:8: account \"main\" is already named on line 2\n8:8: account \"main\" is already named on line 2"},
      {with("username = \"https://medium.com/@jane\""), "4:12: 'username' is the name in your Medium address"},
      {with("username = \"@\""), "4:12: 'username' is the name in your Medium address"},
      {with("api = \"api.medium.com\""), "4:7: 'api' must be an absolute URL"},
      {with("api = \"https://api.medium.com/v1?x=1\""), "4:7: 'api' must be an absolute URL"},
      {with("api = \"https://me:secret@api.medium.com/v1\""), "4:7: 'api' must be an absolute URL"},
      {with("api = \"ftp://api.medium.com/v1\""), "4:7: 'api' must be an absolute URL"},
      {with("api = \"http://api.medium.com/v1\""), "4:7: 'api' would send the token unencrypted"},
      {with("api = \"HTTPS://api.medium.com/v1\""), ""},
      {with("api = \"http://[::1]:8080/v1\""), ""},
      {with("site = \"medium.com\""), "4:8: 'site' must be an absolute URL"},
      {with("timeout = \"2h\""), "4:11: 'timeout' must lie between 1ms and 1h"},
      {with("tags = [\"a\", \"b\", \"c\", \"d\", \"e\"]"), "4:24: only the first 3 tags count"},
      {with("tags = [\"a tag of many many characters\"]"),
       "4:9: tag \"a tag of many many characters\" is longer than the 25"},
      {with("tags = [\" \"]"), "4:9: a tag must not be empty"},
      {with("tag_map = { \"C++\" = \"\" }"), "4:21: a tag must not be empty"},
      {with("tag_map = { \"C\" = \"c\", \"c\" = \"see\" }"), "4:24: category 'c' is mapped twice"},
  });
}

TEST_CASE("a token in the file is an error that does not show it") {
  const std::string secret = "2b5ec3d0c0ffee0123456789";
  struct Secret {
    const char* what;
    std::string lines;
    std::string place;
  };
  for (const Secret& row : std::vector<Secret>{
           {"in clear", "token = \"" + secret + "\"", "3:9: 'token' must not hold the token itself"},
           {"with a prefix slightly wrong", "token = \"credentials:" + secret + "\"",
            "3:9: 'token' must not hold the token"},
           {"with a relative path", "token = \"file:" + secret + "\"", "3:15: 'token' must name an absolute path"},
           {"with a slash in the name", "token = \"credential:/" + secret + "\"",
            "3:21: 'token' names a systemd credential"},
           {"as a credential's name", "token = \"credential:" + secret + secret + "\"",
            "3:21: 'token' names a systemd cred"},
           {"no name", "token = \"credential:\"", "3:21: 'token' names a systemd credential"},
           {"without quotes", "token = " + secret, "3:"},
           {"a bare word", "token = x" + secret, "3:"},
           {"only digits", "token = 99999999999999999999999999999999", "3:"},
           {"behind a string", "token = \"\" " + secret, "3:"},
           {"an unfinished string", "token = \"" + secret, "3:"},
           {"a bad escape", "token = \"\\q" + secret + "\"", "3:"},
           {"in an array", "token = [\"" + secret + "\"]", "3:9: 'token' must be a string, not an array"}}) {
    CAPTURE(row.what);
    const std::string found = mistakes_of(load_text("[[account]]\nname = \"main\"\n" + row.lines + "\n"));
    CHECK(found.starts_with(row.place));
    if (row.place == "3:") CHECK(found.find("this line is not TOML; write token = ") != std::string::npos);
    CHECK(found.find(secret) == std::string::npos);
    CHECK(found.find("2b5e") == std::string::npos);
    CHECK(found.find("99999") == std::string::npos);
  }
}

TEST_CASE("a source's mistakes are found") {
  const auto with_path = [](const std::string& path) {
    return account + "[[folder]]\nname = \"drop\"\npath = \"" + path + "\"\n";
  };
  const auto with_url = [](const std::string& url) {
    return account + "[[feed]]\nname = \"blog\"\nurl = \"" + url + "\"\n";
  };
  const std::string two = account + "[[account]]\nname = \"blog\"\ntoken = \"credential:u\"\n";
  check({
      {account + "[[folder]]\n", "4:1: 'name' is missing\n4:1: 'path' is missing"},
      {account + "[[feed]]\n", "4:1: 'name' is missing\n4:1: 'url' is missing"},
      {account + folder + "account = \"mian\"\n", "7:11: there is no account \"mian\", did you mean \"main\"?"},
      {account + feed + "account = \"somebody\"\n", "7:11: there is no account \"somebody\""},
      {two + folder, "7:1: 'account' is missing: there are several"},
      {account + folder + "[[feed]]\nname = \"drop\"\nurl = \"https://blog.example/\"\n",
       "8:8: source \"drop\" is already named on line 5"},
      {account + "[[feed]]\nname = \"added\"\nurl = \"https://blog.example/\"\n",
       "5:8: \"added\" is what posts of `mediumsyncctl add` are listed under"},
      {account + feed + "[[folder]]\nname = \"blog\"\npath = \"/drop\"\n",
       "8:8: source \"blog\" is already named on line 5"},
      {with_path("drop"), "6:8: 'path' must be absolute, beginning with '/'"},
      {with_path("~/drop"), "6:8: 'path' must be absolute: '~' is not expanded"},
      {with_path(""), "6:8: 'path' must be absolute"},
      {account + folder + "[[folder]]\nname = \"two\"\npath = \"/drop/\"\n",
       "9:8: 'path' is the path of the folder on line 6"},
      {account + folder + "[[folder]]\nname = \"two\"\npath = \"/x/../drop/a\"\n",
       "9:8: 'path' lies inside the path of the folder on line 6"},
      {account + folder + "[[folder]]\nname = \"two\"\npath = \"/\"\n",
       "9:8: 'path' holds the path of the folder on line 6"},
      {account + folder + "[[folder]]\nname = \"two\"\npath = \"/dropped\"\n", ""},
      {account + folder + "include = []\n", "7:11: 'include' must not be empty"},
      {account + folder + "include = [\"*.md\", \"\"]\n", "7:20: a pattern must not be empty"},
      {account + folder + "settle = \"2\"\n", "7:12: 'settle' needs a unit"},
      {account + folder + "settle = \"2h\"\n", "7:10: 'settle' must lie between 1ms and 1h"},
      {account + folder + "settle = \"0s\"\n", "7:10: 'settle' must lie between 1ms and 1h"},
      {account + folder + "base_url = \"/posts\"\n", "7:12: 'base_url' must be an absolute http or https URL"},
      {account + folder + "base_url = \"\"\n", ""},
      {with_url("blog.example/feed.xml"), "6:7: 'url' must be an absolute http or https URL"},
      {with_url("file:///etc/passwd"), "6:7: 'url' must be an absolute http or https URL"},
      {with_url(""), "6:7: 'url' must be an absolute http or https URL"},
      {with_url("http://127.0.0.1:8000/feed.xml"),
       "6:7: 'url' is on a private network (127.0.0.1), which is refused unless allow_private_networks = true in "
       "[fetch]"},
      {with_url("http://[fd00::1]/feed.xml"), "6:7: 'url' is on a private network (fd00::1)"},
      {with_url("http://localhost/feed.xml"), "6:7: 'url' is on a private network (localhost)"},
      {with_url("http://127.0.0.1/feed.xml") + "[fetch]\nallow_private_networks = true\n", ""},
      {account + feed + "every = \"100ms\"\n", "7:9: 'every' must lie between 1s and 30d"},
  });
}

TEST_CASE("broken TOML is pointed at") {
  check({
      {account + "[log\n", "4:5: "},
      {account + "[log]\nlevel = info\n",
       "5:12: Error while parsing floating-point: expected value-terminator, saw 'o'; a string stands in quotes"},
      {account + "[log]\nlevel = \"info\n", "5:14: "},
      {account + "name = \"again\"\n",
       "4:8: Error while parsing key-value pair: cannot redefine existing string 'name'"},
      {account + "\xFF\xFE\n", "4:1: this is not UTF-8 text"},
      {account + "# caf\u00e9 \xE9\n", "4:8: this is not UTF-8 text"},
      {account + "[fetch]\nparallel = 99999999999999999999\n", "5:32: the number is too large"},
      {account + "[log]\n[log]\n", "5:1: "},
  });
}

TEST_CASE("all mistakes come at once and in the order of the file") {
  check({{R"([[feed]]
name = "blog"
url = "nowhere"
account = "mian"
[schedule]
windows = ["Mon 7-9", 7, "Funday 07:00-09:00"]
timezone = "Europe/Berln"
[[account]]
name = "main"
token = "0123456789abcdef"
statsu = "draft"
[log]
level = 3
)",
          R"(3:7: 'url' must be an absolute
4:11: there is no account "mian", did you mean "main"?
6:17: bad window: a time is written
6:23: 'windows' must be an array of strings, not an integer
6:27: bad window: 'Funday' is not a day
7:12: unknown time zone "Europe/Berln", did you mean Europe/Berlin
10:9: 'token' must not hold the token itself
11:1: unknown key 'statsu', did you mean 'status'?
13:9: 'level' must be a string, not an integer)"}});
}

TEST_CASE("a file that is not there says where it was looked for and how to make one") {
  const TemporaryDirectory directory;
  const auto file = directory.path() / "mediumsync.toml";
  const auto loaded = load(file, test_defaults, MachineChecks::skipped);
  REQUIRE_FALSE(loaded);
  REQUIRE(loaded.error().size() == 1);
  const Mistake& mistake = loaded.error().front();
  CHECK_FALSE(mistake.line);
  CHECK_FALSE(mistake.column);
  CHECK(to_string(file, mistake)
            .starts_with(file.string() + ": there is no configuration here; copy the annotated default"));
  CHECK(mistake.message.find("--config") != std::string::npos);
}

TEST_CASE("what is not a configuration file is refused") {
  const TemporaryDirectory directory;
  const auto refusal = [](const std::filesystem::path& file) {
    return mistakes_of(load(file, test_defaults, MachineChecks::skipped));
  };
  CHECK(refusal(directory.path()) == " can't be read: Is a directory\n");
  CHECK(refusal("/dev/zero") == " is no configuration: it is larger than 1MiB\n");
  CHECK(refusal(directory.write("file", "x") / "below") == " can't be read: Not a directory\n");
}

TEST_CASE("a mistake is printed as compilers print theirs") {
  CHECK(to_string("/etc/x.toml", Mistake{.line = 3, .column = 7, .message = "wrong"}) == "/etc/x.toml:3:7: wrong");
  CHECK(to_string("/etc/x.toml", Mistake{.message = "wrong"}) == "/etc/x.toml: wrong");
}
