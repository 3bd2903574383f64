/* host-export: what the window asks for of the formats that are written; a folder of them is filled
 * in a thread, for what it shows is worked out */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/host/host-export.h"

#include <glib/gi18n.h>

#include "app/host/work-thread.h"
#include "app/pictures/exported.h"
#include "app/session/session.h"
#include "projects/formats/output.h"
#include "ui/window/toasts.h"

static GPtrArray *
list_formats_cb (gpointer user)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);
  guint n;
  const WeftFormat *const *formats = weft_formats (&n);

  for (guint i = 0; i < n; i++)
    if (weft_format_is_written (formats[i]))
      {
        const WeftFileFormat format
            = { formats[i]->id, formats[i]->title,
                formats[i]->write != NULL ? formats[i]->endings[0] + 1 : NULL };

        g_ptr_array_add (list, g_memdup2 (&format, sizeof format));
      }
  return list;
}

typedef struct
{
  const WeftFormat *format;
  char *title, *path;
  WeftExported what;
  WeftModel *model; /* nullable, as its state */
  WeftState *state;
  WeftFormatLoss loss;
  WeftWindow *window;
  WeftBroughtFunc done;
  gpointer data;
} Export;

static void
export_free (Export *export)
{
  g_clear_pointer (&export->model, weft_model_unref);
  g_clear_pointer (&export->state, weft_state_free);
  g_free (export->title);
  g_free (export->path);
  g_object_unref (export->window);
  g_free (export);
}

static gboolean
write_file (const Export *export, GError **error)
{
  g_autoptr (GByteArray) bytes = weft_exporting_make (export->format, &export->what, error);

  return bytes != NULL && weft_output_write (export->path, bytes->data, bytes->len, error);
}

static gboolean
fill_cb (gpointer data, GError **error)
{
  const Export *export = data;

  return export->format->write_folder != NULL
             ? weft_exporting_fill_folder (export->format, &export->what, export->path, error)
             : write_file (export, error);
}

static void
filled_cb (const GError *error, gpointer data)
{
  Export *export = data;
  g_autofree char *told = NULL;

  export->done (error, export->data);
  if (error == NULL && export->format->takes_long)
    {
      told = weft_exporting_dup_loss (&export->loss, TRUE);
      weft_window_toast (export->window, told);
    }
  export_free (export);
}

/* In a thread, by a model of its own. */
static gboolean
fill (GtkWindow *window, WeftStore *store, Export *export, GError **error)
{
  g_autofree char *name = g_filename_display_basename (export->path);
  /* Translators: the name of a folder */
  g_autofree char *heading = g_strdup_printf (_ ("Exporting “%s”"), name);
  WeftModel *own = weft_model_new (export->model->graph, export->model->catalog, error);

  if (own == NULL)
    return FALSE;
  weft_model_unref (export->model);
  export->model = own;
  export->what.model = own;
  export->what.graph = own->graph;
  export->what.report = NULL;
  weft_work_thread_begin (
      &(WeftWorkThread){
          .window = window,
          .heading = heading,
          .store = store,
          .work = fill_cb,
          .done = filled_cb,
      },
      export);
  return TRUE;
}

static void
export_file_cb (gpointer user, GtkWindow *window, const char *format, const char *path,
                WeftBroughtFunc done, gpointer data)
{
  WeftSession *session = weft_application_get_session (window);
  WeftStore *store = weft_session_get_store (session);
  Export *export = g_new (Export, 1);
  g_autoptr (GError) error = NULL;

  *export = (Export){ .format = weft_format_find (format),
                      .title = weft_store_dup_title (store),
                      .path = g_strdup (path),
                      .window = g_object_ref (WEFT_WINDOW (window)),
                      .done = done,
                      .data = data };
  export->what.graph = weft_session_get_graph (session);
  export->what.title = export->title;
  export->what.loss = &export->loss;
  export->what.report = weft_live_get_report (weft_window_get_live (WEFT_WINDOW (window)));
  if (export->format->needs_weights
      && weft_session_dup_learnt (session, &export->model, &export->state, &error))
    {
      export->what.graph = export->model->graph;
      export->what.model = export->model;
      export->what.state = export->state;
    }
  if (error == NULL && (export->format->write_folder != NULL || export->format->takes_long)
      && fill (window, store, export, &error))
    return;
  if (error == NULL)
    write_file (export, &error);
  filled_cb (error, export);
}

void
weft_host_fill_export (WeftHost *host)
{
  host->list_formats = list_formats_cb;
  host->export_file = export_file_cb;
}
