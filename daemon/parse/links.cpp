#include "parse/links.hpp"

#include <algorithm>
#include <utility>

#include "core/percent.hpp"
#include "core/text.hpp"
#include "core/url.hpp"

namespace mediumsync::parse {
namespace {

using core::Severity;

// As browsers read an attribute: white space around it and line breaks within it don't count.
std::string cleaned(std::string_view reference) {
  std::string out(core::trim(reference));
  std::erase_if(out, [](char c) { return c == '\n' || c == '\t' || c == '\r'; });
  while (!out.empty() && static_cast<unsigned char>(out.front()) < 0x20) out.erase(0, 1);
  return out;
}

std::optional<std::string> scheme_of(const core::Url& url) {
  if (!url.scheme) return std::nullopt;
  return core::ascii_lower(*url.scheme);
}

// Pelican's "{static}/a.png" and "|filename|b.md", in an address perhaps percent-encoded.
struct PelicanReference {
  std::string_view kind;
  std::string path;  // from the top of the content where it begins with a slash, else from the post's own place
};

std::optional<PelicanReference> pelican_reference(std::string_view reference) {
  if (reference.empty() || std::string_view("{|%").find(reference.front()) == std::string_view::npos)
    return std::nullopt;
  for (const auto& [open, close] :
       {std::pair<std::string_view, std::string_view>{"{", "}"}, {"%7B", "%7D"}, {"|", "|"}, {"%7C", "%7C"}}) {
    if (!reference.starts_with(open)) continue;
    for (const std::string_view kind : {"static", "attach", "filename", "category", "tag", "author", "index"}) {
      const std::string_view rest = reference.substr(open.size());
      if (rest.starts_with(kind) && rest.substr(kind.size()).starts_with(close))
        return PelicanReference{kind, std::string(rest.substr(kind.size() + close.size()))};
    }
  }
  return std::nullopt;
}

bool names_a_file(const PelicanReference& reference) {
  return reference.kind == "static" || reference.kind == "attach" || reference.kind == "filename";
}

// Medium takes images of 25 MB; base64 makes four bytes of three.
constexpr std::size_t max_image_data = 34U << 20;

bool is_image_data(std::string_view reference) {
  return reference.size() <= max_image_data && core::ascii_lower(reference.substr(0, 11)) == "data:image/";
}

std::string shortened(std::string_view reference) {
  return core::cut_on_word(reference, 80);
}

}  // namespace

void Links::set_base(std::string_view href) {
  if (const auto base = absolute(cleaned(href)); base && core::is_web_url(*base)) {
    references_.base = base;
    based_ = true;
  }
}

std::optional<std::string> Links::set_page(std::string_view href) {
  auto page = absolute(cleaned(href));
  if (!page || !core::is_web_url(*page)) return std::nullopt;
  if (!references_.canonical) references_.canonical = page;
  if (!based_) references_.base = page;
  return page;
}

std::optional<std::string> Links::absolute(std::string_view reference) const {
  if (core::is_web_url(reference)) return std::string(reference);
  if (references_.base) {
    auto resolved = core::resolve(*references_.base, reference);
    if (resolved && core::is_web_url(*resolved)) return resolved;
    return std::nullopt;
  }
  if (reference.starts_with("//")) {
    std::string url = "https:" + std::string(reference);
    if (core::is_web_url(url)) return url;
  }
  return std::nullopt;
}

std::optional<std::string> Links::from_top(const std::string& path) const {
  const std::size_t begin = path.find_first_not_of('/');
  if (!path.starts_with('/') || begin == std::string::npos || !references_.top) return absolute(path);
  auto resolved = core::resolve(*references_.top, path.substr(begin));
  return resolved && core::is_web_url(*resolved) ? resolved : absolute(path);
}

std::optional<std::string> Links::link(std::string_view href, int line) {
  const std::string reference = cleaned(href);
  if (reference.empty()) return std::nullopt;
  if (reference.front() == '#') {
    if (!references_.canonical || reference.size() == 1) return std::nullopt;
    std::string page = references_.canonical->substr(0, references_.canonical->find('#'));
    return core::encode_unsafe(page + reference);
  }
  const auto scheme = scheme_of(core::Url::parse(reference));
  if (scheme && *scheme != "http" && *scheme != "https") {
    static constexpr std::string_view kept[] = {"mailto", "tel",    "sms", "ftp",    "ftps",   "xmpp",    "irc",
                                                "ircs",   "magnet", "geo", "gemini", "matrix", "bitcoin", "webcal"};
    if (std::find(std::begin(kept), std::end(kept), *scheme) != std::end(kept)) return core::encode_unsafe(reference);
    findings_.add(
        Severity::warning, "link-unsafe",
        "a link to " + shortened(reference) + " can't be kept: " + *scheme + ": is not for readers; its text stays",
        line);
    return std::nullopt;
  }
  const auto pelican = pelican_reference(reference);
  const bool has_no_address = pelican && !names_a_file(*pelican);
  const auto url = pelican ? from_top(pelican->path) : absolute(reference);
  if (url && !has_no_address) return core::encode_unsafe(*url);
  findings_.add(
      Severity::warning, "link-relative",
      "the relative link " + shortened(reference) +
          " has no address to start from; its text stays. Give the post a canonical_url or its folder a base_url",
      line);
  return std::nullopt;
}

std::optional<ImageSource> Links::image(std::string_view source, int line) {
  std::string reference = cleaned(source);
  const auto pelican = pelican_reference(reference);
  if (pelican && names_a_file(*pelican)) reference = pelican->path;
  if (reference.empty()) {
    findings_.add(Severity::warning, "image-source", "an image without a source was left out", line);
    return std::nullopt;
  }
  const core::Url url = core::Url::parse(reference);
  const auto scheme = scheme_of(url);
  if (scheme == "data") {
    if (is_image_data(reference)) return core::LocalImage{reference, {line}};
    findings_.add(
        Severity::warning, "image-data",
        "an image written into the text itself (data:) is too large or none; save it as a file beside the post", line);
    return std::nullopt;
  }
  // "C:\x.png" has a scheme of one letter, "photo 10:30.png" one with a space: neither is a URL.
  const bool relative = !scheme && !url.authority;
  if (relative && references_.images == ImageHome::folder) {
    const std::string path = core::percent_decoded(url.path);
    if (!path.empty() && path.find('\0') == std::string::npos) return core::LocalImage{path, {line}};
  }
  if (auto absolute_url = absolute(reference)) return core::RemoteImage{core::encode_unsafe(*absolute_url), {line}};
  findings_.add(Severity::warning, relative ? "image-relative" : "image-source",
                "the image " + shortened(reference) +
                    (relative ? " has no address to start from" : " can't be loaded by Medium") +
                    "; its description stays",
                line);
  return std::nullopt;
}

}  // namespace mediumsync::parse
