#include "lib/crypto/digest.hpp"

#include <doctest/doctest.h>
#include <string>
#include <string_view>

namespace mediumsync::crypto {
namespace {

using std::string_literals::operator""s;

TEST_CASE("digests agree with the published test vectors") {
  struct Vector {
    std::string bytes;
    std::string_view sha256;  // FIPS 180-4 examples; those with NUL and a million bytes by sha256sum
    std::string_view md5;     // RFC 1321 appendix A.5; likewise by md5sum
  };
  const Vector vectors[] = {
      {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "d41d8cd98f00b204e9800998ecf8427e"},
      {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "900150983cd24fb0d6963f7d28e17f72"},
      {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1", "8215ef0796a20bcaaae116d3876c664a"},
      {"a\0b"s, "59b271ae1bbcb1d31d41929817f4b16fb439eb4f31520b5ad1d5ce98920a7138", "70350f6027bce3713f6b76473084309b"},
      {std::string(1'000'000, 'a'), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
       "7707d6ae4e027c70eea2a935c2296f21"},
  };
  for (const auto& vector : vectors) {
    CAPTURE(vector.bytes.size());
    CHECK(sha256_hex(vector.bytes) == vector.sha256);
    CHECK(md5_hex(vector.bytes) == vector.md5);
  }
}

}  // namespace
}  // namespace mediumsync::crypto
