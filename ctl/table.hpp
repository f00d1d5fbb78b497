// Tables for terminals and pipes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mediumsync::ctl {

enum class Hue { plain, good, warn, bad, faint };

struct Cell {
  std::string text;
  Hue hue = Hue::plain;
};

// How output is to look: a terminal's width and colours, or neither.
struct Look {
  bool colored = false;
  bool fitted = false;  // to a terminal's width; a pipe gets everything
  std::size_t width = 80;
};

std::string paint(const Look& look, const std::string& text, Hue hue);

// Rows under a heading, columns aligned, two spaces between. On a terminal the column `elastic` is cut with "…" so that
// a row stays a line. Text is made safe for the terminal.
class Table {
 public:
  explicit Table(std::vector<std::string> heading, std::size_t elastic)
      : heading_(std::move(heading)), elastic_(elastic) {}
  void add(std::vector<Cell> row) { rows_.push_back(std::move(row)); }
  bool empty() const { return rows_.empty(); }
  std::string text(const Look& look) const;

 private:
  std::vector<std::string> heading_;
  std::size_t elastic_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace mediumsync::ctl
