/* svg: the graph as a picture */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "projects/formats/file-format.h"

static GByteArray *
draw (const WeftFormatJob *job, GError **error)
{
  return job->draw (job, "svg", error);
}

const WeftFormat weft_format_svg = {
  .id = "svg",
  .title = N_ ("Drawing (SVG)"),
  .endings = (const char *const[]){ ".svg", NULL },
  .write = draw,
};
