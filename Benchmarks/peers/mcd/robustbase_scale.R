# Qn and Sn of robustbase on the columns of the stored data sets, and on their first values.
library(robustbase)
folder <- commandArgs(TRUE)[1]
entries <- c()
for (name in c("heart", "phosphor", "salinity", "stackloss", "wood")) {
  data <- read.csv(file.path(folder, paste0("mcd_data_", name, ".csv")))
  for (column in colnames(data)) {
    x <- data[[column]]
    for (n in unique(c(2:14, length(x)))) if (n <= length(x)) {
      v <- x[1:n]
      q <- Qn(v, constant = 1/(sqrt(2)*qnorm(5/8)), finite.corr = FALSE)
      c <- Qn(v)/Qn(v, constant = 2.21914, finite.corr = FALSE)
      s <- Sn(v)
      if (q > 0 && s > 0) entries <- c(entries, sprintf(
        '{"values": [%s], "qn": %.15g, "sn": %.15g}', paste(sprintf("%.15g", v), collapse = ", "), q * c, s))
    }
  }
}
cat('{"source": "robustbase', as.character(packageVersion("robustbase")), 'Qn with the constant to full precision, 1/(sqrt(2) qnorm(5/8)), and its finite-sample correction; Sn as it is; columns of mcd_data_*.csv and their first n values",\n"results": [\n')
cat(paste(entries, collapse = ",\n"))
cat("\n]}\n")
