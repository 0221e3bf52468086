"""Fits each table of a folder with scikit-learn's MinCovDet; prints name, h, log determinant, seconds as JSON lines.

The determinant is that of the covariance, with divisor h - 1, of the rows in raw_support_, recomputed here.
"""
import json
import pathlib
import sys
import time
import warnings

import numpy
import sklearn
from sklearn.covariance import MinCovDet


def fit(path):
    table = numpy.loadtxt(path, delimiter=",", skiprows=1, ndmin=2)
    n, p = table.shape
    h = (n + p + 1) // 2
    start, processor = time.perf_counter(), time.process_time()
    # Half a row more: int(share * n) must be h.
    estimate = MinCovDet(support_fraction=(h + 0.5) / n, random_state=0).fit(table)
    seconds, processor = time.perf_counter() - start, time.process_time() - processor
    rows = table[estimate.raw_support_]
    assert len(rows) == h, (path, len(rows), h)
    covariance = numpy.atleast_2d(numpy.cov(rows, rowvar=False, ddof=1))
    return {
        "name": path.stem, "n": n, "p": p, "h": h,
        "log_det": numpy.linalg.slogdet(covariance)[1], "seconds": seconds, "processor": processor,
    }


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    for path in sorted(pathlib.Path(sys.argv[1]).glob("*.csv"), key=lambda path: (len(path.stem), path.stem)):
        print(json.dumps(fit(path) | {"version": sklearn.__version__}), flush=True)
