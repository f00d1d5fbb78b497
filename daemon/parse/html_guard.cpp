#include "parse/html_guard.hpp"

#include <algorithm>
#include <gumbo.h>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "core/text.hpp"

namespace mediumsync::parse {
namespace {

// No post written by people or their tools comes near these.
constexpr std::size_t max_open = 200;
constexpr std::size_t max_open_formatting = 16;
constexpr int max_tags = 400'000;
constexpr int max_attributes = 64;
// gumbo opens unclosed formatting elements anew in every block: how many nodes that may make.
constexpr std::size_t max_reopened = 1'000'000;
constexpr int max_endless_tags = 64;
constexpr std::size_t patience_after = 512;

using Names = std::set<std::string, std::less<>>;

const Names void_elements{"area",  "base",   "br",      "col",   "embed",    "hr",     "img",
                          "input", "keygen", "link",    "meta",  "param",    "track",  "source",
                          "wbr",   "frame",  "bgsound", "image", "basefont", "command"};
// Those whose end tags may be left out: their depth is that of the elements around them.
const Names implied_end{"p",     "li",     "dt", "dd", "tr",   "td",   "th",   "tbody",    "thead",
                        "tfoot", "option", "rp", "rt", "html", "body", "head", "optgroup", "colgroup"};
const Names formatting{"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"};
// One swallows the rest of the page, the others replace its body.
const Names dangerous{"plaintext", "frameset", "frame"};
const Names raw_text{"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\f';
}

// A tag as it stands in the source.
struct Tag {
  std::string name;  // in lower case
  std::size_t begin = 0;
  std::size_t end = 0;       // behind '>'
  std::size_t kept_end = 0;  // behind the last attribute that is kept
  bool closing = false;
  bool self_closing = false;
};

// One pass over one text; lives for one guard_html().
class Guard {
 public:
  explicit Guard(std::string_view html) : html_(html), last_end_(html.rfind('>')) {}

  GuardedHtml run() {
    result_.html.reserve(html_.size() + 16);
    while (at_ < html_.size()) {
      const std::size_t mark = std::min(html_.find('<', at_), html_.size());
      copy_to(mark);
      if (at_ < html_.size()) markup();
    }
    return std::move(result_);
  }

 private:
  void copy_to(std::size_t end) {
    result_.html.append(html_.substr(at_, end - at_));
    at_ = end;
  }

  // Leaves out the bytes up to `end`, but keeps words apart and lines countable.
  void skip_to(std::size_t end) {
    const std::string_view skipped = html_.substr(at_, end - at_);
    result_.html += ' ';
    result_.html.append(static_cast<std::size_t>(std::count(skipped.begin(), skipped.end(), '\n')), '\n');
    at_ = end;
  }
  void drop_to(std::size_t end) {
    skip_to(end);
    result_.simplified = true;
  }

  void markup() {
    const std::string_view rest = html_.substr(at_);
    if (rest.starts_with("<!--")) return comment();
    if (rest.size() > 1 && (is_letter(rest[1]) || (rest[1] == '/' && rest.size() > 2 && is_letter(rest[2])))) {
      const auto tag = scan_tag(at_);
      if (!tag) {
        result_.html += "&lt;";
        ++at_;
      } else if (tag->closing) {
        end_tag(*tag);
      } else {
        start_tag(*tag);
      }
      return;
    }
    // Browsers hide what follows up to a '>' (HTML section 13.2.5.41): where none comes, the rest of the post.
    const bool hides = rest.size() > 1 && (rest[1] == '/' || rest[1] == '!' || rest[1] == '?');
    if (hides && (last_end_ == std::string_view::npos || last_end_ < at_)) {
      result_.html += "&lt;";
      ++at_;
      return;
    }
    copy_to(at_ + 1);
  }

  void comment() {
    const std::size_t end = html_.find("-->", at_ + 2);
    if (end == std::string_view::npos) {
      result_.swallowed = true;
      return copy_to(html_.size());
    }
    copy_to(end + 3);
  }

  // std::nullopt when the tag that begins there never ends.
  std::optional<Tag> scan_tag(std::size_t begin) {
    Tag tag;
    tag.begin = begin;
    std::size_t i = begin + 1;
    tag.closing = html_[i] == '/';
    if (tag.closing) ++i;
    const std::size_t name = i;
    while (i < html_.size() && !is_space(html_[i]) && html_[i] != '/' && html_[i] != '>') ++i;
    tag.name = core::ascii_lower(html_.substr(name, i - name));
    const std::size_t limit =
        endless_tags_ > max_endless_tags ? std::min(html_.size(), begin + patience_after) : html_.size();
    tag.kept_end = i;
    int attributes = 0;
    while (i < limit && html_[i] != '>') {
      if (is_space(html_[i]) || html_[i] == '/') {
        ++i;
        continue;
      }
      i = attribute_end(i, limit);
      if (++attributes <= max_attributes) tag.kept_end = i;
    }
    if (i >= limit) {
      ++endless_tags_;
      return std::nullopt;
    }
    tag.self_closing = html_[i - 1] == '/' && i > tag.kept_end;
    if (attributes <= max_attributes) tag.kept_end = i;
    tag.end = i + 1;
    return tag;
  }

  // Behind one attribute, its value included (HTML section 13.2.5.32 and on).
  std::size_t attribute_end(std::size_t i, std::size_t limit) const {
    ++i;
    while (i < limit && !is_space(html_[i]) && html_[i] != '/' && html_[i] != '>' && html_[i] != '=') ++i;
    std::size_t equals = i;
    while (equals < limit && is_space(html_[equals])) ++equals;
    if (equals >= limit || html_[equals] != '=') return i;
    i = equals + 1;
    while (i < limit && is_space(html_[i])) ++i;
    if (i >= limit || html_[i] == '>') return i;
    if (html_[i] == '"' || html_[i] == '\'') {
      const std::size_t close = html_.substr(0, limit).find(html_[i], i + 1);
      return close == std::string_view::npos ? limit : close + 1;
    }
    while (i < limit && !is_space(html_[i]) && html_[i] != '>') ++i;
    return i;
  }

  // The names of HTML go out in lower case, so that nobody after us need fold them; others may be an author's types.
  void keep(const Tag& tag) {
    const std::size_t name = at_ + (tag.closing ? 2 : 1);
    const bool known = gumbo_tag_enum(tag.name.c_str()) != GUMBO_TAG_UNKNOWN;
    result_.html.append(tag.closing ? "</" : "<").append(known ? tag.name : html_.substr(name, tag.name.size()));
    at_ = name + tag.name.size();
    if (tag.kept_end + 1 == tag.end) return copy_to(tag.end);
    copy_to(std::max(at_, tag.kept_end));
    drop_to(tag.end);
    result_.html += '>';
  }

  void start_tag(const Tag& tag) {
    if (tag.name == "template") return template_element(tag);
    if (dangerous.contains(tag.name)) return skip_to(tag.end);
    if ((tag.name == "html" || tag.name == "body") && !once_.insert(tag.name).second) return skip_to(tag.end);
    if (++tags_ > max_tags || (reopened_ += open_formatting_.size()) > max_reopened) return drop_tag(tag);
    if (void_elements.contains(tag.name)) return keep(tag);
    if (raw_text.contains(tag.name)) return raw(tag);
    if (tag.self_closing) {
      keep(tag);
      close(tag.name);
      return;
    }
    if (formatting.contains(tag.name)) return start_formatting(tag);
    if (implied_end.contains(tag.name)) return keep(tag);
    if (open_.size() >= max_open) return drop_tag(tag);
    open_.push_back(tag.name);
    keep(tag);
  }

  // Nothing of a template is shown; what the standard does to the words in one that is never closed depends on its
  // tags.
  void template_element(const Tag& tag) {
    if (!template_ends_) template_ends_ = pair_templates();
    const auto end = template_ends_->find(tag.begin);
    skip_to(end == template_ends_->end() ? tag.end : std::max(end->second, tag.end));
  }

  // Where the element ends that begins at a place, for those that are closed.
  std::map<std::size_t, std::size_t> pair_templates() {
    static constexpr std::string_view name = "template";
    std::map<std::size_t, std::size_t> ends;
    std::vector<std::size_t> begun;
    for (std::size_t i = html_.find('<', at_); i != std::string_view::npos; i = html_.find('<', i + 1)) {
      const bool closing = html_.substr(i + 1, 1) == "/";
      const std::size_t behind = i + (closing ? 2 : 1) + name.size();
      if (!core::equal_ignoring_case(html_.substr(i + (closing ? 2 : 1), name.size()), name)) continue;
      if (behind >= html_.size() || !(is_space(html_[behind]) || html_[behind] == '/' || html_[behind] == '>'))
        continue;
      if (!closing) {
        begun.push_back(i);
      } else if (!begun.empty() && last_end_ != std::string_view::npos && last_end_ >= behind) {
        ends.emplace(begun.back(), html_.find('>', behind) + 1);
        begun.pop_back();
      }
    }
    return ends;
  }

  void start_formatting(const Tag& tag) {
    if (open_formatting_.size() >= max_open_formatting) return drop_tag(tag);
    open_formatting_.push_back(tag.name);
    keep(tag);
  }

  void drop_tag(const Tag& tag) {
    if (reopened_ > max_reopened) close_formatting();
    if (!tag.self_closing && !void_elements.contains(tag.name) && !implied_end.contains(tag.name)) ++dropped_[tag.name];
    drop_to(tag.end);
  }

  void close_formatting() {
    for (; !open_formatting_.empty(); open_formatting_.pop_back()) close(open_formatting_.back());
  }

  void close(const std::string& name) { result_.html.append("</").append(name).append(">"); }

  void end_tag(const Tag& tag) {
    if (const auto dropped = dropped_.find(tag.name); dropped != dropped_.end() && dropped->second > 0) {
      --dropped->second;
      return drop_to(tag.end);
    }
    if (++tags_ > 4 * max_tags) return drop_to(tag.end);
    auto& stack = formatting.contains(tag.name) ? open_formatting_ : open_;
    const auto found = std::find(stack.rbegin(), stack.rend(), tag.name);
    if (found != stack.rend()) {
      if (&stack == &open_) {
        stack.erase(found.base() - 1, stack.end());
      } else {
        stack.erase(found.base() - 1);
      }
    }
    keep(tag);
  }

  // Elements whose content is no markup. One that is never closed would hide the rest of the post.
  void raw(const Tag& tag) {
    keep(tag);
    const auto end = tag.self_closing ? std::nullopt : end_of_raw(tag.name);
    if (end) return copy_to(*end);
    close(tag.name);
    if (!tag.self_closing && (tag.name == "script" || tag.name == "style")) {
      result_.swallowed = true;
      at_ = html_.size();
    }
  }

  std::optional<std::size_t> end_of_raw(const std::string& name) {
    if (never_closed_.contains(name)) return std::nullopt;
    for (std::size_t i = html_.find("</", at_); i != std::string_view::npos; i = html_.find("</", i + 2)) {
      if (!core::equal_ignoring_case(html_.substr(i + 2, name.size()), name)) continue;
      const auto tag = scan_tag(i);
      if (tag && tag->name == name) return i;
    }
    never_closed_.insert(name);
    return std::nullopt;
  }

  std::string_view html_;
  std::size_t last_end_;  // the last '>'
  std::size_t at_ = 0;
  GuardedHtml result_;
  std::vector<std::string> open_;
  std::vector<std::string> open_formatting_;
  std::map<std::string, int, std::less<>> dropped_;
  Names never_closed_;
  std::optional<std::map<std::size_t, std::size_t>> template_ends_;  // once one was met
  Names once_;
  std::size_t reopened_ = 0;
  int tags_ = 0;
  int endless_tags_ = 0;
};

}  // namespace

GuardedHtml guard_html(std::string_view html) {
  return Guard(html).run();
}

}  // namespace mediumsync::parse
