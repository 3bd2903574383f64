/* dataset: samples, each with the same named fields; immutable */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/field.h"

#define WEFT_MAX_FIELDS 8

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
  char *sha256; /* hex, of kinds, types, shapes and content: the fingerprint */
  gint64 count; /* N */
  WeftField fields[WEFT_MAX_FIELDS];
  guint n_fields;
  guint32 *group; /* nullable, weft_memory_new's: of each sample the first one of its group, which
                     are never parted; a source's own parts go before */
  guint8 *part;   /* nullable, weft_memory_new's: WeftPart + 1 of samples whose part the source
                     fixes, 0: free */
  char **notes;   /* nullable: what the reader of the file decided, translated sentences */
  char **cures;   /* nullable: of some notes what would make them needless, three strings each: the
                     note, an option of reading, its value */
  char *about;    /* nullable: source and licence */
  struct
  {
    gboolean is_known;
    guint32 *first; /* nullable */
    gint64 n;
  } copies; /* duplicates.c's: found when somebody asks first */
} WeftDataset;

/* Without fields, for a reader to fill before anybody else sees it; call weft_dataset_finish at the
 * end. */
WeftDataset *weft_dataset_new (void);
/* A field to fill: what is not said of it is a number of float32 for each sample. */
WeftField *weft_dataset_add_field (WeftDataset *dataset, const char *name, WeftKind kind);
/* Memory for the data of a field whose shape is known. */
gboolean weft_dataset_allocate (const WeftDataset *dataset, WeftField *field, GError **error);
/* The same on the disk where it is much, for a reader that says where it writes (field.h). */
gboolean weft_dataset_allocate_large (const WeftDataset *dataset, WeftField *field, GError **error);
/* Checks every field (a label below classes, finite floats), computes sha256. */
gboolean weft_dataset_finish (WeftDataset *dataset, GError **error);
WeftDataset *weft_dataset_ref (WeftDataset *dataset);
void weft_dataset_unref (WeftDataset *dataset);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftDataset, weft_dataset_unref)
const WeftField *weft_dataset_find_field (const WeftDataset *dataset,
                                          const char *name); /* nullable */
/* What a sample is shown by: its field “x”, else the first. */
const WeftField *weft_dataset_get_x (const WeftDataset *dataset);
/* What is said of a sample: its field “y”; nullable. */
const WeftField *weft_dataset_get_y (const WeftDataset *dataset);
/* The same where it is a class; nullable. */
const WeftField *weft_dataset_get_classes (const WeftDataset *dataset);
int weft_dataset_count_classes (const WeftDataset *dataset); /* of them; 0: it is none */
/* What is to be predicted, as its source calls it: "species"; nullable. */
const char *weft_dataset_get_target_title (const WeftDataset *dataset);
/* To be shown, so bounded (brief.h) whatever the file had. Title: translated, or the name.
 * Class name: of that field (nullable), translated when the set is one of ours; NULL: classes are
 * numbers. Transfer full. */
char *weft_dataset_dup_title (const WeftDataset *dataset);
char *weft_dataset_dup_class_name (const WeftDataset *dataset, const WeftField *field, gint64 c);
/* All of them; nullable. */
char **weft_dataset_dup_class_names (const WeftDataset *dataset, const WeftField *field);
/* One flat form of everything above, for projects to store, and back: a header, and the numbers of
 * all fields, then the parts, one after the other. Little-endian. */
GVariant *weft_dataset_serialize_header (const WeftDataset *dataset); /* a{sv} */
gsize weft_dataset_get_length (const WeftDataset *dataset); /* bytes of what follows the header */
/* n of those bytes, from `offset` on; a few MB at a time. */
void weft_dataset_copy_bytes (const WeftDataset *dataset, gsize offset, gsize n, gpointer to);
/* The bytes again, in their order. */
typedef struct
{
  gsize length;                                                           /* of all */
  gboolean (*read) (gpointer user, gpointer to, gsize n, GError **error); /* the next n of them */
  gpointer user;
} WeftDataStream;

/* Headers of files of format 1, which knew x and y alone, are read, too. */
WeftDataset *weft_dataset_deserialize (GVariant *header, const WeftDataStream *stream,
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
 * trains, and in each all that only trains; stratified by class. */
WeftSplit *weft_split_new_fold (const WeftDataset *dataset, int fold, int folds,
                                guint64 split_seed);
WeftSplit *weft_split_ref (WeftSplit *split);
void weft_split_unref (WeftSplit *split);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftSplit, weft_split_unref)
const char *weft_part_get_id (WeftPart part); /* "train", "validation", "test" */
