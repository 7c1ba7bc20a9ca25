# Times R packages on one table: Rscript peers.R JOB TABLE.csv [FOLDER]
# TABLE.csv: one column a list (0/1), then `count`. Prints one line a measurement: name, CPU seconds, then what it found.
given <- commandArgs(trailingOnly = TRUE)
job <- given[1]
table <- read.csv(given[2], check.names = FALSE)
if (length(given) > 2) .libPaths(c(given[3], .libPaths()))
lists <- seq_len(ncol(table) - 1)

cpu <- function(work) {
  spent <- function() sum(proc.time()[c(1, 2, 4, 5)], na.rm = TRUE)
  before <- spent()
  found <- work()
  list(seconds = spent() - before, found = found)
}
say <- function(name, seconds, ...) cat(name, format(seconds, digits = 6), ..., sep = "\t", fill = FALSE)

if (job == "latent-class") {
  suppressMessages(library(LCMCR))
  people <- table[rep(seq_len(nrow(table)), table$count), lists]
  people <- as.data.frame(lapply(people, factor, levels = c(0, 1)))
  for (seed in 1:4) {
    sampler <- lcmCR(people, K = 10, seed = seed, buffer_size = 20000, thinning = 1, verbose = FALSE)
    sampler$Update(5000, FALSE)
    sampler$Set_Trace("n0")
    sampler$Activate_Tracing()
    done <- cpu(function() sampler$Update(20000, FALSE))
    n <- as.numeric(sampler$Get_Trace("n0")) + sum(table$count)
    say("sweeps", done$seconds, 20000, paste(n, collapse = " "))
    cat("\n")
  }
}
if (job == "graphs") {
  suppressMessages(library(dga))
  name <- paste0("graphs", length(lists))
  data(list = name, package = "dga")
  cells <- array(0, dim = rep(2, length(lists)))
  for (row in seq_len(nrow(table))) cells[as.matrix(table[row, lists] + 1)] <- table$count[row]
  most <- as.numeric(given[4])
  done <- cpu(function() bma.cr(cells, seq_len(most), 2^-length(lists), get(name)))
  weights <- colSums(done$found)
  at <- function(p) sum(table$count) + which(cumsum(weights) / sum(weights) >= p)[1]
  say("graphs", done$seconds, most, at(0.025), at(0.5), at(0.975))
}
if (job == "models") {
  suppressMessages(library(Rcapture))
  done <- cpu(function() suppressWarnings(closedpMS.t(as.matrix(table), dfreq = TRUE, maxorder = 2)))
  best <- done$found$results[which.min(done$found$results[, "BIC"]), ]
  say("models", done$seconds, nrow(done$found$results), best["abundance"])
}
if (job == "stepwise") {
  suppressMessages(library(SparseMSE))
  samples <- as.numeric(given[4])
  done <- cpu(function() suppressWarnings(estimatepopulation(as.matrix(table), nboot = samples, pthresh = 0.02)))
  say("stepwise", done$seconds, samples, done$found$popest)
}
cat("\n")
