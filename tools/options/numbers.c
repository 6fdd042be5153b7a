/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "tools/options/numbers.h"

/* No picture is larger, in pixels. */
#define LARGEST_SIDE 100000

/* Reads one number, with a decimal point or a decimal comma. */
static gboolean
read_number (const gchar *text, gdouble *number)
{
  g_autofree gchar *pointed = g_strdup (text);
  gchar            *comma   = strchr (pointed, ',');
  gchar            *end;

  if (comma && ! strchr (comma + 1, ',') && ! strchr (pointed, '.'))
    *comma = '.';
  *number = g_ascii_strtod (pointed, &end);

  return end != pointed && ! *g_strchug (end) && isfinite (*number);
}

/* Reads a number between two others. */
gboolean
parse_number (const gchar *text,
              gdouble      least,
              gdouble      most,
              gdouble     *number,
              GError     **error)
{
  gchar from[G_ASCII_DTOSTR_BUF_SIZE], to[G_ASCII_DTOSTR_BUF_SIZE];

  if (read_number (text, number) && *number >= least && *number <= most)
    return TRUE;
  g_ascii_formatd (from, sizeof (from), "%g", least);
  g_ascii_formatd (to, sizeof (to), "%g", most);
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("“%s” is no number from %s to %s."), text, from, to);

  return FALSE;
}

/* Splits the text of corners into eight numbers: at blanks and semicolons where
 * there are any, so that commas may be decimal; else at commas.
 */
static gchar **
split_corners (const gchar *text)
{
  g_autofree gchar *plain = g_strdup (text);
  g_auto (GStrv) words    = NULL;
  GPtrArray *pieces       = g_ptr_array_new ();
  gint       n            = 0;

  g_strdelimit (plain, ";\t\n", ' ');
  words = g_strsplit (plain, " ", -1);
  for (gint i = 0; words[i]; i++)
    n += words[i][0] != '\0';
  for (gint i = 0; words[i]; i++)
    if (words[i][0] && n >= 8)
      {
        gsize length = strlen (words[i]);

        /* “72.3, 84.7”: a comma at the end parts two numbers */
        if (words[i][length - 1] == ',')
          words[i][length - 1] = '\0';
        g_ptr_array_add (pieces, g_strdup (words[i]));
      }
    else if (words[i][0])
      {
        g_auto (GStrv) numbers = g_strsplit (words[i], ",", -1);

        for (gint j = 0; numbers[j]; j++)
          if (numbers[j][0])
            g_ptr_array_add (pieces, g_strdup (numbers[j]));
      }
  g_ptr_array_add (pieces, NULL);

  return (gchar **) g_ptr_array_free (pieces, FALSE);
}

/* Reads four corners: x1,y1,x2,y2,x3,y3,x4,y4 from the top left on, clockwise.
 */
gboolean
parse_corners (const gchar *text, HomPoint corners[4], GError **error)
{
  g_auto (GStrv) pieces = split_corners (text);
  gdouble numbers[8];
  guint   n = g_strv_length (pieces);

  if (n == 16)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("“%s” has decimal commas, and commas between the "
                      "numbers. Write decimal points, or part the numbers by "
                      "blanks."),
                   text);
      return FALSE;
    }
  if (n != 8)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("Corners are eight numbers, x1,y1,x2,y2,x3,y3,x4,y4, of "
                      "the top left, top right, bottom right and bottom left "
                      "corner; “%s” has %u."),
                   text, n);
      return FALSE;
    }
  for (gint i = 0; i < 8; i++)
    if (! read_number (pieces[i], &numbers[i]))
      {
        g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                     _ ("“%s” in the corners is no number."), pieces[i]);
        return FALSE;
      }
  for (gint i = 0; i < 4; i++)
    corners[i] = (HomPoint){ numbers[2 * i], numbers[2 * i + 1] };

  return hom_quad_check (corners, error);
}

/* Splits two sides, 210x297, at any of the signs that people write there. */
static gchar **
split_sides (const gchar *text)
{
  const gchar *times = strstr (text, "×");

  return g_strsplit (text, times ? "×" : strchr (text, 'X') ? "X" : "x", -1);
}

static gboolean
read_side (const gchar *text, gint *side)
{
  gdouble number = 0.0;

  if (text[0] && (! read_number (text, &number) || number < 1.0 ||
                  number > LARGEST_SIDE || number != floor (number)))
    return FALSE;
  *side = (gint) number;

  return TRUE;
}

/* Reads a size in pixels: 680x960, or 680x or x960, of which the other side
 * follows by the ratio.
 */
gboolean
parse_size (const gchar *text, gint *width, gint *height, GError **error)
{
  g_auto (GStrv) sides = split_sides (text);

  if (g_strv_length (sides) == 2 && read_side (sides[0], width) &&
      read_side (sides[1], height) && (*width || *height))
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("“%s” is no size in pixels, as 680x960, 680x or x960 are."),
               text);

  return FALSE;
}

/* Reads a format of paper: A4, letter, or 210x297, in millimetres. */
gboolean
parse_paper (const gchar *text, HomPaper *paper, GError **error)
{
  const HomPaper *known = hom_paper_find (text);
  g_auto (GStrv) sides  = split_sides (text);
  gdouble a, b;

  if (known)
    {
      *paper = *known;
      return TRUE;
    }
  if (g_strv_length (sides) == 2 && read_number (sides[0], &a) &&
      read_number (sides[1], &b) && a > 0.0 && b > 0.0)
    {
      *paper = (HomPaper){ NULL, MIN (a, b), MAX (a, b) };
      return TRUE;
    }

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("“%s” is no format of paper that is known. There are A0 to "
                  "A7, B4, B5, letter, legal, tabloid, card, and sides in "
                  "millimetres, as 210x297."),
               text);

  return FALSE;
}
