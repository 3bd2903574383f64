/* dataset: samples in memory, immutable; keeps its source's type */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/error.h"
#include "engine/base/kind.h"

typedef enum
{
  WEFT_TARGET_NONE,
  WEFT_TARGET_CLASS, /* y: i64 (N,) */
  WEFT_TARGET_REAL,  /* y: f32 (N, …) */
  WEFT_TARGET_MASK,  /* y: u8 0/1 (N, 1, H, W), given to the net as floats */
} WeftTarget;

typedef enum
{
  WEFT_PART_TRAIN,
  WEFT_PART_VALIDATION,
  WEFT_PART_TEST,
  WEFT_N_PARTS,
} WeftPart;

typedef struct
{
  gatomicrefcount ref_count;
  char *name;   /* "digits", or the file's base name */
  char *title;  /* msgid of what people call it: "Digits"; NULL: a file, which is called its name */
  char *sha256; /* hex, of type, shapes and content: the fingerprint */
  gint64 count; /* N */
  WeftShape x_shape; /* of one sample, without N: (1, 28, 28) or (D); x_shape.type as stored */
  gpointer x;        /* count × x_shape; x, y, part are weft_memory_new's */
  double x_scale;    /* multiplies on the way into a batch: 1/255 for u8 pictures, else 1 */
  WeftTarget target;
  WeftShape y_shape;    /* of one sample: rank 0 for a class */
  gpointer y;           /* nullable */
  int classes;          /* 0 unless target is a class */
  char **class_names;   /* nullable, `classes` of them */
  char **feature_names; /* nullable */
  char *target_name;    /* nullable: "species" */
  guint8 *part;         /* nullable: WeftPart + 1 of samples whose part the source fixes, 0: free */
  guint8 *gaps;         /* nullable: a bit for each number of x, the lowest of a byte first: the
                           source had none there; x then holds one to show, a network gets what
                           its own training part says (engine/train/gaps.h) */
  char **notes;         /* nullable: what the reader of the file decided, translated sentences */
  char *about;          /* nullable: source and licence */
  gboolean is_picture, is_points; /* (C, H, W) to show; two plain numbers with a boundary */
} WeftDataset;

/* Zeroed, for a reader to fill before anybody else sees it; call weft_dataset_finish at the end. */
WeftDataset *weft_dataset_new (void);
/* Checks every range (a label below classes, finite floats), computes sha256. */
gboolean weft_dataset_finish (WeftDataset *dataset, GError **error);
WeftDataset *weft_dataset_ref (WeftDataset *dataset);
void weft_dataset_unref (WeftDataset *dataset);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftDataset, weft_dataset_unref)
/* One sample as the net gets it but for standardisation: floats, scaled. */
void weft_dataset_get_x (const WeftDataset *dataset, gint64 sample, float *x);
/* What x and y mean; y: of a set that has one. */
WeftKind weft_dataset_get_x_kind (const WeftDataset *dataset);
WeftKind weft_dataset_get_y_kind (const WeftDataset *dataset);
/* Whether the source had nothing there; number: of x, sample × numbers of one + column. */
#define weft_dataset_is_gap(dataset, number)                                                       \
  ((dataset)->gaps && ((dataset)->gaps[(number) >> 3] >> ((number) &7) & 1))
/* Bytes of gaps. */
gsize weft_dataset_get_gaps_size (const WeftDataset *dataset);
/* Of two classes the one that is looked for: the one called yes, true, 1 or positive beside its
 * contrary, else the rarer, of equals the second. −1: there are not two. */
int weft_dataset_get_positive (const WeftDataset *dataset);
/* Which of two names says yes beside its contrary; −1: they do not say. names: nullable. */
int weft_positive_of_names (char **names);
gint64 weft_dataset_get_class (const WeftDataset *dataset, gint64 sample);
void weft_dataset_get_y (const WeftDataset *dataset, gint64 sample, float *y); /* as floats */
/* To be shown, so bounded (brief.h) whatever the file had. Title: translated, or the name.
 * Class name: translated when the set is one of ours; NULL: classes are numbers. Transfer full. */
char *weft_dataset_dup_title (const WeftDataset *dataset);
char *weft_dataset_dup_class_name (const WeftDataset *dataset, gint64 c);
char **weft_dataset_dup_class_names (const WeftDataset *dataset); /* all of them; nullable */
/* One flat form of everything above, for projects to store, and back. Little-endian. */
GVariant *
weft_dataset_serialize_header (const WeftDataset *dataset); /* a{sv}, all but x, y, part */
WeftDataset *weft_dataset_deserialize (GVariant *header, GBytes *x, GBytes *y, GBytes *part,
                                       GError **error);

/* Which samples train, validate and test. Immutable. */
typedef struct
{
  gatomicrefcount ref_count;
  guint32 *samples[WEFT_N_PARTS];
  gint64 count[WEFT_N_PARTS];
} WeftSplit;

/* shares: of training, validation, test; stratified by class; a source's own parts stay. Drawn from
 * split_seed alone. */
WeftSplit *weft_split_new (const WeftDataset *dataset, const double shares[3], guint64 split_seed);
/* Fold k of n is the test part, the next one the validation part (none when n is 2), the rest
 * trains; stratified by class. */
WeftSplit *weft_split_new_fold (const WeftDataset *dataset, int fold, int folds,
                                guint64 split_seed);
WeftSplit *weft_split_ref (WeftSplit *split);
void weft_split_unref (WeftSplit *split);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftSplit, weft_split_unref)
const char *weft_part_get_id (WeftPart part); /* "train", "validation", "test" */
