#include "render/kit.hpp"

#include "core/text.hpp"
#include "render/inline.hpp"
#include "render/kit_paste.hpp"
#include "render/kit_script.hpp"
#include "render/kit_steps.hpp"
#include "render/kit_style.hpp"
#include "render/page_story.hpp"
#include "render/page_style.hpp"

namespace mediumsync::render {
namespace {

std::string head_html(const std::string& title) {
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src "
         "'unsafe-inline'; script-src '" +
         std::string(kit_script_hash()) +
         "'; base-uri 'none'; form-action 'none'\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"robots\" content=\"noindex\">\n<title>" +
         title + " – ready for Medium</title>\n<style>" + std::string(page_style()) + std::string(kit_style()) +
         "</style>\n</head>\n";
}

std::string story_section(const PageStory& shown) {
  return "<section id=\"story\" class=\"shown\" aria-label=\"The story\">\n<p>As it will look on "
         "Medium</p>\n<article>\n"
         "<h2 class=\"title\">" +
         shown.title + "</h2>\n" +
         (shown.subtitle.empty() ? "" : "<p class=\"subtitle\">" + shown.subtitle + "</p>\n") +
         "<div class=\"story\">\n" + shown.body + "\n</div>\n</article>\n</section>\n";
}

}  // namespace

Kit kit(const core::Post& post, const PageImages& images, const KitFacts& facts) {
  Kit made;
  made.images = images_by_hand(post, images);
  const PageStory shown = page_story(post, images);
  const std::string title = escaped(core::collapse_space(post.title));
  std::string html = head_html(title);
  html += "<body>\n<a class=\"skip\" href=\"#story\">Skip to the story</a>\n<header><p>Post " +
          std::to_string(facts.post.value) +
          " · to be published by hand</p></header>\n<div class=\"kit\">\n<main>\n<h1>“" + title +
          "” is ready for Medium</h1>\n<noscript><p class=\"lead\">The buttons need JavaScript: without it, select the "
          "story or a piece and copy it.</p></noscript>\n";
  html += kit_steps(post, made.images, shown.inlined, facts) + "</main>\n" + story_section(shown) +
          "</div>\n<p id=\"said\" role=\"status\"></p>\n<template id=\"paste\">" +
          paste_html(post, images, made.images) + "</template>\n<script>" + std::string(kit_script()) +
          "</script>\n</body>\n</html>\n";
  made.html = core::sanitise_utf8(html);
  return made;
}

}  // namespace mediumsync::render
