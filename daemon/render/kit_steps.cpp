#include "render/kit_steps.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/text.hpp"
#include "core/url.hpp"
#include "render/code_language.hpp"
#include "render/inline.hpp"
#include "render/walk.hpp"

namespace mediumsync::render {
namespace {

// What the two ways treat differently.
struct Holdings {
  std::size_t code_blocks = 0;
  std::vector<std::string> languages;  // as Medium calls them, each once
  std::size_t tables = 0;
  std::size_t embeds = 0;
};

Holdings holdings_of(const core::Document& body) {
  Holdings found;
  walk(body, [&](const core::Block& block) {
    if (std::holds_alternative<core::Table>(block.value)) ++found.tables;
    if (std::holds_alternative<core::Embed>(block.value)) ++found.embeds;
    const auto* code = std::get_if<core::CodeBlock>(&block.value);
    if (code == nullptr) return;
    ++found.code_blocks;
    const auto language = code->language ? medium_language(*code->language) : std::nullopt;
    if (language && std::ranges::find(found.languages, *language) == found.languages.end())
      found.languages.emplace_back(*language);
  });
  return found;
}

// Medium's importer fetches the page: names of one's own network and bare numbers are none of the web.
bool is_public(const std::string& url) {
  const auto host = core::is_web_url(url) ? core::Url::parse(url).host() : std::nullopt;
  if (!host || host->find('.') == std::string::npos || host->find(':') != std::string::npos) return false;
  for (const std::string_view own : {".local", ".localhost", ".internal", ".lan", ".test"}) {
    if (host->ends_with(own)) return false;
  }
  return host->find_first_not_of("0123456789.") != std::string::npos;
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i)
    text += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
  return text;
}

std::string number_of(std::size_t count, const std::string& one, const std::string& many) {
  return count == 1 ? "a " + one : std::to_string(count) + " " + many;
}

// Copies the text of the element `id`.
std::string copy_button(const std::string& label, const std::string& id, const std::string& name) {
  return "<button type=\"button\" class=\"small\" data-copy=\"" + id + "\" data-name=\"" + escaped(name) +
         "\" aria-label=\"Copy " + escaped(name) + "\">" + label + "</button>";
}

std::string way_out(const std::string& url, const std::string& label) {
  return "<a class=\"button\" href=\"" + escaped(url) + "\" target=\"_blank\" rel=\"noreferrer\">" + label +
         " <span aria-hidden=\"true\">↗</span></a>";
}

// Writes the steps of one post. Lives within one call of kit_steps().
class Steps {
 public:
  Steps(const core::Post& post, const std::vector<KitImage>& by_hand, const std::vector<std::string>& shown,
        const KitFacts& facts)
      : post_(post), by_hand_(by_hand), shown_(shown), facts_(facts), holdings_(holdings_of(post.body)) {}

  std::string write() {
    std::string html = notices();
    const bool importable = post_.canonical_url && is_public(*post_.canonical_url);
    const bool harmed = holdings_.code_blocks > 0 || holdings_.tables > 0;
    if (!importable) {
      html += best("Paste it", paste_alone(), paste());
    } else if (harmed) {
      html += best("Paste it", "The better way for this post: " + harm() + ".", paste()) +
              other("Or import it",
                    "Medium fetches your page and sets the canonical link by itself, but " + loss() + ".", import());
    } else {
      html += best("Import it",
                   "The better way for this post: Medium fetches your page, keeps its date and sets the canonical link "
                   "by itself.",
                   import()) +
              other("Or paste it", "When the importer can’t read your page. The canonical link is then set by hand.",
                    paste());
    }
    return html + pieces() + ending();
  }

 private:
  std::string notices() const {
    std::string html;
    std::size_t number = 0;
    for (const KitNotice& notice : facts_.notices) {
      html += "<div class=\"notice\"><p>" + escaped(notice.text) + "</p>";
      if (notice.command) {
        const std::string id = "notice-" + std::to_string(++number);
        html += "<p class=\"row\"><code id=\"" + id + "\">" + escaped(*notice.command) + "</code>" +
                copy_button("Copy", id, "the command") + "</p>";
      }
      html += "</div>";
    }
    return html;
  }

  static std::string best(const std::string& heading, const std::string& why, const std::string& steps) {
    return "<section class=\"best\"><h2>" + heading + "</h2><p class=\"why\">" + why + "</p>" + steps + "</section>";
  }
  static std::string other(const std::string& heading, const std::string& why, const std::string& steps) {
    return "<details><summary><h2>" + heading + "</h2></summary><p class=\"why\">" + why + "</p>" + steps +
           "</details>";
  }

  std::string paste_alone() const {
    return post_.canonical_url ? "Medium’s importer can’t reach " + escaped(*post_.canonical_url) + " from outside."
                               : "Medium’s importer would need a public address, and this post has none.";
  }

  std::string harm() const {
    std::string text;
    if (holdings_.code_blocks > 0)
      text = "it has " + number_of(holdings_.code_blocks, "code block", "code blocks") + ", which the importer drops";
    if (holdings_.tables > 0) {
      text +=
          (text.empty() ? "it has " : ", and ") + number_of(holdings_.tables, "table", "tables") + ", which it garbles";
    }
    return text;
  }

  std::string loss() const {
    if (holdings_.tables == 0) return "it drops the code";
    return holdings_.code_blocks == 0 ? "it garbles tables" : "it drops the code and garbles tables";
  }

  std::string paste() {
    std::string html =
        "<ol class=\"steps\"><li><button type=\"button\" class=\"primary\" data-copy=\"story\" "
        "data-name=\"the story\">Copy story</button></li><li><p>" +
        way_out(facts_.site + "/new-story", "Open a new story") +
        "</p><p>Click where it says <em>Title</em> and paste.</p></li></ol>";
    return html + "<h3>What a paste leaves to you</h3><ul class=\"checks\">" + pictures() + code() + embeds() +
           canonical() + shared() + "</ul>";
  }

  std::string import() {
    std::string html =
        "<ol class=\"steps\"><li><p>" + escaped(*post_.canonical_url) + "</p>" +
        "<button type=\"button\" class=\"primary\" data-copy=\"canonical\" data-name=\"the address\">Copy "
        "address</button></li><li><p>" +
        way_out(facts_.site + "/p/import", "Open the importer") + "</p><p>Paste the address, and import.</p></li></ol>";
    return html + "<h3>What the importer leaves to you</h3><ul class=\"checks\">" + lost_code() + lost_tables() +
           shared() + "</ul>";
  }

  std::string check(const std::string& label, const std::string& how, const std::string& more = {}) {
    const std::string id = "check-" + std::to_string(++checks_);
    return "<li><input type=\"checkbox\" id=\"" + id + "\"><div><label for=\"" + id + "\">" + label + "</label><p>" +
           how + "</p>" + more + "</div></li>";
  }

  std::string pictures() {
    if (by_hand_.empty()) return {};
    std::string list = "<ol class=\"pictures\">";
    for (std::size_t i = 0; i < by_hand_.size(); ++i) list += "<li>" + picture(i) + "</li>";
    return check(by_hand_.size() == 1 ? "One image" : std::to_string(by_hand_.size()) + " images",
                 by_hand_.size() == 1 ? "A line in the story says where it goes: put it there and take the line out."
                                      : "Lines in the story say where they go: put each there and take its line out.",
                 list + "</ol>");
  }

  std::string picture(std::size_t index) {
    const KitImage& image = by_hand_[index];
    const std::string number = std::to_string(index + 1);
    std::string html = "<div class=\"row\"><strong>" + number + ".</strong> <code>" + escaped(image.name) + "</code>";
    const auto on_page = std::ranges::find(shown_, image.path);
    if (on_page != shown_.end()) {
      html += "<button type=\"button\" class=\"small\" data-save=\"" + std::to_string(on_page - shown_.begin()) +
              "\" data-name=\"" + escaped(image.name) + "\" aria-label=\"Save image " + number +
              "\">Save image</button>";
    }
    html += "</div>";
    if (on_page == shown_.end()) {
      html += "<p>Too large for this page: <code>mediumsyncctl kit " + std::to_string(facts_.post.value) +
              " -o DIR</code> writes it beside it.</p>";
    }
    std::string words;
    if (!image.alt.empty()) words += pair("Alt text", "alt-" + number, image.alt, "the alt text of image " + number);
    if (!image.caption.empty())
      words += pair("Caption", "caption-" + number, image.caption, "the caption of image " + number);
    return words.empty() ? html : html + "<dl>" + words + "</dl>";
  }

  std::string code() {
    if (holdings_.code_blocks == 0) return {};
    return check("Look at the code",
                 holdings_.languages.empty()
                     ? "It arrives as it is. Medium guesses the language; choose it where that is wrong."
                     : "It arrives as it is, in " + escaped(listed(holdings_.languages)) +
                           ". Where Medium shows another language, choose the right one.");
  }

  std::string lost_code() {
    if (holdings_.code_blocks == 0) return {};
    return check("Put the code back", "The importer drops " +
                                          number_of(holdings_.code_blocks, "code block", "code blocks") +
                                          ". Copy each from the story on this page.");
  }

  std::string lost_tables() {
    if (holdings_.tables == 0) return {};
    return check("Mend the tables", "The importer makes loose lines of " +
                                        number_of(holdings_.tables, "table", "tables") +
                                        ". Copy each from the story on this page, where it is set as text.");
  }

  std::string embeds() {
    if (holdings_.embeds == 0) return {};
    return check("Wake the embeds",
                 "An address alone on its line that stays a plain link: put the cursor behind it and press Enter.");
  }

  std::string canonical() {
    if (!post_.canonical_url) return {};
    return check("Set the canonical link",
                 "So that search engines know where it was first: <em>⋯</em> → Story settings → Advanced settings → "
                 "Customize canonical link.",
                 copy_button("Copy link", "canonical", "the canonical link"));
  }

  // What both ways leave.
  std::string shared() {
    std::string html;
    if (!post_.tags.empty()) {
      html +=
          check("Add the topics", "When you press Publish, Medium asks for them: " + escaped(listed(post_.tags)) + ".",
                copy_button("Copy topics", "tags", "the topics"));
    }
    if (post_.publication)
      html += check("Choose the publication", "Before you publish: " + escaped(*post_.publication) + ".");
    if (post_.license != core::License::all_rights_reserved) {
      html += check("Set the licence",
                    "In the story settings: <code>" + escaped(core::to_string(post_.license)) + "</code>.");
    }
    return html + publish();
  }

  std::string publish() {
    switch (post_.status) {
      case core::PublishStatus::public_:
        return check("Publish", "Read it once more, then press Publish.");
      case core::PublishStatus::unlisted:
        return check("Publish it unlisted", "Your settings ask for that: only those who have its address see it.");
      case core::PublishStatus::draft:
        return check(
            "Keep it, or publish",
            "Your settings ask for a draft (<code>status = \"draft\"</code>): leave it in your drafts, or publish "
            "it when you like.");
    }
    return {};
  }

  // A value with its name and the button that copies it.
  static std::string pair(const std::string& label, const std::string& id, const std::string& value,
                          const std::string& name) {
    return "<dt>" + label + "</dt><dd class=\"pair\"><span id=\"" + id + "\">" + escaped(value) + "</span>" +
           copy_button("Copy", id, name) + "</dd>";
  }

  static std::string piece(const std::string& label, const std::string& id, const std::string& value) {
    return pair(label, id, value, "the " + core::ascii_lower(label));
  }

  std::string pieces() const {
    std::string html = "<section><h2>Piece by piece</h2><dl>";
    html += piece("Title", "title", core::collapse_space(post_.title));
    if (post_.subtitle) html += piece("Subtitle", "subtitle", core::collapse_space(*post_.subtitle));
    std::string tags;
    for (const std::string& tag : post_.tags) tags += (tags.empty() ? "" : ", ") + tag;
    if (!tags.empty()) html += piece("Topics", "tags", tags);
    if (post_.canonical_url) html += piece("Canonical link", "canonical", *post_.canonical_url);
    return html + "</dl></section>";
  }

  std::string ending() const {
    const bool by_itself = facts_.settling == Settling::by_itself && post_.status == core::PublishStatus::public_;
    return "<section><h2>When it is out</h2><p>" +
           std::string(
               by_itself
                   ? "Nothing more to do: your feed on Medium is looked at, and the post is marked as published by "
                     "itself. To say so at once:"
                   : "Say so, with the story’s address, so that nobody waits for it any more:") +
           "</p><p class=\"row\"><span><code id=\"done\">mediumsyncctl done " + std::to_string(facts_.post.value) +
           "</code> <code>URL</code></span>" + copy_button("Copy", "done", "the command") + "</p></section>";
  }

  const core::Post& post_;
  const std::vector<KitImage>& by_hand_;
  const std::vector<std::string>& shown_;
  const KitFacts& facts_;
  Holdings holdings_;
  std::size_t checks_ = 0;
};

}  // namespace

std::string kit_steps(const core::Post& post, const std::vector<KitImage>& by_hand,
                      const std::vector<std::string>& shown, const KitFacts& facts) {
  return Steps(post, by_hand, shown, facts).write();
}

}  // namespace mediumsync::render
