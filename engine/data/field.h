/* field: one thing that is known of every sample of a set; immutable, keeps its source's type
 *
 * Samples that differ in length lie one after the other, without padding: `offsets` says where. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/backed.h"
#include "engine/base/error.h"
#include "engine/base/kind.h"

typedef struct
{
  const char *name;     /* interned: "x"; the port of the data node */
  WeftKind kind;        /* what it means, by which it is shown, judged and given to a network */
  WeftShape shape;      /* of one sample, without N, type as stored; of a class rank 0 */
  int ragged;           /* the axis in which samples differ: shape has the longest; −1: none */
  int t;                /* of a ragged one: which of the binding's steps are its own; fields that
                           are as long in every sample share them */
  gint64 *offsets;      /* of a ragged one, (count + 1): where a sample begins, in steps */
  gpointer data;        /* of all samples; weft_memory_new's, like offsets, or of `backed` */
  WeftBacked *backed;   /* nullable: of a large field, whose data lie on the disk: whoever walks
                           over them by himself says so with weft_field_touch */
  double scale;         /* multiplies on the way into a batch: 1/255 for u8 pictures, else 1 */
  double rate;          /* of sound: numbers a second; else 0 */
  int classes;          /* how many there are to tell apart, of classes; of tokens the
                           vocabulary, of which 0 stands for none; else 0 */
  char **class_names;   /* nullable, `classes` of them */
  char **feature_names; /* nullable: of the numbers of one sample */
  char **feature_forms; /* nullable: of each of them how it was made of what its source wrote, in
                           the words of its reader; "": it stood there */
  char *title;          /* nullable: what its source calls it: "species" */
  guint8 *gaps;         /* nullable: a bit for each number, the lowest of a byte first: the source
                           had none there; data then holds one to show, a network gets what its
                           own training part says (engine/train/model/gaps.h) */
} WeftField;

void weft_field_clear (WeftField *field);
/* Whether a field may be called so: a port, and a word of the text form. */
gboolean weft_field_is_name (const char *name);
/* "x_mask": what says which of its steps are real is called; NULL: it has no steps. Interned. */
const char *weft_field_get_mask_name (const WeftField *field);
/* Zeroed memory for data, on the disk where it is much. */
gboolean weft_field_allocate (WeftField *field, gsize bytes, GError **error);
/* n samples from `first` on are looked at or written now (base/backed.h): a few MB at a time. What
 * goes through the functions below says so itself. */
void weft_field_touch (const WeftField *field, gint64 first, gint64 n);
/* They will be soon. */
void weft_field_expect (const WeftField *field, gint64 sample);
/* Of `count` samples, as they lie in data. */
gsize weft_field_get_bytes (const WeftField *field, gint64 count);
gsize weft_field_get_gaps_size (const WeftField *field, gint64 count);
/* Whether the source had nothing there; number: sample × numbers of one + column. */
#define weft_field_is_gap(field, number)                                                           \
  ((field)->gaps && ((field)->gaps[(number) >> 3] >> ((number) &7) & 1))
/* One sample's own shape, and where it lies; the shape nullable. */
gconstpointer weft_field_get_sample (const WeftField *field, gint64 sample, WeftShape *shape);
/* One sample as a network gets it but for standardisation: floats, scaled. */
void weft_field_get (const WeftField *field, gint64 sample, float *numbers);
gint64 weft_field_get_class (const WeftField *field, gint64 sample); /* of classes */
/* One sample of what is labelled as a network gets it, all its labels. */
void weft_field_get_labels (const WeftField *field, gint64 sample, gint64 *labels);
/* A letter, or what stands for one that cannot be seen, as "\\n" (brief.h), or nothing. */
gboolean weft_word_is_sign (const char *word);
/* Of tokens: whether they are words, which have spaces between them, not signs or pieces. */
gboolean weft_field_has_spaces (const WeftField *field);
/* Adds a word to a text as people write it; where words have spaces, with one before it unless it
 * is Chinese or ends a clause. */
void weft_text_append_word (GString *text, const char *word, gboolean has_spaces);
/* What a piece of a word begins with where a space stands before it. */
#define WEFT_WORD_START "▁"
/* Of tokens: whether they are pieces of words, which make a text side by side. */
gboolean weft_field_has_pieces (const WeftField *field);
/* A text of such pieces as it is read. Changes it. */
void weft_field_tidy_pieces (const WeftField *field, GString *text);
/* A sample of tokens in words, at most so many of them, or signs where words are read in groups of
 * these; where the vocabulary has no words, in numbers. What it does not know is “…”. Transfer
 * full. */
char *weft_field_dup_text (const WeftField *field, gint64 sample, gint64 most);
/* What one token is called: "_" where it stands for none; where the vocabulary has no words, its
 * number. Transfer full. */
char *weft_field_dup_word (const WeftField *field, gint64 token);
/* Of tokens: the one with which each of `count` samples ends and which stands nowhere else; −1:
 * there is none. */
gint64 weft_field_find_end (const WeftField *field, gint64 count);
/* Whether everything is as it must be for that many samples: shapes, finite numbers, labels below
 * classes, the names. */
gboolean weft_field_check (const WeftField *field, gint64 count, GError **error);
/* Of two classes the one that is looked for: the one called yes, true, 1 or positive beside its
 * contrary, else the rarer, of equals the second. −1: there are not two. field nullable. */
int weft_field_get_positive (const WeftField *field, gint64 count);
/* Which of two names says yes beside its contrary; −1: they do not say. names: nullable. */
int weft_positive_of_names (char **names);
/* 1 of one that says yes, 0 of one that says no, −1 of any other. */
int weft_positive_of_word (const char *word);
