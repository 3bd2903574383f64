/* error: the one error domain, and what each code asks of the caller */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#define WEFT_ERROR (weft_error_quark ())

typedef enum
{
  WEFT_ERROR_INVALID,   /* what was given makes no sense: a text, an edit, a file's content */
  WEFT_ERROR_NOT_FOUND, /* a name, an example, a file, a run that is not there */
  WEFT_ERROR_EXISTS,    /* would overwrite something */
  WEFT_ERROR_BUSY,      /* another program has the file */
  WEFT_ERROR_NEWER,     /* written by a later format */
  WEFT_ERROR_FOREIGN,   /* not Weft's, or tampered with */
  WEFT_ERROR_DAMAGED,   /* Weft's, but broken */
  WEFT_ERROR_READ_ONLY,
  WEFT_ERROR_FULL,        /* the disk */
  WEFT_ERROR_MEMORY,      /* a plan, state or data set that does not fit */
  WEFT_ERROR_NUMBERS,     /* NaN or infinity while training */
  WEFT_ERROR_UNSUPPORTED, /* sound, but not yet */
  WEFT_ERROR_IO,
  WEFT_ERROR_UNFINISHED, /* a project whose making was cut off: nothing is in it yet */
  WEFT_ERROR_LOST,       /* an open file whose path does not lead to it any more */
  WEFT_ERROR_CANCELLED,  /* by whoever asked for it */
  WEFT_ERROR_PART,       /* one picture: the folder that it lies in is what can be read */
} WeftErrorCode;

GQuark weft_error_quark (void);
