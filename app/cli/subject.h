/* subject: what a command works on: a project file, an example's id, a graph's text form, or
 * another program's network */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/session/library.h"
#include "projects/store/store.h"

typedef struct
{
  char *name;       /* as it was given; "-": standard input */
  WeftGraph *graph; /* of a project: as it stands in the file */
  WeftLibrary *library;
  WeftStore *store;   /* of a project */
  GPtrArray *weights; /* of another program's network: WeftNamedWeight; nullable */
  char *title;        /* of an example or project; nullable */
  char *example;      /* nullable */
  int folds;          /* in which an example is judged; 0: on its test part */
} WeftSubject;

/* Whether that is a graph's text: by its name, because a pipe or a device can hold nothing else, or
 * as /dev/stdin by what it begins with. */
gboolean weft_subject_is_text (const char *name);
/* access: how a project is opened. data: a file for the graph's data node (nullable). */
WeftSubject *weft_subject_open (const char *name, WeftStoreAccess access, const char *data,
                                GError **error);
/* The same with words of how to read data (nullable), which go before what the graph asks for. */
WeftSubject *weft_subject_open_as (const char *name, WeftStoreAccess access, const char *data,
                                   const WeftReadOptions *options, GError **error);
/* Closes the project; an error of closing is reported. */
gboolean weft_subject_close (WeftSubject *subject, GError **error);
/* Makes FILE from the target, data copied in, and goes on with that project. */
gboolean weft_subject_save_as (WeftSubject *subject, const char *path, GError **error);
