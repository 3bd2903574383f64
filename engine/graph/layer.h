/* layer: a row of the layer table, which the palette, inspector, files, checker and tests read
 *
 * A layer describes its parameters and builds ops. It holds no gradient, no file format, no widget.
 * To add one: a file engine/layers/ID.c and a row in engine/layers/layers.def. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/kind.h"
#include "engine/param/param.h"

typedef struct _WeftBuilder WeftBuilder;

/* A value that flows along a wire while a program is built. */
typedef struct
{
  int index;
} WeftValue;

#define WEFT_NONE ((WeftValue){ -1 })

typedef enum
{
  WEFT_FAMILY_DATA,
  WEFT_FAMILY_AUGMENT,
  WEFT_FAMILY_WEIGHTS,
  WEFT_FAMILY_ACTIVATION,
  WEFT_FAMILY_SHAPE,
  WEFT_FAMILY_NORM,
  WEFT_FAMILY_COMBINE,
  WEFT_FAMILY_ARITHMETIC,
  WEFT_FAMILY_LOSS,
  WEFT_FAMILY_OUTPUT,
  WEFT_N_FAMILIES,
} WeftFamily;

#define WEFT_MAX_PORTS 32 /* inputs of a node */
#define WEFT_MAX_OUTPUTS 16
#define WEFT_MAX_REPEAT 1023 /* of a group */

/* A port as the row describes it. */
typedef struct
{
  const char *name;  /* in text forms: "target" */
  const char *title; /* N_ (): what people read, "labels"; nullable: the name */
  gboolean repeats;  /* the only input: any number of them, at least two, named name1, name2, … */
  gboolean optional; /* an input that may be left open, behind those that may not; or an output
                        that few have a use for, behind the others */
  guint mask_of;     /* of an optional mask of steps: 1 + the input whose own it is while nothing is
                        wired; 0, and where that one is left open: the first that has one */
  guint kinds;       /* of an input: WEFT_KIND_BIT of what it takes; 0: whatever are numbers */
  gboolean scalars;  /* of an input: also takes the one number of a whole batch that a loss is */
  /* Code of the diagnostic for what it does not take; nullable: labels-as-input. */
  const char *misfit;
} WeftPort;

/* What a node is in the document, where it is more than a layer, or less. */
typedef enum
{
  WEFT_GROUPING_NONE,   /* a layer */
  WEFT_GROUPING_GROUP,  /* holds nodes; its ports are the port nodes inside */
  WEFT_GROUPING_INPUT,  /* stands for one input of the group around it */
  WEFT_GROUPING_OUTPUT, /* for one output */
  WEFT_GROUPING_POINT,  /* a point on a wire: hands on what leads to it */
  WEFT_GROUPING_NOTE,   /* a remark, of which the network knows nothing: words */
  WEFT_GROUPING_FRAME,  /* another: a ground behind nodes */
} WeftGrouping;

typedef struct
{
  const char *id; /* the file's name */
  WeftFamily family;
  WeftGrouping grouping;
  const char *title;   /* N_ () */
  const char *summary; /* N_ (): a sentence */
  const char *formula; /* plain text with sub- and superscripts as Pango markup; nullable */
  const char *line;    /* N_ (): the node's one line, "{units|unit|units} · p = {p}"; {param},
                          {weights}, {in}, {out}, {set}, {samples}; in {place|one|many} the
                          first word follows a 1, the last any other number; nullable */
  const char *terms;   /* other names people search by, both languages, pinyin and its initials:
                          "linear fc fully-connected 全连接 quanlianjie qlj" */
  const char *pytorch; /* nullable */
  const char *onnx;    /* the operator's name, nullable */
  /* Nodes of it may have weights, or hold such nodes: the table adds to its params those of a pace
   * (below). */
  gboolean learns;
  const WeftParam *params;
  gsize record_size;
  /* Each list ends with a NULL name. NULL: one input "x", one output "y". */
  const WeftPort *inputs, *outputs;
  /* Where outputs hang on the parameters (a{sv}, nullable), in place of `outputs`: fills in ports,
   * at least one, and returns how many. Names are interned. Nullable. */
  guint (*list_outputs) (GVariant *params, WeftPort ports[WEFT_MAX_OUTPUTS]);
  /* In training it draws for each sample of the data by its number and the epoch, so that it is
   * drawn the same whatever batch it comes in. */
  gboolean draws_by_sample;
  /* The rows of its weight "weight" are its units, one an output, and "bias" has a number for each:
   * on the canvas it opens into them. */
  gboolean has_units;
  guint shows;      /* the output of which pictures are made; 0: the first */
  gboolean is_loss; /* its output is a scalar, of those whose weighted sum is minimised */
  const char
      *metrics; /* for a loss: what it is judged by, "accuracy top_k", the first is the chief */
  void (*build) (WeftBuilder *builder, gconstpointer record, const WeftValue *in, guint n_in,
                 WeftValue *out);
} WeftLayer;

/* Parameters of every row that learns: how fast a node's weights do. */
#define WEFT_PACE_FACTOR "lr_factor"   /* of the rate; groups around multiply it; 0: stands still */
#define WEFT_PACE_DECAY "weight_decay" /* in place of the settings', or a group's around */

const WeftLayer *weft_layer_find (const char *id);     /* nullable */
const WeftLayer *const *weft_layers (guint *n);        /* the table, in the palette's order */
const char *weft_family_get_id (WeftFamily family);    /* "weights": also the style class */
const char *weft_family_get_title (WeftFamily family); /* translated */
/* The outputs of a node with these parameters (a{sv}; NULL: the defaults); how many there are. */
guint weft_layer_list_outputs (const WeftLayer *layer, GVariant *params,
                               WeftPort ports[WEFT_MAX_OUTPUTS]);
guint weft_layer_get_n_inputs (const WeftLayer *layer); /* of one that repeats its input: 0 */
/* Those that must be wired; of one that repeats: 0. */
guint weft_layer_get_n_required (const WeftLayer *layer);
gboolean weft_layer_repeats (const WeftLayer *layer); /* its one input */
/* A group, or what stands for a port of one. */
gboolean weft_layer_is_of_groups (const WeftLayer *layer);
gboolean weft_layer_is_remark (const WeftLayer *layer); /* a note or a frame */
gboolean weft_layer_has_inputs (const WeftLayer *layer);
gboolean weft_layer_has_outputs (const WeftLayer *layer);
/* One that few have a use for, of a layer whose outputs are always the same. */
gboolean weft_layer_is_side_output (const WeftLayer *layer, guint i);
const char *weft_layer_get_input (const WeftLayer *layer,
                                  guint i); /* of one that repeats "in1", … */
/* Whether input i takes what means that, whatever its shape. */
gboolean weft_layer_takes (const WeftLayer *layer, guint i, WeftKind kind);
const WeftPort *weft_layer_get_port (const WeftLayer *layer, guint input); /* nullable */
/* What people read at a port; translated; nullable: there is none. */
const char *weft_layer_get_input_title (const WeftLayer *layer, guint i);
/* −1 when there is no such port. */
int weft_layer_find_input (const WeftLayer *layer, const char *port);
