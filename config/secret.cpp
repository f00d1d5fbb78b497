#include "config/secret.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <string>
#include <utility>

#include "config/machine.hpp"

namespace mediumsync::config {

namespace {

constexpr std::string_view credential_prefix = "credential:";
constexpr std::string_view file_prefix = "file:";

// Medium's integration tokens are 65 hexadecimal digits: somebody wrote one where its name belongs.
bool looks_like_a_token(std::string_view text) {
  return text.size() >= 40 && std::all_of(text.begin(), text.end(),
                                          [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; });
}

// Nothing of `given` goes into a message but what follows "file:" or "credential:".
std::optional<SecretSource> parse(const Section& section, const Placed<std::string>& given, const SecretKey& key) {
  const std::string_view text = given.value;
  Report& report = section.report();
  const std::string subject = "'" + std::string(key.key) + "' ";
  if (text.starts_with(credential_prefix)) {
    const std::string_view name = text.substr(credential_prefix.size());
    const bool plain = !name.empty() && name.find('/') == std::string_view::npos && !looks_like_a_token(name);
    if (plain) return CredentialToken{std::string(name)};
    report.add_inside(given, credential_prefix.size(),
                      subject + "names a systemd credential (LoadCredential=), as in \"credential:" +
                          std::string(key.example) + "\"");
    return std::nullopt;
  }
  if (text.starts_with(file_prefix)) {
    std::filesystem::path path = text.substr(file_prefix.size());
    if (path.is_absolute()) return FileToken{std::move(path)};
    report.add_inside(
        given, file_prefix.size(),
        subject + "must name an absolute path, as in \"file:/etc/mediumsync/" + std::string(key.what) + "\"");
    return std::nullopt;
  }
  report.add(given.place, subject + "must not hold the " + std::string(key.what) +
                              " itself: put it into a file of mode 0600 and write \"file:/path\", or give it to "
                              "systemd and write \"credential:NAME\" (the value is not shown here)");
  return std::nullopt;
}

}  // namespace

std::optional<SecretSource> read_secret(const Section& section, const SecretKey& key, MachineChecks checks) {
  const auto given = section.text(key.key);
  if (!given) return std::nullopt;
  auto source = parse(section, *given, key);
  const auto* file = source ? std::get_if<FileToken>(&*source) : nullptr;
  if (file != nullptr && checks == MachineChecks::made) {
    if (const auto fault = secret_file_fault(file->path, key.what)) section.report().add(given->place, *fault);
  }
  return source;
}

}  // namespace mediumsync::config
