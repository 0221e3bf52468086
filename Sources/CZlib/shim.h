// Inflate for .gz claim files, from Debian's zlib.
#include <zlib.h>
