#include "sandbox/model/page_style.hpp"

#include "sandbox/model/text.hpp"

namespace mediumsync::sandbox {
namespace {

constexpr std::string_view style = R"css(
:root { color-scheme: light dark; --paper: #fffefb; --ink: #242424; --soft: #6a6761; --line: #e5e1d8; --panel: #f6f3ec;
  --accent: #0f6b4f; --accent-soft: #e2f0e9; --warn: #8a5300; --warn-soft: #fbeed5; --code: #f4f1ea;
  --serif: Charter, "Bitstream Charter", "Sitka Text", Cambria, "DejaVu Serif", Georgia, serif;
  --sans: system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif;
  --mono: ui-monospace, "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
@media (prefers-color-scheme: dark) { :root { --paper: #16171a; --ink: #e5e3de; --soft: #a09d96; --line: #303238;
  --panel: #1f2125; --accent: #6fceaa; --accent-soft: #1d3a30; --warn: #eabd74; --warn-soft: #3b2f18; --code: #212328; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.5 var(--sans); -webkit-text-size-adjust: 100%;
  overflow-wrap: break-word; }
a { color: var(--accent); text-underline-offset: .18em; text-decoration-thickness: 1px; }
a:focus-visible, pre:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; border-radius: 2px; }
.bar { border-bottom: 1px solid var(--line); font-size: 14px; }
.bar div, main, .wide { max-width: 46rem; margin: 0 auto; padding: 0 1.25rem; }
.bar div { display: flex; justify-content: space-between; gap: 1rem; padding-top: .7rem; padding-bottom: .7rem; }
.bar a { color: var(--ink); text-decoration: none; font-weight: 650; }
.bar span { color: var(--soft); text-align: right; }
main { padding-top: 2.5rem; padding-bottom: 5rem; }
h1 { font-size: clamp(1.9rem, 6vw, 2.6rem); line-height: 1.15; letter-spacing: -.018em; margin: 0 0 .5rem; text-wrap: balance; }
.subtitle { font-size: 1.3rem; line-height: 1.35; font-weight: 400; color: var(--soft); margin: 0 0 1rem; text-wrap: balance; }
.byline { display: flex; flex-wrap: wrap; align-items: center; gap: .35rem .7rem; color: var(--soft); font-size: 15px;
  margin: 1.3rem 0 2.2rem; padding-bottom: 1.3rem; border-bottom: 1px solid var(--line); }
.byline a { color: var(--ink); font-weight: 600; text-decoration: none; }
.face { flex: none; display: inline-grid; place-items: center; width: 2.4rem; height: 2.4rem; border-radius: 50%;
  background: var(--accent-soft); color: var(--accent); font-weight: 700; }
.pill { display: inline-block; padding: .1rem .6rem; border-radius: 99px; font-size: 13px; font-weight: 600; white-space: nowrap;
  background: var(--accent-soft); color: var(--accent); }
.pill.draft, .pill.unlisted { background: var(--warn-soft); color: var(--warn); }
.story { font: 19px/1.65 var(--serif); }
.story p, .story ul, .story ol, .story blockquote, .story figure, .story .code, .story .embed { margin: 0 0 1.45rem; }
.story h2, .story h3 { font-family: var(--sans); line-height: 1.25; letter-spacing: -.01em; }
.story h2 { font-size: 1.42rem; margin: 2.5rem 0 .6rem; }
.story h3 { font-size: 1.1rem; margin: 2rem 0 .45rem; }
.story .subtitle { font-family: var(--sans); }
.story ul, .story ol { padding-left: 1.6rem; }
.story li { margin: .35rem 0; padding-left: .25rem; }
.story li::marker { color: var(--soft); font-family: var(--sans); font-size: .88em; }
.story blockquote { padding: .05rem 0 .05rem 1.15rem; border-left: 3px solid var(--ink); font-style: italic; }
.story blockquote:not(.pullquote) + blockquote:not(.pullquote) { margin-top: -1.45rem; padding-top: .8rem; }
.story blockquote.pullquote { border: 0; padding: .6rem 1.5rem; font-size: 1.42rem; line-height: 1.4; color: var(--soft); text-align: center; }
.story code { font: .82em/1.5 var(--mono); background: var(--code); padding: .12em .35em; border-radius: 4px; }
.code { position: relative; border-radius: 8px; background: var(--code); border: 1px solid var(--line); }
.code pre { margin: 0; padding: 1.05rem 1.15rem; overflow-x: auto; tab-size: 4; }
.code code { display: block; width: max-content; min-width: 100%; padding: 0; background: none; white-space: pre; font: 14px/1.6 var(--mono); }
.language { display: block; padding: .4rem 1.15rem; border-bottom: 1px solid var(--line); color: var(--soft);
  font: 600 12px/1.4 var(--sans); letter-spacing: .03em; }
.story figure { text-align: center; }
.story figure img { max-width: 100%; height: auto; border-radius: 4px; background: var(--panel); }
figcaption { font: 14px/1.45 var(--sans); color: var(--soft); margin-top: .5rem; }
.story hr { border: 0; margin: 2.6rem auto; width: 7rem; height: 4px;
  background: radial-gradient(circle, var(--soft) 2px, transparent 2.4px) center / 2.33rem 4px repeat-x; }
.embed { display: block; border: 1px solid var(--line); border-radius: 8px; padding: .9rem 1.1rem; text-decoration: none; font: 15px/1.5 var(--sans); color: var(--ink); }
.embed span { display: block; color: var(--soft); font-size: 14px; }
.tags { display: flex; flex-wrap: wrap; gap: .5rem; list-style: none; padding: 0; margin: 3rem 0 2rem; }
.tags li { background: var(--panel); border-radius: 99px; padding: .25rem .9rem; font-size: 14px; }
.panel { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; padding: 1.1rem 1.25rem; font-size: 15px; margin: 0 0 1.4rem; }
.panel h2 { font-size: 1rem; margin: 0 0 .7rem; }
dl { display: grid; grid-template-columns: minmax(6.5rem, max-content) 1fr; gap: .35rem 1.2rem; margin: 0; }
dt { color: var(--soft); } dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
details summary { cursor: pointer; font-weight: 600; }
details pre { white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.55 var(--mono); margin: .9rem 0 0; max-height: 32rem; overflow: auto; }
.list { list-style: none; padding: 0; margin: 0 0 2.5rem; }
.list li { padding: 1.1rem 0; border-top: 1px solid var(--line); }
.list a.title { display: block; font-size: 1.18rem; font-weight: 650; line-height: 1.3; color: var(--ink); text-decoration: none; margin-bottom: .3rem; }
.list a.title:hover { color: var(--accent); }
.list .about { display: flex; flex-wrap: wrap; gap: .3rem .8rem; align-items: center; color: var(--soft); font-size: 14px; }
.section { font-size: 1.05rem; margin: 2.2rem 0 .7rem; }
.lead { color: var(--soft); margin: 0 0 1.5rem; }
.people { display: grid; gap: .8rem; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); padding: 0; margin: 0; list-style: none; }
.people li { border: 1px solid var(--line); border-radius: 10px; padding: .9rem 1rem; }
.people a { font-weight: 650; text-decoration: none; color: var(--ink); display: block; }
.people span { color: var(--soft); font-size: 14px; }
.empty { color: var(--soft); border: 1px dashed var(--line); border-radius: 10px; padding: 1.6rem; text-align: center; }
@media (max-width: 30rem) { main { padding-top: 1.6rem; } .story { font-size: 18px; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .6rem; } }
)css";

}  // namespace

std::string page_document(std::string_view title, std::string_view main) {
  std::string html =
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
      "<meta name=\"robots\" content=\"noindex\"><link rel=\"icon\" href=\"data:,\"><title>";
  html += escape_html(title);
  html += "</title><style>";
  html += style;
  html +=
      "</style></head><body>\n<header class=\"bar\"><div><a href=\"/\">Medium sandbox</a>"
      "<span>a stand-in for trying mediumsync</span></div></header>\n<main>\n";
  html += main;
  return html + "</main></body></html>\n";
}

}  // namespace mediumsync::sandbox
