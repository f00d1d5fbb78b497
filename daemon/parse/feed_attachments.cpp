// The files that entries bring along.
#include <algorithm>

#include "core/text.hpp"
#include "parse/feed_dialect.hpp"

namespace mediumsync::parse {
namespace {

using enum Vocabulary;

std::optional<std::string> given(std::optional<std::string> text) {
  if (!text || core::trim(*text).empty()) return std::nullopt;
  return std::string(core::trim(*text));
}

// One <media:content>; where it gives no type its medium ("video") is as good.
Attachment medium(const Element& content, const Element& around) {
  Attachment attachment{attribute(content, "url").value_or(""), given(attribute(content, "type")), {}};
  if (!attachment.type) attachment.type = given(attribute(content, "medium"));
  attachment.title = first_label(content, {{media, "title"}});
  if (!attachment.title) attachment.title = first_label(around, {{media, "title"}});
  return attachment;
}

}  // namespace

void add_attachment(std::vector<Attachment>& all, Attachment attachment) {
  constexpr std::size_t max_attachments = 20;
  const bool known = std::ranges::any_of(all, [&](const Attachment& other) { return other.url == attachment.url; });
  if (!attachment.url.empty() && !known && all.size() < max_attachments) all.push_back(std::move(attachment));
}

std::vector<Attachment> attachments(const Element& element, const std::optional<std::string>& base) {
  std::vector<Attachment> all;
  const auto add = [&](Attachment attachment, const Element& where) {
    if (core::trim(attachment.url).empty()) return;
    attachment.url = resolve_or_keep(base_in(where, base), attachment.url);
    add_attachment(all, std::move(attachment));
  };
  for (const Element* enclosure : children(element, {plain}, "enclosure")) {
    add({attribute(*enclosure, "url").value_or(""), given(attribute(*enclosure, "type")), {}}, *enclosure);
  }
  for (const Element* link : children(element, {atom, plain}, "link")) {
    if (!core::equal_ignoring_case(attribute(*link, "rel").value_or(""), "enclosure")) continue;
    add({attribute(*link, "href").value_or(""), given(attribute(*link, "type")), given(attribute(*link, "title"))},
        *link);
  }
  for (const Element* content : children(element, {media}, "content")) add(medium(*content, *content), *content);
  // A group is one thing in several forms: the one it calls its default, else the first.
  for (const Element* group : children(element, {media}, "group")) {
    const std::vector<const Element*> forms = children(*group, {media}, "content");
    const auto best = std::ranges::find_if(
        forms, [](const Element* form) { return attribute(*form, "isDefault").value_or("") == "true"; });
    if (!forms.empty()) {
      const Element& form = best == forms.end() ? *forms.front() : **best;
      add(medium(form, *group), form);
    }
  }
  return all;
}

}  // namespace mediumsync::parse
