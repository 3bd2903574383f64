/* starter: a network to begin with for a data set; the same graph that a person would wire */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/starter.h"

#include <glib/gi18n-lib.h>

#include "engine/data/kind-row.h"
#include "engine/data/outputs.h"
#include "engine/graph/layout.h"
#include "engine/graph/training.h"

#define BOX_ROW 5 /* numbers of a box */

/* A graph that grows to the right; the first error stops it. */
typedef struct
{
  WeftGraph *graph;
  const WeftDataset *dataset;
  gint64 data, loss, last; /* node ids; last: what the next node is wired behind */
  GError **error;
  gboolean failed;
} Chain;

typedef struct
{
  const char *name;
  GVariant *value; /* floating */
} Setting;

static void
apply (Chain *chain, WeftEdit *edit)
{
  g_autoptr (WeftEdit) taken = edit, inverse = NULL;

  if (chain->failed)
    return;
  inverse = weft_graph_apply (chain->graph, taken, chain->error);
  chain->failed = inverse == NULL;
}

static void
wire (Chain *chain, gint64 from, int output, gint64 to, int input)
{
  WeftWire made = { .from = from, .to = to, .output = output, .input = input };

  apply (chain, weft_edit_add_wire (&made));
}

/* Takes the floating values. */
static GVariant *
make_params (Chain *chain, const WeftLayer *layer, const Setting *settings)
{
  GVariant *params = g_variant_ref_sink (g_variant_new ("a{sv}", NULL));

  for (; settings && settings->name; settings++)
    {
      const WeftParam *param = weft_params_find (layer->params, settings->name);
      g_autoptr (GVariant) given = g_variant_ref_sink (settings->value);
      g_autoptr (GVariant) value = NULL, before = params;

      params = NULL;
      if (!chain->failed)
        value = weft_param_coerce (param, given, chain->error);
      chain->failed = chain->failed || !value;
      params = value ? weft_params_with (layer->params, before, settings->name, value)
                     : g_variant_ref (before);
    }
  return params;
}

/* Adds a node without a wire. settings: ends with { NULL }, nullable. */
static gint64
add_node (Chain *chain, const char *id, const char *name, const Setting *settings)
{
  gint64 made = weft_graph_get_next_id (chain->graph);
  const WeftLayer *layer = weft_layer_find (id);
  g_autoptr (GVariant) params = make_params (chain, layer, settings);
  g_autofree char *free_name = name ? g_strdup (name) : weft_graph_dup_free_name (chain->graph, id);
  WeftNode node = {
    .name = free_name,
    .layer = layer,
    .params = params,
  };

  apply (chain, weft_edit_add_node (&node));
  return made;
}

static void
append (Chain *chain, const char *id, const Setting *settings)
{
  gint64 made = add_node (chain, id, NULL, settings);

  wire (chain, chain->last, 0, made, 0);
  chain->last = made;
}

static void
append_dense (Chain *chain, int units, const char *activation)
{
  append (chain, "dense", (Setting[]){ { "units", g_variant_new_int64 (units) }, { NULL } });
  if (activation)
    append (chain, activation, NULL);
}

static void
append_convolution (Chain *chain, int filters, int kernel, gboolean pool)
{
  append (chain, "conv2d",
          (Setting[]){ { "out_channels", g_variant_new_int64 (filters) },
                       { "kernel_size", g_variant_new_int64 (kernel) },
                       { "padding", g_variant_new_string ("same") },
                       { NULL } });
  append (chain, "batch_norm", NULL);
  append (chain, "relu", NULL);
  if (pool)
    append (chain, "max_pool2d",
            (Setting[]){ { "kernel_size", g_variant_new_int64 (2) }, { NULL } });
}

static void
append_loss (Chain *chain, const char *id)
{
  chain->loss = add_node (chain, id, "loss", NULL);
  wire (chain, chain->last, 0, chain->loss, 0);
  wire (chain, chain->data,
        weft_node_find_output (weft_graph_find (chain->graph, chain->data), "y"), chain->loss, 1);
}

static void
add_data (Chain *chain, gboolean standardize)
{
  const char *target = weft_dataset_get_target_title (chain->dataset);
  gboolean has_numbers = weft_dataset_get_y (chain->dataset)->kind == WEFT_KIND_NUMBERS;
  GVariant *fields = weft_dataset_new_fields (chain->dataset);
  Setting settings[] = {
    { "source", g_variant_new_string ("file") },
    { "fields", fields ? fields : g_variant_new_string ("") },
    { "name", g_variant_new_string (chain->dataset->name) },
    { "sha256", g_variant_new_string (chain->dataset->sha256) },
    { "target", g_variant_new_string (target ? target : "") },
    { "standardize", g_variant_new_boolean (standardize) },
    { "standardize_target", g_variant_new_boolean (has_numbers) },
    { NULL },
  };

  chain->data = chain->last = add_node (chain, "data", "data", settings);
}

/* Few samples: a tenth of them would say little. */
void
weft_starter_get_shares (const WeftDataset *dataset, double shares[WEFT_N_PARTS])
{
  shares[WEFT_PART_VALIDATION] = shares[WEFT_PART_TEST] = dataset->count < 1000 ? 0.2 : 0.1;
  shares[WEFT_PART_TRAIN] = dataset->count < 1000 ? 0.6 : 0.8;
}

static void
set_shares (Chain *chain)
{
  double shares[WEFT_N_PARTS];

  weft_starter_get_shares (chain->dataset, shares);
  if (chain->dataset->count < 1000)
    apply (chain, weft_edit_set_param (chain->data, "split",
                                       g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, shares,
                                                                  WEFT_N_PARTS, sizeof (double))));
}

/* Classes or numbers at the end of a net. */
static void
append_answer (Chain *chain)
{
  const WeftField *y = weft_dataset_get_y (chain->dataset);
  gboolean is_class = y->kind == WEFT_KIND_CLASS;

  append_dense (chain, is_class ? y->classes : (int) weft_shape_count (&y->shape), NULL);
  append_loss (chain, is_class ? "cross_entropy" : "mse");
}

static void
make_table (Chain *chain)
{
  add_data (chain, TRUE);
  if (weft_dataset_get_x (chain->dataset)->shape.rank > 1)
    append (chain, "flatten", NULL);
  append_dense (chain, 32, "relu");
  append_dense (chain, 16, "relu");
  append_answer (chain);
}

/* The shorter side of its pictures; 0: it has none. */
static gint64
side_of (const WeftDataset *dataset)
{
  const WeftField *x = weft_dataset_get_x (dataset);

  return x->kind == WEFT_KIND_PICTURE ? MIN (x->shape.dims[1], x->shape.dims[2]) : 0;
}

/* As many halvings as leave about seven pixels. */
static void
make_picture (Chain *chain)
{
  gint64 side = side_of (chain->dataset);
  int filters = 16;

  add_data (chain, FALSE);
  for (int i = 0; i < 3 && side >= 12; i++, side /= 2, filters *= 2)
    append_convolution (chain, filters, i == 0 ? 5 : 3, TRUE);
  append (chain, "flatten", NULL);
  append_dense (chain, 64, "relu");
  append (chain, "dropout", (Setting[]){ { "p", g_variant_new_double (0.3) }, { NULL } });
  append_answer (chain);
}

/* A convolution of that width, as large as what it gets or, by a stride, smaller. */
static void
append_block (Chain *chain, int filters, int kernel, int stride)
{
  append (chain, "conv2d",
          (Setting[]){ { "out_channels", g_variant_new_int64 (filters) },
                       { "kernel_size", g_variant_new_int64 (kernel) },
                       { "stride", g_variant_new_int64 (stride) },
                       { "padding", g_variant_new_int64 (kernel / 2) },
                       { NULL } });
  append (chain, "batch_norm", NULL);
  append (chain, "relu", NULL);
}

static void
append_places (Chain *chain, int channels)
{
  append (chain, "conv2d",
          (Setting[]){ { "out_channels", g_variant_new_int64 (channels) },
                       { "kernel_size", g_variant_new_int64 (1) },
                       { NULL } });
}

/* Down twice and up again, so that each pixel is judged by what lies around it, beside what was
 * seen of it at first (as Ronneberger et al. 2015, with one way across). */
static void
append_u (Chain *chain)
{
  gint64 whole;

  append_block (chain, 16, 3, 1);
  whole = chain->last;
  append_block (chain, 32, 3, 2);
  append_block (chain, 48, 5, 2);
  append (chain, "upsample",
          (Setting[]){ { "scale_factor", g_variant_new_double (4) },
                       { "mode", g_variant_new_string ("bilinear") },
                       { NULL } });
  append (chain, "concat", NULL);
  wire (chain, whole, 0, chain->last, 1);
  append_block (chain, 24, 3, 1);
}

/* A picture of so many numbers a pixel: scores, or colours. */
static void
make_pixels (Chain *chain, int channels, const char *loss)
{
  const WeftShape *x = &weft_dataset_get_x (chain->dataset)->shape;

  add_data (chain, FALSE);
  if (x->dims[1] % 4 == 0 && x->dims[2] % 4 == 0)
    append_u (chain);
  else
    for (int i = 0; i < 3; i++)
      append_block (chain, 16, 5, 1);
  append_places (chain, channels);
  append_loss (chain, loss);
}

/* Cells of eight pixels, or of four in small pictures, of which each says what it sees. */
static void
make_boxes (Chain *chain)
{
  int halvings = side_of (chain->dataset) >= 48 ? 3 : 2, filters = 16;
  const WeftNode *data;

  add_data (chain, FALSE);
  for (int i = 0; i < halvings; i++, filters *= 2)
    append_block (chain, filters, i == 0 ? 5 : 3, 2);
  append_block (chain, 64, 3, 1);
  append_block (chain, 64, 3, 1);
  append_places (chain, BOX_ROW + weft_dataset_get_y (chain->dataset)->classes);
  append_loss (chain, "detection");
  data = weft_graph_find (chain->graph, chain->data);
  wire (chain, chain->data, weft_node_find_output (data, "y_mask"), chain->loss, 2);
}

static void
set_training (Chain *chain, const char *key, GVariant *value)
{
  const WeftParam *param = weft_params_find (weft_training_params (), key);
  g_autoptr (GVariant) given = g_variant_ref_sink (value);
  g_autoptr (GVariant) coerced = NULL;

  if (chain->failed)
    return;
  coerced = weft_param_coerce (param, given, chain->error);
  chain->failed = !coerced;
  if (coerced)
    apply (chain, weft_edit_set_training (key, coerced));
}

/* About as many steps as it takes, whatever the number of samples. */
static void
set_all_training (Chain *chain, int batch_size, double rate, int steps, int least)
{
  gint64 epochs = (gint64) steps * batch_size / chain->dataset->count;

  set_training (chain, "optimizer", g_variant_new_string ("adam"));
  set_training (chain, "lr", g_variant_new_double (rate));
  set_training (chain, "schedule", g_variant_new_string ("cosine"));
  set_training (chain, "batch_size", g_variant_new_int64 (batch_size));
  set_training (chain, "epochs", g_variant_new_int64 (CLAMP (epochs, least, 200)));
  set_training (chain, "seed", g_variant_new_int64 (1));
}

/* A picture that says something of each pixel of x, or of what is in it. */
static gboolean
make_by_place (Chain *chain)
{
  const WeftField *y = weft_dataset_get_y (chain->dataset);
  const WeftKindRow *row = weft_kind_get_row (y->kind);

  switch (row->answer)
    {
    case WEFT_ANSWER_MARKS:
      make_pixels (chain, 1, row->loss);
      set_all_training (chain, 8, 0.003, 400, 4);
      return TRUE;
    case WEFT_ANSWER_AREAS:
      make_pixels (chain, y->classes, row->loss);
      set_all_training (chain, 8, 0.003, 600, 4);
      return TRUE;
    case WEFT_ANSWER_BOXES:
      make_boxes (chain);
      set_all_training (chain, 16, 0.003, 1000, 8);
      return TRUE;
    default:
      if (y->shape.rank != 3 || side_of (chain->dataset) == 0)
        return FALSE;
      make_pixels (chain, (int) y->shape.dims[0], row->loss);
      set_all_training (chain, 8, 0.003, 600, 4);
      return TRUE;
    }
}

static void
make (Chain *chain)
{
  const WeftDataset *dataset = chain->dataset;

  gboolean is_made = make_by_place (chain);

  if (!is_made && side_of (dataset) >= 12)
    {
      make_picture (chain);
      if (dataset->count < 1000)
        set_all_training (chain, 16, 0.002, 800, 8);
      else
        set_all_training (chain, 64, 0.002, 3000, 8);
    }
  else if (!is_made)
    {
      make_table (chain);
      set_all_training (chain, dataset->count < 1000 ? 16 : 64, 0.01, 2000, 10);
    }
  set_shares (chain);
  apply (chain, weft_layout_edit (chain->graph));
}

WeftGraph *
weft_starter_new (const WeftDataset *dataset, GError **error)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  Chain chain = { .graph = graph, .dataset = dataset, .error = error };

  if (!weft_dataset_get_y (dataset))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   _ ("“%s” says nothing that could be predicted."), dataset->name);
      return NULL;
    }
  make (&chain);
  return chain.failed ? NULL : g_steal_pointer (&graph);
}
