// folder_yardstick DIRECTORY DATABASE: the plainest loop that could do a first scan: reads every file, runs cmark-gfm
// over it, and inserts what comes out in batches of a thousand with synchronous=FULL. No front matter, no checks.
// Prints {"files", "seconds", "cpu_seconds"}.
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <fts.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

constexpr int batch = 1000;
constexpr const char* extensions[] = {"table", "strikethrough", "autolink", "tasklist"};

double seconds(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

void must(bool good, const char* what) {
  if (good) return;
  std::perror(what);
  std::exit(1);
}

void run(sqlite3* database, const char* sql) {
  must(sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK, sql);
}

char* read_whole(const char* path, size_t* size) {
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  must(file >= 0, path);
  struct stat status {};
  must(fstat(file, &status) == 0, path);
  *size = static_cast<size_t>(status.st_size);
  auto* bytes = static_cast<char*>(std::malloc(*size + 1));
  must(read(file, bytes, *size) == status.st_size, path);
  close(file);
  return bytes;
}

char* to_html(const char* bytes, size_t size) {
  cmark_parser* parser = cmark_parser_new(CMARK_OPT_FOOTNOTES);
  for (const char* name : extensions) cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(name));
  cmark_parser_feed(parser, bytes, size);
  cmark_node* root = cmark_parser_finish(parser);
  char* html = cmark_render_html(root, CMARK_OPT_DEFAULT, cmark_parser_get_syntax_extensions(parser));
  cmark_node_free(root);
  cmark_parser_free(parser);
  return html;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const double began = seconds(CLOCK_MONOTONIC);
  cmark_gfm_core_extensions_ensure_registered();
  sqlite3* database = nullptr;
  must(sqlite3_open(argv[2], &database) == SQLITE_OK, "open the database");
  run(database, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL");
  run(database, "CREATE TABLE post (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, html TEXT NOT NULL) STRICT");
  sqlite3_stmt* insert = nullptr;
  must(sqlite3_prepare_v2(database, "INSERT INTO post (path, html) VALUES (?1, ?2)", -1, &insert, nullptr) == SQLITE_OK,
       "prepare");
  char* const tops[] = {argv[1], nullptr};
  FTS* tree = fts_open(tops, FTS_PHYSICAL | FTS_NOCHDIR, nullptr);
  int files = 0;
  run(database, "BEGIN");
  while (const FTSENT* entry = fts_read(tree)) {
    if (entry->fts_info != FTS_F) continue;
    size_t size = 0;
    char* bytes = read_whole(entry->fts_path, &size);
    char* html = to_html(bytes, size);
    sqlite3_bind_text(insert, 1, entry->fts_path, -1, SQLITE_STATIC);
    sqlite3_bind_text(insert, 2, html, -1, SQLITE_STATIC);
    must(sqlite3_step(insert) == SQLITE_DONE, "insert");
    sqlite3_reset(insert);
    std::free(html);
    std::free(bytes);
    if (++files % batch == 0) run(database, "COMMIT; BEGIN");
  }
  run(database, "COMMIT");
  fts_close(tree);
  sqlite3_finalize(insert);
  sqlite3_close(database);
  std::printf("{\"files\": %d, \"seconds\": %.3f, \"cpu_seconds\": %.3f}\n", files, seconds(CLOCK_MONOTONIC) - began,
              seconds(CLOCK_PROCESS_CPUTIME_ID));
}
