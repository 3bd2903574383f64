/* layer-row: what the files in engine/layers include: the row, the builder and a macro for build */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gi18n-lib.h>

#include "engine/base/shape.h"
#include "engine/graph/layer.h"
#include "engine/ops/op.h"

typedef enum
{
  WEFT_INIT_PYTORCH, /* uniform in ±1/√fan_in */
  WEFT_INIT_HE,      /* normal, √(2/fan_in) */
  WEFT_INIT_GLOROT,  /* uniform, ±√(6/(fan_in + fan_out)) */
  WEFT_INIT_UNIFORM, /* ±0.05 */
  WEFT_INIT_NORMAL,  /* deviation 0.05 */
  WEFT_INIT_ZERO,
  WEFT_INIT_ONE,
  WEFT_INIT_STANDARD, /* normal, deviation 1 */
  WEFT_INIT_FILL,     /* one number: weft_builder_filled */
} WeftInit;

extern const WeftChoice
    weft_init_choices[]; /* pytorch he glorot uniform normal zero: index = WeftInit */

/* The optional input of what counts only steps that are real. */
#define WEFT_MASK_PORT                                                                             \
  {                                                                                                \
    "mask", N_ ("mask"), .optional = TRUE, .kinds = WEFT_KIND_BIT (WEFT_KIND_STEPS),               \
                         .misfit = "mask-not-steps"                                                \
  }

/* --- builder: valid while a program is built. Every call but the first two is safe after an
 * error: it then returns WEFT_NONE or 0. --- */
const WeftShape *weft_builder_shape (WeftBuilder *b, WeftValue x); /* with N as dimension 0 */
gint64 weft_builder_dim (WeftBuilder *b, WeftValue x, int axis); /* axis < 0 counts from the end */

/* A learnt tensor of this node, keyed (node id, name). fan_in and fan_out are the init's. */
WeftValue weft_builder_weight (WeftBuilder *b, const char *name, WeftInit init, gint64 fan_in,
                               gint64 fan_out, const gint64 *dims, int rank);
/* A learnt tensor that begins with one number everywhere. */
WeftValue weft_builder_filled (WeftBuilder *b, const char *name, float fill, const gint64 *dims,
                               int rank);
/* A tensor of this node that is kept in the state but not learnt (running statistics). */
WeftValue weft_builder_buffer (WeftBuilder *b, const char *name, float fill, const gint64 *dims,
                               int rank);
/* Emits an op with one output. attrs: nullable, those that differ from the op's defaults. An
 * optional input may be WEFT_NONE. A shape that does not fit becomes a diagnostic on this node. */
WeftValue weft_builder_op (WeftBuilder *b, const char *op, const WeftAttr *attrs,
                           const WeftValue *in, guint n_in);
void weft_builder_op_many (WeftBuilder *b, const char *op, const WeftAttr *attrs,
                           const WeftValue *in, guint n_in, WeftValue *out, guint n_out);
#define weft_builder_op1(b, op, attrs, x) weft_builder_op (b, op, attrs, (WeftValue[]){ x }, 1)
/* A diagnostic of this node: code is a row of the diagnostics table, whose wording finds this node
 * in {0}, what its inputs give in {1} and the arguments from {2} on. An error ends the node. */
void weft_builder_fail (WeftBuilder *b, const char *code, ...) G_GNUC_NULL_TERMINATED;
/* Whether something is wired to that input, which may be left open where nobody asks for what is
 * made of it; else a diagnostic. */
gboolean weft_builder_expect_input (WeftBuilder *b, guint input);
/* Whether x has from min to max dimensions; else a diagnostic that calls for form, "(N, C, H, W)".
 */
gboolean weft_builder_expect_rank (WeftBuilder *b, WeftValue x, int min, int max, const char *form);
/* The axis that dim means, counted from 0; −1 and a diagnostic when there is none or it is the
 * batch. */
int weft_builder_axis (WeftBuilder *b, WeftValue x, int dim);
/* The op that made x as its first output: a loss asks it of its prediction. NULL: no op did. */
const WeftOp *weft_builder_find_maker (WeftBuilder *b, WeftValue x);
/* Whether each step of training gives more than one sample; else a diagnostic, if need be for the
 * last step of an epoch only. Whatever size the program at hand is built for. */
gboolean weft_builder_expect_batch (WeftBuilder *b);
/* A warning where so many values are normalised together and it is one. */
void weft_builder_expect_values (WeftBuilder *b, gint64 together);
/* Whether a step of training gives more than one sample as a rule, for what compares them with each
 * other; else a diagnostic. */
gboolean weft_builder_expect_company (WeftBuilder *b);
/* Whether x (N, T, …) has at most so many steps, however long its samples are; else a diagnostic.
 */
gboolean weft_builder_expect_steps (WeftBuilder *b, WeftValue x, gint64 most);
/* How many classes or words a field of the data has, or there are of tokens that were made; 0: x is
 * neither, or it has none. */
int weft_builder_classes (WeftBuilder *b, WeftValue x);
/* The data node's outputs: the fields of the catalog's set, in order, as program inputs. */
void weft_builder_data (WeftBuilder *b, WeftValue *out);
/* Which samples of which epoch the batch holds, (N), for ops that draw by it; WEFT_NONE where there
 * is no data. For layers whose row says draws_by_sample. */
WeftValue weft_builder_draw (WeftBuilder *b);
/* Learnt tensor i of the node that x comes from; WEFT_NONE: it has no more. */
WeftValue weft_builder_find_weight (WeftBuilder *b, WeftValue x, guint i);
/* Whether somebody reads that output of the node. */
gboolean weft_builder_is_wanted (WeftBuilder *b, int output);
/* y means what x does: its kind and, of tokens and classes, which they are. */
void weft_builder_mean (WeftBuilder *b, WeftValue y, WeftValue x);
/* Which steps of x (N, T, …) are real, mask (N, T), where its op made other steps than there were;
 * WEFT_NONE: all are. */
void weft_builder_set_mask (WeftBuilder *b, WeftValue x, WeftValue mask);
/* Of what an op made: it says which steps count, (N, T). */
void weft_builder_mark_steps (WeftBuilder *b, WeftValue mask);
/* Of what an op made: it is tokens, of so many different ones. */
void weft_builder_make_tokens (WeftBuilder *b, WeftValue x, int classes);
/* Declares a scalar to minimise, its part in the total, and what it judges, if that is an answer:
 * prediction (before the loss) and target, each WEFT_NONE where there is none. */
void weft_builder_loss (WeftBuilder *b, WeftValue loss, WeftValue prediction, WeftValue target,
                        double weight);

/* Of the loss that was declared last: in place of an answer it judges what is made as a set, beside
 * another one. */
void weft_builder_compares (WeftBuilder *b, WeftValue made, WeftValue with);
/* Of the loss that was declared last: the steps of its prediction are read as labels in their
 * order, with `blank` the class that says nothing, `beam` strings beside each other. */
void weft_builder_aligns (WeftBuilder *b, int blank, int beam);

/* Turns `static WeftValue build (WeftBuilder *, const Type *, WeftValue x)` into a row's build. */
#define WEFT_BUILD_1(Type, function)                                                               \
  static void function##_row (WeftBuilder *b, gconstpointer record, const WeftValue *in,           \
                              guint n_in, WeftValue *out)                                          \
  {                                                                                                \
    (void) n_in;                                                                                   \
    out[0] = function (b, (const Type *) record, in[0]);                                           \
  }

/* The same of one that takes a mask of steps besides: the last argument, WEFT_NONE where all steps
 * are real. */
#define WEFT_BUILD_MASKED(Type, function)                                                          \
  static void function##_row (WeftBuilder *b, gconstpointer record, const WeftValue *in,           \
                              guint n_in, WeftValue *out)                                          \
  {                                                                                                \
    (void) n_in;                                                                                   \
    out[0] = function (b, (const Type *) record, in[0], in[1]);                                    \
  }
