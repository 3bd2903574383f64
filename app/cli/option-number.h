/* option-number: an option that is a number, with the range that it is held to */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef enum
{
  WEFT_NUMBER_WHOLE, /* value: gint64 */
  WEFT_NUMBER_REAL,  /* value: double */
} WeftNumberKind;

typedef struct
{
  const char *name; /* without the dashes; NULL ends a table */
  WeftNumberKind kind;
  void *value;                 /* left alone when the option is not given */
  double min, max;             /* inclusive */
  const char *help, *argument; /* N_ (); "N" */
} WeftNumber;

#define WEFT_NUMBER_MAX_WHOLE 1e15 /* beyond any count of steps or runs; exact as a double */
#define WEFT_NUMBER_THREADS(field)                                                                 \
  {                                                                                                \
    "threads", WEFT_NUMBER_WHOLE, &(field), 0, 64, N_ ("Never changes the result; 0: all"), "N"    \
  }

/* Reads text into number->value; else an error, of G_OPTION_ERROR, that names the option and its
 * range. option: as it was written, "--epochs". */
gboolean weft_number_read (const WeftNumber *number, const char *option, const char *text,
                           GError **error);
/* Of a table, to be called by GOption; user is the table. */
gboolean weft_number_read_cb (const char *option, const char *text, gpointer user, GError **error);
