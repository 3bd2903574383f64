/* their-names: what of the weights that others keep is one of ours, where it is called otherwise */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/their-names.h"

#include <math.h>
#include <string.h>

#define EPSILON 1e-5   /* as a norm has it of which nothing else is said */
#define LONGEST_STEP 3 /* from a block's number to the next: what has no weights stands between */

struct _WeftTheirNames
{
  WeftGraph *graph;
  const GPtrArray *weights;
  GHashTable *exact;  /* name → WeftNamedWeight */
  GHashTable *spelt;  /* name in our spelling → WeftNamedWeight; NULL: of several */
  GHashTable *wanted; /* names of ours, and these in our spelling */
  gboolean is_norm;   /* what is looked for is a norm's */
};

/* A node's name has no points: "layer1.0.conv1.weight" of PyTorch's is layer1_0_conv1's. */
static char *
dup_spelling (const char *name)
{
  char *spelling = g_ascii_strdown (name, -1);

  for (char *c = spelling; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c))
      *c = '_';
  return spelling;
}

gboolean
weft_name_is_spelt_alike (const char *a, const char *b)
{
  g_autofree char *p = dup_spelling (a), *q = dup_spelling (b);

  return strcmp (p, q) == 0;
}

WeftTheirNames *
weft_their_names_new (const GPtrArray *weights, const WeftState *state, WeftGraph *graph)
{
  WeftTheirNames *names = g_new0 (WeftTheirNames, 1);

  names->graph = graph;
  names->weights = weights;
  names->exact = g_hash_table_new (g_str_hash, g_str_equal);
  names->spelt = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  names->wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < weights->len; i++)
    {
      WeftNamedWeight *weight = weights->pdata[i];
      char *spelling = dup_spelling (weight->name);
      gboolean is_second = g_hash_table_contains (names->spelt, spelling);

      g_hash_table_insert (names->exact, weight->name, weight);
      g_hash_table_insert (names->spelt, spelling, is_second ? NULL : weight);
    }
  for (guint i = 0; i < state->n_live; i++)
    {
      const WeftStateEntry *entry = &g_array_index (state->entries, WeftStateEntry, i);
      char *name = weft_weights_dup_name (graph, entry->node, entry->repeat, entry->name);

      if (name == NULL)
        continue;
      g_hash_table_add (names->wanted, dup_spelling (name));
      g_hash_table_add (names->wanted, name);
    }
  return names;
}

void
weft_their_names_free (WeftTheirNames *names)
{
  g_hash_table_unref (names->exact);
  g_hash_table_unref (names->spelt);
  g_hash_table_unref (names->wanted);
  g_free (names);
}

/* Of that name, else of one that is it but for points, unless that is another's of ours; nullable.
 */
static const WeftNamedWeight *
find_same (const WeftTheirNames *names, const char *name)
{
  const WeftNamedWeight *weight = g_hash_table_lookup (names->exact, name);
  g_autofree char *spelling = dup_spelling (name);

  if (weight != NULL)
    return weight;
  weight = g_hash_table_lookup (names->spelt, spelling);
  return weight != NULL && !g_hash_table_contains (names->wanted, weight->name) ? weight : NULL;
}

/* --- what nothing of ours is called --- */

/* A norm's only for a norm: of those that were taken in nothing else is that which counts on. */
static const WeftNamedWeight *
find_free (const WeftTheirNames *names, const char *spelling)
{
  const char *last = strrchr (spelling, '_');
  g_autofree char *norm
      = g_strdup_printf ("%.*s_running_mean", (int) (last != NULL ? last - spelling : 0), spelling);

  return g_hash_table_contains (names->wanted, spelling)
                 || (!names->is_norm && g_hash_table_contains (names->spelt, norm))
             ? NULL
             : g_hash_table_lookup (names->spelt, spelling);
}

/* "layers_0_fc1" counted on by 2 in the number that begins there: "layers_2_fc1"; transfer full. */
static char *
dup_counted (const char *stem, gsize at, gint64 by)
{
  char *rest;
  gint64 number = g_ascii_strtoll (stem + at, &rest, 10);

  return g_strdup_printf ("%.*s%" G_GINT64_FORMAT "%s", (int) at, stem, number + by, rest);
}

/* Counted on by `times` blocks in the one number of the stem by which there is such a weight; of
 * several nobody knows which. */
static const WeftNamedWeight *
find_counted (const WeftTheirNames *names, const char *stem, gint64 times, const char *end)
{
  const WeftNamedWeight *found = NULL;

  for (int step = 1; step <= LONGEST_STEP && found == NULL; step++)
    for (gsize at = 0; stem[at] != '\0'; at++)
      {
        g_autofree char *counted = NULL, *spelling = NULL;
        const WeftNamedWeight *weight;

        if (!g_ascii_isdigit (stem[at]) || (at > 0 && g_ascii_isdigit (stem[at - 1])))
          continue;
        counted = dup_counted (stem, at, step * times);
        spelling = g_strdup_printf ("%s_%s", counted, end);
        weight = find_free (names, spelling);
        if (weight != NULL && found != NULL)
          return NULL;
        found = weight != NULL ? weight : found;
      }
  return found;
}

static const WeftNamedWeight *
find_ending (const WeftTheirNames *names, const char *stem, gint64 times, const char *end)
{
  g_autofree char *spelling = g_strdup_printf ("%s_%s", stem, end);

  return times > 0 ? find_counted (names, stem, times, end) : find_free (names, spelling);
}

/* --- what people call the parts of attention, and of a transformer's layer --- */

enum
{
  OUT = 3, /* before it: what looks, what is looked at, what is taken */
  LINEAR,  /* what comes from here on stands beside the attention */
};

/* Of each ours first. */
static const char *const words[][14] = {
  { "q_proj", "query", "q", "wq", "to_q", "q_lin", "self_query", "linear_q", "q_linear" },
  { "k_proj", "key", "k", "wk", "to_k", "k_lin", "self_key", "linear_k", "k_linear" },
  { "v_proj", "value", "v", "wv", "to_v", "v_lin", "self_value", "linear_v", "v_linear" },
  { "out_proj", "out", "dense", "proj", "c_proj", "wo", "o", "o_proj", "to_out", "to_out_0",
    "out_lin", "output_dense", "fc_out" },
  { "linear1", "fc1", "lin1", "c_fc", "mlp_fc1", "mlp_c_fc", "mlp_0", "ff_0", "ffn_0", "ffn_lin1",
    "intermediate_dense", "w1" },
  { "linear2", "fc2", "lin2", "c_proj", "mlp_fc2", "mlp_c_proj", "mlp_2", "ff_2", "ffn_2",
    "ffn_lin2", "output_dense", "w2" },
  { "norm1", "ln1", "ln_1", "norm_1", "layernorm1", "layer_norm1", "sa_layer_norm",
    "attention_output_layernorm" },
  { "norm2", "ln2", "ln_2", "norm_2", "layernorm2", "layer_norm2", "output_layer_norm",
    "output_layernorm" },
};
/* The first three as one. */
static const char *const wholes[] = { "in_proj",         "qkv",    "c_attn", "qkv_proj",
                                      "query_key_value", "to_qkv", "wqkv",   "in_proj_qkv" };
static const char *const parts_of_attention[]
    = { "self_attn_", "attn_", "attention_", "self_attention_", "att_", "mha_", "" };

static int
find_role (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i][0], word) == 0)
      return (int) i;
  return -1;
}

typedef struct
{
  const WeftTheirNames *names;
  const char *stem;
  gint64 times;
  const char *kind; /* "weight", "bias" */
} Search;

static const WeftNamedWeight *
find_word (const Search *search, const char *part, const char *word)
{
  g_autofree char *end = g_strdup_printf ("%s%s_%s", part, word, search->kind);

  return find_ending (search->names, search->stem, search->times, end);
}

static gboolean
find_whole (const Search *search, const char *part, WeftTheirs *theirs)
{
  for (guint k = 0; k < G_N_ELEMENTS (wholes) && theirs->of[0] == NULL; k++)
    theirs->of[0] = find_word (search, part, wholes[k]);
  theirs->n = 1;
  return theirs->of[0] != NULL;
}

/* What looks, is looked at and is taken, of others by themselves. */
static gboolean
find_three (const Search *search, const char *part, WeftTheirs *theirs)
{
  for (guint k = 0; words[0][k] != NULL; k++)
    {
      for (int i = 0; i < OUT; i++)
        theirs->of[i] = find_word (search, part, words[i][k]);
      theirs->n = OUT;
      if (theirs->of[0] != NULL && theirs->of[1] != NULL && theirs->of[2] != NULL)
        return TRUE;
    }
  theirs->of[0] = NULL;
  return FALSE;
}

/* word: a role of ours, or "in_proj". */
static gboolean
find_part (const Search *search, const char *part, const char *word, WeftTheirs *theirs)
{
  int role = find_role (word);

  *theirs = (WeftTheirs){ .n = 1, .parts = 1 };
  if (strcmp (word, wholes[0]) == 0)
    return find_whole (search, part, theirs) || find_three (search, part, theirs);
  if (role < 0 || (role >= LINEAR && *part != '\0'))
    return FALSE;
  for (guint k = 0; words[role][k] != NULL && theirs->of[0] == NULL; k++)
    theirs->of[0] = find_word (search, part, words[role][k]);
  if (theirs->of[0] == NULL && role < OUT && find_whole (search, part, theirs))
    {
      theirs->part = role;
      theirs->parts = OUT;
    }
  return theirs->of[0] != NULL;
}

/* "self_attn_q_proj_weight": what it is a weight of, and which. */
static gboolean
find_parts (Search *search, const char *own, WeftTheirs *theirs)
{
  static const char self[] = "self_attn_";
  const char *kind = strrchr (own, '_');
  g_autofree char *word = NULL;

  if (kind == NULL)
    return FALSE;
  search->kind = kind + 1;
  word = g_strndup (own, (gsize) (kind - own));
  for (guint i = 0; i < G_N_ELEMENTS (parts_of_attention); i++)
    if (find_part (search, parts_of_attention[i],
                   g_str_has_prefix (word, self) ? word + strlen (self) : word, theirs))
      return TRUE;
  return FALSE;
}

/* --- one of ours --- */

/* Which time it is in the one group that says so; −1: in several. */
static gint64
count_times (gint64 repeat)
{
  while (repeat > 0 && repeat % (WEFT_MAX_REPEAT + 1) == 0)
    repeat /= WEFT_MAX_REPEAT + 1;
  return repeat <= WEFT_MAX_REPEAT ? repeat : -1;
}

/* Under one stem. own: what the weight is called in its node, in our spelling. */
static gboolean
find_under (const WeftTheirNames *names, const char *stem, gint64 times, const char *own,
            WeftTheirs *theirs)
{
  Search search = { .names = names, .stem = stem, .times = times };

  *theirs = (WeftTheirs){ .n = 1, .parts = 1 };
  theirs->of[0] = find_ending (names, stem, times, own);
  return theirs->of[0] != NULL || find_parts (&search, own, theirs);
}

/* Of a transformer's layers each is a block, too: "layers_1_linear1_weight". */
static gboolean
find_in_layer (const WeftTheirNames *names, const char *stem, gint64 times, const char *own,
               WeftTheirs *theirs)
{
  static const char layers[] = "layers_";
  g_autofree char *first = g_strconcat (stem, "_0", NULL);
  gint64 layer;
  char *rest;

  if (!g_str_has_prefix (own, layers) || !g_ascii_isdigit (own[strlen (layers)]))
    return FALSE;
  layer = g_ascii_strtoll (own + strlen (layers), &rest, 10);
  if (*rest != '_' || (layer > 0 && times > 0))
    return FALSE;
  times += layer;
  return find_under (names, first, times, rest + 1, theirs)
         || find_under (names, stem, times, rest + 1, theirs);
}

/* A parameter of a module's own is called as its node is here. */
static gboolean
find_own (const WeftTheirNames *names, const WeftNode *node, const char *stem, WeftTheirs *theirs)
{
  gboolean is_own = g_str_has_prefix (node->layer->id, "learnt_");

  *theirs = (WeftTheirs){ .n = 1, .parts = 1 };
  theirs->of[0] = is_own ? find_free (names, stem) : NULL;
  if (is_own && theirs->of[0] == NULL)
    theirs->of[0] = find_ending (names, stem, 0, "weight");
  return theirs->of[0] != NULL;
}

/* Of positions as many as sequences have here. */
static void
cut (const WeftTheirNames *names, const WeftStateEntry *entry, WeftTheirs *theirs)
{
  const WeftNode *node = weft_graph_find (names->graph, entry->node);
  const WeftShape *shape = &theirs->of[0]->shape;

  if (strcmp (node->layer->id, "learnt_positions") == 0 && shape->rank == entry->shape.rank
      && shape->rank > 0 && shape->dims[0] > entry->shape.dims[0])
    theirs->rows = entry->shape.dims[0];
}

/* What a node may be called there: without what it has got here as PyTorch's is a mere number
 * ("dense_2" of "2"), and without what says what several are ("block_attention"). */
static gboolean
find_otherwise (const WeftTheirNames *names, const WeftStateEntry *entry, WeftTheirs *theirs)
{
  const WeftNode *node = weft_graph_find (names->graph, entry->node);
  g_autofree char *own = dup_spelling (entry->name), *numbered = NULL, *inside = NULL;
  gint64 times = count_times (entry->repeat);
  const char *stems[3] = { node->name };
  guint n = 1;

  if (times < 0)
    return FALSE;
  numbered = g_strdup_printf ("%s_", node->layer->id);
  inside = weft_name_dup_before (node->name, "_attention");
  if (g_str_has_prefix (node->name, numbered) && g_ascii_isdigit (node->name[strlen (numbered)]))
    stems[n++] = node->name + strlen (numbered);
  if (inside != NULL)
    stems[n++] = inside;
  for (guint i = 0; i < n; i++)
    if (find_under (names, stems[i], times, own, theirs)
        || find_in_layer (names, stems[i], times, own, theirs)
        || find_own (names, node, stems[i], theirs))
      return TRUE;
  return FALSE;
}

gboolean
weft_their_names_find (WeftTheirNames *names, const WeftStateEntry *entry, const char *name,
                       WeftTheirs *theirs)
{
  const WeftNode *node = weft_graph_find (names->graph, entry->node);

  names->is_norm = strstr (node->layer->id, "norm") != NULL;
  *theirs = (WeftTheirs){ .of = { find_same (names, name) }, .n = 1, .parts = 1 };
  if (theirs->of[0] == NULL && !find_otherwise (names, entry, theirs))
    return FALSE;
  cut (names, entry, theirs);
  return TRUE;
}

/* --- its numbers --- */

WeftShape
weft_theirs_get_shape (const WeftTheirs *theirs)
{
  WeftShape shape = theirs->n > 0 ? theirs->of[0]->shape : theirs->norm[0]->shape;

  if (shape.rank > 0 && theirs->n > 0)
    shape.dims[0]
        = shape.dims[0] % theirs->parts == 0 ? shape.dims[0] * theirs->n / theirs->parts : 0;
  if (theirs->rows > 0)
    shape.dims[0] = theirs->rows;
  for (guint i = 1; i < theirs->n; i++)
    if (!weft_shape_equal (&theirs->of[i]->shape, &theirs->of[0]->shape))
      shape.dims[0] = 0;
  return shape;
}

/* y (O, …), as the convolution has it that has taken in what stands behind it. */
static void
take_in_norm (const WeftTheirs *theirs, float *y, gint64 n)
{
  gint64 channels = weft_shape_count (&theirs->norm[0]->shape);

  for (gint64 i = 0; i < n; i++)
    {
      gint64 o = i / (n / channels);
      double s
          = theirs->norm[0]->numbers[o] / sqrt ((double) theirs->norm[3]->numbers[o] + EPSILON);

      y[i] = (float) (theirs->is_bias
                          ? theirs->norm[1]->numbers[o] + (y[i] - theirs->norm[2]->numbers[o]) * s
                          : y[i] * s);
    }
}

void
weft_theirs_read (const WeftTheirs *theirs, float *y)
{
  WeftShape shape = weft_theirs_get_shape (theirs);
  gsize n = (gsize) weft_shape_count (&shape), each = n / MAX (theirs->n, 1);

  if (theirs->n == 0)
    memset (y, 0, n * sizeof *y);
  for (guint i = 0; i < theirs->n; i++)
    memcpy (y + i * each, theirs->of[i]->numbers + (gsize) theirs->part * n, each * sizeof *y);
  if (theirs->norm[0] != NULL)
    take_in_norm (theirs, y, (gint64) n);
}
