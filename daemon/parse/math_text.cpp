#include "parse/math_text.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "core/text.hpp"
#include "parse/decoding.hpp"
#include "parse/script_text.hpp"

namespace mediumsync::parse {
namespace {

constexpr int max_depth = 12;
constexpr std::size_t max_formula = 2000;

using Symbols = std::unordered_map<std::string_view, std::string_view>;

const Symbols& symbols() {
  static const Symbols table{
      {"alpha", "α"},       {"beta", "β"},     {"gamma", "γ"},    {"delta", "δ"},      {"epsilon", "ϵ"},
      {"varepsilon", "ε"},  {"zeta", "ζ"},     {"eta", "η"},      {"theta", "θ"},      {"vartheta", "ϑ"},
      {"iota", "ι"},        {"kappa", "κ"},    {"lambda", "λ"},   {"mu", "μ"},         {"nu", "ν"},
      {"xi", "ξ"},          {"pi", "π"},       {"rho", "ρ"},      {"varrho", "ϱ"},     {"sigma", "σ"},
      {"varsigma", "ς"},    {"tau", "τ"},      {"upsilon", "υ"},  {"phi", "ϕ"},        {"varphi", "φ"},
      {"chi", "χ"},         {"psi", "ψ"},      {"omega", "ω"},    {"Gamma", "Γ"},      {"Delta", "Δ"},
      {"Theta", "Θ"},       {"Lambda", "Λ"},   {"Xi", "Ξ"},       {"Pi", "Π"},         {"Sigma", "Σ"},
      {"Upsilon", "Υ"},     {"Phi", "Φ"},      {"Psi", "Ψ"},      {"Omega", "Ω"},      {"ell", "ℓ"},
      {"hbar", "ℏ"},        {"Re", "ℜ"},       {"Im", "ℑ"},       {"aleph", "ℵ"},      {"partial", "∂"},
      {"nabla", "∇"},       {"infty", "∞"},    {"emptyset", "∅"}, {"varnothing", "∅"}, {"angle", "∠"},
      {"triangle", "△"},    {"degree", "°"},   {"prime", "′"},    {"dagger", "†"},     {"star", "⋆"},
      {"ast", "∗"},         {"bullet", "•"},   {"sum", "∑"},      {"prod", "∏"},       {"coprod", "∐"},
      {"int", "∫"},         {"iint", "∬"},     {"oint", "∮"},     {"bigcup", "⋃"},     {"bigcap", "⋂"},
      {"forall", "∀"},      {"exists", "∃"},   {"nexists", "∄"},  {"cdots", "⋯"},      {"ldots", "…"},
      {"dots", "…"},        {"vdots", "⋮"},    {"ddots", "⋱"},    {"lfloor", "⌊"},     {"rfloor", "⌋"},
      {"lceil", "⌈"},       {"rceil", "⌉"},    {"langle", "⟨"},   {"rangle", "⟩"},     {"lbrace", "{"},
      {"rbrace", "}"},      {"lvert", "|"},    {"rvert", "|"},    {"lVert", "‖"},      {"rVert", "‖"},
      {"vert", "|"},        {"Vert", "‖"},     {"|", "‖"},        {"{", "{"},          {"}", "}"},
      {"%", "%"},           {"$", "$"},        {"#", "#"},        {"&", "&"},          {"_", "_"},
      {"backslash", "\\"},  {"neg", "¬"},      {"lnot", "¬"},     {"top", "⊤"},        {"bot", "⊥"},
      {"quad", " "},        {"qquad", "  "},   {",", " "},        {";", " "},          {":", " "},
      {" ", " "},           {"!", ""},         {"left", ""},      {"right", ""},       {"big", ""},
      {"Big", ""},          {"bigl", ""},      {"bigr", ""},      {"Bigl", ""},        {"Bigr", ""},
      {"displaystyle", ""}, {"textstyle", ""}, {"limits", ""},    {"nolimits", ""},    {"colon", ":"}};
  return table;
}

// Set with a space on either side.
const Symbols& relations() {
  static const Symbols table{{"times", "×"},
                             {"cdot", "·"},
                             {"div", "÷"},
                             {"pm", "±"},
                             {"mp", "∓"},
                             {"leq", "≤"},
                             {"le", "≤"},
                             {"geq", "≥"},
                             {"ge", "≥"},
                             {"neq", "≠"},
                             {"ne", "≠"},
                             {"ll", "≪"},
                             {"gg", "≫"},
                             {"lt", "<"},
                             {"gt", ">"},
                             {"approx", "≈"},
                             {"simeq", "≃"},
                             {"cong", "≅"},
                             {"sim", "∼"},
                             {"equiv", "≡"},
                             {"propto", "∝"},
                             {"in", "∈"},
                             {"notin", "∉"},
                             {"ni", "∋"},
                             {"subset", "⊂"},
                             {"subseteq", "⊆"},
                             {"supset", "⊃"},
                             {"supseteq", "⊇"},
                             {"cup", "∪"},
                             {"cap", "∩"},
                             {"setminus", "∖"},
                             {"land", "∧"},
                             {"wedge", "∧"},
                             {"lor", "∨"},
                             {"vee", "∨"},
                             {"oplus", "⊕"},
                             {"otimes", "⊗"},
                             {"circ", "∘"},
                             {"to", "→"},
                             {"rightarrow", "→"},
                             {"leftarrow", "←"},
                             {"gets", "←"},
                             {"leftrightarrow", "↔"},
                             {"Rightarrow", "⇒"},
                             {"implies", "⟹"},
                             {"Leftarrow", "⇐"},
                             {"Leftrightarrow", "⇔"},
                             {"iff", "⟺"},
                             {"mapsto", "↦"},
                             {"longrightarrow", "⟶"},
                             {"uparrow", "↑"},
                             {"downarrow", "↓"},
                             {"mid", "∣"},
                             {"nmid", "∤"},
                             {"parallel", "∥"},
                             {"perp", "⊥"},
                             {"models", "⊨"},
                             {"vdash", "⊢"},
                             {"mod", "mod"},
                             {"bmod", "mod"}};
  return table;
}

// Functions, set upright with their own name.
bool is_function(std::string_view name) {
  static constexpr std::string_view names =
      " sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh log ln lg exp lim max min sup inf det dim ker gcd "
      "arg deg Pr ";
  return names.find(" " + std::string(name) + " ") != std::string_view::npos;
}

std::optional<std::string_view> blackboard(char letter) {
  static const std::unordered_map<char, std::string_view> table{
      {'R', "ℝ"}, {'N', "ℕ"}, {'Z', "ℤ"}, {'Q', "ℚ"}, {'C', "ℂ"}, {'P', "ℙ"}, {'H', "ℍ"}, {'E', "𝔼"}, {'1', "𝟙"}};
  const auto found = table.find(letter);
  if (found == table.end()) return std::nullopt;
  return found->second;
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// "n+1" must stand in brackets below a line, "n" and "12" need not.
bool is_simple(std::string_view text) {
  std::size_t points = 0;
  bool number = true;
  for (std::size_t at = 0; at < text.size(); ++points) {
    const char32_t code = next_code_point(text, at);
    number = number && ((code >= '0' && code <= '9') || code == '.');
    if (code == ' ' || code == '+' || code == '-' || code == '/' || code == '=') return false;
  }
  return points == 1 || number;
}

std::string bracketed(const std::string& text) {
  return is_simple(text) ? text : "(" + text + ")";
}

// Reads one formula from left to right; lives for one unicode_math(). std::nullopt means: can't be said in Unicode.
class Formula {
 public:
  explicit Formula(std::string_view latex) : latex_(latex) {}

  std::optional<std::string> read() {
    auto text = sequence(0);
    if (!text || at_ < latex_.size()) return std::nullopt;
    return text;
  }

 private:
  bool done() const { return at_ >= latex_.size(); }
  void spaces() {
    while (!done() && (latex_[at_] == ' ' || latex_[at_] == '\n' || latex_[at_] == '\t')) ++at_;
  }

  // Up to the closing brace, or the end.
  std::optional<std::string> sequence(int depth) {
    std::string out;
    while (!done() && latex_[at_] != '}') {
      const char c = latex_[at_];
      if (c == '^' || c == '_') {
        ++at_;
        const auto script = argument(depth);
        const auto small = script ? in_script(*script, c == '^' ? Script::super : Script::sub) : std::nullopt;
        if (!small || script->empty()) return std::nullopt;
        out += *small;
        continue;
      }
      const auto part = atom(depth);
      if (!part) return std::nullopt;
      out += *part;
    }
    return core::collapse_space(out);
  }

  // A group in braces, or one atom.
  std::optional<std::string> argument(int depth) {
    spaces();
    if (done() || latex_[at_] == '^' || latex_[at_] == '_' || latex_[at_] == '}') return std::nullopt;
    return atom(depth);
  }

  std::optional<std::string> atom(int depth) {
    if (depth > max_depth) return std::nullopt;
    const char c = latex_[at_];
    if (c == '{') {
      ++at_;
      auto inner = sequence(depth + 1);
      if (!inner || done()) return std::nullopt;
      ++at_;
      return inner;
    }
    if (c == '\\') return command(depth);
    if (c == '&' || c == '$' || c == '#' || c == '%') return std::nullopt;
    const std::size_t begin = at_;
    static_cast<void>(next_code_point(latex_, at_));
    if (c == '-') return "−";
    if (c == '\'') return "′";
    if (c == '~' || c == '\n' || c == '\t') return " ";
    return std::string(latex_.substr(begin, at_ - begin));
  }

  std::string_view name() {
    ++at_;
    const std::size_t begin = at_;
    while (!done() && is_letter(latex_[at_])) ++at_;
    if (at_ == begin && !done()) ++at_;
    return latex_.substr(begin, at_ - begin);
  }

  std::optional<std::string> command(int depth) {
    const std::string_view word = name();
    if (const auto found = relations().find(word); found != relations().end()) {
      spaces();
      return " " + std::string(found->second) + " ";
    }
    if (const auto found = symbols().find(word); found != symbols().end()) {
      const std::size_t behind = at_;
      if (!word.empty() && is_letter(word[0])) spaces();
      if (word == "left" || word == "right") take('.');
      // TeX drops the space behind a name; before an operator it is what its reader sees.
      const bool apart =
          at_ > behind && !done() && std::string_view("+-=<>").find(latex_[at_]) != std::string_view::npos;
      return std::string(found->second) + (apart ? " " : "");
    }
    if (is_function(word)) {
      const bool apart = !done() && (latex_[at_] == ' ' || latex_[at_] == '\\' || is_letter(latex_[at_]));
      return std::string(word) + (apart ? " " : "");
    }
    if (word == "text" || word == "textrm" || word == "mathrm" || word == "operatorname" || word == "textit" ||
        word == "mathit" || word == "textbf" || word == "mathbf" || word == "boldsymbol")
      return word.starts_with("text") ? verbatim() : argument(depth + 1);
    if (word == "mathbb") return double_struck();
    if (word == "frac" || word == "tfrac" || word == "dfrac") return fraction(depth);
    if (word == "sqrt") return root(depth);
    return std::nullopt;
  }

  bool take(char c) {
    if (done() || latex_[at_] != c) return false;
    ++at_;
    return true;
  }

  std::optional<std::string> verbatim() {
    spaces();
    const std::size_t close = latex_.find_first_of("{}\\$", at_ + 1);
    if (!take('{') || close == std::string_view::npos || latex_[close] != '}') return std::nullopt;
    const std::string text(latex_.substr(at_, close - at_));
    at_ = close + 1;
    return text;
  }

  std::optional<std::string> double_struck() {
    const auto letter = verbatim();
    if (!letter || letter->size() != 1) return std::nullopt;
    const auto found = blackboard(letter->front());
    if (!found) return std::nullopt;
    return std::string(*found);
  }

  std::optional<std::string> fraction(int depth) {
    const auto above = argument(depth + 1);
    const auto below = above ? argument(depth + 1) : std::nullopt;
    if (!below) return std::nullopt;
    return bracketed(*above) + "/" + bracketed(*below);
  }

  std::optional<std::string> root(int depth) {
    if (!done() && latex_[at_] == '[') return std::nullopt;
    const auto inner = argument(depth + 1);
    if (!inner) return std::nullopt;
    return "√" + bracketed(*inner);
  }

  std::string_view latex_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<std::string> unicode_math(std::string_view latex) {
  if (latex.size() > max_formula) return std::nullopt;
  auto text = Formula(core::trim(latex)).read();
  if (!text || text->empty()) return std::nullopt;
  return text;
}

}  // namespace mediumsync::parse
