/* figure: the network as a paper shows it, as a page of its own size */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "projects/formats/file-format.h"

static GByteArray *
draw (const WeftFormatJob *job, GError **error)
{
  WeftFormatJob paper = *job;

  paper.is_paper = TRUE;
  return job->draw (&paper, "pdf", error);
}

const WeftFormat weft_format_figure = {
  .id = "figure",
  .title = N_ ("Figure of a paper (PDF)"),
  .endings = (const char *const[]){ ".pdf", NULL },
  .write = draw,
};
