#include <memory>
#include <utility>

#include "control/verbs.hpp"

namespace mediumsync::control {

void backup(Services& services, Parameters& parameters, const Answer& answer) {
  if (!parameters.valid()) return;
  services.backups.make(
      {.on_progress =
           [answer](const upkeep::Backups::Progress& progress) {
             if (answer.wanted() != Answers::many) return;
             answer.reply_and_continue({{"size", progress.size}, {"copied", progress.copied}, {"posts", nullptr}});
           },
       .on_done =
           [answer](core::Expected<upkeep::Backups::Made, std::string> made) {
             if (!made) return answer.refuse("no backup was made: " + made.error());
             answer.reply_with_file({{"size", made->bytes}, {"copied", made->bytes}, {"posts", made->posts}},
                                    std::move(made->file));
           }});
}

}  // namespace mediumsync::control
