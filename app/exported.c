/* exported: a network as a file of any format that is written */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/exported.h"

#include "app/graph-picture.h"
#include "engine/train/average.h"

static GByteArray *
draw_cb (gpointer user, const char *format, gboolean is_dark, GError **error)
{
  const WeftExported *what = user;

  return weft_picture_draw (what->graph, what->report, format, is_dark, error);
}

/* state: what is written of the weights. */
static WeftFormatJob
make_job (const WeftExported *what, const WeftState *state)
{
  return (WeftFormatJob){
    .graph = what->graph,
    .title = what->title,
    .model = what->model,
    .state = state,
    .is_dark = what->is_dark,
    .draw = draw_cb,
    .user = (gpointer) what,
  };
}

/* What judges and answers: where an average of the weights does so in their place, *averaged,
 * transfer full, has it there. */
static gboolean
average (const WeftExported *what, WeftState **averaged, GError **error)
{
  if (what->model == NULL || what->model->training.ema_decay <= 0)
    return TRUE;
  *averaged = weft_state_dup (what->state, error);
  if (*averaged == NULL)
    return FALSE;
  weft_average_swap (what->model->training.ema_decay, *averaged);
  return TRUE;
}

/* One of bytes and folder: where what was made goes. */
static gboolean
make (const WeftFormat *format, const WeftExported *what, GByteArray **bytes, const char *folder,
      GError **error)
{
  g_autoptr (WeftState) averaged = NULL;
  WeftFormatJob job;

  if (!average (what, &averaged, error))
    return FALSE;
  job = make_job (what, averaged != NULL ? averaged : what->state);
  if (folder != NULL)
    return format->write_folder (&job, folder, error);
  *bytes = format->write (&job, error);
  return *bytes != NULL;
}

GByteArray *
weft_exporting_make (const WeftFormat *format, const WeftExported *what, GError **error)
{
  GByteArray *bytes = NULL;

  make (format, what, &bytes, NULL, error);
  return bytes;
}

gboolean
weft_exporting_fill_folder (const WeftFormat *format, const WeftExported *what, const char *folder,
                            GError **error)
{
  return make (format, what, NULL, folder, error);
}
