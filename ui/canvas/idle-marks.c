/* idle-marks: units through which nothing is learnt, counted on their nodes, when asked */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/idle-marks.h"

#include <glib/gi18n-lib.h>

#include "engine/base/count.h"
#include "ui/canvas/actions.h"
#include "ui/canvas/plane.h"
#include "ui/context/keeping.h"

#define VIEW "idle-units" /* of the project: whether they are counted */

void
weft_idle_marks_toggle (WeftPlane *self)
{
  self->shows_idle = !self->shows_idle;
  weft_context_keep (self->context, VIEW, g_variant_new_boolean (self->shows_idle));
  weft_context_want_idle (self->context, self->shows_idle);
  weft_actions_update (self);
  weft_thumbs_refresh (self);
}

gboolean
weft_idle_marks_are_shown (WeftPlane *self)
{
  return self->shows_idle;
}

void
weft_idle_marks_restore (WeftPlane *self)
{
  g_autoptr (GVariant) value = weft_context_recall (self->context, VIEW, G_VARIANT_TYPE_BOOLEAN);

  if (value == NULL)
    return;
  self->shows_idle = g_variant_get_boolean (value);
  weft_context_want_idle (self->context, self->shows_idle);
}

static const WeftIdleUnits *
find (WeftPlane *self, gint64 node)
{
  WeftSnapshot *snapshot = weft_live_get_snapshot (weft_context_get_live (self->context));

  return self->shows_idle && snapshot != NULL && snapshot->idle != NULL
             ? g_hash_table_lookup (snapshot->idle, &node)
             : NULL;
}

char *
weft_idle_marks_dup_line (WeftPlane *self, gint64 node)
{
  const WeftIdleUnits *idle = find (self, node);
  g_autofree char *dead = NULL, *saturated = NULL, *units = NULL;

  if (idle == NULL)
    return NULL;
  dead = weft_count_format (idle->dead);
  saturated = weft_count_format (idle->saturated);
  units = weft_count_format (idle->units);
  if (idle->dead == 0 && idle->saturated == 0)
    /* Translators: on a node of the canvas, in little room: of its units none is dead */
    return g_strdup_printf (_ ("none dead of %s"), units);
  if (idle->saturated == 0)
    return g_strdup_printf (_ ("%s dead of %s"), dead, units);
  if (idle->dead == 0)
    return g_strdup_printf (_ ("%s saturated of %s"), saturated, units);
  /* Translators: dead units and saturated ones of all: "3 dead, 12 flat of 120" */
  return g_strdup_printf (_ ("%s dead, %s flat of %s"), dead, saturated, units);
}

/* "1, 5, 18 …" */
static char *
dup_list (const gint64 which[WEFT_IDLE_NAMED], gint64 n)
{
  GString *text = g_string_new (NULL);

  for (gint64 i = 0; i < MIN (n, WEFT_IDLE_NAMED); i++)
    {
      g_autofree char *number = weft_count_format (which[i] + 1);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", number);
    }
  if (n > WEFT_IDLE_NAMED)
    g_string_append (text, " …");
  return g_string_free (text, FALSE);
}

char *
weft_idle_marks_describe (WeftPlane *self, gint64 node)
{
  const WeftIdleUnits *idle = find (self, node);
  g_autofree char *samples = NULL, *dead = NULL, *saturated = NULL;
  GString *text;

  if (idle == NULL)
    return NULL;
  samples = weft_count_format (idle->samples);
  dead = dup_list (idle->which_dead, idle->dead);
  saturated = dup_list (idle->which_saturated, idle->saturated);
  text = g_string_new (NULL);
  /* Translators: how many samples, then which units, from 1 */
  if (idle->dead > 0)
    g_string_append_printf (text, _ ("Dead: for none of %s samples a gradient comes past unit %s."),
                            samples, dead);
  if (idle->dead > 0 && idle->saturated > 0)
    g_string_append_c (text, '\n');
  if (idle->saturated > 0)
    g_string_append_printf (
        text, _ ("Saturated: for nearly all of %s samples hardly a gradient comes past unit %s."),
        samples, saturated);
  if (text->len == 0)
    g_string_append_printf (text, _ ("A gradient comes past every unit, of %s samples."), samples);
  return g_string_free (text, FALSE);
}
