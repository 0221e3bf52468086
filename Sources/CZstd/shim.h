// Decompression of .zst claim files, from Debian's libzstd.
#include <zstd.h>
#include <zstd_errors.h>
