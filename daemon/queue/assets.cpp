// Images beside a post: bytes are kept once, by their digest, until they are on Medium and nobody needs them here.
// Where an image lies on Medium is kept for ever, so that it is uploaded once, whenever it is shown again.
#include <stdexcept>

#include "queue/text.hpp"

namespace mediumsync::queue {

void add_assets(Store& store, TextId text, const std::vector<core::Asset>& assets) {
  std::int64_t ordinal = 0;
  for (const core::Asset& asset : assets) {
    if (asset.digest.empty())
      throw std::invalid_argument("the image " + asset.path + " was handed over without its digest");
    store.run("INSERT INTO asset (digest, media_type, bytes) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING", asset.digest,
              asset.media_type, sqlite::Blob{asset.bytes});
    store.run("INSERT INTO text_asset (text, ordinal, path, digest) VALUES (?1, ?2, ?3, ?4)", text.value, ordinal++,
              asset.path, asset.digest);
  }
}

std::vector<AssetRecord> assets_of(Store& store, TextId text) {
  std::vector<AssetRecord> assets;
  Rows rows = store.query(
      "SELECT path, asset.digest, media_type, url FROM text_asset JOIN asset ON asset.digest = text_asset.digest "
      "WHERE text = ?1 ORDER BY ordinal",
      text.value);
  while (rows.next()) {
    assets.push_back({rows.get<std::string>(0), rows.get<std::string>(1), rows.get<std::string>(2),
                      rows.get<std::optional<std::string>>(3)});
  }
  return assets;
}

void drop_unnamed_assets(Store& store, const std::vector<AssetRecord>& assets) {
  for (const AssetRecord& asset : assets) {
    store.run(
        "DELETE FROM asset WHERE digest = ?1 AND url IS NULL AND NOT EXISTS (SELECT 1 FROM text_asset WHERE "
        "text_asset.digest = ?1)",
        asset.digest);
    store.run(
        "UPDATE asset SET bytes = NULL WHERE digest = ?1 AND url IS NOT NULL AND NOT EXISTS (SELECT 1 FROM text_asset "
        "WHERE text_asset.digest = ?1)",
        asset.digest);
  }
}

void drop_uploaded_bytes(Store& store, core::PostId post) {
  store.run(
      "UPDATE asset SET bytes = NULL WHERE url IS NOT NULL "
      "AND digest IN (SELECT text_asset.digest FROM post JOIN text_asset ON text_asset.text = post.text WHERE post.id "
      "= ?1) "
      "AND NOT EXISTS (SELECT 1 FROM text_asset JOIN text ON text.id = text_asset.text JOIN post ON post.id = "
      "text.post "
      "WHERE text_asset.digest = asset.digest AND post.state <> 'published')",
      post.value);
}

// ---- Queue

std::vector<AssetRecord> Queue::assets(core::PostId id) {
  std::optional<TextId> text;
  {
    Rows rows = impl_->query("SELECT text FROM post WHERE id = ?1", id.value);
    if (rows.next()) text = TextId{rows.get<std::int64_t>(0)};
  }
  if (!text) return {};
  return assets_of(*impl_, *text);
}

std::optional<std::string> Queue::asset_bytes(std::string_view digest) {
  Rows rows = impl_->query("SELECT bytes FROM asset WHERE digest = ?1", digest);
  if (!rows.next()) return std::nullopt;
  std::optional<sqlite::Blob> blob = rows.get<std::optional<sqlite::Blob>>(0);
  if (!blob) return std::nullopt;
  return std::move(blob->bytes);
}

void Queue::asset_uploaded(std::string_view digest, std::string_view url, core::TimePoint now) {
  Work work(*impl_);
  if (impl_->run("UPDATE asset SET url = ?2 WHERE digest = ?1", digest, url) != 0)
    impl_->emit("uploaded", url, std::nullopt, now);
  work.commit();
}

std::optional<std::string> Queue::uploaded_url(std::string_view digest) {
  Rows rows = impl_->query("SELECT url FROM asset WHERE digest = ?1", digest);
  if (!rows.next()) return std::nullopt;
  return rows.get<std::optional<std::string>>(0);
}

void Queue::remember_upload(std::string_view digest, std::string_view media_type, std::string_view url,
                            core::TimePoint now) {
  Work work(*impl_);
  impl_->run(
      "INSERT INTO asset (digest, media_type, url) VALUES (?1, ?2, ?3) ON CONFLICT (digest) DO UPDATE SET url = ?3",
      digest, media_type, url);
  impl_->emit("uploaded", url, std::nullopt, now);
  work.commit();
}

}  // namespace mediumsync::queue
