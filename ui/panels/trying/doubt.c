/* doubt: whether what is tried is like what was learnt from, which is measured in a thread */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/trying/doubt.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "ui/base/format.h"

struct _WeftDoubt
{
  void (*known) (gpointer user);
  gpointer user;
  GCancellable *measuring; /* nullable */
  WeftLikeness *likeness;  /* nullable */
};

static void
measure_cb (GTask *task, gpointer source, gpointer model, GCancellable *cancellable)
{
  g_task_return_pointer (task, weft_likeness_new (model), NULL);
}

/* The doubt may be gone, or about another model, by then: it was cancelled. */
static void
measured_cb (GObject *source, GAsyncResult *result, gpointer user)
{
  WeftDoubt *doubt = user;
  gboolean is_wanted = !g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result)));
  WeftLikeness *likeness = g_task_propagate_pointer (G_TASK (result), NULL);

  if (!is_wanted)
    {
      g_clear_pointer (&likeness, weft_likeness_free);
      return;
    }
  doubt->likeness = likeness;
  doubt->known (doubt->user);
}

WeftDoubt *
weft_doubt_new (void (*known) (gpointer user), gpointer user)
{
  WeftDoubt *doubt = g_new0 (WeftDoubt, 1);

  doubt->known = known;
  doubt->user = user;
  return doubt;
}

void
weft_doubt_set_model (WeftDoubt *doubt, WeftModel *model)
{
  g_autoptr (GTask) task = NULL;

  if (doubt->measuring != NULL)
    g_cancellable_cancel (doubt->measuring);
  g_clear_object (&doubt->measuring);
  g_clear_pointer (&doubt->likeness, weft_likeness_free);
  if (model == NULL)
    return;
  doubt->measuring = g_cancellable_new ();
  task = g_task_new (NULL, doubt->measuring, measured_cb, doubt);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, weft_model_ref (model), (GDestroyNotify) weft_model_unref);
  g_task_run_in_thread (task, measure_cb);
}

void
weft_doubt_free (WeftDoubt *doubt)
{
  weft_doubt_set_model (doubt, NULL);
  g_free (doubt);
}

char *
weft_doubt_dup_words (const WeftDoubt *doubt, const WeftDataset *asked)
{
  g_autofree char *number = NULL;

  if (doubt->likeness == NULL || weft_likeness_measure (doubt->likeness, asked, 0) > 0)
    return NULL;
  number = weft_format_count (weft_likeness_get_unseen (doubt->likeness));
  return g_strdup_printf (_ ("It is further from what was learnt than each of %s unseen samples."),
                          number);
}
