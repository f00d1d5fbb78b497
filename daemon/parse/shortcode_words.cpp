#include "parse/shortcode_words.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "core/url.hpp"

namespace mediumsync::parse {
namespace {

bool is_one_of(std::string_view word, std::string_view words) {
  return words.find(" " + std::string(word) + " ") != std::string_view::npos;
}

// Conditions, loops and values: nothing that is said.
bool is_logic(std::string_view name) {
  return is_one_of(name,
                   " if unless elsif elif else case when for assign capture set cycle increment decrement tablerow "
                   "layout extends block import macro call liquid filter with param ref relref post_url seo feed_meta "
                   "paginate form section schema style stylesheet javascript include render partial ");
}

bool is_layout(std::string_view key) {
  return key.starts_with("data-") || key.starts_with("on") ||
         is_one_of(
             key,
             " class classname id width height size sizes srcset style type lang language color colour icon emoji "
             "align float position layout level rel target params loading allow linenos hl_lines options theme "
             "font open closed group groupid query sort filter where tag tags command process resize aspect "
             "linenostart ratio variant date path file src image ");
}

bool is_label(std::string_view key) {
  return is_one_of(key, " title header heading summary label ");
}

bool is_text(std::string_view key) {
  return is_one_of(key, " text content message body description caption alt quote subtitle abstract note ");
}

bool is_author(std::string_view key) {
  return is_one_of(key, " author cite by source attribution attr ");
}

bool is_link(std::string_view key) {
  return is_one_of(key, " href url link to attrlink ");
}

bool is_variable(const ShortcodeArgument& argument) {
  return !argument.quoted && argument.value.find_first_of(".[({") != std::string::npos;
}

bool is_switch(const ShortcodeArgument& argument) {
  return !argument.quoted &&
         is_one_of(argument.value, " true false open closed no-icon simple modern flat collapsed inline _blank ");
}

void add(std::string& text, std::string_view more, std::string_view between = " ") {
  if (more.empty()) return;
  if (!text.empty()) text += between;
  text += more;
}

std::string linked(const std::string& text, const std::string& url) {
  if (url.empty()) return text;
  if (text.empty()) return core::is_web_url(url) ? "<" + core::encode_unsafe(url) + ">" : std::string();
  return "[" + text + "](<" + url + ">)";
}

// Hexo's tags whose words stand without quotes: a name or place, then what the reader sees.
std::string words_of_link(const ShortcodeTag& tag) {
  std::string text;
  std::string url;
  bool place = tag.name != "link";
  for (const ShortcodeArgument& one : tag.arguments) {
    if (!one.key.empty() || is_switch(one)) continue;
    if (core::is_web_url(one.value)) {
      url = one.value;
    } else if (place) {
      if (tag.name == "asset_link") url = one.value;
      place = false;
    } else {
      add(text, one.value);
    }
  }
  // Jekyll's `{% link _posts/a.md %}` is an address alone.
  if (url.empty() && text.find_first_of("/.") != std::string::npos && text.find(' ') == std::string::npos) return "";
  return linked(text, url);
}

}  // namespace

std::string first_argument(const ShortcodeTag& tag, std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys) {
    std::string value = tag.argument(key);
    if (!value.empty()) return core::collapse_space(value);
  }
  return {};
}

std::string words_by_place(const ShortcodeTag& tag, std::size_t from) {
  std::string words;
  for (const ShortcodeArgument& one : tag.arguments) {
    if (!one.key.empty() || (from > 0 && from-- > 0) || is_switch(one)) continue;
    add(words, core::collapse_space(one.value));
  }
  return words;
}

std::string spoken_words(const ShortcodeTag& tag) {
  if (is_one_of(tag.name, " link post_link asset_link ") && !tag.word(0).empty()) return words_of_link(tag);
  if (tag.name == "label" || tag.name == "btn") {
    const std::string words = words_by_place(tag, 0);
    const std::size_t at = words.find('@');
    if (at != std::string::npos) return words.substr(at + 1);
  }
  if (is_logic(tag.name) || tag.kind != TagKind::tag) return "";
  std::string label;
  std::string text;
  std::string author;
  std::string url;
  for (const ShortcodeArgument& one : tag.arguments) {
    const std::string value = core::collapse_space(one.value);
    const bool several = value.find(' ') != std::string::npos;
    const bool address = core::is_web_url(value) && !several;
    if (value.empty() || (!one.key.empty() && is_variable(one) && !address)) continue;
    if (address ? url.empty() && (one.key.empty() || !is_layout(one.key)) : is_link(one.key)) {
      url = value;
    } else if (is_label(one.key)) {
      add(label, value, ": ");
    } else if (is_author(one.key)) {
      add(author, value, ", ");
    } else if (is_text(one.key)) {
      add(text, value);
    } else if (several && one.quoted && !is_layout(one.key)) {
      add(text, value);
    }
  }
  const bool whole = text.empty() && !label.empty();
  if (!label.empty()) label = "<strong>" + (whole ? linked(label, url) : label) + "</strong>";
  if (!whole) add(label, linked(text, url));
  if (!author.empty()) add(label, "— " + author);
  return label;
}

std::string attribution(const ShortcodeTag& tag) {
  std::string who;
  std::string url = first_argument(tag, {"link", "url", "href", "attrlink"});
  std::string title;
  bool behind_url = false;
  for (const ShortcodeArgument& one : tag.arguments) {
    if (one.key.empty() && core::is_web_url(one.value)) {
      url = one.value;
      behind_url = true;
    } else if (one.key.empty() && !is_switch(one)) {
      add(behind_url ? title : who, core::collapse_space(one.value));
    } else if (is_author(one.key)) {
      if (core::is_web_url(one.value)) {
        url = one.value;
      } else {
        add(who, core::collapse_space(one.value), ", ");
      }
    } else if (is_label(one.key)) {
      add(title, core::collapse_space(one.value));
    }
  }
  if (title.empty()) return linked(who, url);
  return who.empty() ? linked(title, url) : who + ", " + linked(title, url);
}

ShortcodeTag without(ShortcodeTag tag, std::initializer_list<std::string_view> keys) {
  std::erase_if(tag.arguments, [&](const ShortcodeArgument& one) {
    return std::find(keys.begin(), keys.end(), one.key) != keys.end();
  });
  return tag;
}

}  // namespace mediumsync::parse
