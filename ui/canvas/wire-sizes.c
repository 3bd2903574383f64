/* wire-sizes: wires as thick and as deep in colour as what they carry is large, when asked
 *
 * By the logarithm: what vanishes or explodes from layer to layer does so by factors. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/base/format.h"
#include "ui/canvas/actions.h"
#include "ui/canvas/plane.h"
#include "ui/canvas/wire-sizes.h"
#include "ui/context/keeping.h"
#include "ui/scene/words.h"

#define DECADES 4
#define VIEW "wires-by" /* of the project: what they are thick by */

static float
get_activation (const WeftSizes *from, const WeftSizes *to)
{
  return from != NULL ? from->activation : NAN;
}

static float
get_gradient (const WeftSizes *from, const WeftSizes *to)
{
  return from != NULL ? from->gradient : NAN;
}

/* Of the layer that the wire leads to: by them what it carries is weighed. */
static float
get_weight (const WeftSizes *from, const WeftSizes *to)
{
  return to != NULL ? to->weight : NAN;
}

static const struct
{
  const char *title;                                         /* N_ () */
  float (*get) (const WeftSizes *from, const WeftSizes *to); /* both nullable */
  WeftRole role;
} rows[] = {
  { N_ ("Activations"), get_activation, WEFT_ROLE_POSITIVE },
  { N_ ("Gradients"), get_gradient, WEFT_ROLE_NEGATIVE },
  { N_ ("Weights"), get_weight, WEFT_ROLE_BEST },
};

enum
{
  BY_ACTIVATION = 1,
  BY_GRADIENT,
  BY_WEIGHT,
};

static void
toggle (WeftPlane *self, int by)
{
  self->wire_sizes.by = self->wire_sizes.by == by ? 0 : by;
  weft_context_keep (self->context, VIEW, g_variant_new_int32 (self->wire_sizes.by));
  weft_context_want_sizes (self->context, self->wire_sizes.by != 0);
  weft_actions_update (self);
  weft_under_redraw_wires (self);
  g_signal_emit_by_name (self, "keys-changed");
}

void
weft_wire_sizes_restore (WeftPlane *self)
{
  g_autoptr (GVariant) value = weft_context_recall (self->context, VIEW, G_VARIANT_TYPE_INT32);

  if (value == NULL)
    return;
  self->wire_sizes.by = CLAMP (g_variant_get_int32 (value), 0, BY_WEIGHT);
  weft_context_want_sizes (self->context, self->wire_sizes.by != 0);
}

void
weft_wire_sizes_by_activation (WeftPlane *self)
{
  toggle (self, BY_ACTIVATION);
}

void
weft_wire_sizes_by_gradient (WeftPlane *self)
{
  toggle (self, BY_GRADIENT);
}

void
weft_wire_sizes_by_weight (WeftPlane *self)
{
  toggle (self, BY_WEIGHT);
}

gboolean
weft_wire_sizes_are_by_activation (WeftPlane *self)
{
  return self->wire_sizes.by == BY_ACTIVATION;
}

gboolean
weft_wire_sizes_are_by_gradient (WeftPlane *self)
{
  return self->wire_sizes.by == BY_GRADIENT;
}

gboolean
weft_wire_sizes_are_by_weight (WeftPlane *self)
{
  return self->wire_sizes.by == BY_WEIGHT;
}

static float
find_size (WeftPlane *self, const WeftSceneWire *wire)
{
  WeftSnapshot *snapshot = weft_live_get_snapshot (weft_context_get_live (self->context));
  GHashTable *sizes = snapshot != NULL ? snapshot->sizes : NULL;
  gint64 from = weft_words_find_source (weft_context_get_graph (self->context), &wire->wire);

  if (sizes == NULL || wire->is_label || self->wire_sizes.by == 0)
    return NAN;
  return rows[self->wire_sizes.by - 1].get (g_hash_table_lookup (sizes, &from),
                                            g_hash_table_lookup (sizes, &wire->wire.to));
}

void
weft_wire_sizes_measure (WeftPlane *self)
{
  self->wire_sizes.least = self->wire_sizes.most = NAN;
  for (guint i = 0; self->wire_sizes.by != 0 && i < self->scene->wires->len; i++)
    {
      float size = find_size (self, weft_scene_get_wire (self->scene, i));

      self->wire_sizes.least = fminf (self->wire_sizes.least, size); /* NaN is passed over */
      self->wire_sizes.most = fmaxf (self->wire_sizes.most, size);
    }
}

gboolean
weft_wire_sizes_find (WeftPlane *self, const WeftSceneWire *wire, double *share, WeftRole *role)
{
  float size, most = self->wire_sizes.most;

  if (self->wire_sizes.by == 0 || wire->is_label)
    return FALSE;
  size = find_size (self, wire);
  *role = rows[self->wire_sizes.by - 1].role;
  *share = isnan (size) || !(most > 0) ? (double) NAN
           : size > 0 ? CLAMP (1 + log10 ((double) size / (double) most) / DECADES, 0, 1)
                      : 0;
  return TRUE;
}

char *
weft_wire_sizes_describe (WeftPlane *self, const WeftSceneWire *wire)
{
  float size = find_size (self, wire);
  g_autofree char *number = NULL;

  if (isnan (size))
    return NULL;
  number = weft_format_digits ((double) size, 3);
  return g_strdup_printf ("%s %s", _ (rows[self->wire_sizes.by - 1].title), number);
}

char *
weft_wire_sizes_dup_key (WeftPlane *self)
{
  g_autofree char *least = NULL, *most = NULL;
  const char *title;

  if (self->wire_sizes.by == 0)
    return NULL;
  title = _ (rows[self->wire_sizes.by - 1].title);
  if (!self->scene_is_old)
    weft_wire_sizes_measure (self);
  if (isnan (self->wire_sizes.most))
    return g_strdup (title);
  least = weft_format_digits ((double) self->wire_sizes.least, 2);
  most = weft_format_digits ((double) self->wire_sizes.most, 2);
  /* Translators: what the wires' thickness says, and its range: "Gradients 0.01 to 0.3" */
  return g_strdup_printf (_ ("%s %s to %s"), title, least, most);
}
