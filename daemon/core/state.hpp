// The closed vocabularies of the house, each with its one spelling in configuration, database, JSON and on Medium's
// wire.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace mediumsync::core {

// Where a post stands on its way to Medium.
enum class State { queued, held, publishing, in_doubt, handed_off, published, failed, skipped };
inline constexpr std::array all_states{State::queued,     State::held,      State::publishing, State::in_doubt,
                                       State::handed_off, State::published, State::failed,     State::skipped};
std::string_view to_string(State state);
std::optional<State> parse_state(std::string_view text);

// Medium's `publishStatus`.
enum class PublishStatus { public_, unlisted, draft };
std::string_view to_string(PublishStatus status);
std::optional<PublishStatus> parse_publish_status(std::string_view text);

// Medium's `license`.
enum class License {
  all_rights_reserved,
  cc_40_by,
  cc_40_by_sa,
  cc_40_by_nd,
  cc_40_by_nc,
  cc_40_by_nc_nd,
  cc_40_by_nc_sa,
  cc_40_zero,
  public_domain
};
inline constexpr std::array all_licenses{License::all_rights_reserved, License::cc_40_by,    License::cc_40_by_sa,
                                         License::cc_40_by_nd,         License::cc_40_by_nc, License::cc_40_by_nc_nd,
                                         License::cc_40_by_nc_sa,      License::cc_40_zero,  License::public_domain};
std::string_view to_string(License license);
std::optional<License> parse_license(std::string_view text);

// Whether Medium tells the author's followers about a story.
enum class NotifyFollowers { no, yes };

// Whether a story ends with the "Originally published at …" line when it has a canonical URL.
enum class Disclaimer { no, yes };

// Whether a post with something that can't be carried over is held rather than sent.
enum class Strictness { lenient, strict };

}  // namespace mediumsync::core
