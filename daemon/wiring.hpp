// Settings → what each room wants to know of them. Pure.
#pragma once

#include <vector>

#include "config/settings.hpp"
#include "notify/settings.hpp"
#include "publish/account_settings.hpp"
#include "source/sources.hpp"

namespace mediumsync {

std::vector<publish::AccountSettings> account_settings(const config::Settings& settings);
std::vector<source::FolderSettings> folder_settings(const config::Settings& settings);
std::vector<source::FeedSettings> feed_settings(const config::Settings& settings);
std::vector<notify::Receiver> notify_settings(const config::Settings& settings);
http::Addresses fetched_addresses(const config::Settings& settings);

}  // namespace mediumsync
