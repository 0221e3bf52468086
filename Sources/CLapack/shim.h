// The system's linear algebra: cblas.h from libopenblas-dev, lapacke.h from liblapacke-dev.
//
// Swift imports neither `lapack_int` (a macro: write Int32) nor any routine with a complex
// argument (C's _Complex has no Swift counterpart). Steelyard calls real routines only.
#ifndef STEELYARD_CLAPACK_SHIM_H
#define STEELYARD_CLAPACK_SHIM_H

#include <cblas.h>
#include <lapacke.h>

#endif
