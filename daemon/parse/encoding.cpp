#include "parse/encoding.hpp"

#include <array>
#include <cerrno>
#include <iconv.h>
#include <system_error>
#include <utility>

#include "core/text.hpp"

namespace mediumsync::parse {
namespace {

constexpr std::string_view replacement = "\xef\xbf\xbd";

enum class Width { single, multi };
enum class Validity { utf8, other };

struct Encoding {
  std::string_view label;  // in lower case
  const char* iconv_name;  // nullptr: UTF-8
  Width width = Width::single;
};

// The labels of the WHATWG encoding standard (section 4.2) that feeds use. Only these reach iconv: its long tail of
// converters is nobody's feed and has had holes of its own.
constexpr std::array encodings = {
    Encoding{"utf-8", nullptr, Width::multi},
    Encoding{"utf8", nullptr, Width::multi},
    Encoding{"unicode-1-1-utf-8", nullptr, Width::multi},
    Encoding{"iso-8859-1", "CP1252"},
    Encoding{"iso8859-1", "CP1252"},
    Encoding{"iso_8859-1", "CP1252"},
    Encoding{"latin1", "CP1252"},
    Encoding{"latin-1", "CP1252"},
    Encoding{"l1", "CP1252"},
    Encoding{"us-ascii", "CP1252"},
    Encoding{"ascii", "CP1252"},
    Encoding{"ansi_x3.4-1968", "CP1252"},
    Encoding{"windows-1252", "CP1252"},
    Encoding{"cp1252", "CP1252"},
    Encoding{"x-cp1252", "CP1252"},
    Encoding{"iso-8859-2", "ISO-8859-2"},
    Encoding{"iso8859-2", "ISO-8859-2"},
    Encoding{"latin2", "ISO-8859-2"},
    Encoding{"iso-8859-3", "ISO-8859-3"},
    Encoding{"iso-8859-4", "ISO-8859-4"},
    Encoding{"iso-8859-5", "ISO-8859-5"},
    Encoding{"iso8859-5", "ISO-8859-5"},
    Encoding{"cyrillic", "ISO-8859-5"},
    Encoding{"iso-8859-6", "ISO-8859-6"},
    Encoding{"iso-8859-7", "ISO-8859-7"},
    Encoding{"iso8859-7", "ISO-8859-7"},
    Encoding{"greek", "ISO-8859-7"},
    Encoding{"iso-8859-8", "ISO-8859-8"},
    Encoding{"iso-8859-8-i", "ISO-8859-8"},
    Encoding{"iso-8859-9", "CP1254"},
    Encoding{"iso8859-9", "CP1254"},
    Encoding{"latin5", "CP1254"},
    Encoding{"iso-8859-10", "ISO-8859-10"},
    Encoding{"iso-8859-11", "CP874"},
    Encoding{"iso-8859-13", "ISO-8859-13"},
    Encoding{"iso-8859-14", "ISO-8859-14"},
    Encoding{"iso-8859-15", "ISO-8859-15"},
    Encoding{"iso8859-15", "ISO-8859-15"},
    Encoding{"latin9", "ISO-8859-15"},
    Encoding{"latin-9", "ISO-8859-15"},
    Encoding{"iso-8859-16", "ISO-8859-16"},
    Encoding{"windows-874", "CP874"},
    Encoding{"tis-620", "CP874"},
    Encoding{"windows-1250", "CP1250"},
    Encoding{"cp1250", "CP1250"},
    Encoding{"windows-1251", "CP1251"},
    Encoding{"cp1251", "CP1251"},
    Encoding{"x-cp1251", "CP1251"},
    Encoding{"win-1251", "CP1251"},
    Encoding{"windows-1253", "CP1253"},
    Encoding{"cp1253", "CP1253"},
    Encoding{"windows-1254", "CP1254"},
    Encoding{"cp1254", "CP1254"},
    Encoding{"windows-1255", "CP1255"},
    Encoding{"cp1255", "CP1255"},
    Encoding{"windows-1256", "CP1256"},
    Encoding{"cp1256", "CP1256"},
    Encoding{"windows-1257", "CP1257"},
    Encoding{"cp1257", "CP1257"},
    Encoding{"windows-1258", "CP1258"},
    Encoding{"cp1258", "CP1258"},
    Encoding{"koi8-r", "KOI8-R"},
    Encoding{"koi8_r", "KOI8-R"},
    Encoding{"koi8", "KOI8-R"},
    Encoding{"koi8-u", "KOI8-U"},
    Encoding{"ibm866", "CP866"},
    Encoding{"cp866", "CP866"},
    Encoding{"macintosh", "MACINTOSH"},
    Encoding{"x-mac-roman", "MACINTOSH"},
    Encoding{"gb2312", "GB18030", Width::multi},
    Encoding{"gb_2312-80", "GB18030", Width::multi},
    Encoding{"gbk", "GB18030", Width::multi},
    Encoding{"chinese", "GB18030", Width::multi},
    Encoding{"x-gbk", "GB18030", Width::multi},
    Encoding{"gb18030", "GB18030", Width::multi},
    Encoding{"big5", "BIG5-HKSCS", Width::multi},
    Encoding{"big5-hkscs", "BIG5-HKSCS", Width::multi},
    Encoding{"x-x-big5", "BIG5-HKSCS", Width::multi},
    Encoding{"cn-big5", "BIG5-HKSCS", Width::multi},
    Encoding{"euc-jp", "EUC-JP-MS", Width::multi},
    Encoding{"x-euc-jp", "EUC-JP-MS", Width::multi},
    Encoding{"shift_jis", "CP932", Width::multi},
    Encoding{"shift-jis", "CP932", Width::multi},
    Encoding{"sjis", "CP932", Width::multi},
    Encoding{"x-sjis", "CP932", Width::multi},
    Encoding{"windows-31j", "CP932", Width::multi},
    Encoding{"ms_kanji", "CP932", Width::multi},
    Encoding{"iso-2022-jp", "ISO-2022-JP", Width::multi},
    Encoding{"euc-kr", "UHC", Width::multi},
    Encoding{"ks_c_5601-1987", "UHC", Width::multi},
    Encoding{"ksc5601", "UHC", Width::multi},
    Encoding{"korean", "UHC", Width::multi},
    Encoding{"cp949", "UHC", Width::multi},
    Encoding{"windows-949", "UHC", Width::multi},
};

const Encoding* find_encoding(std::string_view label) {
  const std::string lower = core::ascii_lower(core::trim(label));
  for (const Encoding& encoding : encodings) {
    if (encoding.label == lower) return &encoding;
  }
  return nullptr;
}

// Owns one iconv descriptor.
class Converter {
 public:
  // **Throws** std::system_error when the C library has no such converter.
  explicit Converter(const char* from) : handle_(iconv_open("UTF-8", from)) {
    if (handle_ == invalid())
      throw std::system_error(errno, std::generic_category(), std::string("iconv_open ") + from);
  }
  ~Converter() { iconv_close(handle_); }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  struct Result {
    std::string text;
    std::size_t replaced = 0;  // bytes that became U+FFFD
  };

  Result convert(std::string_view bytes) {
    Result result;
    result.text.reserve(bytes.size() + bytes.size() / 2);
    std::array<char, 16384> buffer;
    // iconv's interface predates const; it does not write to its input.
    char* in = const_cast<char*>(bytes.data());
    std::size_t in_left = bytes.size();
    while (in_left > 0) {
      char* out = buffer.data();
      std::size_t out_left = buffer.size();
      const std::size_t rc = iconv(handle_, &in, &in_left, &out, &out_left);
      const int error = rc == static_cast<std::size_t>(-1) ? errno : 0;
      result.text.append(buffer.data(), buffer.size() - out_left);
      if (error == EILSEQ || error == EINVAL) {
        result.text += replacement;
        ++result.replaced;
        ++in;
        --in_left;
        iconv(handle_, nullptr, nullptr, nullptr, nullptr);
      }
    }
    return result;
  }

 private:
  static iconv_t invalid() { return reinterpret_cast<iconv_t>(-1); }  // iconv_open(3)'s word for failure

  iconv_t handle_;
};

// UTF-8 in which stray bytes are windows-1252: right for whole Latin-1 documents and for the one pasted quotation mark.
std::string utf8_or_windows_1252(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 8);
  for (std::size_t at = 0; at < bytes.size();) {
    const core::Character character = core::character_at(bytes, at);
    if (character.valid) {
      out.append(bytes.substr(at, character.length));
    } else {
      out += core::utf8(windows_1252(static_cast<unsigned char>(bytes[at])));
    }
    at += character.length;
  }
  return out;
}

struct Wide {
  const char* iconv_name;
  std::size_t mark_length;
};

std::optional<Wide> wide_encoding(std::string_view bytes) {
  using namespace std::string_view_literals;
  constexpr std::array<std::pair<std::string_view, Wide>, 8> signatures = {{
      {"\x00\x00\xfe\xff"sv, {"UTF-32BE", 4}},
      {"\xff\xfe\x00\x00"sv, {"UTF-32LE", 4}},
      {"\xfe\xff"sv, {"UTF-16BE", 2}},
      {"\xff\xfe"sv, {"UTF-16LE", 2}},
      {"\x00\x00\x00<"sv, {"UTF-32BE", 0}},
      {"<\x00\x00\x00"sv, {"UTF-32LE", 0}},
      {"\x00<"sv, {"UTF-16BE", 0}},
      {"<\x00"sv, {"UTF-16LE", 0}},
  }};
  for (const auto& [signature, wide] : signatures) {
    if (bytes.starts_with(signature)) return wide;
  }
  return std::nullopt;
}

std::optional<std::string_view> declared_encoding(std::string_view bytes) {
  constexpr std::size_t reach = 1024;  // a declaration may stand after a comment or a warning of PHP's
  const std::string_view head = bytes.substr(0, reach);
  const std::size_t start = head.find("<?xml");
  if (start == std::string_view::npos) return std::nullopt;
  const std::string_view declaration = head.substr(start, head.find('>', start) - start);
  std::size_t at = declaration.find("encoding");
  if (at == std::string_view::npos) return std::nullopt;
  at = declaration.find_first_of("\"'", at);
  if (at == std::string_view::npos) return std::nullopt;
  const std::size_t end = declaration.find(declaration[at], at + 1);
  if (end == std::string_view::npos) return std::nullopt;
  return declaration.substr(at + 1, end - at - 1);
}

// What a claim makes of bytes that are UTF-8 (or are not); std::nullopt when it is not to be believed.
std::optional<std::string> decode_claimed(std::string_view bytes, const Encoding& encoding, Validity validity) {
  if (encoding.iconv_name == nullptr) return std::nullopt;
  const bool utf8 = validity == Validity::utf8;
  if (encoding.width == Width::single && utf8) return std::nullopt;
  if (std::string_view(encoding.iconv_name) == "CP1252") return utf8_or_windows_1252(bytes);
  Converter::Result result = Converter(encoding.iconv_name).convert(bytes);
  if (result.replaced > 0 && utf8) return std::nullopt;
  return std::move(result.text);
}

}  // namespace

char32_t windows_1252(unsigned char byte) {
  constexpr std::array<char32_t, 32> upper = {0x20ac, 0x81,   0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
                                              0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d,   0x017d, 0x8f,
                                              0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                              0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,   0x017e, 0x0178};
  return byte >= 0x80 && byte < 0xa0 ? upper[byte - 0x80U] : byte;
}

std::optional<std::string> charset_of(std::string_view content_type) {
  const std::string lower = core::ascii_lower(content_type);
  std::size_t at = lower.find("charset");
  if (at == std::string::npos) return std::nullopt;
  at = lower.find('=', at);
  if (at == std::string::npos) return std::nullopt;
  const std::size_t start = lower.find_first_not_of(" \t\"'", at + 1);
  if (start == std::string::npos) return std::nullopt;
  return lower.substr(start, lower.find_first_of(" \t\"';,", start) - start);
}

std::optional<std::string> converted_to_utf8(std::string_view bytes, const std::optional<std::string>& content_type) {
  if (const auto wide = wide_encoding(bytes)) {
    return Converter(wide->iconv_name).convert(bytes.substr(wide->mark_length)).text;
  }
  constexpr std::string_view mark = "\xef\xbb\xbf";
  if (bytes.starts_with(mark)) return utf8_or_windows_1252(bytes.substr(mark.size()));
  const Validity validity = core::is_utf8(bytes) ? Validity::utf8 : Validity::other;
  const std::optional<std::string> charset = content_type ? charset_of(*content_type) : std::nullopt;
  const std::optional<std::string_view> declared = declared_encoding(bytes);
  for (const std::optional<std::string_view>& label : {std::optional<std::string_view>(charset), declared}) {
    const Encoding* encoding = label ? find_encoding(*label) : nullptr;
    if (encoding == nullptr) continue;
    if (auto text = decode_claimed(bytes, *encoding, validity)) return text;
  }
  if (validity == Validity::utf8) return std::nullopt;
  return utf8_or_windows_1252(bytes);
}

std::string to_utf8(std::string_view bytes, const std::optional<std::string>& content_type) {
  return converted_to_utf8(bytes, content_type).value_or(std::string(bytes));
}

}  // namespace mediumsync::parse
