#include "sandbox/model/markup.hpp"

#include "sandbox/model/text.hpp"

namespace mediumsync::sandbox {
namespace {

std::string wrap(const std::string& open, const std::string& html, const std::string& close) {
  return open + html + close + "\n";
}

std::string figure(const Graf& graf, Audience audience) {
  const std::string src = audience == Audience::page ? address_here(graf.src) : graf.src;
  std::string html = "<figure><img src=\"" + escape_html(src) + "\" alt=\"" + escape_html(graf.alt) + "\">";
  if (!graf.html.empty()) html += "<figcaption>" + graf.html + "</figcaption>";
  return html + "</figure>\n";
}

std::string code(const Graf& graf, Audience audience) {
  if (audience != Audience::page) return wrap("<pre>", graf.html, "</pre>");
  const std::string label =
      graf.language.empty() ? "" : "<span class=\"language\">" + escape_html(graf.language) + "</span>";
  return "<div class=\"code\">" + label + "<pre tabindex=\"0\"><code>" + graf.html + "</code></pre></div>\n";
}

std::string embed(const Graf& graf, Audience audience) {
  const std::string link = escape_html(graf.src);
  if (audience != Audience::page) return wrap("<p>", "<a href=\"" + link + "\">" + link + "</a>", "</p>");
  const auto address = parse_web_address(graf.src);
  return "<a class=\"embed\" href=\"" + link + "\" rel=\"noopener nofollow\"><b>Embed from " +
         escape_html(address ? address->host : "") + "</b><span>" + link + "</span></a>\n";
}

// A page's levels go down one by one, for screen readers; Medium's own HTML has h3 and h4 below the title.
std::string heading(const Graf& graf, Audience audience, const std::string& on_page, const std::string& elsewhere) {
  const std::string& tag = audience == Audience::page ? on_page : elsewhere;
  return wrap("<" + tag + ">", graf.html, "</" + tag.substr(0, tag.find(' ')) + ">");
}

std::string one(const Graf& graf, Audience audience) {
  using Kind = Graf::Kind;
  switch (graf.kind) {
    case Kind::title:
      return wrap("<h1>", graf.html, "</h1>");
    case Kind::subtitle:
      return heading(graf, audience, "p class=\"subtitle\"", "h4");
    case Kind::large:
      return heading(graf, audience, "h2", "h3");
    case Kind::small:
      return heading(graf, audience, "h3", "h4");
    case Kind::quote:
      return wrap("<blockquote>", graf.html, "</blockquote>");
    case Kind::pull_quote:
      return wrap("<blockquote class=\"pullquote\">", graf.html, "</blockquote>");
    case Kind::code:
      return code(graf, audience);
    case Kind::figure:
      return figure(graf, audience);
    case Kind::divider:
      return "<hr>\n";
    case Kind::embed:
      return embed(graf, audience);
    case Kind::bullet:
    case Kind::numbered:
      return wrap("<li>", graf.html, "</li>");
    case Kind::paragraph:
      break;
  }
  return wrap("<p>", graf.html, "</p>");
}

std::string list_tag(const Graf& graf) {
  if (graf.kind == Graf::Kind::bullet) return "ul";
  return graf.kind == Graf::Kind::numbered ? "ol" : "";
}

}  // namespace

std::string markup(const std::vector<Graf>& grafs, Audience audience) {
  std::string html;
  std::string open_list;
  for (const Graf& graf : grafs) {
    const std::string list = list_tag(graf);
    if (list != open_list) {
      if (!open_list.empty()) html += "</" + open_list + ">\n";
      if (!list.empty()) html += "<" + list + ">\n";
      open_list = list;
    }
    html += one(graf, audience);
  }
  if (!open_list.empty()) html += "</" + open_list + ">\n";
  return html;
}

std::string address_here(const std::string& src) {
  const auto address = parse_web_address(src);
  const bool stored = address && address->host.ends_with("medium.com") && address->target.starts_with("/proxy/");
  return stored ? address->target : src;
}

}  // namespace mediumsync::sandbox
