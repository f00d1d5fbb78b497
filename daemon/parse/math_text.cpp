#include "parse/math_text.hpp"

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/text.hpp"
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

// Signs that bind as tightly as a fraction's own line.
bool binds(std::string_view name) {
  static constexpr std::string_view names = " times cdot div circ otimes bmod mod ";
  return names.find(" " + std::string(name) + " ") != std::string_view::npos;
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// "n+1" must stand in brackets below a line, "n" and "12" need not.
bool is_simple(std::string_view text) {
  std::size_t points = 0;
  bool number = true;
  for (std::size_t at = 0; at < text.size(); ++points) {
    const core::Character character = core::character_at(text, at);
    const char32_t code = character.value;
    at += character.length;
    number = number && ((code >= '0' && code <= '9') || code == '.');
    if (code == ' ' || code == '+' || code == '-' || code == '/' || code == '=') return false;
  }
  return points == 1 || number;
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

std::string bracketed(const std::string& text) {
  return is_simple(text) ? text : "(" + text + ")";
}

// Part of a formula, and how it goes together with what stands beside it.
struct Part {
  enum class Kind {
    plain,
    apart,       // ends what is before it: "+", "=", a comma, a bracket
    open_end,    // a fraction or a root: brackets say where it ends
    whole_part,  // the same, of numbers alone: "21/3" beside a 2 is not 2⅓, and neither is 2(1/3)
  };
  std::string text;
  Kind kind = Kind::plain;
};
using Parts = std::vector<Part>;

bool is_open(const Part& part) {
  return part.kind == Part::Kind::open_end || part.kind == Part::Kind::whole_part;
}

const Part* beside(const Parts& parts, std::size_t i, int step) {
  for (std::size_t at = i + static_cast<std::size_t>(step); at < parts.size(); at += static_cast<std::size_t>(step)) {
    if (!core::is_blank(parts[at].text)) return &parts[at];
  }
  return nullptr;
}

bool ends_in_digit(const Part& part) {
  return !part.text.empty() && part.text.back() >= '0' && part.text.back() <= '9';
}

// std::nullopt where brackets would say something else.
std::optional<std::string> joined(const Parts& parts) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Part* before = beside(parts, i, -1);
    const Part* after = beside(parts, i, 1);
    if (parts[i].kind == Part::Kind::whole_part && before != nullptr && ends_in_digit(*before)) return std::nullopt;
    const bool root = parts[i].text.starts_with("√");
    const bool alone = (root || before == nullptr || before->kind == Part::Kind::apart) &&
                       (after == nullptr || after->kind == Part::Kind::apart);
    out += is_open(parts[i]) && !alone ? "(" + parts[i].text + ")" : parts[i].text;
  }
  return core::collapse_space(out);
}

// Reads one formula from left to right; lives for one unicode_math(). std::nullopt means: can't be said in Unicode.
class Formula {
 public:
  explicit Formula(std::string_view latex) : latex_(latex) {}

  std::optional<std::string> read() {
    const auto parts = sequence(0);
    if (!parts || at_ < latex_.size()) return std::nullopt;
    return joined(*parts);
  }

 private:
  bool done() const { return at_ >= latex_.size(); }
  void spaces() {
    while (!done() && (latex_[at_] == ' ' || latex_[at_] == '\n' || latex_[at_] == '\t')) ++at_;
  }

  // Up to the closing brace, or the end.
  std::optional<Parts> sequence(int depth) {
    Parts out;
    while (!done() && latex_[at_] != '}') {
      const char c = latex_[at_];
      if (c == '^' || c == '_') {
        ++at_;
        const auto script = argument(depth);
        const auto small = script ? in_script(*script, c == '^' ? Script::super : Script::sub) : std::nullopt;
        if (!small || script->empty()) return std::nullopt;
        out.push_back({*small});
        continue;
      }
      auto parts = atom(depth);
      if (!parts) return std::nullopt;
      std::move(parts->begin(), parts->end(), std::back_inserter(out));
    }
    return out;
  }

  // A group in braces, or one atom.
  std::optional<std::string> argument(int depth) {
    spaces();
    if (done() || latex_[at_] == '^' || latex_[at_] == '_' || latex_[at_] == '}') return std::nullopt;
    const auto parts = atom(depth);
    return parts ? joined(*parts) : std::nullopt;
  }

  std::optional<Parts> atom(int depth) {
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
    at_ += core::character_at(latex_, at_).length;
    if (c == '-') return Parts{{"−", Part::Kind::apart}};
    if (c == '\'') return Parts{{"′"}};
    if (c == '~' || c == '\n' || c == '\t') return Parts{{" "}};
    const bool apart = std::string_view("+=<>()[]|,;:.").find(c) != std::string_view::npos;
    return Parts{{std::string(latex_.substr(begin, at_ - begin)), apart ? Part::Kind::apart : Part::Kind::plain}};
  }

  std::string_view name() {
    ++at_;
    const std::size_t begin = at_;
    while (!done() && is_letter(latex_[at_])) ++at_;
    if (at_ == begin && !done()) ++at_;
    return latex_.substr(begin, at_ - begin);
  }

  std::optional<Parts> command(int depth) {
    const std::string_view word = name();
    if (const auto found = relations().find(word); found != relations().end()) {
      spaces();
      return Parts{{" " + std::string(found->second) + " ", binds(word) ? Part::Kind::plain : Part::Kind::apart}};
    }
    if (const auto found = symbols().find(word); found != symbols().end()) return symbol(word, found->second);
    if (is_function(word)) {
      const bool apart = !done() && (latex_[at_] == ' ' || latex_[at_] == '\\' || is_letter(latex_[at_]));
      return Parts{{std::string(word) + (apart ? " " : "")}};
    }
    if (word == "frac" || word == "tfrac" || word == "dfrac") return fraction(depth);
    if (word == "sqrt") return root(depth);
    std::optional<std::string> text;
    if (word.starts_with("text")) {
      if (word == "text" || word == "textrm" || word == "textit" || word == "textbf") text = verbatim();
    } else if (word == "mathrm" || word == "operatorname" || word == "mathit" || word == "mathbf" ||
               word == "boldsymbol") {
      text = argument(depth + 1);
    } else if (word == "mathbb") {
      text = double_struck();
    }
    if (!text) return std::nullopt;
    return Parts{{*text}};
  }

  std::optional<Parts> symbol(std::string_view word, std::string_view sign) {
    const std::size_t behind = at_;
    if (!word.empty() && is_letter(word[0])) spaces();
    if (word == "left" || word == "right") take('.');
    // TeX drops the space behind a name; before an operator it is what its reader sees.
    const bool spaced =
        at_ > behind && !done() && std::string_view("+-=<>").find(latex_[at_]) != std::string_view::npos;
    static constexpr std::string_view brackets = " { } ⌊ ⌋ ⌈ ⌉ ⟨ ⟩ | ‖ … ⋯ ";
    const bool apart = !sign.empty() && sign != " " && brackets.find(" " + std::string(sign) + " ") != brackets.npos;
    return Parts{{std::string(sign) + (spaced ? " " : ""), apart ? Part::Kind::apart : Part::Kind::plain}};
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

  std::optional<Parts> fraction(int depth) {
    const auto above = argument(depth + 1);
    const auto below = above ? argument(depth + 1) : std::nullopt;
    if (!below) return std::nullopt;
    const bool numbers = is_number(*above) && is_number(*below);
    return Parts{
        {bracketed(*above) + "/" + bracketed(*below), numbers ? Part::Kind::whole_part : Part::Kind::open_end}};
  }

  std::optional<Parts> root(int depth) {
    if (!done() && latex_[at_] == '[') return std::nullopt;
    const auto inner = argument(depth + 1);
    if (!inner) return std::nullopt;
    return Parts{{"√" + bracketed(*inner), Part::Kind::open_end}};
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
