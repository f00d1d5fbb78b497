// Preloaded into a daemon to show that the power cuts of power.py would tell: every PRAGMA synchronous = FULL becomes
// NORMAL, which does not sync the write-ahead log at a commit.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

typedef struct sqlite3 sqlite3;
typedef int (*Exec)(sqlite3*, const char*, int (*)(void*, int, char**, char**), void*, char**);

int sqlite3_exec(sqlite3* database, const char* sql, int (*row)(void*, int, char**, char**), void* context,
                 char** error) {
  const Exec real = (Exec)dlsym(RTLD_NEXT, "sqlite3_exec");
  const char* full = sql == NULL ? NULL : strstr(sql, "synchronous = FULL");
  if (full == NULL) return real(database, sql, row, context, error);
  char* text = malloc(strlen(sql) + 3);
  const size_t before = (size_t)(full - sql);
  memcpy(text, sql, before);
  strcpy(text + before, "synchronous = NORMAL");
  strcat(text, full + strlen("synchronous = FULL"));
  const int code = real(database, text, row, context, error);
  free(text);
  return code;
}
