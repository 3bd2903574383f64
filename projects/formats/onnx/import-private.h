/* import-private: a network while it is made of a model */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"
#include "engine/graph/edit.h"
#include "projects/formats/named-weights.h"
#include "projects/formats/onnx/onnx-model.h"
#include "projects/formats/onnx/onnx-import.h"

/* How an input of the model is taken. */
typedef struct
{
  const char *name; /* in the model */
  char *field;      /* of the data node */
  WeftShape shape;  /* as the model has it */
  gint64 outer;     /* what stands before its samples */
  gint64 rows;      /* of whole numbers: of the table in which they are looked up; else 0 */
  WeftTensor *x;    /* the samples that it is worked out for, as ours has them */
  WeftOnnxSource source;
} WeftOnnxInput;

#define WEFT_ONNX_MOST_INPUTS (WEFT_MAX_FIELDS - 1) /* beside what there is to say of a sample */

/* One way to take a model's inputs: how many samples (0: as many as they say) along which axis (−1:
 * the one of which they do not say how long it is, else the first). */
typedef struct
{
  gint64 batch;
  int axis;
} WeftOnnxTrial;

/* When nodes work in the model: what is read has done so before; of a group from its first on. */
typedef struct
{
  gint64 first, last;
} WeftOnnxRank;

struct _WeftOnnxImport
{
  WeftOnnxModel *model;
  WeftGraph *graph;
  GPtrArray *weights; /* WeftNamedWeight */
  GHashTable *open;   /* char *: values that hang on the samples → WeftOnnxSource */
  GHashTable
      *counted; /* char *: open values of whole numbers that are numbers in ours, no tokens */
  GHashTable *of_masks; /* char *: values that follow from which steps are real, which all are */
  GHashTable *readers;  /* char * → how many read it: nodes that are live, the model's outputs */
  WeftOnnxInput inputs[WEFT_ONNX_MOST_INPUTS];
  guint n_inputs;
  GHashTable *parts;  /* char *: those of the model that have parts of their own; keys are owned */
  GHashTable *reads;  /* gint64 → GArray: the WeftWire that lead from it, until groups are made */
  GHashTable *scopes; /* gint64: a node of ours → the part of the model that it comes from */
  GHashTable *ranks;  /* gint64 → WeftOnnxRank, of nodes whose id does not say it */
  char *scope;        /* of what is laid now; nullable: no part */
  gint64 data;        /* the node that the samples come from */
  guint reached;      /* how many of the model's nodes it came to */
  gint64 batch;       /* of the samples that it is worked out for */
};

/* The model's inputs as fields of a data node; values: by their names. What of them is there is
 * cleared even without. */
gboolean weft_onnx_import_take_inputs (WeftOnnxImport *import, const WeftOnnxTrial *trial,
                                       GHashTable *values, GError **error);
void weft_onnx_import_clear_inputs (WeftOnnxImport *import);
gboolean weft_onnx_import_apply (WeftOnnxImport *import, WeftEdit *edit /* taken */,
                                 GError **error);
/* A node's id; 0 with an error. params: floating, nullable. */
gint64 weft_onnx_import_add (WeftOnnxImport *import, const char *name, const char *layer,
                             GVariant *params, GError **error);
gboolean weft_onnx_import_wire (WeftOnnxImport *import, WeftOnnxSource from, gint64 to, int input,
                                GError **error);
gboolean weft_onnx_import_unwire (WeftOnnxImport *import, const WeftWire *wire, GError **error);
/* After edits that lay wires of their own, as groups do: who reads a node is looked up anew. */
void weft_onnx_import_note_reads (WeftOnnxImport *import);
/* A wire that leads from the node, the last that there is; nullable. n: how many there are. */
const WeftWire *weft_onnx_import_find_read (const WeftOnnxImport *import, gint64 node, guint *n);
void weft_onnx_import_set (WeftOnnxImport *import, const char *value, WeftOnnxSource source);
/* What the outputs hang on is live; each of its inputs and each output of the model is a reader. */
void weft_onnx_import_find_live (WeftOnnxImport *import);
gboolean weft_onnx_import_is_live (const WeftOnnxImport *import, const Onnx__NodeProto *node);
guint weft_onnx_import_count_readers (const WeftOnnxImport *import, const char *value);
/* Takes out of the model what only stands between others; before what is live is found. */
void weft_onnx_import_shorten (WeftOnnxImport *import);
/* Several nodes that an exporter made of one layer become that. */
gboolean weft_onnx_import_fold (WeftOnnxImport *import, GError **error);
/* "/layer1/layer1.0" of a node's name; transfer full. And of a node of ours; nullable. */
char *weft_onnx_import_dup_scope (const Onnx__NodeProto *node);
/* A free name for what the call becomes: "layer1_0_conv1", else after the layer. "layer1_0" of such
 * a part of the model; nullable. And a free name for x, a value of the model's
 * that is known: that of the parameter whose first numbers it is, if there is one. Transfer full.
 */
char *weft_onnx_import_dup_name (const WeftOnnxImport *import, const WeftOnnxCall *call,
                                 const char *layer);
char *weft_onnx_import_dup_stem (const char *scope);
char *weft_onnx_import_dup_constant_name (const WeftOnnxImport *import, const char *value,
                                          const WeftTensor *x);
const char *weft_onnx_import_get_scope (const WeftOnnxImport *import, gint64 node);
void weft_onnx_import_set_scope (WeftOnnxImport *import, gint64 node, const char *scope);
/* Whether a part is that one, or lies in it; scope: nullable. */
gboolean weft_onnx_is_within (const char *scope, const char *part);
/* "features 4" of "/features/features.4"; of a mere number what stands in it, too: "Convolution 4".
 * Transfer full. */
char *weft_onnx_import_dup_title (const WeftOnnxImport *import, const char *part);
void weft_onnx_import_set_rank (WeftOnnxImport *import, gint64 node, WeftOnnxRank rank);
void weft_onnx_import_find_parts (WeftOnnxImport *import);
/* What the model calls several times takes its weights from the first; before groups are made. */
gboolean weft_onnx_import_share (WeftOnnxImport *import, GError **error);
/* Groups that are alike as one; of one that holds but another the inner one stays. */
gboolean weft_onnx_import_repeat (WeftOnnxImport *import, GError **error);
/* Parts of the model as groups. */
gboolean weft_onnx_import_group (WeftOnnxImport *import, GError **error);
/* Whether the network says of the samples what the model says where the loss reads it: `end`. */
gboolean weft_onnx_import_check (WeftOnnxImport *import, GHashTable *values, WeftOnnxSource end,
                                 GError **error);
/* The same whole numbers as real ones; transfer full, nullable. */
WeftTensor *weft_onnx_make_real (const WeftTensor *whole);
/* A value of the model's with its samples along axis 0, as it lies in ours; transfer full. */
WeftTensor *weft_onnx_place_samples (const WeftTensor *x, gint64 batch, gint64 outer);
