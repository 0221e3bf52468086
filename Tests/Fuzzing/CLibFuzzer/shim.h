// The driver of libFuzzer, which comes with the compiler's -sanitize=fuzzer and has no header of its own.
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*check)(const uint8_t *bytes, size_t count));
