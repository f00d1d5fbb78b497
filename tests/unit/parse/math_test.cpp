#include <doctest/doctest.h>
#include <vector>

#include "parse/document.hpp"
#include "parse/math_text.hpp"
#include "unit/parse/describe.hpp"

namespace mediumsync::parse {
namespace {

TEST_CASE("a formula is Unicode where all of it can be said so") {
  struct Row {
    const char* latex;
    const char* text;  // "-" for none
  };
  for (const Row& row : std::vector<Row>{
           {"E = mc^2", "E = mc²"},
           {"\\alpha + \\beta = 1", "α + β = 1"},
           {"\\alpha+\\beta", "α+β"},
           {"\\alpha^2 \\leq \\beta_{ij}", "α² ≤ βᵢⱼ"},
           {"x_{n+1} = \\sqrt{x_n}", "xₙ₊₁ = √(xₙ)"},
           {"\\frac{1}{2}", "1/2"},
           {"\\frac{a+b}{n}", "(a+b)/n"},
           {"\\sum_{i=1}^{n} i", "∑ᵢ₌₁ⁿ i"},
           {"O(n \\log n)", "O(n log n)"},
           {"\\mathbb{R}^n \\to \\mathbb{R}", "ℝⁿ → ℝ"},
           {"\\text{if } x \\in S", "if x ∈ S"},
           {"\\left( a \\right)", "( a )"},
           {"a-b", "a−b"},
           {"f'(x)", "f′(x)"},
           {"\\{1, \\ldots, n\\}", "{1, …, n}"},
           {"\\frac{1}{2}mv^2", "(1/2)mv²"},
           {"-\\frac{a+b}{c}d", "−((a+b)/c)d"},
           {"\\frac{x+1}{2}y", "((x+1)/2)y"},
           {"\\frac{a}{b}^2", "(a/b)²"},
           {"{\\frac{a}{b}}^2", "(a/b)²"},
           {"c \\div \\frac{a}{b}", "c ÷ (a/b)"},
           {"\\left(\\frac{a}{b}\\right)^2 + \\frac{1}{2}", "(a/b)² + 1/2"},
           {"\\log \\frac{a}{b}", "log (a/b)"},
           {"\\frac{1}{2}, \\frac{1}{3} \\leq x", "1/2, 1/3 ≤ x"},
           {"\\sqrt{x}y", "(√x)y"},
           {"2\\sqrt{x}^2", "2(√x)²"},
           {"\\sqrt xy", "(√x)y"},
           {"\\sqrt{xy}", "√(xy)"},
           {"2\\frac{1}{3}", "-"},
           {"2\\frac{n}{3}", "2(n/3)"},
           {"x^{q~}", "-"},
           {"x_Q", "-"},
           {"\\begin{matrix} a & b \\end{matrix}", "-"},
           {"a \\\\ b", "-"},
           {"\\unknown", "-"},
           {"{a", "-"},
           {"a}", "-"},
           {"x^", "-"},
           {"\\", "-"},
           {"", "-"},
       }) {
    CAPTURE(row.latex);
    CHECK(unicode_math(row.latex).value_or("-") == row.text);
  }
}

TEST_CASE("Markdown's formulas are spelled out and prices are not") {
  struct Row {
    const char* source;
    const char* expected;
  };
  for (const Row& row : std::vector<Row>{
           {"Let $x^2$ be", "p(Let x² be)"},
           {"Let $x_{a*b*c}$ be", "p(Let `x_{a*b*c}` be)"},
           {"so $$a_i$$ inside", "p(so aᵢ inside)"},
           {"so \\(a_i\\) and \\\\(b^2\\\\)", "p(so aᵢ and b²)"},
           {"from $5 to $10 a month", "p(from $5 to $10 a month)"},
           {"$HOME and $PATH, $A/$B", "p($HOME and $PATH, $A/$B)"},
           {"it costs $20 and some more$ or so", "p(it costs $20 and some more$ or so)"},
           {"escaped \\$x$ stays", "p(escaped $x$ stays)"},
           {"`$x^2$` and\n\n```\n$y^2$\n```", "p(`$x^2$` and) | code($y^2$)"},
           {"brackets \\(escaped\\) by habit", "p(brackets (escaped) by habit)"},
           {"$$\nE = mc^2\n$$", "p(E = mc²)"},
           {"$$\n\\begin{aligned}\na &= b \\\\\nc &= <d>\n\\end{aligned}\n$$\n\nafter",
            "code:latex(\\begin{aligned}⏎a &= b \\\\⏎c &= <d>⏎\\end{aligned}) | p(after)"},
           {"\\[ a \\ne b \\]", "p(a ≠ b)"},
           {"\\[1\\] is a habit", "p([1] is a habit)"},
           {"```math\n\\alpha\n```", "p(α)"},
           {"```math\n\\begin{x}\n\\end{x}\n```", "code:latex(\\begin{x}⏎\\end{x})"},
           {"- a\n  $$\n  x_Q\n  $$\n- b", "list{{p(a) | code:latex(x_Q)}, {p(b)}}"},
           {"$$\nnever closed", "p($$ never closed)"},
           {"[a](https://a.example/$x$) $y$", "p([a](https://a.example/$x$) y)"},
       }) {
    CAPTURE(row.source);
    CHECK(describe(markdown_body(row.source, {"post.md", std::nullopt}, 1).document) == row.expected);
  }
}

}  // namespace
}  // namespace mediumsync::parse
