/* look: what is understood of somebody's data before anything is made of it, and what is chosen
 *
 * Plain values, which app fills in from the readers. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"

typedef enum
{
  WEFT_LOOK_FEATURE, /* predicted from */
  WEFT_LOOK_TARGET,  /* predicted */
  WEFT_LOOK_ALSO,    /* asked for: predicted beside what is; no column has it */
  WEFT_LOOK_PART,    /* says which rows train, validate and test */
  WEFT_LOOK_GROUP,   /* rows with the same value in it stay together in one of these parts */
  WEFT_LOOK_TIME,    /* the rows that come last in it test */
  WEFT_LOOK_LEFT_OUT,
  WEFT_LOOK_N_ROLES,
} WeftLookRole;

typedef struct
{
  char *name;
  char *holds;    /* translated: "Numbers" */
  char *examples; /* joined, and how many hold nothing */
  char *reason;   /* nullable: a sentence */
  WeftLookRole role;
  gboolean may_be[WEFT_LOOK_N_ROLES];
  gboolean may_be_number, may_be_class; /* as a target */
  gboolean is_text;                     /* a target that is written, word by word */
  char **types, **type_titles;          /* as what it can be read: ids, translated; the first: as
                                           the reader thinks */
  guint type;                           /* of these */
} WeftLookColumn;

/* What a reader chose where something else may be asked for. */
typedef struct
{
  char *option;             /* as a wish has it */
  const char *label, *help; /* translated */
  char **choices, **titles; /* ids and what people call them; NULL: a number */
  int low, high;            /* of that */
  char *value;
} WeftLookSetting;

typedef struct
{
  char *name;           /* of the file or folder */
  gint64 n_rows;        /* of a table */
  GPtrArray *columns;   /* WeftLookColumn; NULL: no table */
  gboolean is_sheet;    /* they say what pictures show, which are what it is predicted from */
  gboolean is_number;   /* what is predicted; else a class, */
  gboolean are_labels;  /* or which of several labels */
  GPtrArray *settings;  /* WeftLookSetting; nullable */
  char **notes;         /* nullable */
  char *problem;        /* nullable: why this choice gives no data set, with the cure */
  WeftDataset *dataset; /* NULL when there is a problem */
} WeftLook;

/* One thing that is asked of the reader, by the name of the command's option. */
typedef struct
{
  char *option, *value; /* "leave-out", "visit_no" */
} WeftWish;

/* Where somebody's data lie and how they are to be read. Column names are the file's. */
typedef struct
{
  char *path;
  gboolean is_away;  /* path is only the name of what they were read from, on another computer */
  GPtrArray *wishes; /* WeftWish, in the order in which they were made; else as the reader thinks */
  char **targets;    /* nullable: the columns that may be predicted; told, not asked */
} WeftDataChoice;

void weft_look_free (WeftLook *look);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftLook, weft_look_free)
/* Else its classes are what is to be looked through. */
gboolean weft_look_lists_columns (const WeftLook *look);
void weft_look_column_free (WeftLookColumn *column);
void weft_look_setting_free (WeftLookSetting *setting);
const WeftLookColumn *weft_look_find_target (const WeftLook *look); /* the first; nullable */
guint weft_look_count_targets (const WeftLook *look);
char *weft_look_join_targets (const WeftLook *look); /* "height, weight"; transfer full */
/* NULL-terminated names of the columns that may be predicted; nullable; transfer full. */
char **weft_look_dup_targets (const WeftLook *look);

/* What cures the notes by another reading, as a data set has it, without what a graph does;
 * nullable; transfer full. */
char **weft_look_dup_cures (const WeftLook *look);

WeftDataChoice *weft_data_choice_new (const char *path);
WeftDataChoice *weft_data_choice_dup (const WeftDataChoice *choice);
void weft_data_choice_free (WeftDataChoice *choice);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftDataChoice, weft_data_choice_free)
/* Of one picture to the folder that holds its class and the others; nothing else is known of it. */
void weft_data_choice_go_up (WeftDataChoice *choice);
/* One more of that option; what is wished already is not wished twice. */
void weft_data_choice_add (WeftDataChoice *choice, const char *option, const char *value);
/* In place of all others of that option; value nullable: as the reader thinks. */
void weft_data_choice_set (WeftDataChoice *choice, const char *option, const char *value);
/* What a column is for, whatever was asked of it before. */
void weft_data_choice_set_role (WeftDataChoice *choice, const char *column, WeftLookRole role);
/* The same of a column of what was understood, where several may be predicted: one of these, one
 * less, or in their place. */
void weft_data_choice_set_column (WeftDataChoice *choice, const WeftLook *look, guint column,
                                  WeftLookRole role);
/* What cures something odd (WeftDataset): one more wish, or one in place of others. */
void weft_data_choice_cure (WeftDataChoice *choice, const char *option, const char *value);
/* type: as what it is read; "auto": as the reader thinks. */
void weft_data_choice_set_type (WeftDataChoice *choice, const char *column, const char *type);

/* Called once, on the main thread. look: transfer full; NULL: error says why. */
typedef void (*WeftLookFunc) (WeftLook *look, const GError *error, gpointer user);
