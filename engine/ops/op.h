/* op: a row of the op table; the only place where a derivative stands
 *
 * The whole of engine/ops is compiled once for each kernel set (engine/kernels/sets.def), so a
 * loop written plainly is tuned by the compiler; WEFT_KERNEL_LEVEL tells a file which set
 * it is in. Which kernel runs depends on shapes and kernel set only, never on threads.
 *
 * A pass (forward or backward) is a list of phases, one after the other. A phase is cut into slices
 * by shapes alone; slices of one phase run in any order on any thread, so each writes what no other
 * slice writes. Sums across slices go through the workspace: partial sums by slice number in one
 * phase, their sum in slice order in the next. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/random.h"
#include "engine/base/shape.h"
#include "engine/param/param.h"

#define WEFT_OP_MAX_IN 34
#define WEFT_OP_MAX_OUT 4
#define WEFT_OP_MAX_PORTS 12 /* that a row describes; the last may repeat */
#define WEFT_OP_MAX_PHASES 6
#define WEFT_OP_MAX_CARRIES 3

/* An input or output, as the row describes it. */
typedef struct
{
  const char *name;  /* in the formula and in `pytorch` */
  guint types;       /* WEFT_TYPE_BIT of each type that it takes; 0: float32 alone */
  gboolean optional; /* may be absent: NULL while it runs, of rank −1 to the shape rule */
  gboolean repeats;  /* the last one: any number of the kind, one at least */
  gboolean no_gradient;
  gboolean is_written;     /* in training forward moves it: running statistics */
  gboolean backward_reads; /* else its memory may be gone by then */
} WeftOpPort;

/* Of an op that goes from step to step: what it hands on, so that it may stop after some and go on
 * with others. */
typedef struct
{
  guint in;  /* 1 + the input that it begins with, which may be absent; 0: there is none */
  guint out; /* 1 + the output that it ends with; 0: an input, `of`, as it was at the last step */
  guint of;
  gboolean grows; /* not its last step but all that there were, (N, M, …); what is not yet is 0 */
} WeftOpCarry;

#define WEFT_TYPE_BIT(type) (1u << (type))

/* The gradient of a table of which each batch reads a few rows: which may not be 0. */
typedef struct
{
  guint64 *bits;   /* a bit for each row */
  gsize n, width;  /* rows, and floats in one */
  gboolean is_all; /* nobody knows: any may be */
} WeftRows;

/* One application of an op while it runs. Pointers are NULL where nothing is wanted or given. Float
 * data unless the shape's type says otherwise. Weights are inputs like any other. */
typedef struct
{
  const void *attrs; /* the op's own record, as the layer gave it */
  guint n_in, n_out;
  const WeftShape *in_shape, *out_shape;
  void *in[WEFT_OP_MAX_IN];
  void *out[WEFT_OP_MAX_OUT];
  float *d_in[WEFT_OP_MAX_IN];   /* backward overwrites these; NULL: not wanted */
  float *d_out[WEFT_OP_MAX_OUT]; /* in backward; NULL counts as zero only if out is not needed */
  void *saved;                   /* what forward keeps for backward, `saved_bytes` of the shapes */
  void *workspace;   /* scratch of this pass, `workspace_bytes`; shared between ops: dies with the
                        pass */
  WeftRows *rows;    /* in backward, of an op whose row says `rows`: that gradient as the last pass
                        left    it, and which of it this one writes; NULL: it is all to be written */
  gboolean training; /* dropout active, batch statistics */
  WeftRandom random; /* (seed, node id, step) of this application */
} WeftOpRun;

/* What the shape rule, the byte counts and the slice counts may read. */
typedef struct
{
  const void *attrs;
  guint n_in, n_out;
  const WeftShape *in;
  WeftShape *out; /* the shape rule fills these */
  char *error; /* the shape rule may set a translated sentence: "expects (N, C, H, W)"; g_malloc */
} WeftOpShapes;

typedef struct
{
  guint (*slices) (const WeftOpRun *run); /* NULL: one slice */
  void (*run) (const WeftOpRun *run, guint slice);
} WeftPhase;

/* What becomes of units in an op, for whoever makes a layer wider or narrower (state/surgery.h). */
typedef enum
{
  WEFT_UNITS_UNKNOWN,  /* behind it nobody can say which is which */
  WEFT_UNITS_EACH,     /* each number follows from those in its place */
  WEFT_UNITS_CHANNELS, /* those on axis 1 stay there, others are lost */
  WEFT_UNITS_RESHAPED, /* as reshape, permute, concat, slice and reduce have it */
  WEFT_UNITS_PERMUTED,
  WEFT_UNITS_JOINED,
  WEFT_UNITS_SLICED,
  WEFT_UNITS_REDUCED,
  WEFT_UNITS_WEIGHED,   /* weights make them */
  WEFT_UNITS_DIRECTED,  /* of its rows' directions and lengths, inputs 0 and 1, it makes a weight */
  WEFT_UNITS_STRETCHED, /* likewise of a weight and what it stretches most, inputs 0, 1 and 2 */
  WEFT_UNITS_TURNED,    /* those of a head stay in it */
  /* As many heads as the attribute of that name says (the layers' nhead) compare those of inputs 0
   * and 1, and hand on those of 2. */
  WEFT_UNITS_ATTENDED
} WeftUnitsWay;

/* A weight, by its place among the inputs, not the first; 1 + its axes over the units that it makes
 * (maybe in blocks) and over those that it is given, 0: over none. */
typedef struct
{
  guint in, makes, takes;
  gboolean is_own; /* what it is given is what the op makes, a step earlier */
} WeftUnitWeight;

typedef struct
{
  WeftUnitsWay way;
  /* Of one that weighs: */
  int axis;                  /* over units, of what it is given and makes; −1: the last */
  const char *last;          /* an attribute that says that it is the last; nullable */
  guint end;                 /* 1 + another output that has them on axis 1, in blocks; 0: none */
  WeftUnitWeight weights[5]; /* ends with one of no input */
} WeftOpUnits;

typedef struct _WeftOpCase WeftOpCase; /* engine/ops/cases.h */

typedef struct _WeftOp
{
  const char *id;      /* the file's name */
  const char *summary; /* the formula in index notation */
  /* Each list ends with a NULL name. */
  WeftOpPort inputs[WEFT_OP_MAX_PORTS + 1];
  WeftOpPort outputs[WEFT_OP_MAX_OUT + 1];
  WeftOpCarry carry[WEFT_OP_MAX_CARRIES + 1]; /* ends with one that begins with no input */
  /* Whether it hands that on, with these attributes and inputs; nullable: it does. */
  gboolean (*goes_on) (const WeftOpShapes *shapes);
  const WeftParam *attrs; /* its record's fields, by which all others know it; nullable */
  gsize attrs_size;
  gboolean (*shape) (WeftOpShapes *shapes);
  gsize (*saved_bytes) (const WeftOpShapes *shapes);                        /* nullable: none */
  gsize (*workspace_bytes) (const WeftOpShapes *shapes, gboolean backward); /* nullable: none */
  gint64 (*flops) (const WeftOpShapes *shapes); /* of the products, whole batch; nullable: 0 */
  WeftPhase forward[WEFT_OP_MAX_PHASES];        /* ends with a NULL run */
  /* None: not differentiable, which only that op may be whose inputs all say no_gradient. */
  WeftPhase backward[WEFT_OP_MAX_PHASES];
  gboolean is_view; /* out[0] is in[0] with another shape: no phases needed, memory shared */
  gboolean
      may_overwrite; /* forward may run with out[0] == in[0], backward with d_in[0] == d_out[0] */
  WeftOpUnits units;
  guint rows; /* 1 + the input whose gradient has few rows that are not 0: it looks them up */
  gboolean passes_gradient; /* every d_in[i] equals d_out[0]: backward may be shared, as in add */
  gboolean is_random;       /* result depends on `random` */
  /* Numbers near N(0, 1), each sample's own, that samples may be made of: somebody may give them in
   * place of what is drawn. */
  gboolean is_latent;
  /* Of one that is random: whether it draws, with these attributes; nullable: it does. */
  gboolean (*draws) (const void *attrs);
  /* It draws for each row by which sample of which epoch it is (the input `draw`), and the same as
   * the node's other ops that do: what goes along with a picture is moved as it is. */
  gboolean draws_by_sample;
  gboolean has_kinks; /* gradient checks keep away from kinks */
  /* Between which its numbers lie whatever comes in and whatever its attributes are, where that is
   * not everywhere: ±INFINITY on one side; both 0: anywhere. */
  float low, high;
  /* What goes back is meant to be another than the derivative: checks by differences pass it
   * over. */
  gboolean bends_gradient;
  gboolean training_only;  /* identity outside training (dropout) */
  const WeftOpCase *cases; /* sizes that all tests try; ends with a NULL what; see cases.h */
  /* The reference: a Python expression of PyTorch's, over the inputs' and attributes' names,
   * `inputs` (all of them), `training`, torch, F and projects/formats/pytorch/functions.py; "None
   * if …" where it cannot say. */
  const char *pytorch;
  const char *onnx;
} WeftOp;

/* The table of one kernel set; level 0 plain. */
const WeftOp *weft_op_find (const char *id, int level); /* nullable */
const WeftOp *const *weft_ops (int level, guint *n);
int weft_kernel_best_level (void);              /* the widest set that this processor can run */
const char *weft_kernel_level_name (int level); /* "plain", "x86-64-v4", … */

/* What describes input i, also of an op whose last input repeats. */
const WeftOpPort *weft_op_get_input (const WeftOp *op, guint i);
gboolean weft_op_input_takes (const WeftOp *op, guint i, WeftType type);
gboolean weft_op_has_backward (const WeftOp *op);

/* An attribute by name, its numbers as doubles: an int, real, boolean or choice is one, a pair two,
 * of dimensions and lists of reals there are n. */
typedef struct
{
  const char *name;
  double v[WEFT_MAX_REALS];
  int n; /* of dimensions and reals alone */
} WeftAttr;

/* WEFT_ATTRS ({ "kernel", { 3, 3 } }, { "groups", { 1 } }) */
#define WEFT_ATTRS(...) ((const WeftAttr[]){ __VA_ARGS__, { NULL } })

/* The op's record: defaults, and the attributes that are given (nullable: none). Transfer full,
 * NULL for an op without attributes. */
gpointer weft_op_attrs_new (const WeftOp *op, const WeftAttr *attrs);
/* Reads one row's field out of a record, as above. */
void weft_op_attr_get (const WeftParam *row, gconstpointer record, WeftAttr *attr);
