#include "render/page_style.hpp"

namespace mediumsync::render {

std::string_view page_style() {
  return R"css(
:root{color-scheme:light dark;--paper:#fff;--ink:#242424;--soft:#5f5f5f;--line:#dcdcdc;--tint:#f5f5f3;--link:#0b5c36;
--error:#a11c13;--warning:#7a4b00;--advice:#2a5578}
@media(prefers-color-scheme:dark){:root{--paper:#141414;--ink:#e8e8e6;--soft:#ababa8;--line:#3a3a3a;--tint:#1f1f1f;--link:#7fd1a5;
--error:#ff9d94;--warning:#f0c26b;--advice:#9cc9ee}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,"Helvetica Neue",Arial,"DejaVu Sans",sans-serif;
overflow-wrap:anywhere}
a{color:inherit;text-decoration:underline;text-underline-offset:.15em}
a:focus-visible,pre:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-999em;background:var(--paper);padding:.5em 1em}
.skip:focus{left:0;z-index:1}
header{background:var(--tint);border-bottom:1px solid var(--line);padding:.6rem 1.25rem;font-size:.9rem}
header p{margin:0}
.page{display:grid;grid-template-columns:minmax(0,1fr);gap:2.5rem;max-width:1120px;margin:0 auto;padding:1.5rem 1.25rem 4rem}
article{max-width:680px;width:100%;margin:0 auto;min-width:0}
h1{font-size:clamp(1.9rem,6vw,2.625rem);line-height:1.22;letter-spacing:-.011em;margin:1rem 0 .4rem}
.subtitle{font-size:1.3rem;line-height:1.35;color:var(--soft);margin:0 0 1rem}
.byline{color:var(--soft);font-size:.9rem;margin:0 0 2rem;padding-bottom:1rem;border-bottom:1px solid var(--line)}
.story{font:1.2rem/1.6 Charter,"Bitstream Charter",Georgia,Cambria,"DejaVu Serif",serif}
.story h2,.story h3{font-family:system-ui,"Helvetica Neue",Arial,"DejaVu Sans",sans-serif;line-height:1.25;letter-spacing:-.01em}
.story h2{font-size:1.5rem;margin:2.4rem 0 .7rem}
.story h2.small,.story h3.small{font-size:1.22rem;margin:2rem 0 .6rem}
.story p,.story ul,.story ol{margin:0 0 1.4rem}
.story ul,.story ol{padding-left:1.6rem}
.story li{margin-bottom:.6rem}
.story blockquote{margin:0 0 1.4rem;padding-left:1.1rem;border-left:3px solid var(--ink);font-style:italic}
.story blockquote.pull{border:0;padding-left:2rem;font-size:1.55rem;line-height:1.4;color:var(--soft)}
.story hr{border:0;margin:2.2rem 0;text-align:center;height:1.5rem}
.story hr::before{content:"\b7\00a0\00a0\00a0\b7\00a0\00a0\00a0\b7";font-size:1.6rem;line-height:1.5rem;color:var(--soft)}
.story code{font:.82em/1.5 Menlo,Consolas,"DejaVu Sans Mono",monospace;background:var(--tint);padding:.1em .3em;border-radius:3px}
.code{margin:0 0 1.6rem;border:1px solid var(--line);border-radius:4px;background:var(--tint)}
.code .language{margin:0;padding:.4rem 1rem;border-bottom:1px solid var(--line);color:var(--soft);font:.8rem/1.4 system-ui,
Arial,"DejaVu Sans",sans-serif}
.code pre{margin:0;padding:1rem;overflow-x:auto;overflow-wrap:normal;font:.875rem/1.5 Menlo,Consolas,"DejaVu Sans Mono",monospace}
.story figure{margin:2rem 0}
.story img{display:block;max-width:100%;height:auto;margin:0 auto}
.story figcaption{margin-top:.6rem;text-align:center;color:var(--soft);font:.88rem/1.4 system-ui,Arial,"DejaVu Sans",sans-serif}
.frame,.story .card{display:flex;flex-direction:column;gap:.3rem;border:1px solid var(--line);border-radius:4px;padding:1rem;font:.9rem/1.45
system-ui,Arial,"DejaVu Sans",sans-serif}
.frame{border-style:dashed;background:var(--tint);text-align:center;padding:1.6rem 1rem}
.frame span,.card span{color:var(--soft)}
.tags{list-style:none;display:flex;flex-wrap:wrap;gap:.5rem;margin:2.5rem 0 0;padding:0}
.tags li{background:var(--tint);border:1px solid var(--line);border-radius:1.5em;padding:.3rem .9rem;font-size:.9rem}
aside{min-width:0;font-size:.92rem}
aside h2{font-size:1.05rem;margin:0 0 .6rem}
aside section{background:var(--tint);border:1px solid var(--line);border-radius:6px;padding:1rem 1.1rem;margin-bottom:1.25rem}
dl{margin:0}
dt{color:var(--soft);font-size:.82rem}
dd{margin:0 0 .6rem}
dd:last-child{margin-bottom:0}
.findings{list-style:none;margin:0;padding:0}
.findings li{padding:.6rem 0;border-top:1px solid var(--line)}
.findings li:first-child{border-top:0;padding-top:0}
.findings strong{display:block}
.findings .error strong{color:var(--error)}
.findings .warning strong{color:var(--warning)}
.findings .advice strong{color:var(--advice)}
.findings code{color:var(--soft);font:.8rem Menlo,Consolas,"DejaVu Sans Mono",monospace}
.quiet{margin:0;color:var(--soft)}
@media(min-width:62rem){.page{grid-template-columns:minmax(0,680px) minmax(0,20rem);gap:4rem;justify-content:center;padding-top:2.5rem}}
@media print{aside,.skip{display:none}}
)css";
}

}  // namespace mediumsync::render
