#include "render/kit_style.hpp"

namespace mediumsync::render {

std::string_view kit_style() {
  return R"css(
.kit{display:grid;grid-template-columns:minmax(0,1fr);gap:2.5rem;max-width:1180px;margin:0 auto;padding:1.5rem 1.25rem 6rem}
.kit main{min-width:0}
.kit h1{font-size:clamp(1.5rem,5vw,1.9rem);line-height:1.25;margin:0 0 1.1rem}
.kit main h2{font-size:1.15rem;line-height:1.3;margin:0 0 .35rem}
.kit main h3{font-size:.95rem;margin:1.5rem 0 .6rem}
.kit main p{margin:0 0 .7rem}
.kit main section,.kit details,.kit .notice{border:1px solid var(--line);border-radius:10px;padding:1.1rem 1.2rem;margin:0 0 1rem}
.lead,.why{color:var(--soft)}
.notice{border-left:4px solid var(--warning)!important;background:var(--tint)}
.notice p:last-child{margin-bottom:0}
.best{border:2px solid var(--link)!important}
.steps{list-style:none;counter-reset:step;margin:1rem 0 0;padding:0}
.steps>li{counter-increment:step;position:relative;padding:0 0 1rem 2.6rem}
.steps>li:last-child{padding-bottom:0}
.steps p:last-child{margin-bottom:0}
.steps>li::before{content:counter(step);position:absolute;left:0;top:.6rem;width:1.7rem;height:1.7rem;line-height:1.7rem;border-radius:50%;
background:var(--tint);border:1px solid var(--line);text-align:center;font-size:.85rem;font-weight:600}
.checks{list-style:none;margin:0;padding:0}
.checks>li{display:grid;grid-template-columns:1.7rem minmax(0,1fr);gap:0 .8rem;padding:.8rem 0;border-top:1px solid var(--line)}
.checks>li:last-child{padding-bottom:0}
.checks input{width:1.25rem;height:1.25rem;margin:.1rem 0 0;accent-color:var(--link)}
.checks label{font-weight:600}
.checks p{margin:.15rem 0 .5rem!important;color:var(--soft);font-size:.92rem}
.checks li:has(input:checked) label{color:var(--soft);text-decoration:line-through}
button,.button{display:inline-block;font:inherit;font-size:.92rem;font-weight:600;line-height:1.3;min-height:2.6rem;padding:.6rem 1rem;border:1px solid
var(--soft);border-radius:2rem;background:var(--paper);color:var(--ink);text-decoration:none;cursor:pointer;white-space:nowrap;flex:none}
button.small{min-height:2.2rem;padding:.35rem .8rem;font-size:.84rem;font-weight:500}
button:hover,.button:hover{border-color:var(--ink);background:var(--tint)}
button:focus-visible,.button:focus-visible,summary:focus-visible,input:focus-visible{outline:3px solid var(--link);outline-offset:3px}
button[data-done]::before{content:"\2713\00a0"}
.primary{background:var(--link);border-color:var(--link);color:var(--paper);font-size:1.02rem;padding:.75rem 1.5rem}
.primary:hover{background:var(--ink);border-color:var(--ink);color:var(--paper)}
.row{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem .7rem}
.pictures{list-style:none;margin:0;padding:0}
.pictures li{padding:.7rem 0;border-top:1px dashed var(--line);font-size:.92rem}
.pictures li:last-child{padding-bottom:0}
.pictures dl{margin:.6rem 0 0}
dd.pair{display:flex;justify-content:space-between;align-items:center;gap:.8rem;margin:0 0 .7rem}
dd.pair:last-child{margin-bottom:0}
dd.pair>span{min-width:0}
.kit code{font:.86em/1.5 Menlo,Consolas,"DejaVu Sans Mono",monospace;background:var(--tint);padding:.15em .35em;border-radius:3px}
summary{cursor:pointer;border-radius:4px}
summary h2{display:inline}
details[open] summary{margin-bottom:.6rem}
.shown{min-width:0}
.shown>p{color:var(--soft);font-size:.85rem;margin:0 0 1.2rem;padding-bottom:.7rem;border-bottom:1px solid var(--line)}
.shown article{margin:0}
.shown .subtitle{margin-bottom:1.8rem}
.title{font-size:clamp(1.9rem,6vw,2.625rem);line-height:1.22;letter-spacing:-.011em;margin:0 0 .4rem}
#said{position:fixed;left:50%;bottom:1.2rem;transform:translateX(-50%);width:max-content;max-width:calc(100% - 2rem);margin:0;padding:.7rem 1.3rem;
border-radius:2rem;background:var(--ink);color:var(--paper);font-size:.92rem;z-index:2}
#said:empty{display:none}
@media(min-width:62rem){.kit{grid-template-columns:minmax(0,25rem) minmax(0,680px);gap:4rem;justify-content:center;padding-top:2.5rem}}
@media print{.kit main,.skip,#said{display:none}}
@media(prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
)css";
}

}  // namespace mediumsync::render
