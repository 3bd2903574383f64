/* explaining: what the explainers share: a sample that a network answered, what is asked of the
 * answer, and passes of other samples in its place
 *
 * What is asked is a number: the sum of the answer's numbers times those of `ask`, as the score of
 * one class. An answer hangs on footings: fields of the data where they are numbers, and what is
 * looked up for them where they are words or classes. Owned by one thread. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/interrupt.h"
#include "engine/base/pool.h"
#include "engine/base/tensor.h"
#include "engine/run/exec.h"
#include "engine/train/model/model.h"

#define WEFT_MAX_FOOTINGS 16

/* Values, of the model's program for one sample, as of all others. */
typedef struct
{
  int value;
  const WeftField *field; /* of what the answer hangs on; NULL: something within the network */
  gboolean is_input;      /* it is the field itself */
  gint64 places;          /* of a sample: numbers of the field that it stands for, each of */
  gint64 width;           /* so many numbers */
} WeftFooting;

typedef struct
{
  WeftModel *model;
  WeftState *state;
  WeftPool *pool; /* nullable */
  int level;
  const WeftInterrupt *interrupt; /* nullable */
  guint32 sample;
  guint judge; /* the loss whose answer it is */
  gint64 node; /* that is looked at besides; 0: none */
  gint64 unit; /* which class or number of the answer; −1: what the network says */
  /* Found by weft_explaining_begin. */
  WeftProgram *program;
  WeftBinding binding; /* of one sample */
  WeftExec *exec;      /* of the sample, everything kept */
  void *inputs[WEFT_MAX_FEEDS];
  int answer;
  WeftShape shape; /* of the answer, without N */
  float *ask;
  WeftFooting footings[WEFT_MAX_FOOTINGS];
  guint n_footings;
} WeftExplaining;

/* Fills in program, answer and footings; FALSE: nothing is answered. Any thread; nothing runs. */
gboolean weft_explaining_look (WeftExplaining *explaining, GError **error);
/* Runs the sample, and chooses what is asked. FALSE without an error: interrupted. */
gboolean weft_explaining_begin (WeftExplaining *explaining, GError **error);
void weft_explaining_clear (WeftExplaining *explaining);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftExplaining, weft_explaining_clear)
/* What the sample's value is there, (…) of one; NULL: it is not computed. */
const float *weft_explaining_get (const WeftExplaining *explaining, int value);
double weft_explaining_get_score (const WeftExplaining *explaining);
/* The value of that node that is shown, where it is one that the answer is made of; −1. */
int weft_explaining_find_node (const WeftExplaining *explaining, gint64 node);
/* Whether the answer is made of it; by value, transfer full. */
gboolean *weft_explaining_mark (const WeftExplaining *explaining);
gint64 weft_explaining_count (const WeftExplaining *explaining, int value); /* of one sample */
gboolean weft_explaining_is_due (const WeftExplaining *explaining);

/* --- passes --- */

/* Some samples at once in the place of the one that is explained, the same until somebody writes in
 * them. */
typedef struct
{
  const WeftExplaining *explaining;
  gint64 n;
  WeftExec *exec;
  int asked;                    /* the value that is asked about */
  void *inputs[WEFT_MAX_FEEDS]; /* (n, …) by the model's feeds; NULL: nobody reads it */
  const WeftFooting *footings;  /* by which it is differentiated; borrowed */
  guint n_footings;
  float *at[WEFT_MAX_FOOTINGS]; /* (n, places, width): what they are; borrowed or owned */
  float *ask;                   /* (n, …) of what is asked about: its gradient */
} WeftPass;

/* Only forward where there are no footings; else what is asked about (the answer, or another value;
 * of that `ask` is zeros until somebody writes) is differentiated by them. */
gboolean weft_pass_init (WeftPass *pass, const WeftExplaining *explaining, int asked,
                         const WeftFooting *footings, guint n_footings, gint64 n, GError **error);
void weft_pass_clear (WeftPass *pass);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftPass, weft_pass_clear)
/* FALSE: interrupted. */
gboolean weft_pass_run (WeftPass *pass);
double weft_pass_get_score (const WeftPass *pass, gint64 i);               /* of sample i */
const float *weft_pass_get_gradient (const WeftPass *pass, guint footing); /* (n, places, width) */
