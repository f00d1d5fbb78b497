// A key and a certificate signed by itself, made in memory, for servers that nobody (or only who is told to) believes.
#pragma once

#include <cstdio>
#include <memory>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdexcept>
#include <string>

namespace mediumsync::support {

// Owned by the test; outlives the server that shows it.
class SelfSigned {
 public:
  // `names` as in subjectAltName: "DNS:localhost,IP:127.0.0.1".
  explicit SelfSigned(const std::string& names) : key_(EVP_EC_gen("P-256")), certificate_(X509_new()) {
    X509* certificate = certificate_.get();
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key_.get());
    X509_NAME* name = X509_get_subject_name(certificate);
    const auto* common_name = reinterpret_cast<const unsigned char*>("test");
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, common_name, -1, -1, 0);
    X509_set_issuer_name(certificate, name);
    const std::unique_ptr<X509_EXTENSION, Free> extension(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str()));
    if (!extension || X509_add_ext(certificate, extension.get(), -1) != 1 ||
        X509_sign(certificate, key_.get(), EVP_sha256()) == 0) {
      throw std::runtime_error("make a certificate");
    }
  }

  X509* certificate() const { return certificate_.get(); }
  EVP_PKEY* key() const { return key_.get(); }

  void write_certificate(const std::string& path) const {
    const std::unique_ptr<std::FILE, Free> file(std::fopen(path.c_str(), "w"));
    if (!file || PEM_write_X509(file.get(), certificate_.get()) != 1) throw std::runtime_error("write " + path);
  }

 private:
  struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<EVP_PKEY, Free> key_;
  std::unique_ptr<X509, Free> certificate_;
};

}  // namespace mediumsync::support
