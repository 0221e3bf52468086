// The directory and the entries of .zip claim files and of workbooks, from Debian's libzip.
#include <zip.h>
