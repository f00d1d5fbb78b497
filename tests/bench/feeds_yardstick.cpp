// The least that a program can do with many feeds: libcurl's multi interface fetches them, libxml2's SAX parser takes
// the items apart, SQLite stores them in batches with synchronous=FULL. No identity beyond the guid, no dates, no
// recovery, no state of a feed but its ETag. What tests/bench/feeds.py measures mediumsyncd against.
//   feeds_yardstick LIST DATABASE
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <curl/curl.h>
#include <fstream>
#include <libxml/parser.h>
#include <map>
#include <memory>
#include <sqlite3.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr std::size_t parallel = 64;
constexpr std::size_t feeds_per_commit = 32;

struct Item {
  std::string guid, title, link, date, content;
};

struct Feed {
  std::string url, etag, body;
  long status = 0;
  curl_slist* headers = nullptr;
};

[[noreturn]] void fail(const std::string& what) {
  throw std::runtime_error(what);
}

// One document's items, by the names of RSS 2.0 alone.
class Reader {
 public:
  std::vector<Item> read(const std::string& text) {
    xmlSAXHandler handler;
    std::memset(&handler, 0, sizeof handler);
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = [](void* self, const xmlChar* name, const xmlChar*, const xmlChar*, int, const xmlChar**,
                                int, int, const xmlChar**) {
      static_cast<Reader*>(self)->open(reinterpret_cast<const char*>(name));
    };
    handler.endElementNs = [](void* self, const xmlChar* name, const xmlChar*, const xmlChar*) {
      static_cast<Reader*>(self)->close(reinterpret_cast<const char*>(name));
    };
    handler.characters = handler.cdataBlock = [](void* self, const xmlChar* bytes, int length) {
      static_cast<Reader*>(self)->add({reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length)});
    };
    handler.serror = [](void*, xmlErrorPtr) {};
    xmlSAXUserParseMemory(&handler, this, text.data(), static_cast<int>(text.size()));
    return std::move(items_);
  }

 private:
  void open(std::string_view name) {
    field_ = nullptr;
    if (name == "item") {
      items_.emplace_back();
      in_item_ = true;
    } else if (in_item_) {
      Item& item = items_.back();
      field_ = name == "guid"                               ? &item.guid
               : name == "title"                            ? &item.title
               : name == "link"                             ? &item.link
               : name == "pubDate"                          ? &item.date
               : name == "description" || name == "encoded" ? &item.content
                                                            : nullptr;
    }
  }
  void close(std::string_view name) {
    if (name == "item") in_item_ = false;
    field_ = nullptr;
  }
  void add(std::string_view text) {
    if (field_ != nullptr) field_->append(text);
  }

  std::vector<Item> items_;
  std::string* field_ = nullptr;
  bool in_item_ = false;
};

class Store {
 public:
  explicit Store(const char* path) {
    if (sqlite3_open(path, &database_) != SQLITE_OK) fail("open the database");
    execute(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
        "CREATE TABLE IF NOT EXISTS feed (url TEXT PRIMARY KEY, etag TEXT);"
        "CREATE TABLE IF NOT EXISTS item (id INTEGER PRIMARY KEY, feed TEXT NOT NULL, guid TEXT NOT NULL, title TEXT, "
        "link TEXT, date TEXT, content TEXT, UNIQUE (feed, guid))");
    add_ = prepare("INSERT OR IGNORE INTO item (feed, guid, title, link, date, content) VALUES (?, ?, ?, ?, ?, ?)");
    know_ = prepare("INSERT OR REPLACE INTO feed VALUES (?, ?)");
  }
  ~Store() {
    sqlite3_finalize(add_);
    sqlite3_finalize(know_);
    sqlite3_close(database_);
  }

  std::map<std::string, std::string> etags() {
    std::map<std::string, std::string> all;
    sqlite3_stmt* rows = prepare("SELECT url, etag FROM feed");
    while (sqlite3_step(rows) == SQLITE_ROW) {
      all[reinterpret_cast<const char*>(sqlite3_column_text(rows, 0))] =
          reinterpret_cast<const char*>(sqlite3_column_text(rows, 1));
    }
    sqlite3_finalize(rows);
    return all;
  }
  void add(const Feed& feed, const std::vector<Item>& items) {
    for (const Item& item : items) {
      run(add_, {&feed.url, &item.guid, &item.title, &item.link, &item.date, &item.content});
    }
    run(know_, {&feed.url, &feed.etag});
  }
  void execute(const char* sql) {
    if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(sqlite3_errmsg(database_));
  }

 private:
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database_, sql, -1, &statement, nullptr) != SQLITE_OK) fail(sqlite3_errmsg(database_));
    return statement;
  }
  void run(sqlite3_stmt* statement, std::initializer_list<const std::string*> values) {
    int index = 0;
    for (const std::string* value : values) {
      sqlite3_bind_text(statement, ++index, value->data(), static_cast<int>(value->size()), SQLITE_STATIC);
    }
    if (sqlite3_step(statement) != SQLITE_DONE) fail(sqlite3_errmsg(database_));
    sqlite3_reset(statement);
  }

  sqlite3* database_ = nullptr;
  sqlite3_stmt* add_ = nullptr;
  sqlite3_stmt* know_ = nullptr;
};

// What libcurl hands over of one feed.
std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* self) {
  static_cast<Feed*>(self)->body.append(bytes, size * count);
  return size * count;
}
std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* self) {
  const std::string_view line(bytes, size * count);
  if (line.size() > 8 && curl_strnequal(line.data(), "etag: ", 6)) {
    static_cast<Feed*>(self)->etag = line.substr(6, line.find_last_not_of("\r\n") - 5);
  }
  return line.size();
}

void begin(CURLM* multi, Feed& feed) {
  CURL* easy = curl_easy_init();
  curl_easy_setopt(easy, CURLOPT_URL, feed.url.c_str());
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip, br");
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &feed);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &feed);
  curl_easy_setopt(easy, CURLOPT_PRIVATE, &feed);
  if (!feed.etag.empty()) {
    feed.headers = curl_slist_append(nullptr, ("If-None-Match: " + feed.etag).c_str());
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, feed.headers);
  }
  curl_multi_add_handle(multi, easy);
}

struct Tally {
  std::size_t stored = 0, unchanged = 0, failed = 0, items = 0;
};

void run(std::vector<Feed>& feeds, Store& store, Tally& tally) {
  const std::unique_ptr<CURLM, decltype(&curl_multi_cleanup)> multi(curl_multi_init(), curl_multi_cleanup);
  std::size_t next = 0;
  std::size_t uncommitted = 0;
  int running = 1;
  while (next < feeds.size() && next < parallel) begin(multi.get(), feeds[next++]);
  while (running > 0 || next < feeds.size()) {
    curl_multi_perform(multi.get(), &running);
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi.get(), &left)) {
      CURL* easy = message->easy_handle;
      Feed* feed = nullptr;
      curl_easy_getinfo(easy, CURLINFO_PRIVATE, &feed);
      curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &feed->status);
      if (message->data.result != CURLE_OK) feed->status = 0;
      curl_multi_remove_handle(multi.get(), easy);
      curl_easy_cleanup(easy);
      curl_slist_free_all(feed->headers);
      if (feed->status == 200) {
        if (uncommitted++ == 0) store.execute("BEGIN IMMEDIATE");
        const std::vector<Item> items = Reader().read(feed->body);
        store.add(*feed, items);
        tally.items += items.size();
        if (uncommitted == feeds_per_commit) {
          store.execute("COMMIT");
          uncommitted = 0;
        }
        ++tally.stored;
      } else {
        ++(feed->status == 304 ? tally.unchanged : tally.failed);
      }
      std::string().swap(feed->body);
      if (next < feeds.size()) {
        begin(multi.get(), feeds[next++]);
        running = 1;
      }
    }
    if (running > 0) curl_multi_poll(multi.get(), nullptr, 0, 1000, nullptr);
  }
  if (uncommitted > 0) store.execute("COMMIT");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: feeds_yardstick LIST DATABASE\n");
    return 2;
  }
  try {
    curl_global_init(CURL_GLOBAL_DEFAULT);
    Store store(argv[2]);
    const std::map<std::string, std::string> etags = store.etags();
    std::vector<Feed> feeds;
    std::ifstream list(argv[1]);
    for (std::string url; std::getline(list, url);) {
      const auto known = etags.find(url);
      feeds.push_back({.url = url, .etag = known == etags.end() ? "" : known->second, .body = {}});
    }
    Tally tally;
    run(feeds, store, tally);
    std::printf("{\"stored\": %zu, \"unchanged\": %zu, \"failed\": %zu, \"items\": %zu}\n", tally.stored,
                tally.unchanged, tally.failed, tally.items);
    return tally.failed == 0 ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "feeds_yardstick: %s\n", error.what());
    return 1;
  }
}
