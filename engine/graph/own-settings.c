/* own-settings: what an optimiser has in place of the training table's defaults */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/own-settings.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/optim/optimizer.h"

#define CHOICE "optimizer"

static const WeftOptimizer *
find_row (GVariant *chosen)
{
  for (guint i = 0; chosen != NULL && i < weft_optimizers_count (); i++)
    if (g_str_equal (weft_optimizer_get ((int) i, 0)->id, g_variant_get_string (chosen, NULL)))
      return weft_optimizer_get ((int) i, 0);
  return NULL;
}

/* Bytes of the name that say of which lane it is: "", "discriminator_". */
static gsize
measure_lane (const char *name)
{
  gsize length = 0;

  for (const char *at = strchr (name, '_'); at != NULL; at = strchr (at + 1, '_'))
    {
      g_autofree char *choice = g_strdup_printf ("%.*s" CHOICE, (int) (at + 1 - name), name);

      if (weft_params_find (weft_training_params (), choice) != NULL)
        length = (gsize) (at + 1 - name);
    }
  return length;
}

/* Nullable; transfer full. */
static GVariant *
get_own (const WeftOptimizer *row, const char *setting)
{
  g_autoptr (GVariant) own
      = row != NULL && row->own != NULL
            ? g_variant_parse (G_VARIANT_TYPE_VARDICT, row->own, NULL, NULL, NULL)
            : NULL;

  return own != NULL ? g_variant_lookup_value (own, setting, NULL) : NULL;
}

/* The row's own, or the table's default. */
static GVariant *
get_usual (const WeftOptimizer *row, const char *name, const char *setting)
{
  GVariant *own = get_own (row, setting);
  const WeftParam *param = weft_params_find (weft_training_params (), name);

  return own != NULL || param == NULL ? own : weft_param_get_default (param);
}

static GVariant *
get_chosen (GVariant *values, const char *name)
{
  g_autofree char *choice = g_strdup_printf ("%.*s" CHOICE, (int) measure_lane (name), name);

  return weft_params_get (weft_training_params (), values, choice);
}

GVariant *
weft_own_settings_get (GVariant *values, const char *name)
{
  g_autoptr (GVariant) chosen = get_chosen (values, name);

  return get_usual (find_row (chosen), name, name + measure_lane (name));
}

static gboolean
is_equal (GVariant *a, GVariant *b)
{
  return a == b || (a != NULL && b != NULL && g_variant_equal (a, b));
}

/* What becomes of one setting of the lane when the optimiser does. */
static void
add_edit (GPtrArray *edits, GVariant *values, const char *name, const WeftOptimizer *from,
          const WeftOptimizer *to)
{
  const char *setting = name + measure_lane (name);
  g_autoptr (GVariant) now = weft_params_get (weft_training_params (), values, name);
  g_autoptr (GVariant) before = get_usual (from, name, setting);
  g_autoptr (GVariant) after = get_usual (to, name, setting);

  if (is_equal (now, before) && !is_equal (now, after))
    g_ptr_array_add (edits, weft_edit_set_training (name, after));
}

WeftEdit *
weft_own_settings_edit (GVariant *values, const char *name, GVariant *value)
{
  gsize lane = measure_lane (name);
  g_autoptr (GVariant) given = value != NULL ? g_variant_ref_sink (value) : NULL;
  g_autoptr (GVariant) chosen = NULL, usual = NULL;
  const WeftParam *params = weft_training_params ();
  g_autoptr (GPtrArray) edits = NULL;

  if (given == NULL)
    usual = weft_own_settings_get (values, name);
  if (!g_str_equal (name + lane, CHOICE))
    return weft_edit_set_training (name, given != NULL ? given : usual);
  chosen = get_chosen (values, name);
  edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  g_ptr_array_add (edits, weft_edit_set_training (name, given));
  for (const WeftParam *param = params; param->name != NULL; param++)
    if (measure_lane (param->name) == lane && strncmp (param->name, name, lane) == 0)
      add_edit (edits, values, param->name, find_row (chosen),
                find_row (given != NULL ? given : usual));
  return weft_edit_list (edits, N_ ("Choose another optimiser"));
}
