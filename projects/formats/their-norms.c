/* their-norms: a norm that a convolution of ours has taken in stands behind it in what others keep
 *
 * An exporter that has a model to be run makes one of both: w' = w s, b' = β + (b − μ) s, with
 * s = γ / √(σ² + ε). Which norm that was only their names say: "bn1" behind "conv1", "1" behind
 * "0", or the only one beside a convolution that has no bias of its own. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/their-norms.h"

#include <string.h>

static const char *const numbers[4] = { "weight", "bias", "running_mean", "running_var" };

/* A norm that nothing of ours is. */
typedef struct
{
  char *module; /* "layer1.bn1" */
  const WeftNamedWeight *of[4];
} Norm;

static void
free_norm_cb (gpointer data)
{
  Norm *norm = data;

  g_free (norm->module);
  g_free (norm);
}

static GPtrArray *
list_norms (const GPtrArray *weights, GHashTable *asked)
{
  GPtrArray *norms = g_ptr_array_new_with_free_func (free_norm_cb);
  g_autoptr (GHashTable) exact = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < weights->len; i++)
    g_hash_table_insert (exact, ((WeftNamedWeight *) weights->pdata[i])->name, weights->pdata[i]);
  for (guint i = 0; i < weights->len; i++)
    {
      char *module
          = weft_name_dup_before (((WeftNamedWeight *) weights->pdata[i])->name, ".running_mean");
      Norm *norm = g_new0 (Norm, 1);
      gboolean is_whole = module != NULL;

      norm->module = module;
      for (int k = 0; is_whole && k < 4; k++)
        {
          g_autofree char *name = g_strdup_printf ("%s.%s", module, numbers[k]);

          norm->of[k] = g_hash_table_lookup (exact, name);
          is_whole
              = norm->of[k] != NULL && !g_hash_table_contains (asked, name)
                && weft_shape_count (&norm->of[k]->shape) == weft_shape_count (&norm->of[0]->shape);
        }
      if (is_whole)
        g_ptr_array_add (norms, norm);
      else
        free_norm_cb (norm);
    }
  return norms;
}

/* --- which stands behind which --- */

static gsize
count_parent (const char *module)
{
  const char *last = strrchr (module, '.');

  return last != NULL ? (gsize) (last + 1 - module) : 0;
}

static const char *
get_last_number (const char *module)
{
  const char *at = module + strlen (module);

  while (at > module && g_ascii_isdigit (at[-1]))
    at--;
  return at;
}

static gboolean
is_beside (const char *conv, const char *norm)
{
  gsize n = count_parent (conv);

  return n == count_parent (norm) && strncmp (conv, norm, n) == 0;
}

/* "1" behind "0"; "bn2" behind "conv2". */
static gboolean
is_behind (const char *conv, const char *norm)
{
  gsize n = count_parent (conv);
  const char *a = get_last_number (conv), *b = get_last_number (norm);

  return a == conv + n && b == norm + n && *a != '\0' && *b != '\0'
             ? g_ascii_strtoll (b, NULL, 10) == g_ascii_strtoll (a, NULL, 10) + 1
             : strcmp (a, b) == 0;
}

/* The only one; nullable. */
static const Norm *
find_norm (const GPtrArray *norms, const char *conv, gint64 channels, gboolean has_bias)
{
  const Norm *behind = NULL, *beside = NULL;
  int n_behind = 0, n_beside = 0;

  for (guint i = 0; i < norms->len; i++)
    {
      const Norm *norm = norms->pdata[i];

      if (!is_beside (conv, norm->module) || weft_shape_count (&norm->of[0]->shape) != channels)
        continue;
      beside = norm;
      n_beside++;
      if (is_behind (conv, norm->module))
        {
          behind = norm;
          n_behind++;
        }
    }
  if (n_behind > 0)
    return n_behind == 1 ? behind : NULL;
  return n_beside == 1 && !has_bias ? beside : NULL;
}

/* --- taken in --- */

static const WeftStateEntry *
get_entry (const WeftState *state, guint i)
{
  return &g_array_index (state->entries, WeftStateEntry, i);
}

/* The bias that goes with a weight; −1: none. */
static int
find_bias (const WeftState *state, guint weight)
{
  const WeftStateEntry *of = get_entry (state, weight);

  for (guint i = weight + 1; i < state->n_live && get_entry (state, i)->node == of->node; i++)
    if (get_entry (state, i)->repeat == of->repeat
        && strcmp (get_entry (state, i)->name, "bias") == 0)
      return (int) i;
  return -1;
}

/* Of (O, …): a convolution's, not a turned one's. */
static gboolean
is_weight_of_convolution (const WeftState *state, WeftGraph *graph, guint i)
{
  const WeftStateEntry *entry = get_entry (state, i);
  const WeftNode *node = entry->node != WEFT_OWN_NODE ? weft_graph_find (graph, entry->node) : NULL;

  return node != NULL && strcmp (entry->name, "weight") == 0
         && g_str_has_prefix (node->layer->id, "conv")
         && !g_str_has_prefix (node->layer->id, "conv_transpose");
}

static void
take_in (WeftTheirs *theirs, const Norm *norm, gboolean is_bias)
{
  memcpy (theirs->norm, norm->of, sizeof theirs->norm);
  theirs->is_bias = is_bias;
  theirs->parts = 1;
  theirs->n = theirs->of[0] != NULL ? 1 : 0;
}

void
weft_their_norms_find (const GPtrArray *weights, const WeftState *state, WeftGraph *graph,
                       WeftTheirs *found, GHashTable *asked)
{
  g_autoptr (GPtrArray) norms = list_norms (weights, asked);

  for (guint i = 0; norms->len > 0 && i < state->n_live; i++)
    {
      int bias = is_weight_of_convolution (state, graph, i) ? find_bias (state, i) : -1;
      const WeftNamedWeight *weight = found[i].of[0];
      g_autofree char *conv = NULL;
      const Norm *norm;

      if (bias < 0 || weight == NULL || weight->shape.rank < 3)
        continue;
      conv = weft_name_dup_before (weight->name, ".weight");
      norm = conv != NULL
                 ? find_norm (norms, conv, weight->shape.dims[0], found[bias].of[0] != NULL)
                 : NULL;
      if (norm == NULL)
        continue;
      take_in (&found[i], norm, FALSE);
      take_in (&found[bias], norm, TRUE);
      for (int k = 0; k < 4; k++)
        g_hash_table_add (asked, g_strdup (norm->of[k]->name));
    }
}
