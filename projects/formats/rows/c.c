/* c: the network as one file of C99, for where there is nothing else */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "projects/formats/c/c-program.h"
#include "projects/formats/file-format.h"

static GByteArray *
write_program (const WeftFormatJob *job, GError **error)
{
  return weft_c_export (job->model, job->state, job->title, FALSE, error);
}

const WeftFormat weft_format_c = {
  .id = "c",
  .title = N_ ("Program (C)"),
  .endings = (const char *const[]){ ".c", NULL },
  .needs_weights = TRUE,
  .write = write_program,
};
