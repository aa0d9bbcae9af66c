# Makes a Markdown table of what the live tests measured: a row for each way to observe a probe, a column for each kernel. Reads lines
# "KERNEL<tab>PROOF GROUP WAY measured N truth M [within T]" "KERNEL<tab>PROOF GROUP WAY refused ERRNO" and "KERNEL<tab>PROOF GROUP WAY inexact REASON". A cell holds the measurement
# with the largest truth, or the wrong one if any was wrong.
BEGIN { FS = "\t" }
{
  split($2, word, " ")
  kernel = $1
  way = word[2] " | " word[3]
  if (!(kernel in column)) { column[kernel] = ++columns; kernels[columns] = kernel }
  if (!(way in row)) { row[way] = ++rows; ways[rows] = way }
  at = way SUBSEP kernel
  if (word[4] == "refused" || word[4] == "inexact") {
    if (!(at in cell)) cell[at] = word[4] ": " word[5]
    next
  }
  measured = word[5]; truth = word[7]; tolerance = word[8] == "within" ? word[9] : 0
  off = measured > truth ? measured - truth : truth - measured
  if (off > tolerance) { wrong[at] = 1; cell[at] = "**" measured " instead of " truth "**"; next }
  if (at in wrong || (at in largest && largest[at] >= truth)) next
  largest[at] = truth
  cell[at] = tolerance ? measured " of " truth " ± " tolerance : measured
}
END {
  line = "| Probe | Way |"; rule = "| --- | --- |"
  for (c = 1; c <= columns; c++) { line = line " " kernels[c] " |"; rule = rule " --- |" }
  if (rows) print line "\n" rule
  for (r = 1; r <= rows; r++) {
    line = "| " ways[r] " |"
    for (c = 1; c <= columns; c++) {
      at = ways[r] SUBSEP kernels[c]
      line = line " " (at in cell ? cell[at] : "–") " |"
    }
    print line
  }
}
