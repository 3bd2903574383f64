/* c_int8: the network as one file of C99 with its weights in bytes, for a microcontroller */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "projects/formats/c/c-int8.h"
#include "projects/formats/c/c-program.h"

static GByteArray *
write_program (const WeftFormatJob *job, GError **error)
{
  g_autoptr (GByteArray) bytes = weft_c_export (job->model, job->state, job->title, TRUE, error);

  if (bytes == NULL
      || (job->loss != NULL && !weft_int8_judge (job->model, job->state, job->loss, error)))
    return NULL;
  return g_steal_pointer (&bytes);
}

const WeftFormat weft_format_c_int8 = {
  .id = "c_int8",
  .title = N_ ("Program for a microcontroller (C, int8)"),
  .endings = (const char *const[]){ ".c", NULL },
  .needs_weights = TRUE,
  .takes_long = TRUE,
  .write = write_program,
};
