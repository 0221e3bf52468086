# Fits each table of a folder with robustbase's covMcd; prints name, h, log determinant as JSON lines.
# The determinant is that of the covariance, with divisor h - 1, of the rows in $best, recomputed here.
suppressMessages(library(robustbase))
files <- list.files(commandArgs(TRUE)[1], pattern = "[.]csv$", full.names = TRUE)
for (file in files) {
  table <- as.matrix(read.csv(file))
  set.seed(1)
  seconds <- system.time(fit <- suppressWarnings(covMcd(table, alpha = 0.5, nsamp = 500)))[["elapsed"]]
  rows <- table[fit$best, , drop = FALSE]
  cat(sprintf('{"name": "%s", "n": %d, "p": %d, "h": %d, "log_det": %.17g, "seconds": %.3f, "version": "%s"}\n',
    sub("[.]csv$", "", basename(file)), nrow(table), ncol(table), nrow(rows),
    as.numeric(determinant(cov(rows))$modulus), seconds, as.character(packageVersion("robustbase"))))
}
