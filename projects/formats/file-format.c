/* file-format: the table of formats */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/file-format.h"

#include <string.h>

#include "projects/readers/files/input-stream.h"
#include "projects/readers/files/input.h"

#define HEAD 64 /* bytes that tell formats apart */

#define FORMAT(id) extern const WeftFormat weft_format_##id;
#include "projects/formats/rows/formats.def"
#undef FORMAT

static const WeftFormat *const formats[] = {
#define FORMAT(id) &weft_format_##id,
#include "projects/formats/rows/formats.def"
#undef FORMAT
};

const WeftFormat *const *
weft_formats (guint *n)
{
  *n = G_N_ELEMENTS (formats);
  return formats;
}

const WeftFormat *
weft_format_find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_strcmp0 (formats[i]->id, id) == 0)
      return formats[i];
  return NULL;
}

gboolean
weft_format_is_written (const WeftFormat *format)
{
  return format->write != NULL || format->write_folder != NULL;
}

char *
weft_formats_dup_written (const char *between)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (weft_format_is_written (formats[i]))
      g_string_append_printf (text, "%s%s", text->len > 0 ? between : "", formats[i]->id);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gsize
read_head (const char *path, guint8 head[HEAD])
{
  g_autoptr (WeftInputStream) stream = weft_input_stream_open (path, NULL);
  gsize n = 0;

  if (stream != NULL)
    weft_input_stream_read (stream, head, HEAD, &n, NULL);
  return n;
}

const WeftFormat *
weft_format_find_writer (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (formats[i]->write != NULL && weft_input_has_ending (path, formats[i]->endings))
      return formats[i];
  return NULL;
}

const WeftFormat *
weft_format_find_network_reader (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (formats[i]->read_network != NULL && weft_input_has_ending (path, formats[i]->endings))
      return formats[i];
  return NULL;
}

const WeftFormat *
weft_format_find_reader (const char *path)
{
  guint8 head[HEAD];
  gsize n = read_head (path, head);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (formats[i]->read_weights != NULL && weft_input_has_ending (path, formats[i]->endings))
      return formats[i];
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (formats[i]->read_weights != NULL && formats[i]->sniff != NULL
        && formats[i]->sniff (head, n))
      return formats[i];
  return NULL;
}
