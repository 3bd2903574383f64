/* explainer: a row of the table of explainers: what is said of why a network answered as it did
 *
 * To add one: a file engine/train/explainers/ID.c and a row in explainers.def. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/param/param.h"
#include "engine/train/answers/explaining.h"

typedef struct _WeftExplanation WeftExplanation;

typedef enum
{
  WEFT_EXPLAINED_SIGNED,  /* what speaks for it is above 0, what against it below */
  WEFT_EXPLAINED_WEIGHTS, /* how much each matters, from 0 on */
  WEFT_EXPLAINED_MADE,    /* a sample that is made, in the field's own unit */
  WEFT_EXPLAINED_SAMPLES, /* samples that there are */
  WEFT_EXPLAINED_CODES,   /* so many numbers for each of many samples */
} WeftExplainedForm;

typedef struct
{
  const char *id;      /* the file's name */
  const char *title;   /* N_ () */
  const char *summary; /* N_ (): a sentence */
  WeftExplainedForm form;
  const WeftParam *params;
  gsize record_size;
  /* Of a sample that was looked at (weft_explaining_look), whether there is something to say;
   * needs: N_ (): a sentence that says what it lacks. */
  gboolean (*fits) (const WeftExplaining *explaining);
  const char *needs;
  /* Of one that has begun: adds what it has to say. FALSE without an error: interrupted. */
  gboolean (*explain) (gconstpointer record, WeftExplaining *explaining,
                       WeftExplanation *explanation, GError **error);
} WeftExplainerRow;

/* A row and its settings. */
typedef struct
{
  const WeftExplainerRow *row;
  gpointer record;
} WeftExplainer;

const WeftExplainerRow *const *weft_explainers (guint *n);
const WeftExplainerRow *weft_explainer_find (const char *id); /* nullable */
char *weft_explainer_dup_ids (void);                          /* "saliency, occlusion, …" */
/* What people type: "saliency", "occlusion,size=4". WEFT_ERROR_INVALID names what is wrong and what
 * there is. */
WeftExplainer *weft_explainer_new (const char *text, GError **error);
void weft_explainer_free (WeftExplainer *explainer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftExplainer, weft_explainer_free)

/* --- for rows (parts.c) --- */

/* The numbers that are said of a field, one for each of a sample's as it is padded: zeros at first.
 * NULL: no memory. */
float *weft_explanation_begin (WeftExplanation *explanation, const WeftExplaining *explaining,
                               const WeftField *field, GError **error);
/* The same in another shape. */
float *weft_explanation_begin_shape (WeftExplanation *explanation, const WeftField *field,
                                     const WeftShape *shape, GError **error);
/* Of the answer's gradient at the sample, `add` is called for each footing that one reaches, with
 * the numbers (zeros at first) that are said of its field. FALSE without an error: interrupted. */
typedef void (*WeftExplainingAdd) (const WeftFooting *footing, const float *gradient,
                                   const float *at, float *numbers);
gboolean weft_explaining_add_gradients (WeftExplaining *explaining, WeftExplanation *explanation,
                                        WeftExplainingAdd add, GError **error);
/* Some footings are numbers of a kind that one can say something of one by one. */
gboolean weft_explaining_has_footings (const WeftExplaining *explaining);
/* How many samples of so many numbers a pass takes at once. */
gint64 weft_explaining_at_once (gint64 numbers);
