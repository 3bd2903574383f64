/* pdf: the graph as a picture */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "projects/formats/file-format.h"

static GByteArray *
draw (const WeftFormatJob *job, GError **error)
{
  return job->draw (job, "pdf", error);
}

const WeftFormat weft_format_pdf = {
  .id = "pdf",
  .title = N_ ("Page (PDF)"),
  .endings = (const char *const[]){ ".pdf", NULL },
  .write = draw,
};
