/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <stdio.h>

#include "align-result.h"

void
align_result_clear (AlignResult *result)
{
  g_clear_pointer (&result->message, g_free);
}

/* Whether there is an alignment, or else a message. */
gboolean
align_result_found (const AlignResult *result)
{
  return result && result->is_known && ! result->message;
}

static gboolean
same_source (const AlignSource *a, const AlignSource *b)
{
  return a->node == b->node && a->format == b->format &&
         gegl_rectangle_equal (&a->box, &b->box);
}

static gboolean
same_question (const AlignQuestion *a, const AlignQuestion *b)
{
  return same_source (&a->moving, &b->moving) &&
         same_source (&a->reference, &b->reference) && a->model == b->model &&
         a->loss == b->loss && a->search == b->search;
}

/* From coordinates of the reduced planes. */
static HomMatrix
enlarge (const HomMatrix *h, gint shrink)
{
  HomMatrix out = { { shrink, 0, 0, 0, shrink, 0, 0, 0, 1 } };
  HomMatrix in  = { { 1.0 / shrink, 0, 0, 0, 1.0 / shrink, 0, 0, 0, 1 } };
  HomMatrix w   = hom_matrix_multiply (&out, h);

  w = hom_matrix_multiply (&w, &in);

  return hom_matrix_normalize (&w);
}

static gboolean
answer (const AlignQuestion *question, HomAlignment *found, GError **error)
{
  const AlignSource *reference = &question->reference;
  const AlignSource *moving    = &question->moving;

  gboolean gray = align_source_is_gray (reference) ||
                  align_source_is_gray (moving);
  gint            channels = gray ? 1 : 3;
  gint            shrink   = MAX (align_source_shrink (reference),
                                  align_source_shrink (moving));
  HomMatrix       identity = HOM_MATRIX_IDENTITY;
  HomAlignOptions options  = { .model         = question->model,
                               .loss          = question->loss,
                               .allow_horizon = TRUE };

  g_autoptr (HomPicture) stays = NULL;
  g_autoptr (HomPicture) moves = NULL;

  if (! align_source_check (moving, FALSE, error) ||
      ! align_source_check (reference, TRUE, error))
    return FALSE;

  stays = align_picture_new (reference, channels, shrink, error);
  if (stays)
    moves = align_picture_new (moving, channels, shrink, error);
  if (! question->search)
    options.start = &identity;
  if (! moves || ! hom_align (stays, moves, &options, NULL, found, error))
    return FALSE;

  found->h = enlarge (&found->h, shrink);

  return TRUE;
}

/**
 * align_result_update:
 *
 * Finds the alignment, unless the same was asked before and no pixel changed.
 * Renders the pictures of the nodes, which must not depend on the result.
 */
void
align_result_update (AlignResult *result, const AlignQuestion *question)
{
  GError *error = NULL;

  /* Before the pixels are looked at: what changes meanwhile counts. */
  if (! g_atomic_int_compare_and_exchange (&result->is_stale, TRUE, FALSE) &&
      result->is_known && same_question (&result->question, question))
    return;

  g_clear_pointer (&result->message, g_free);
  result->question = *question;
  result->is_told  = FALSE;
  result->is_known = TRUE;
  if (! answer (question, &result->found, &error))
    {
      result->message = g_strdup (error->message);
      g_error_free (error);
    }
}

/* Returns: nine numbers with blanks between, which read as the same doubles. */
gchar *
align_result_matrix (const AlignResult *result)
{
  GString *string = g_string_new (NULL);
  gchar    number[G_ASCII_DTOSTR_BUF_SIZE];

  for (gint i = 0; i < 9; i++)
    g_string_append_printf (string, "%s%s", i > 0 ? " " : "",
                            g_ascii_formatd (number, sizeof number, "%.17g",
                                             result->found.h.m[i]));

  return g_string_free (string, FALSE);
}

static void
print_number (const gchar *name, gdouble value)
{
  gchar number[G_ASCII_DTOSTR_BUF_SIZE];

  printf ("%s %s\n", name,
          g_ascii_formatd (number, sizeof number, "%.6f", value));
}

/* To the standard output, for scripts: a name and its numbers a line. */
void
align_result_print (const AlignResult *result)
{
  gchar *matrix = align_result_matrix (result);

  printf ("matrix %s\n", matrix);
  print_number ("correlation", result->found.correlation);
  print_number ("agreement", result->found.agreement);
  print_number ("overlap", result->found.overlap);
  fflush (stdout);
  g_free (matrix);
}
