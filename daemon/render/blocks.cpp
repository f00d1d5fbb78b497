#include "render/blocks.hpp"

#include "core/url.hpp"
#include "render/figure.hpp"
#include "render/inline.hpp"
#include "render/list.hpp"
#include "render/preformatted.hpp"
#include "render/quote.hpp"
#include "render/table.hpp"

namespace mediumsync::render {
namespace {

template <typename... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <typename... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

// Medium has two levels below the title: large (h1, h2) and small (h3, h4). A large one is sent as <h1>, because the
// first <h2> of a story becomes its subtitle; only the first <h1>, which story() sets, is taken for the title.
std::string heading_html(const core::Heading& heading) {
  if (is_blank(heading.text)) return {};
  switch (heading.level) {
    case core::HeadingLevel::large:
      return "<h1>" + inline_html(heading.text) + "</h1>";
    case core::HeadingLevel::small:
      return "<h4>" + inline_html(heading.text) + "</h4>";
    case core::HeadingLevel::minor:
      break;
  }
  return "<p>" + inline_html(with_marks(heading.text, core::Marks::strong)) + "</p>";
}

// Medium makes an embed of an address that stands alone in a paragraph.
std::string embed_html(const core::Embed& embed) {
  const auto target = link_target(embed.url);
  return target ? link_html(*target, escaped(*target)) : escaped(embed.url);
}

}  // namespace

void BlockWriter::write(const core::Blocks& blocks) {
  for (const core::Block& block : blocks) write(block);
}

void BlockWriter::write(const core::Block& block) {
  std::visit(Overloaded{
                 [this](const core::Paragraph& value) {
                   if (!is_blank(value.text)) paragraph(inline_html(value.text));
                 },
                 [this](const core::Heading& value) { append(heading_html(value)); },
                 [this](const core::CodeBlock& value) { append(code_html(value)); },
                 [this](const core::Quote& value) { write_quote(value, *this); },
                 [this](const core::List& value) { write_list(value, *this); },
                 [this](const core::Image& value) { append(figure_html(value, image_url_)); },
                 [this](const core::Divider&) { divider(); },
                 [this](const core::Embed& value) { paragraph(embed_html(value)); },
                 [this](const core::Table& value) { write_table(value); },
             },
             block.value);
}

void BlockWriter::write_table(const core::Table& table) {
  const TableHtml written = table_html(table, last_note_);
  last_note_ = written.last_note;
  append(written.html);
}

void BlockWriter::paragraph(std::string_view html) {
  if (html.empty()) return;
  html_ += "<p>";
  html_ += html;
  html_ += "</p>";
}

void BlockWriter::divider() {
  if (!html_.ends_with("<hr>")) html_ += "<hr>";
}

}  // namespace mediumsync::render
