/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "homography.h"

#include "tools/picture/write.h"

G_BEGIN_DECLS

/* The exit status where the program was called wrongly: no number of files that
 * failed is as high.
 */
#define STATUS_USAGE 125

/* And where it was interrupted. */
#define STATUS_INTERRUPTED 130

typedef enum
{
  COMMAND_STRAIGHTEN,
  COMMAND_ALIGN,
  COMMAND_CORNERS,
} Command;

/**
 * Options:
 * @files: (array zero-terminated=1): files and folders, in the file system's own
 *   encoding.
 * @output: the folder of what is written.
 * @csv: (nullable): the path of the table.
 * @least_confidence: what is found with less is not written.
 * @ratio: width / height of the page, or 0: recovered.
 * @width: of the page, in pixels; 0: by the ratio.
 * @paper: the size of the paper; its sides are 0 where none was given.
 * @ppi: the resolution that is asked for, or 0.
 *
 * What the user asks for.
 */
typedef struct
{
  Command          command;
  gchar          **files;
  gchar           *output;
  gchar           *csv;
  gint             jobs;
  gboolean         resume;
  gboolean         quiet;
  gdouble          least_confidence;
  WriteFormat      format;
  gint             quality;
  HomInterpolation interpolation;
  gboolean         has_corners;
  HomPoint         corners[4];
  gdouble          ratio;
  gint             width, height;
  HomPaper         paper;
  gdouble          ppi;
  HomModel         model;
} Options;

gboolean options_parse (Options *options,
                        gint     argc,
                        gchar  **argv,
                        gint    *status);
void     options_clear (Options *options);

G_END_DECLS
