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
  WEFT_LOOK_PART,    /* says which rows train, validate and test */
  WEFT_LOOK_LEFT_OUT,
  WEFT_LOOK_N_ROLES,
} WeftLookRole;

typedef enum
{
  WEFT_LOOK_AUTO,
  WEFT_LOOK_NUMBER,
  WEFT_LOOK_CLASS,
} WeftLookTask;

typedef struct
{
  char *name;
  char *holds;    /* translated: "Numbers" */
  char *examples; /* joined */
  char *reason;   /* nullable: a sentence */
  WeftLookRole role;
  gboolean may_be_feature, may_be_number, may_be_class;
} WeftLookColumn;

typedef struct
{
  char *name;           /* of the file or folder */
  gint64 n_rows;        /* of a table */
  GPtrArray *columns;   /* WeftLookColumn; NULL: no table */
  gboolean is_sheet;    /* they say what pictures show, which are what it is predicted from */
  WeftLookTask task;    /* NUMBER or CLASS */
  char **notes;         /* nullable */
  char *problem;        /* nullable: why this choice gives no data set, with the cure */
  WeftDataset *dataset; /* NULL when there is a problem */
} WeftLook;

/* Where somebody's data lie and how they are to be read. Column names are the file's. */
typedef struct
{
  char *path;
  gboolean is_away; /* path is only the name of what they were read from, on another computer */
  char *target;     /* nullable: as the reader thinks */
  WeftLookTask task;
  GPtrArray *keep, *leave_out; /* char * */
  char **targets;              /* nullable: the columns that may be predicted; told, not asked */
} WeftDataChoice;

void weft_look_free (WeftLook *look);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftLook, weft_look_free)
/* Else its classes are what is to be looked through. */
gboolean weft_look_lists_columns (const WeftLook *look);
void weft_look_column_free (WeftLookColumn *column);
/* NULL-terminated names of the columns that may be predicted; nullable; transfer full. */
char **weft_look_dup_targets (const WeftLook *look);

WeftDataChoice *weft_data_choice_new (const char *path);
WeftDataChoice *weft_data_choice_dup (const WeftDataChoice *choice);
void weft_data_choice_free (WeftDataChoice *choice);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftDataChoice, weft_data_choice_free)
/* Of one picture to the folder that holds its class and the others; nothing else is known of it. */
void weft_data_choice_go_up (WeftDataChoice *choice);
/* A column becomes a feature, the target, or is left out, whatever was asked of it before. */
void weft_data_choice_set_role (WeftDataChoice *choice, const char *column, WeftLookRole role);

/* Called once, on the main thread. look: transfer full; NULL: error says why. */
typedef void (*WeftLookFunc) (WeftLook *look, const GError *error, gpointer user);
