/* obstacle: what is in the way of learning, said and shown */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/obstacle.h"

#include <glib/gi18n-lib.h>

#include "ui/window/toasts.h"
#include "ui/window/window-private.h"

static gboolean
is_in_report (WeftWindow *window, const char *sentence)
{
  WeftReport *report = weft_live_get_report (window->live);

  for (guint i = 0; report != NULL && i < report->diagnostics->len; i++)
    {
      g_autofree char *other = weft_diagnostic_dup_sentence (report->diagnostics->pdata[i]);

      if (g_str_equal (other, sentence))
        return TRUE;
    }
  return FALSE;
}

static gboolean
cannot_train (WeftWindow *window, const char *text)
{
  WeftReport *report = weft_live_get_report (window->live);

  return report != NULL && !report->can_train;
}

/* Says what is in the way and goes there. */
static void
show_obstacle (WeftWindow *window, WeftReport *report)
{
  for (guint i = 0; i < report->diagnostics->len; i++)
    {
      const WeftDiagnostic *diagnostic = report->diagnostics->pdata[i];
      g_autofree char *message = NULL;

      if (diagnostic->severity != WEFT_SEVERITY_ERROR)
        continue;
      message = weft_diagnostic_dup_sentence (diagnostic);
      weft_window_hint (window, message, is_in_report);
      if (diagnostic->node != 0)
        weft_context_select (window->context, &diagnostic->node, 1);
      return;
    }
  weft_window_hint (window, _ ("It needs data with labels and a loss before it can learn."),
                    cannot_train);
}

gboolean
weft_window_can_train (WeftWindow *window)
{
  WeftReport *report = weft_live_get_report (window->live);

  if (report == NULL || report->can_train)
    return TRUE;
  show_obstacle (window, report);
  return FALSE;
}
