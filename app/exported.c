/* exported: a network as a file of any format that is written */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/exported.h"

#include "app/graph-picture.h"

static GByteArray *
draw_cb (gpointer user, const char *format, gboolean is_dark, GError **error)
{
  const WeftExported *what = user;

  return weft_picture_draw (what->graph, what->report, format, is_dark, error);
}

static WeftFormatJob
make_job (const WeftExported *what)
{
  return (WeftFormatJob){
    .graph = what->graph,
    .title = what->title,
    .model = what->model,
    .state = what->state,
    .is_dark = what->is_dark,
    .draw = draw_cb,
    .user = (gpointer) what,
  };
}

GByteArray *
weft_exporting_make (const WeftFormat *format, const WeftExported *what, GError **error)
{
  const WeftFormatJob job = make_job (what);

  return format->write (&job, error);
}

gboolean
weft_exporting_fill_folder (const WeftFormat *format, const WeftExported *what, const char *folder,
                            GError **error)
{
  const WeftFormatJob job = make_job (what);

  return format->write_folder (&job, folder, error);
}
