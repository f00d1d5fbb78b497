// Which handler reads which element.
#include <unordered_map>
#include <vector>

#include "parse/html_reader.hpp"

namespace mediumsync::parse {

HtmlReader::Handler HtmlReader::handler_of(std::string_view tag) {
  using R = HtmlReader;
  struct Group {
    Handler handler;
    std::vector<std::string_view> tags;
  };
  static const std::vector<Group> groups{
      {&R::strong, {"strong", "b", "mark"}},
      {&R::emphasis, {"em", "i", "cite", "dfn", "var", "u", "ins"}},
      {&R::code, {"code", "kbd", "samp", "tt"}},
      {&R::struck_out, {"del", "s", "strike"}},
      {&R::superscript, {"sup"}},
      {&R::subscript, {"sub"}},
      {&R::link, {"a"}},
      {&R::abbreviation, {"abbr", "acronym"}},
      {&R::quotation, {"q"}},
      {&R::ruby_text, {"rt"}},
      {&R::line_break, {"br"}},
      {&R::check_box, {"input"}},
      {&R::math, {"math"}},
      {&R::drawing, {"svg"}},
      {&R::script, {"script"}},
      // Text that looks like what is around it.
      {&R::span, {"span", "mjx-container"}},
      {&R::inside,
       {"font", "small",  "big",   "bdi",      "bdo", "time",    "data",   "label", "nobr",   "ruby", "rb",  "rp",
        "rtc",  "output", "meter", "progress", "map", "picture", "button", "slot",  "canvas", "html", "body"}},
      // Text apart.
      {&R::block,
       {"p",        "div",     "section",  "article", "main",   "header",   "footer",   "nav",      "aside",
        "address",  "center",  "fieldset", "legend",  "form",   "hgroup",   "dialog",   "search",   "figcaption",
        "dt",       "dd",      "summary",  "select",  "option", "optgroup", "textarea", "datalist", "caption",
        "noframes", "marquee", "tbody",    "tr",      "td",     "th"}},
      {&R::heading, {"h1", "h2", "h3", "h4", "h5", "h6"}},
      {&R::divider, {"hr"}},
      {&R::preformatted, {"pre", "listing", "xmp"}},
      {&R::quote, {"blockquote"}},
      {&R::list, {"ul", "ol", "menu", "dir"}},
      {&R::stray_item, {"li"}},
      {&R::definitions, {"dl"}},
      {&R::details, {"details"}},
      {&R::table, {"table"}},
      {&R::image, {"img", "image"}},
      {&R::figure, {"figure"}},
      {&R::frame, {"iframe"}},
      {&R::media, {"video", "audio"}},
      {&R::object, {"object", "embed"}},
      {&R::no_script, {"noscript"}},
      {&R::hidden, {"template"}},
      {&R::nothing,
       {"head", "title", "meta", "link", "base", "style", "source", "track", "param", "area", "col", "colgroup",
        "keygen", "basefont", "bgsound", "wbr", "noembed"}}};
  static const auto handlers = [] {
    std::unordered_map<std::string_view, Handler> by_tag;
    for (const Group& group : groups) {
      for (const std::string_view name : group.tags) by_tag.emplace(name, group.handler);
    }
    return by_tag;
  }();
  const auto found = handlers.find(tag);
  return found == handlers.end() ? nullptr : found->second;
}

}  // namespace mediumsync::parse
