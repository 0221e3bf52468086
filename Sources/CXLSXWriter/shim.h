// Workbooks as auditors open them, from Debian's libxlsxwriter, and a file in memory that it can write to by name.
#include <xlsxwriter.h>

extern int memfd_create(const char *name, unsigned int flags);

// A new file that lives in memory only and closes with the program (1 is MFD_CLOEXEC); negative where there is none.
static inline int steelyard_memory_file(void) { return memfd_create("workbook", 1u); }
