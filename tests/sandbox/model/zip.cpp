#include "sandbox/model/zip.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <memory>
#include <stdexcept>
#include <string_view>

namespace mediumsync::sandbox {
namespace {

struct FreeArchive {
  void operator()(archive* a) const { archive_write_free(a); }
};
struct FreeEntry {
  void operator()(archive_entry* e) const { archive_entry_free(e); }
};

la_ssize_t append(archive*, void* out, const void* bytes, std::size_t size) {
  static_cast<std::string*>(out)->append(static_cast<const char*>(bytes), size);
  return static_cast<la_ssize_t>(size);
}

void check(archive* a, la_ssize_t result, std::string_view doing) {
  if (result >= ARCHIVE_OK) return;
  const char* why = archive_error_string(a);
  throw std::runtime_error(std::string{doing} + " of the export: " + (why == nullptr ? "unknown error" : why));
}

}  // namespace

std::string make_zip(const std::vector<ZipEntry>& entries, const std::optional<Instant>& written) {
  std::string out;
  const std::unique_ptr<archive, FreeArchive> zip{archive_write_new()};
  check(zip.get(), archive_write_set_format_zip(zip.get()), "choose the format");
  check(zip.get(), archive_write_set_options(zip.get(), "zip:hdrcharset=UTF-8"), "choose the names' encoding");
  check(zip.get(), archive_write_open2(zip.get(), &out, nullptr, append, nullptr, nullptr), "begin the zip");
  for (const ZipEntry& file : entries) {
    const std::unique_ptr<archive_entry, FreeEntry> entry{archive_entry_new()};
    archive_entry_set_pathname_utf8(entry.get(), file.path.c_str());
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(file.bytes.size()));
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    if (written) archive_entry_set_mtime(entry.get(), std::chrono::system_clock::to_time_t(*written), 0);
    check(zip.get(), archive_write_header(zip.get(), entry.get()), "begin a file");
    check(zip.get(), archive_write_data(zip.get(), file.bytes.data(), file.bytes.size()), "write a file");
  }
  check(zip.get(), archive_write_close(zip.get()), "end the zip");
  return out;
}

}  // namespace mediumsync::sandbox
