#!/bin/sh
# Writes assets/css/steps.css. Inline styles are refused by the content security policy, so every
# place on the day grid and every width in percent is a class.
set -eu
cd "$(dirname "$0")/.."
{
  echo '/* Places on the day grid (5-minute rows) and widths in percent, as classes: inline styles are refused. Written by scripts/steps-css.sh. */'
  seq 1 192 | awk '{printf ".gr%d{grid-row-start:%d;--n:%d}", $1, $1, $1 - 1} END {print ""}'
  seq 1 96 | awk '{printf ".sp%d{grid-row-end:span %d}", $1, $1} END {print ""}'
  seq 0 100 | awk '{printf ".w%d{width:%d%%}", $1, $1} END {print ""}'
  seq 0 100 | awk '{printf ".x%d{left:%d%%}", $1, $1} END {print ""}'
} > assets/css/steps.css
