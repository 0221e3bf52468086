// SHA-256 and HMAC from Debian's libcrypto: hashes of inputs and outputs, pseudonyms of persons.
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <openssl/rand.h>
