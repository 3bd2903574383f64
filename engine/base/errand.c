/* errand: how far a long piece of work is, and whether it is still wanted */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/errand.h"

#include <glib/gi18n-lib.h>
#include <stdatomic.h>

#include "engine/base/error.h"

struct _WeftErrand
{
  gatomicrefcount ref_count;
  _Atomic gint64 total, done;
  _Atomic gboolean is_cancelled;
  const WeftInterrupt *interrupt; /* nullable */
};

static GPrivate own = G_PRIVATE_INIT (NULL);

WeftErrand *
weft_errand_new (gint64 total)
{
  WeftErrand *errand = g_new0 (WeftErrand, 1);

  g_atomic_ref_count_init (&errand->ref_count);
  errand->total = total;
  return errand;
}

WeftErrand *
weft_errand_ref (WeftErrand *errand)
{
  g_atomic_ref_count_inc (&errand->ref_count);
  return errand;
}

void
weft_errand_unref (WeftErrand *errand)
{
  if (errand && g_atomic_ref_count_dec (&errand->ref_count))
    g_free (errand);
}

double
weft_errand_get_share (const WeftErrand *errand)
{
  gint64 total = errand->total, done = errand->done;

  return total > 0 ? CLAMP ((double) done / (double) total, 0, 1) : -1;
}

void
weft_errand_add_total (WeftErrand *errand, gint64 bytes)
{
  errand->total += bytes;
}

void
weft_errand_set_interrupt (WeftErrand *errand, const WeftInterrupt *interrupt)
{
  errand->interrupt = interrupt;
}

void
weft_errand_cancel (WeftErrand *errand)
{
  errand->is_cancelled = TRUE;
}

void
weft_errand_set_own (WeftErrand *errand)
{
  g_private_set (&own, errand);
}

WeftErrand *
weft_errand_get_own (void)
{
  return g_private_get (&own);
}

gboolean
weft_errand_add (gint64 bytes, GError **error)
{
  WeftErrand *errand = g_private_get (&own);

  if (!errand)
    return TRUE;
  errand->done += bytes;
  if (weft_interrupt_is_due (errand->interrupt))
    errand->is_cancelled = TRUE;
  if (!errand->is_cancelled)
    return TRUE;
  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_CANCELLED, _ ("It was cancelled."));
  return FALSE;
}
