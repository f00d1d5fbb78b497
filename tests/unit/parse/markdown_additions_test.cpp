// What people write in Markdown beside GitHub's dialect.
#include <doctest/doctest.h>
#include <vector>

#include "parse/document.hpp"
#include "unit/parse/markdown_rows.hpp"

namespace mediumsync::parse {
namespace {

TEST_CASE("callouts become labelled quotes") {
  check_markdown({
      {"> [!NOTE]\n> Mind *this*.", "quote{p(*Note:* Mind _this_.)}"},
      {"> [!warning]- Hot surface\n> Mind.", "quote{p(*Warning: Hot surface:*⏎Mind.)}"},
      {"> [!TIP]\n>\n> - a", "quote{p(*Tip:*) | list{{p(a)}}}"},
      {"> [!TIP]\n> - a", "quote{p(*Tip:*) | list{{p(a)}}}"},
      {"> [not](https://a.example)", "quote{p([not](https://a.example))}"},
      {"- a\n\n  > [!NOTE]\n  > b", "list{{p(a) | quote{p(*Note:* b)}}}"},
      {"!!! note\n    Mind this.\n\n    - a\n\nafter", "quote{p(*Note:* Mind this.) | list{{p(a)}}} | p(after)"},
      {"!!! danger \"Do not\"\n    touch\n", "quote{p(*Danger: Do not:*⏎touch)}"},
      {"!!! note \"\"\n    only text\n", "quote{p(only text)}"},
      {"??? tip\n    ```sh\n    x\n      y\n    ```\n", "quote{p(*Tip:*) | code:sh(x⏎  y)}"},
      {"!!! note\n    a\n\n    !!! tip\n        b\n", "quote{p(*Note:* a) | quote{p(*Tip:* b)}}"},
      {"!!! note\n    a\n\n!!! tip\n    b\n\n:::info\nc\n:::\n",
       "quote{p(*Note:* a)} | quote{p(*Tip:* b)} | quote{p(*Info:* c)}"},
      {"!!! wow this is great\n\nnext", "p(!!! wow this is great) | p(next)"},
      {":::note\nMind **this**.\n:::\nafter", "quote{p(*Note:* Mind *this*.)} | p(after)"},
      {":::tip My title\n\na\n\nb\n:::", "quote{p(*Tip: My title:*) | p(a) | p(b)}"},
      {":::tip[My title]\na\n:::", "quote{p(*Tip: My title:*⏎a)}"},
      {"::: {.warning}\na\n:::", "quote{p(*Warning:* a)}"},
      {"::::note\na\n\n:::tip\nb\n:::\n\nc\n::::", "quote{p(*Note:* a) | quote{p(*Tip:* b)} | p(c)}"},
      {":::details More\ninside\n:::", "p(*More*⏎inside)"},
      {":::caution{title=\"Attr title\"}\na\n:::", "quote{p(*Caution: Attr title:*⏎a)}"},
      {":::quote Anna\na\n:::", "quote{p(a⏎— Anna)}"},
      {":::wide\n| a |\n|---|\n| b |\n:::", "table:-(a)/(b)", "container-unknown:1"},
      {":::note\nnever closed", "p(:::note never closed)"},
      {"```\n:::note\n!!! note\n    x\n> [!NOTE]\n```", "code(:::note⏎!!! note⏎    x⏎> [!NOTE])"},
  });
}

TEST_CASE("formulas of LaTeX and of GitHub stand without dollars around them") {
  check_markdown({
      {"a\n\n\\begin{align}\na_1 &= *b* \\\\\nc &= d*e\n\\end{align}\n\nb",
       "p(a) | code:latex(\\begin{align}⏎a_1 &= *b* \\\\⏎c &= d*e⏎\\end{align}) | p(b)"},
      {"x $`a^2`$ y", "p(x a² y)"},
      {"\\begin{align} is never ended", "p(\\begin{align} is never ended)"},
  });
}

TEST_CASE("a mark that no footnote belongs to stays as it is written") {
  check_markdown({
      {"word [^this is\nnot a note] end", "p(word [^this is not a note] end)"},
      {"[^b *em* `code` x\ny]", "p([^b _em_ `code` x y])"},
      {"> q [^g\n> h i j k] z", "quote{p(q [^g h i j k] z)}"},
      {"a [^x] and [^X &amp; b] z", "p(a [^x] and [^X & b] z)"},
      {"a[^1](https://a.example) z", "p(a[^1](https://a.example) z)"},
      {"a[^1](https://a.example \"t\") z", "p(a[^1](https://a.example) z)"},
      {"[^a\n`b c](/d \"e\nf語g語", "p([^a `b c](/d \"e f語g語)"},
      {"![^alt](https://a.example/x.png)", "image:https://a.example/x.png(alt)"},
      {"\\[^a b]", "p([^a b])"},
      {"`[^ a\nb]` and\n\n    [^ a]", "p(`[^ a b]` and) | code([^ a])"},
  });
}

TEST_CASE("a mark that no footnote belongs to stays beside one that has a note") {
  const MarkdownRow rows[] = {
      {"[^b *em* `code` x\ny]", "p([^b _em_ `code` x y])"},
      {"a[^1](https://a.example \"t\") z", "p(a[^1](https://a.example) z)"},
      {"[^a\n`b c](/d \"e\nf語g語", "p([^a `b c](/d \"e f語g語)"},
      {"[a]: https://a.example \"T\"z[^b\n`c d] e", "p([a]: [https://a.example](https://a.example) \"T\"z[^b `c d] e)"},
  };
  for (const MarkdownRow& row : rows) {
    const std::string source = std::string(row.source) + "\n\nx[^n]\n\n[^n]: N";
    const std::string expected = std::string(row.expected) + " | p(x[1]) | note:1{p(N)}";
    check_markdown({{source.c_str(), expected.c_str()}});
  }
}

TEST_CASE("cells beyond a table's header keep their words") {
  check_markdown({
      {"| a | b |\n|---|:-:|\n| 1 | 2 | 3 |\n| 4 |", "table:-^-(a, b)/(1, 2, 3)/(4)", "table-cells:3"},
      {"a | b\n--|--\n1 | 2 | 3 | 4\n", "table:----(a, b)/(1, 2, 3, 4)", "table-cells:3"},
      {"| a |\n|---|\n| 1 \\| 2 |", "table:-(a)/(1 | 2)"},
      {"> | a |\n> |---|\n> | 1 | 2 |\n", "quote{table:--(a)/(1, 2)}", "table-cells:3"},
      {"- | a |\n  |---|\n  | 1 | 2 |\n", "list{{table:--(a)/(1, 2)}}", "table-cells:3"},
      {"```\n| a |\n|---|\n| 1 | 2 |\n```", "code(| a |⏎|---|⏎| 1 | 2 |)"},
      {"| a |\n|---|\n| 1 |\n\nx | y | z", "table:-(a)/(1) | p(x | y | z)"},
      {"not | a\n|---|\n| 1 | 2 |", "p(not | a |---| | 1 | 2 |)"},
  });
}

TEST_CASE("a few rows that are very wide do not widen a long table") {
  std::string source = "| a |\n|---|\n";
  for (int i = 0; i < 2000; ++i) source += "| 1 |\n";
  source += "| 2" + [] {
    std::string cells;
    for (int i = 0; i < 50; ++i) cells += " | x";
    return cells;
  }() + " |\n";
  const Body body = markdown_body(source, {"post.md", std::nullopt}, 1);
  const auto& table = std::get<core::Table>(body.document.blocks.at(0).value);
  CHECK(table.columns.size() == 1);
  CHECK(describe(table.rows.back().at(0)).find("2 | x | x") == 0);
}

TEST_CASE("a second note with the same label stays as text") {
  check_markdown({
      {"a[^1]\n\n[^1]: one\n\n[^1]: two", "p(a[1]) | p([^1]: two) | note:1{p(one)}", "footnote-repeated:5"},
      {"a[^x]\n\n[^x]: one\n[^X]: two", "p(a[1]) | note:1{p(one [^X]: two)}", "footnote-repeated:4"},
  });
}

TEST_CASE("notes that stand in the line are footnotes") {
  check_markdown({
      {"a^[A *note*.] b", "p(a[1] b) | note:1{p(A _note_.)}"},
      {"a^[one [x](https://a.example)] b^[two\nlines]",
       "p(a[1] b[2]) | note:1{p(one [x](https://a.example))} | note:2{p(two lines)}"},
      {"x^[] and x^[2 ] and `a^[b]`", "p(x^[] and x[1] and `a^[b]`) | note:1{p(2)}"},
      {"x^[never closed", "p(x^[never closed)"},
  });
}

TEST_CASE("words between double equals signs are marked") {
  check_markdown({
      {"a ==marked *words*== b", "p(a *marked **_words_* b)"},
      {"a == b and c == d", "p(a == b and c == d)"},
      {"x==y and z==w", "p(x==y and z==w)"},
      {"`==x==` and ===x===", "p(`==x==` and ===x===)"},
      {"==never\n\nclosed==", "p(==never) | p(closed==)"},
  });
}

TEST_CASE("attributes behind headings and pictures go") {
  check_markdown({
      {"Title {#own}\n=====\n\nx", "large(Title) | p(x)"},
      {"Title {#own .cls}\n---\n\nx", "large(Title) | p(x)"},
      {"![a](https://a.example/x.png){width=50%} b", "image:https://a.example/x.png(a) | p(b)"},
      {"[a](https://a.example){.btn target=_blank} b", "p([a](https://a.example) b)"},
      {"f(x){a=1} and {b=2}", "p(f(x){a=1} and {b=2})"},
  });
}

TEST_CASE("a mark for a table of contents goes where it stands alone") {
  check_markdown({
      {"[TOC]\n\nx", "p(x)"},
      {"[[_TOC_]]\n\nx", "p(x)"},
      {"the [toc] is", "p(the [toc] is)"},
      {"[toc](https://a.example)", "p([toc](https://a.example))"},
  });
}

TEST_CASE("links that lead nowhere are told with their line") {
  check_markdown({
      {"a [b]() c", "p(a b c)", "link-nowhere:1"},
      {"x\n\n[b](#) [c](<>)", "p(x) | p(b c)", "link-nowhere:3 link-nowhere:3"},
      {"[b](#missing)", "p([b](https://blog.example/posts/#missing))", "link-fragment:1"},
      {"[b](#the-part) [c](#own) [d](#x-y-1) [e](#top)\n\n# The part!\n\n# Two {#own}\n\n# X y",
       "p([b](https://blog.example/posts/#the-part) [c](https://blog.example/posts/#own) "
       "[d](https://blog.example/posts/#x-y-1) [e](https://blog.example/posts/#top)) | large(The part!) | large(Two) | "
       "large(X y)"},
      {"<a id=\"here\"></a>[b](#here)", "p([b](https://blog.example/posts/#here))"},
  });
}

TEST_CASE("wiki links become their text and pictures in them images") {
  check_markdown({
      {"see [[Some note]]", "p(see Some note)", "wiki-link:1"},
      {"see [[Some note#Part|that *note*]]", "p(see that *note*)", "wiki-link:1"},
      {"\n\n![[Other note]]", "p(Other note)", "wiki-embed:3"},
      {"![[a b.png|300]]", "image:https://blog.example/posts/a%20b.png()"},
      {"![[a.png|A picture]]", "image:https://blog.example/posts/a.png(A picture)"},
      {"[[https://a.example/x|there]]", "p([there](https://a.example/x))"},
      {"| a |\n|---|\n| [[n\\|t]] |", "table:-(a)/(t)", "wiki-link:3"},
      {"[[1]](https://a.example) [[2]][r] [[r]]\n\n[r]: https://b.example",
       "p([[1]](https://a.example) [[2]](https://b.example) [[r](https://b.example)])"},
      {"`[[x]]` and [[ -f x ]]", "p(`[[x]]` and [[ -f x ]])"},
      {"an array[[0]", "p(an array[[0])"},
  });
}

TEST_CASE("names of emoji become emoji where they stand alone") {
  check_markdown({
      {":tada: done :+1:", "p(🎉 done 👍)"},
      {":tada::rocket:", "p(🎉🚀)"},
      {"**:warning:** hot", "p(*⚠️* hot)"},
      {":no_such_emoji: stays", "p(:no_such_emoji: stays)"},
      {"std::map::iterator 10:100:20 a:x:b", "p(std::map::iterator 10:100:20 a:x:b)"},
      {"`:tada:` https://a.example/:tada:/", "p(`:tada:` [https://a.example/:tada:/](https://a.example/:tada:/))"},
      {"[a](/:x:/b)", "p([a](https://blog.example/:x:/b))"},
      {"    :tada:", "code(:tada:)"},
      {"- a\n\n      :tada:\n\n  :tada:", "list{{p(a) | code(:tada:) | p(🎉)}}"},
  });
}

TEST_CASE("definition lists keep term and definition together") {
  check_markdown({
      {"Term\n: What it is", "p(*Term*⏎What it is)"},
      {"Term\n: one\n: two", "p(*Term*⏎one⏎two)"},
      {"One\nTwo\n: both", "p(*One*⏎*Two*⏎both)"},
      {"Term\n\n: What it is\n\n    More of it.", "p(*Term*) | p(What it is) | p(More of it.)"},
      {"A\n: a\n\nB\n: b\n\nafter", "p(*A*⏎a) | p(*B*⏎b) | p(after)"},
      {"long text\nwith a second line and a colon\n\ntext", "p(long text with a second line and a colon) | p(text)"},
      {"```\nTerm\n: x\n```", "code(Term⏎: x)"},
      {"| a |\n|---|\n: caption", "table:-(a)/(: caption)"},
  });
}

TEST_CASE("abbreviations are explained where they first stand") {
  check_markdown({
      {"The HTML of XHTML, HTML.\n\n*[HTML]: Hyper *Text*", "p(The HTML (Hyper *Text*) of XHTML, HTML.)"},
      {"`HTML` and HTML\n\n*[HTML]: H T", "p(`HTML` and HTML (H T))"},
      {"*[see this](https://a.example)*", "p([_see this_](https://a.example))"},
  });
}

TEST_CASE("kramdown's attribute lists go") {
  check_markdown({
      {"## Head {#id}\n\ntext", "large(Head) | p(text)"},
      {"## Head {: #id .c}\n\ntext\n{: .note}", "large(Head) | p(text)"},
      {"[a](https://a.example){:target=\"_blank\"} b", "p([a](https://a.example) b)"},
      {"prints {:?} and {#x} here", "p(prints {:?} and {#x} here)"},
  });
}

TEST_CASE("a type's name in angle brackets stays and an element's goes") {
  check_markdown({
      {"a Member<GCed> of it", "p(a Member<GCed> of it)", "element-unknown:1"},
      {"Vec<T> and **Box<T>** here\n\nnext", "p(Vec<T> and *Box<T>* here) | p(next)", "element-unknown:1"},
      {"a <Wrap>b</Wrap> c", "p(a b c)", "element-unknown:1"},
      {"a <Wrap /> c", "p(a c)", "element-unknown:1"},
      {"a <my-part>b <SPAN>c</SPAN>", "p(a b c)", "element-unknown:1"},
  });
}

TEST_CASE("what authors wrote for themselves goes") {
  check_markdown({
      {"Body %%secret note%% text.\n\n%%\nsecret\n\nblock\n%%\n\nend", "p(Body text.) | p(end)", "comment-left-out:1"},
      {"say \\%%this%% aloud", "p(say %%this%% aloud)"},
      {"a {::comment}hidden{:/comment} b\n\n{::comment}\nhidden\n{:/comment}\n\nc", "p(a b) | p(c)"},
      {"{::options parse_block_html=\"true\" /}\n\n{::nomarkdown}\n<b>x</b>\n{:/}", "p(*x*)"},
      {"50%% of it and 20%% more %% never closed", "p(50%% of it and 20%% more %% never closed)"},
      {"`%%a%%` and\n\n    %%b%%", "p(`%%a%%` and) | code(%%b%%)"},
  });
}

TEST_CASE("a diagram's source stays as code and is told") {
  check_markdown({
      {"text\n\n```mermaid\ngraph TD\n```", "p(text) | code:mermaid(graph TD)", "diagram-source:3"},
      {"```{.plantuml}\nA -> B\n```", "code:plantuml(A -> B)", "diagram-source:1"},
      {"{{< mermaid >}}\ngraph TD\n{{< /mermaid >}}", "code:mermaid(graph TD)", "diagram-source:1"},
      {"````\n```mermaid\n```\n````", "code(```mermaid⏎```)"},
  });
}

}  // namespace
}  // namespace mediumsync::parse
