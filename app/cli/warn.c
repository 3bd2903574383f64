/* warn: what is to be said beside the answer, on standard error */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/warn.h"

#include <inttypes.h>
#include <glib/gi18n.h>

const char *
weft_warn_get_name (WeftSeverity severity)
{
  static const char *const names[] = {
    [WEFT_SEVERITY_NOTE] = N_ ("note"),
    [WEFT_SEVERITY_WARNING] = N_ ("warning"),
    [WEFT_SEVERITY_ERROR] = N_ ("error"),
  };

  return names[severity];
}

void
weft_warn_print (const WeftReport *report, WeftSeverity from, WeftSeverity to)
{
  for (guint i = 0; i < report->diagnostics->len; i++)
    {
      const WeftDiagnostic *diagnostic = g_ptr_array_index (report->diagnostics, i);
      g_autofree char *message = weft_diagnostic_dup_message (diagnostic);

      if (diagnostic->severity >= from && diagnostic->severity <= to)
        g_printerr ("%s: %s\n", _ (weft_warn_get_name (diagnostic->severity)), message);
    }
}

void
weft_warn_say (const char *sentence)
{
  g_printerr ("%s: %s\n", _ (weft_warn_get_name (WEFT_SEVERITY_WARNING)), sentence);
}

void
weft_warn_inexact (gint64 step)
{
  g_printerr (_ ("warning: step %" PRId64 " was computed again, and not to the same bits: the run "
                 "was made on another kind of processor or by another Weft.\n"),
              step);
}
