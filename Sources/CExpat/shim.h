// The XML of workbooks as a stream, from Debian's expat; malloc.h to count what it allocates.
#include <expat.h>
#include <malloc.h>
