/* png: the graph as a picture */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "projects/formats/file-format.h"

static GByteArray *
draw (const WeftFormatJob *job, GError **error)
{
  return job->draw (job, "png", error);
}

const WeftFormat weft_format_png = {
  .id = "png",
  .title = N_ ("Picture (PNG)"),
  .endings = (const char *const[]){ ".png", NULL },
  .write = draw,
};
