# Makes notebooks/data/{credit,concrete}.tsv and lending-club.tsv from the R package modeldata 1.1.0 (MIT).
#
#   apt-get download r-cran-modeldata=1.1.0-1 && dpkg -x r-cran-modeldata_*.deb unpacked
#   Rscript scripts/data/modeldata.R unpacked/usr/lib/R/site-library/modeldata notebooks/data
#   node scripts/data/compress.mjs lending-club.tsv
#
# Only names are changed, and the prefixes term_ and emp_ left out; a missing cell is empty.
arguments <- commandArgs(trailingOnly = TRUE)
package <- new.env()
invisible(lazyLoad(file.path(arguments[1], "data", "Rdata"), package))

write_table <- function(data, file, names) {
  stopifnot(ncol(data) == length(names))
  colnames(data) <- names
  write.table(data, file.path(arguments[2], file), sep = "\t", quote = FALSE, row.names = FALSE, na = "", eol = "\n")
}

words <- function(text) strsplit(trimws(text), "\\s+")[[1]]

write_table(as.data.frame(package$credit_data), "credit.tsv", words(
  "status seniority home time age marital records job expenses income assets debt amount price"))

write_table(as.data.frame(package$concrete), "concrete.tsv", words(
  "cement slag flyAsh water superplasticizer coarseAggregate fineAggregate age strength"))

loans <- as.data.frame(package$lending_club)
loans$term <- sub("term_", "", loans$term)
loans$emp_length <- sub("emp_", "", loans$emp_length)
write_table(loans, "lending-club.tsv", words(
  "amount term interestRate subGrade state verification annualIncome employment delinquencies2Years inquiries6Months
   revolvingUtilisation accountsDelinquent openInstalment6Months openInstalment12Months openInstalment24Months
   instalmentBalance utilisation financeInquiries inquiries12Months delinquentAmount instalmentAccounts instalmentLimit class"))
