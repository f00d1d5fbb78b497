#include "lib/archive/zip.hpp"

#include <algorithm>
#include <archive.h>
#include <archive_entry.h>
#include <array>
#include <clocale>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <memory>

namespace mediumsync::archive {
namespace {

struct FreeArchive {
  void operator()(::archive* zip) const { archive_read_free(zip); }
};
using Reader = std::unique_ptr<::archive, FreeArchive>;

core::Unexpected<ZipError> failed(std::string message) {
  return core::Unexpected<ZipError>({std::move(message)});
}

std::string reason_of(::archive* zip) {
  const char* why = archive_error_string(zip);
  return why == nullptr ? "unknown error" : why;
}

// By its directory, which stands at the end: one that was cut off while it was downloaded has none.
std::string why_unreadable(const std::string& path, ::archive* zip) {
  if (!is_zip(path)) return "it is no zip";
  return "the zip is cut off or damaged (" + reason_of(zip) + "): download it again";
}

// libarchive gives names in the encoding of the locale, and cuts what it can't say in it.
class Utf8Locale {
 public:
  Utf8Locale() : locale_(::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {
    if (locale_ != nullptr) before_ = ::uselocale(locale_);
  }
  ~Utf8Locale() {
    if (locale_ == nullptr) return;
    ::uselocale(before_);
    ::freelocale(locale_);
  }
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;

 private:
  locale_t locale_;
  locale_t before_ = nullptr;
};

// It takes a zip's times for local ones; who makes zips for others does not know where they are. The environment is the
// whole process's: who reads zips has one thread.
class UtcZone {
 public:
  UtcZone() {
    if (const char* before = std::getenv(name)) before_ = before;
    ::setenv(name, "UTC0", 1);
    ::tzset();
  }
  ~UtcZone() {
    if (before_) {
      ::setenv(name, before_->c_str(), 1);
    } else {
      ::unsetenv(name);
    }
    ::tzset();
  }
  UtcZone(const UtcZone&) = delete;
  UtcZone& operator=(const UtcZone&) = delete;

 private:
  static constexpr const char* name = "TZ";
  std::optional<std::string> before_;
};

// Zips can't say earlier times than 1980, which stands for none.
std::optional<std::chrono::sys_seconds> written_at(archive_entry* entry) {
  using namespace std::chrono_literals;
  if (archive_entry_mtime_is_set(entry) == 0) return std::nullopt;
  const std::chrono::sys_seconds time{std::chrono::seconds(archive_entry_mtime(entry))};
  return time < std::chrono::sys_days(1981y / 1 / 1) ? std::nullopt : std::optional(time);
}

std::string_view name_of(archive_entry* entry) {
  if (const char* name = archive_entry_pathname_utf8(entry)) return name;
  const char* name = archive_entry_pathname(entry);
  return name == nullptr ? std::string_view() : name;
}

struct Unpacking {
  Unpacked how = Unpacked::whole;
  std::string bytes;
};

Unpacking unpack(::archive* zip, std::size_t most) {
  Unpacking file;
  std::array<char, 65536> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init): the archive fills it
  while (true) {
    const la_ssize_t got = archive_read_data(zip, buffer.data(), buffer.size());
    if (got == 0) return file;
    if (got < 0) return {Unpacked::damaged, {}};
    if (file.bytes.size() + static_cast<std::size_t>(got) > most) return {Unpacked::too_large, {}};
    file.bytes.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace

core::Expected<void, ZipError> read_zip(const std::string& path, const ZipLimits& limits, const ZipReading& reading) {
  const Utf8Locale names;
  const UtcZone times;
  const Reader zip(archive_read_new());
  if (archive_read_support_format_zip_seekable(zip.get()) != ARCHIVE_OK) return failed("libarchive can't read zips");
  constexpr std::size_t block = 65536;
  if (archive_read_open_filename(zip.get(), path.c_str(), block) != ARCHIVE_OK)
    return failed(why_unreadable(path, zip.get()));
  std::size_t entries = 0;
  std::size_t left = limits.total_bytes;
  while (true) {
    archive_entry* entry = nullptr;
    const int status = archive_read_next_header(zip.get(), &entry);
    if (status == ARCHIVE_EOF) return {};
    // ARCHIVE_WARN: a name that can't be written in this locale.
    if (status != ARCHIVE_OK && status != ARCHIVE_WARN) {
      return failed(entries == 0 ? why_unreadable(path, zip.get())
                                 : "the zip is damaged (" + reason_of(zip.get()) + "): download it again");
    }
    if (++entries > limits.entries)
      return failed("it holds over " + std::to_string(limits.entries) + " files, which no export does");
    const std::string name(name_of(entry));
    if (archive_entry_filetype(entry) != AE_IFREG || !reading.wanted(name)) continue;
    const Unpacking file = unpack(zip.get(), std::min(limits.file_bytes, left));
    if (file.how == Unpacked::too_large && left < limits.file_bytes) {
      return failed("it unpacks to over " + std::to_string(limits.total_bytes >> 20U) + " MiB, which no export does");
    }
    left -= file.how == Unpacked::too_large ? limits.file_bytes : file.bytes.size();
    reading.on_file({name, file.bytes, file.how, written_at(entry)});
  }
}

bool is_zip(const std::string& path) {
  std::array<char, 4> magic{};
  std::ifstream file(path, std::ios::binary);
  file.read(magic.data(), magic.size());
  const std::string_view bytes(magic.data(), magic.size());
  return file && (bytes == "PK\x03\x04" || bytes == "PK\x05\x06");
}

}  // namespace mediumsync::archive
