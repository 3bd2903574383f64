/* trying: what the panel Try it is made of: forms by which somebody gives a sample, a row a kind of
 * field (forms/forms.def), and views of what a network says of it, a row a kind of answer
 * (answers/answers.def); of each table the first row that fits is taken */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/kind-row.h"
#include "ui/panels/panel.h"

/* What a form is for; it outlives the form. */
typedef struct
{
  WeftContext *context;
  const WeftDataset *dataset; /* what the network learnt from */
  const WeftField *field;     /* of it: what is to be given */
  const WeftSplit *split;
  void (*changed) (gpointer user); /* to be called when something else is given */
  gpointer user;
} WeftFormSite;

typedef struct
{
  const char *id;
  gboolean (*fits) (const WeftField *field);
  GtkWidget *(*create) (const WeftFormSite *site);
  /* Adds what is given as a field of the one sample of that set. FALSE without an error: nothing is
   * given yet. */
  gboolean (*add) (GtkWidget *form, WeftDataset *asked, GError **error);
  /* That sample is given: of the set that was learnt from, or of one that was tried. */
  void (*show) (GtkWidget *form, const WeftDataset *from, gint64 sample);
  gboolean begins_shown; /* it cannot begin empty: the first of the samples is given */
} WeftForm;

#define FORM(id) extern const WeftForm weft_form_##id;
#include "ui/panels/trying/forms/forms.def"
#undef FORM

const WeftForm *weft_form_find (const WeftField *field);
/* A form's own data, freed with it. */
void weft_form_set_data (GtkWidget *form, gpointer data, GDestroyNotify destroy);
gpointer weft_form_get_data (GtkWidget *form);
/* The form's field of that set. */
const WeftField *weft_form_get_field (const WeftFormSite *site, const WeftDataset *from);
/* That set where it is another than the one that was learnt from, else NULL; transfer full. */
WeftDataset *weft_form_ref_other (const WeftFormSite *site, const WeftDataset *from);
void weft_form_tell (const WeftFormSite *site); /* that something else is given */
/* What a form calls its field: "species", or what it is called in the set, translated; transfer
 * full. */
char *weft_form_dup_title (const WeftFormSite *site);
/* The field of a sample that is asked: x, one sample of its shape; FALSE: for want of memory. */
gboolean weft_form_add_numbers (const WeftFormSite *site, const float *x, WeftDataset *asked,
                                GError **error);
/* A sample in which the field is what that file, or else that text, holds; NULL: what is wrong with
 * it was said in a toast. Transfer full. */
WeftDataset *weft_form_read (const WeftFormSite *site, const char *path, const char *text);
/* Lets a file be chosen, or dropped on the form: take gets its path. */
GtkWidget *weft_form_open_button_new (const WeftFormSite *site, GtkWidget *form,
                                      void (*take) (GtkWidget *form, const char *path));

/* A file that was dropped there; FALSE: within no form that takes files. */
gboolean weft_form_drop (GtkWidget *at, const char *path);

/* What was said of what was given, for a view. */
typedef struct
{
  const WeftModel *model; /* whose network it is: its set has the names */
  const WeftResponse *response;
  const WeftSaid *said;
  const WeftField *target;     /* of that set: what the answer is about */
  gint64 truth;                /* the sample of that set that was given; −1: somebody's own */
  gboolean is_doubtful;        /* what was given is unlike all that was learnt from */
  const char *begun, *written; /* of a text that is gone on with; nullable */
} WeftGiven;

typedef struct
{
  const char *id;
  gboolean of_codes; /* for what judges codes, and for nothing else */
  gboolean (*fits) (const WeftModel *model, const WeftField *target);
  void (*draw) (cairo_t *cr, const WeftGiven *given, double width, double height, gboolean is_dark);
  char *(*dup_words) (const WeftGiven *given); /* the same for who does not see it */
  /* As it is heard: n numbers, as many a second as the target's rate says; nullable: it is not.
   * Transfer full. */
  float *(*make_sound) (const WeftGiven *given, gint64 *n);
} WeftAnswerView;

#define ANSWER(id) extern const WeftAnswerView weft_answer_view_##id;
#include "ui/panels/trying/answers/answers.def"
#undef ANSWER

/* For the answers that a loss of the model judges; nullable. */
const WeftAnswerView *weft_answer_view_find (const WeftModel *model, guint judge);
/* Whether somebody has to give it: what samples are shown by, and all else that is read and is not
 * what the network has to say. */
gboolean weft_try_takes (const WeftModel *model, const WeftFeed *feed);
/* Whether the network takes something and says something that can be shown. */
gboolean weft_try_can (const WeftModel *model);
/* What the network that said it has learnt from, or that it has not learnt yet, or that it is not
 * to be relied on; transfer full. */
char *weft_try_dup_line (const WeftResponse *response, gboolean is_doubtful);
/* Whether forms and views, and the samples to be tried, for the one are right for the other. */
gboolean weft_try_is_alike (const WeftModel *a, const WeftModel *b);
