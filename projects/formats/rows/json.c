/* json: the graph's readable text */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "projects/formats/file-format.h"
#include "projects/formats/graph-json.h"

static GByteArray *
write_text (const WeftFormatJob *job, GError **error)
{
  char *text = weft_graph_to_json (job->graph);

  return g_byte_array_new_take ((guint8 *) text, strlen (text));
}

const WeftFormat weft_format_json = {
  .id = "json",
  .title = N_ ("Network as text (JSON)"),
  .endings = (const char *const[]){ ".json", NULL },
  .write = write_text,
};
