/* teller: says to a screen reader, in a place that is not seen, what the run and the network are at
 * as that changes
 *
 * Its role is that of a status line, which screen readers follow; the numbers that change with each
 * step are not told, but how it stands is. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/teller.h"

#include <glib/gi18n-lib.h>

#include "ui/base/format.h"
#include "ui/base/widgets.h"

typedef struct
{
  WeftLive *live;
  GtkWidget *run, *network;
} Teller;

static GtkWidget *
make_line (GtkWidget *box, const char *text)
{
  GtkWidget *line
      = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);

  weft_widget_set_name (line, text);
  gtk_box_append (GTK_BOX (box), line);
  return line;
}

static void
say (GtkWidget *line, const char *text)
{
  static const char key[] = "weft-told";

  if (g_strcmp0 (g_object_get_data (G_OBJECT (line), key), text) == 0)
    return;
  g_object_set_data_full (G_OBJECT (line), key, g_strdup (text), g_free);
  weft_widget_set_name (line, text);
}

static char *
dup_run (WeftLive *live)
{
  const WeftStatus *status = weft_live_get_status (live);
  g_autofree char *epoch = weft_format_count (status->epoch + (status->cursor > 0));
  g_autofree char *step = weft_format_count (status->step);

  if (status->state == WEFT_TRAINER_STEPPING)
    return NULL; /* as short as a step is */
  if (weft_live_is_training (live))
    return g_strdup (_ ("Training"));
  if (status->step == 0)
    return g_strdup (_ ("Not trained yet"));
  return g_strdup_printf (_ ("Waiting at epoch %s, step %s"), epoch, step);
}

static void
tell_run (Teller *teller)
{
  g_autofree char *text = dup_run (teller->live);

  if (text != NULL)
    say (teller->run, text);
}

/* How many problems there are, and the first. */
static char *
dup_network (WeftReport *report)
{
  const WeftDiagnostic *first = NULL;
  g_autofree char *message = NULL, *count = NULL;
  guint n = 0;

  for (guint i = 0; report != NULL && i < report->diagnostics->len; i++)
    {
      const WeftDiagnostic *diagnostic = report->diagnostics->pdata[i];

      if (diagnostic->severity == WEFT_SEVERITY_NOTE)
        continue;
      if (first == NULL || diagnostic->severity > first->severity)
        first = diagnostic;
      n++;
    }
  if (first == NULL)
    return g_strdup (_ ("No problems"));
  message = weft_diagnostic_dup_message (first);
  count = g_strdup_printf (ngettext ("%u problem", "%u problems", n), n);
  return g_strdup_printf ("%s: %s", count, message);
}

static void
tell_network (Teller *teller)
{
  g_autofree char *text = dup_network (weft_live_get_report (teller->live));

  say (teller->network, text);
}

static void
destroy_cb (GtkWidget *box, Teller *teller)
{
  g_signal_handlers_disconnect_by_data (teller->live, teller);
  g_free (teller);
}

GtkWidget *
weft_teller_new (WeftLive *live)
{
  Teller *teller = g_new0 (Teller, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  teller->live = live;
  teller->run = make_line (box, "");
  teller->network = make_line (box, "");
  g_signal_connect_swapped (live, "status", G_CALLBACK (tell_run), teller);
  g_signal_connect_swapped (live, "report", G_CALLBACK (tell_network), teller);
  g_signal_connect (box, "destroy", G_CALLBACK (destroy_cb), teller);
  tell_run (teller);
  tell_network (teller);
  return box;
}
