/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "tools/work/outcome.h"

/* The words of the table, which are the same in every language. */
static const gchar *const words[N_STATUSES] = { "done", "look", "skipped",
                                                "unsure", "failed" };

const gchar *
status_word (Status status)
{
  return words[status];
}

/* Tells whether a file counts as failed: the result is not there. */
gboolean
status_is_failure (Status status)
{
  return status == STATUS_UNSURE || status == STATUS_FAILED;
}

void
outcome_clear (Outcome *outcome)
{
  g_free (outcome->name);
  g_free (outcome->output);
  g_free (outcome->message);
  memset (outcome, 0, sizeof (*outcome));
}

/* Makes an outcome of an error.
 *
 * @error: (transfer full): what went wrong.
 */
void
outcome_fail (Outcome *outcome, GError *error)
{
  outcome->status = STATUS_FAILED;
  g_free (outcome->message);
  outcome->message = g_strdup (error->message);
  g_error_free (error);
}

/* Packs an outcome for its way from a worker. Names need not be UTF-8: they go
 * as bytes.
 */
GVariant *
outcome_to_variant (const Outcome *outcome)
{
  const HomPoint *c = outcome->corners;

  return g_variant_ref_sink (g_variant_new (
      "(^aybib(dddddddd)dd^ay^ay)", outcome->name, outcome->is_last,
      (gint) outcome->status, outcome->has_corners, c[0].x, c[0].y, c[1].x,
      c[1].y, c[2].x, c[2].y, c[3].x, c[3].y, outcome->ratio,
      outcome->confidence, outcome->output ? outcome->output : "",
      outcome->message ? outcome->message : ""));
}

static gchar *
text_or_null (gchar *text)
{
  if (! text[0])
    g_clear_pointer (&text, g_free);

  return text;
}

/* Unpacks an outcome. */
void
outcome_from_variant (Outcome *outcome, GVariant *variant)
{
  HomPoint *c = outcome->corners;
  gint      status;
  gchar    *output, *message;

  g_variant_get (variant, "(^aybib(dddddddd)dd^ay^ay)", &outcome->name,
                 &outcome->is_last, &status, &outcome->has_corners, &c[0].x,
                 &c[0].y, &c[1].x, &c[1].y, &c[2].x, &c[2].y, &c[3].x, &c[3].y,
                 &outcome->ratio, &outcome->confidence, &output, &message);
  outcome->status  = (Status) CLAMP (status, 0, N_STATUSES - 1);
  outcome->output  = text_or_null (output);
  outcome->message = text_or_null (message);
}
