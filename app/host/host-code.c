/* host-code: the network as a program that is read beside it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/host/host-code.h"

#include <glib/gi18n.h>

#include "app/session/session.h"
#include "projects/formats/pytorch/script.h"

#define MOST_NAMED 4

/* What has no form, as people know it; transfer full, nullable. */
static char *
dup_missing (WeftGraph *graph, const GPtrArray *gaps)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < gaps->len && i <= MOST_NAMED; i++)
    {
      const WeftScriptGap *gap = gaps->pdata[i];
      const WeftNode *node = weft_graph_find (graph, gap->node);
      g_autofree char *title = node != NULL ? weft_node_dup_title (node) : g_strdup (gap->what);

      g_string_append (names, i > 0 ? " · " : "");
      g_string_append (names, i < MOST_NAMED ? title : "…");
    }
  if (gaps->len == 0)
    return NULL;
  /* Translators: names of nodes and settings */
  return g_strdup_printf (_ ("Without a form in PyTorch yet: %s. This is the network alone."),
                          names->str);
}

static WeftCode *
write_code_cb (gpointer user, GtkWindow *window, WeftModel *model)
{
  WeftSession *session = weft_application_get_session (window);
  g_autofree char *title
      = session != NULL ? weft_store_dup_title (weft_session_get_store (session)) : NULL;
  WeftScript *script = weft_script_read (model, title);
  WeftCode *code = g_new (WeftCode, 1);

  *code = (WeftCode){ g_strdup (script->text), g_array_ref (script->nodes),
                      dup_missing (model->graph, script->gaps) };
  weft_script_free (script);
  return code;
}

void
weft_host_fill_code (WeftHost *host)
{
  host->write_code = write_code_cb;
}
