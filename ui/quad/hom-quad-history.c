/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ui/quad/hom-quad-history.h"

typedef struct
{
  HomPoint corners[4];
} QuadState;

/* @states: an array of #QuadState.
 * @now: the number of the present state.
 * @series: the series of the last change; 0 when the next one starts a new
 *   step.
 */
struct _HomQuadHistory
{
  GArray *states;
  guint   now;
  gint    series;
};

HomQuadHistory *
hom_quad_history_new (const HomPoint quad[4])
{
  HomQuadHistory *history = g_new0 (HomQuadHistory, 1);

  history->states = g_array_new (FALSE, FALSE, sizeof (QuadState));
  g_array_append_vals (history->states, quad, 1);

  return history;
}

void
hom_quad_history_free (HomQuadHistory *history)
{
  if (! history)
    return;

  g_array_unref (history->states);
  g_free (history);
}

/* Returns: the present corners. */
const HomPoint *
hom_quad_history_get (HomQuadHistory *history)
{
  return g_array_index (history->states, QuadState, history->now).corners;
}

/* Adds a new state.
 *
 * @series: changes in a row with the same number are one step: those of a drag,
 *   or of one number that is being typed. 0 is a step of its own.
 */
void
hom_quad_history_set (HomQuadHistory *history,
                      const HomPoint  quad[4],
                      gint            series)
{
  QuadState state;

  memcpy (state.corners, quad, sizeof (state.corners));
  if (memcmp (&state, hom_quad_history_get (history), sizeof (state)) == 0)
    return;

  g_array_set_size (history->states, history->now + 1);
  if (series != 0 && series == history->series)
    {
      g_array_index (history->states, QuadState, history->now) = state;
      return;
    }

  g_array_append_val (history->states, state);
  history->now++;
  history->series = series;
}

/* Ends a series: the next change starts a new step in any case. */
void
hom_quad_history_end (HomQuadHistory *history)
{
  history->series = 0;
}

gboolean
hom_quad_history_can_undo (HomQuadHistory *history)
{
  return history->now > 0;
}

gboolean
hom_quad_history_can_redo (HomQuadHistory *history)
{
  return history->now + 1 < history->states->len;
}

/* Undoes the last step.
 *
 * Returns: FALSE when there is nothing to undo.
 */
gboolean
hom_quad_history_undo (HomQuadHistory *history)
{
  if (! hom_quad_history_can_undo (history))
    return FALSE;

  history->now--;
  history->series = 0;

  return TRUE;
}

/* Does the step again that was undone.
 *
 * Returns: FALSE when nothing was undone.
 */
gboolean
hom_quad_history_redo (HomQuadHistory *history)
{
  if (! hom_quad_history_can_redo (history))
    return FALSE;

  history->now++;
  history->series = 0;

  return TRUE;
}
