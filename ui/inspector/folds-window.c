/* folds-window: the network as it is, trained and tested in folds, with each fold's figure */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/inspector/folds-window.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/train/model/judges.h"
#include "engine/train/trials/in-folds.h"
#include "ui/base/format.h"
#include "ui/base/widgets.h"
#include "ui/context/beside-window.h"

#define WIDTH 380
#define HEIGHT 440
#define FEWEST 2
#define MOST 20
#define USUAL 5
#define LOOK_EVERY 200 /* ms */

typedef struct
{
  WeftContext *context; /* owned */
  WeftBeside beside;
  GtkWidget *list;
  WeftFolds *folds; /* nullable: not begun */
  guint shown;      /* folds in the list; G_MAXUINT: means, too */
  guint timeout;
} Self;

static void
let_go (Self *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_pointer (&self->folds, weft_folds_end);
}

static void
self_free (gpointer data)
{
  Self *self = data;

  let_go (self);
  g_object_unref (self->context);
  g_free (self);
}

/* --- what is shown --- */

static char *
dup_value (const WeftModel *model, int criterion, double value)
{
  gboolean is_share = criterion >= 0 && model->criteria[criterion].metric != NULL
                      && model->criteria[criterion].metric->is_share;

  return weft_format_metric (value, is_share);
}

static void
add_row (Self *self, const char *title, const char *value, gboolean is_mean)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = weft_label_new (title, is_mean ? "heading" : "name");
  GtkWidget *figure = weft_label_new (value, "numeric");
  g_autofree char *both = g_strdup_printf ("%s: %s", title, value);

  gtk_widget_set_hexpand (name, TRUE);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), figure);
  g_object_set (box, "margin-start", 12, "margin-end", 12, "margin-top", 8, "margin-bottom", 8,
                NULL);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  weft_widget_set_name (row, both);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

/* What a fold is judged by in one number: the first of the criteria, else the loss. */
static int
get_main (const WeftModel *model)
{
  return model->n_criteria > 0 ? MAX (model->figure, 0) : -1;
}

static void
show_folds (Self *self, guint n_done)
{
  const WeftModel *model = weft_folds_get_model (self->folds);
  double values[MOST];

  weft_folds_get_values (self->folds, get_main (model), values, n_done);
  for (; self->shown < n_done; self->shown++)
    {
      g_autofree char *title = g_strdup_printf (_ ("Fold %u"), self->shown + 1);
      g_autofree char *value = dup_value (model, get_main (model), values[self->shown]);

      add_row (self, title, value, FALSE);
    }
}

/* "95.3 % ± 2.1 %" */
static void
add_mean (Self *self, const WeftModel *model, int criterion, const char *title)
{
  double values[MOST];
  guint n = weft_folds_get_values (self->folds, criterion, values, MOST);
  double around = weft_folds_get_spread (values, n);
  g_autofree char *mean = dup_value (model, criterion, weft_folds_get_mean (values, n));
  g_autofree char *spread = dup_value (model, criterion, around);
  g_autofree char *both
      = isnan (around) ? g_strdup (mean) : g_strdup_printf ("%s ± %s", mean, spread);

  add_row (self, title, both, TRUE);
}

static void
show_means (Self *self)
{
  const WeftModel *model = weft_folds_get_model (self->folds);

  for (guint m = 0; m < model->n_criteria; m++)
    {
      g_autofree char *title = weft_model_dup_criterion_title (model, m);

      add_mean (self, model, (int) m, title);
    }
  if (model->figure < 0)
    add_mean (self, model, -1, _ ("Loss"));
  self->shown = G_MAXUINT;
}

static void
show_line (Self *self, const WeftFoldsStatus *status)
{
  g_autofree char *epoch = weft_format_count (status->epoch);
  g_autofree char *epochs = weft_format_count (status->epochs);
  g_autofree char *text = NULL;

  if (*status->error != '\0')
    text = g_strdup (status->error);
  else if (status->is_over)
    text = g_strdup (_ ("Each fold was tested by a network that had not seen it: mean ± spread."));
  else
    text = g_strdup_printf (status->is_paused ? _ ("Paused · fold %u of %u · epoch %s of %s")
                                              : _ ("Fold %u of %u · epoch %s of %s"),
                            status->n_done + 1, status->n, epoch, epochs);
  gtk_label_set_text (GTK_LABEL (self->beside.line), text);
}

static gboolean
look_cb (gpointer user)
{
  Self *self = user;
  WeftFoldsStatus status;

  weft_folds_get_status (self->folds, &status);
  show_folds (self, status.n_done);
  show_line (self, &status);
  if (!status.is_over)
    return G_SOURCE_CONTINUE;
  if (status.n_done > 0)
    show_means (self);
  weft_widget_set_shown (self->beside.pause, FALSE);
  weft_widget_set_shown (self->beside.begin, TRUE);
  gtk_widget_set_sensitive (self->beside.number, TRUE);
  self->timeout = 0;
  return G_SOURCE_REMOVE;
}

/* --- what is done --- */

static void
begin_cb (Self *self)
{
  g_autoptr (GError) error = NULL;
  GtkWidget *row;
  int n = gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->beside.number));

  let_go (self);
  while ((row = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
  self->shown = 0;
  self->folds = weft_folds_begin (weft_context_get_graph (self->context),
                                  weft_context_get_catalog (self->context), n, 0, &error);
  if (self->folds == NULL)
    {
      gtk_label_set_text (GTK_LABEL (self->beside.line), error->message);
      return;
    }
  gtk_button_set_label (GTK_BUTTON (self->beside.pause), _ ("Pause"));
  weft_widget_set_shown (self->beside.begin, FALSE);
  weft_widget_set_shown (self->beside.pause, TRUE);
  gtk_widget_set_sensitive (self->beside.number, FALSE);
  gtk_widget_grab_focus (self->beside.pause);
  self->timeout = g_timeout_add (LOOK_EVERY, look_cb, self);
}

static void
pause_cb (Self *self)
{
  WeftFoldsStatus status;

  weft_folds_get_status (self->folds, &status);
  weft_folds_set_paused (self->folds, !status.is_paused);
  gtk_button_set_label (GTK_BUTTON (self->beside.pause),
                        status.is_paused ? _ ("Pause") : _ ("Go on"));
}

/* --- the widgets --- */

static GtkWidget *
make_list (void)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_set_valign (list, GTK_ALIGN_START);
  weft_widget_set_name (list, _ ("What each fold found"));
  return list;
}

GtkWindow *
weft_folds_window_new (WeftContext *context)
{
  Self *self = g_new0 (Self, 1);
  const WeftBesideForm form = {
    .title = _ ("Cross-validation"),
    .line = _ ("The data is cut into so many parts; each is tested once by a network that learnt "
               "from the others. The run stays as it is."),
    .number = _ ("Folds"),
    .begin = _ ("Begin"),
    .width = WIDTH,
    .height = HEIGHT,
    .least = FEWEST,
    .most = MOST,
    .step = 1,
    .usual = USUAL,
    .begin_cb = G_CALLBACK (begin_cb),
    .pause_cb = G_CALLBACK (pause_cb),
  };

  self->context = g_object_ref (context);
  self->list = make_list ();
  self->beside = weft_beside_window_new (context, &form, self->list, self);
  g_object_set_data_full (G_OBJECT (self->beside.window), "weft-folds", self, self_free);
  g_signal_connect_swapped (self->beside.window, "destroy", G_CALLBACK (let_go), self);
  return GTK_WINDOW (self->beside.window);
}
