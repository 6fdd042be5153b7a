#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Straightens the page on a scan, without GIMP:
#
#     straighten.sh SCAN PAGE WIDTH HEIGHT X1 Y1 … X4 Y4
#
# The page's corners on the scan, top left, top right, bottom right, bottom left, become those of a
# picture of WIDTH × HEIGHT pixels. The page is there when the status is 0, and only then: the gegl
# command ends with 0 too when a file could not be read or written, and only warns.

set -u
if [ $# -ne 12 ]; then
  sed -n '3,10s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
scan=$1 page=$2 width=$3 height=$4
shift 4

part=$(dirname "$page")/.$$-$(basename "$page")
trap 'rm -f "$part"' EXIT
says=$(gegl "$scan" -o "$part" -- homography:warp \
  source-x1="$1" source-y1="$2" source-x2="$3" source-y2="$4" \
  source-x3="$5" source-y3="$6" source-x4="$7" source-y4="$8" \
  target-x1=0 target-y1=0 target-x2="$width" target-y2=0 \
  target-x3="$width" target-y3="$height" target-x4=0 target-y4="$height" \
  crop width="$width" height="$height" 2>&1)
status=$?

case $says in *WARNING* | *[Ee]rror* | *ERROR*) status=1 ;; esac
if [ $status -ne 0 ] || [ ! -s "$part" ]; then
  # A file that could not be read is followed by a warning for each tile.
  { echo "$scan: not straightened"; echo "$says" | grep . | head -n 3; } >&2
  exit 1
fi
mv "$part" "$page"
