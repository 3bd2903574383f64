/* work: what takes long, over a window: how far it is, how long it still takes, and Cancel */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/work.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/base/widgets.h"

enum
{
  LOOK_EVERY = 200, /* ms */
};
#define SURE_FROM 0.05 /* of the whole: before that, how long it takes is a guess */

typedef struct
{
  WeftErrand *errand; /* owned */
  GtkProgressBar *bar;
  GtkLabel *left;
  gint64 began; /* monotonic µs */
  guint timeout;
} Work;

char *
weft_work_dup_left (double seconds, double share)
{
  int left;

  if (share < SURE_FROM || share >= 1)
    return NULL;
  left = (int) ceil (seconds * (1 - share) / share);
  if (left < 60)
    return g_strdup_printf (g_dngettext (NULL, "%d second left", "%d seconds left", (gulong) left),
                            left);
  left = (left + 59) / 60;
  return g_strdup_printf (g_dngettext (NULL, "%d minute left", "%d minutes left", (gulong) left),
                          left);
}

/* Where all was gone through, what is left to do is short and not measured. */
static gboolean
look_cb (gpointer data)
{
  Work *work = data;
  double share = weft_errand_get_share (work->errand);
  double seconds = (double) (g_get_monotonic_time () - work->began) / G_USEC_PER_SEC;
  g_autofree char *left = weft_work_dup_left (seconds, share);

  if (share < 0 || share >= 1)
    gtk_progress_bar_pulse (work->bar);
  else
    gtk_progress_bar_set_fraction (work->bar, share);
  gtk_label_set_text (work->left, left != NULL ? left : _ ("A moment"));
  return G_SOURCE_CONTINUE;
}

static void
cancel (GtkWidget *window)
{
  Work *work = g_object_get_data (G_OBJECT (window), "weft-work");

  weft_errand_cancel (work->errand);
  gtk_widget_set_sensitive (window, FALSE);
}

static gboolean
close_cb (GtkWidget *window)
{
  cancel (window);
  return GDK_EVENT_STOP; /* weft_work_end closes it */
}

static void
work_free (gpointer data)
{
  Work *work = data;

  g_source_remove (work->timeout);
  weft_errand_unref (work->errand);
  g_free (work);
}

GtkWidget *
weft_work_begin (GtkWindow *parent, const char *heading, WeftErrand *errand)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/org/weft/Weft/ui/work.ui");
  GtkWidget *window = GTK_WIDGET (gtk_builder_get_object (builder, "work"));
  GtkWidget *button = GTK_WIDGET (gtk_builder_get_object (builder, "cancel"));
  Work *work = g_new0 (Work, 1);

  work->errand = weft_errand_ref (errand);
  work->bar = GTK_PROGRESS_BAR (gtk_builder_get_object (builder, "bar"));
  work->left = GTK_LABEL (gtk_builder_get_object (builder, "left"));
  work->began = g_get_monotonic_time ();
  work->timeout = g_timeout_add (LOOK_EVERY, look_cb, work);
  g_object_set_data_full (G_OBJECT (window), "weft-work", work, work_free);
  gtk_label_set_text (GTK_LABEL (gtk_builder_get_object (builder, "heading")), heading);
  gtk_window_set_title (GTK_WINDOW (window), heading);
  weft_widget_set_name (window, heading);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (cancel), window);
  g_signal_connect (window, "close-request", G_CALLBACK (close_cb), NULL);
  look_cb (work);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

void
weft_work_end (GtkWidget *work)
{
  gtk_window_destroy (GTK_WINDOW (work));
}
