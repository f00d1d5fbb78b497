#include "lib/crypto/hmac.hpp"

#include <doctest/doctest.h>
#include <string>

namespace mediumsync::crypto {
namespace {

TEST_CASE("keyed digests agree with the test vectors of RFC 4231") {
  struct Vector {
    int number;
    std::string key;
    std::string bytes;
    std::string expected;
  };
  const Vector vectors[] = {
      {1, std::string(20, '\x0b'), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
      {2, "Jefe", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
      {3, std::string(20, '\xaa'), std::string(50, '\xdd'),
       "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
      {6, std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First",
       "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
  };
  for (const Vector& vector : vectors) {
    CAPTURE(vector.number);
    CHECK(hmac_sha256_hex(vector.key, vector.bytes) == vector.expected);
  }
}

}  // namespace
}  // namespace mediumsync::crypto
