#include "medium/codec.hpp"

#include <nlohmann/json.hpp>

#include "medium/classify.hpp"

namespace mediumsync::medium {
namespace {

using nlohmann::json;

std::optional<std::string> text_member(const json& object, const char* name) {
  const auto member = object.find(name);
  if (member == object.end() || !member->is_string() || member->get_ref<const std::string&>().empty())
    return std::nullopt;
  return member->get<std::string>();
}

// `{"data": …}` of a whole answer with the status that was due.
const json* data_of(const json& answer) {
  if (!answer.is_object()) return nullptr;
  const auto data = answer.find("data");
  return data == answer.end() ? nullptr : &*data;
}

// What a read that did not give its value came to: nothing was made by it, so doubt is only a failed try.
template <typename Value>
Answer<Value> not_read(Outcome outcome) {
  if (const auto* doubt = std::get_if<InDoubt>(&outcome)) outcome = NotSent{NotSent::Kind::network, doubt->reason};
  return core::Unexpected<Outcome>(std::move(outcome));
}

template <typename Value>
Answer<Value> misread(const std::string& what) {
  return not_read<Value>(NotSent{NotSent::Kind::network,
                                 "Medium's answer about " + what + " can't be read; is the account's `api` right?"});
}

// Reads `data` of an answer with status 200 or 201 by `read`, which gives std::nullopt when it is not of the expected
// shape.
template <typename Value, typename Read>
Answer<Value> read_answer(const http::Result& result, const std::string& what, Read&& read) {
  if (const auto* failure = std::get_if<http::Failure>(&result)) return not_read<Value>(classify_lack(*failure));
  const auto& response = std::get<http::Response>(result);
  if (response.status != 200 && response.status != 201) return not_read<Value>(classify_refusal(response));
  const json answer = json::parse(response.body, nullptr, false);
  const json* data = data_of(answer);
  if (data == nullptr) return misread<Value>(what);
  std::optional<Value> value = read(*data);
  if (!value) return misread<Value>(what);
  return std::move(*value);
}

Published read_created(const std::string& body) {
  const json answer = json::parse(body, nullptr, false);
  const json* data = data_of(answer);
  Published story;
  if (data != nullptr && data->is_object()) {
    story.id = text_member(*data, "id");
    story.url = text_member(*data, "url");
  }
  if (!story.id || !story.url)
    story.note =
        "Medium said 201 but its answer can't be read whole; look for the story's address in your list of stories";
  return story;
}

}  // namespace

std::string encode(const NewStory& story) {
  nlohmann::ordered_json request{{"title", story.title},
                                 {"contentFormat", "html"},
                                 {"content", story.html},
                                 {"tags", story.tags},
                                 {"publishStatus", core::to_string(story.status)},
                                 {"license", core::to_string(story.license)},
                                 {"notifyFollowers", story.notify_followers == core::NotifyFollowers::yes}};
  if (story.canonical_url) request["canonicalUrl"] = *story.canonical_url;
  if (story.published_at) request["publishedAt"] = core::format_rfc3339(*story.published_at);
  return request.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

Outcome classify_create(const http::Result& result) {
  if (const auto* failure = std::get_if<http::Failure>(&result)) {
    // Headers that say 201 prove the story, even when the rest of the answer never came.
    if (failure->status == 201)
      return Published{std::nullopt, std::nullopt, "Medium said 201, then the connection broke: " + failure->message};
    return classify_lack(*failure);
  }
  const auto& response = std::get<http::Response>(result);
  if (response.status == 201) return read_created(response.body);
  return classify_refusal(response);
}

Answer<Profile> read_profile(const http::Result& result) {
  return read_answer<Profile>(result, "the user (/me)", [](const json& data) -> std::optional<Profile> {
    const auto id = text_member(data, "id");
    const auto username = text_member(data, "username");
    if (!id || !username) return std::nullopt;
    return Profile{*id, *username, text_member(data, "name").value_or(*username), text_member(data, "url")};
  });
}

Answer<std::vector<Publication>> read_publications(const http::Result& result) {
  return read_answer<std::vector<Publication>>(
      result, "publications", [](const json& data) -> std::optional<std::vector<Publication>> {
        if (!data.is_array()) return std::nullopt;
        std::vector<Publication> publications;
        for (const json& one : data) {
          const auto id = text_member(one, "id");
          if (id) publications.push_back({*id, text_member(one, "name").value_or(*id), text_member(one, "url")});
        }
        return publications;
      });
}

Answer<std::vector<Contributor>> read_contributors(const http::Result& result) {
  return read_answer<std::vector<Contributor>>(
      result, "contributors", [](const json& data) -> std::optional<std::vector<Contributor>> {
        if (!data.is_array()) return std::nullopt;
        std::vector<Contributor> contributors;
        for (const json& one : data) {
          const auto user = text_member(one, "userId");
          const auto role = text_member(one, "role");
          if (user && role) contributors.push_back({*user, *role == "editor" ? Role::editor : Role::writer});
        }
        return contributors;
      });
}

Answer<UploadedImage> read_image(const http::Result& result) {
  return read_answer<UploadedImage>(result, "the image", [](const json& data) -> std::optional<UploadedImage> {
    const auto url = text_member(data, "url");
    if (!url) return std::nullopt;
    return UploadedImage{*url};
  });
}

}  // namespace mediumsync::medium
