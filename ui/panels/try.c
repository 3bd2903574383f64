/* try: a sample of somebody's own, and what the network says of it, live while it learns
 *
 * What the network takes is given in forms, one a field; what it says is shown in views, one a loss
 * that judges answers. Both are chosen by the kinds of the data (trying.h). */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "engine/train/judges.h"
#include "ui/base/format.h"
#include "ui/base/theme.h"
#include "ui/base/widgets.h"
#include "ui/panels/opponent.h"
#include "ui/panels/doubt.h"
#include "ui/panels/panels.h"
#include "ui/panels/results.h"
#include "ui/panels/tiles.h"
#include "ui/panels/trying.h"
#include "ui/panels/whose.h"

#define ASKS N_ ("Give it something of your own, or one of the ten.")

enum
{
  MOST_VIEWS = 8,
  PAUSE = 30, /* ms until what changes is asked */
};

typedef struct
{
  const WeftForm *row;
  WeftFormSite site;
  GtkWidget *widget;
} Given;

typedef struct
{
  const WeftAnswerView *row;
  struct _Try *try;
  guint judge;
  GtkWidget *area;
} View;

typedef struct _Try
{
  WeftContext *context;
  GtkWidget *stack, *forms, *views, *tiles, *whose, *line;
  WeftModel *model; /* whose data the forms are for; referenced; nullable */
  Given given[WEFT_MAX_FIELDS];
  guint n_given;
  View shown[MOST_VIEWS];
  guint n_shown;
  WeftQuestion *question; /* that was asked last; nullable */
  WeftResponse *response; /* the newest to it; nullable */
  WeftDoubt *doubt;
  char *unlike;        /* what is said of what is unlike all that was learnt from; nullable */
  gint64 truth;        /* the sample of the set that is given; −1 */
  gboolean is_showing; /* forms tell of changes that are not by hand */
  guint pending;       /* to be asked */
} Try;

/* --- what is asked --- */

/* FALSE without an error: something is not given yet. */
static gboolean
collect (Try *try, WeftDataset *asked, GError **error)
{
  asked->count = 1;
  asked->name = g_strdup ("tried");
  for (guint i = 0; i < try->n_given; i++)
    if (!try->given[i].row->add (try->given[i].widget, asked, error))
      return FALSE;
  return weft_like_finish (asked, try->model->dataset, error);
}

static void
withdraw (Try *try)
{
  weft_context_withdraw (try->context, try->question);
  g_clear_pointer (&try->question, weft_question_unref);
  g_clear_pointer (&try->response, weft_response_unref);
  g_clear_pointer (&try->unlike, g_free);
}

static void
show_line (Try *try, const char *line)
{
  gtk_label_set_text (GTK_LABEL (try->line), line);
  gtk_widget_set_tooltip_text (try->line, try->unlike != NULL ? try->unlike : line);
  if (try->unlike != NULL)
    gtk_widget_add_css_class (try->line, "warning");
  else
    gtk_widget_remove_css_class (try->line, "warning");
}

static void show_response (Try *try);

static void
ask (Try *try)
{
  WeftModel *model = weft_live_get_model (weft_context_get_live (try->context));
  g_autoptr (WeftDataset) asked = weft_dataset_new ();
  g_autoptr (WeftQuestion) question = NULL;
  g_autoptr (GError) error = NULL;

  if (model == NULL || try->model == NULL || model->dataset != try->model->dataset)
    return;
  if (collect (try, asked, &error))
    question = weft_question_new (model, asked, weft_whose_load (try->whose), NULL, 0, &error);
  if (question == NULL)
    {
      withdraw (try);
      show_line (try, error != NULL ? error->message : _ (ASKS));
      show_response (try);
      return;
    }
  g_free (try->unlike);
  try->unlike = weft_doubt_dup_words (try->doubt, asked);
  g_clear_pointer (&try->question, weft_question_unref);
  try->question = weft_question_ref (question);
  weft_context_ask (try->context, question);
}

static gboolean
pending_cb (gpointer user)
{
  Try *try = user;

  try->pending = 0;
  ask (try);
  return G_SOURCE_REMOVE;
}

/* The same once more, of another network or other weights. */
static void
again_cb (gpointer user)
{
  Try *try = user;

  if (try->pending == 0 && gtk_widget_get_mapped (try->stack))
    try->pending = g_timeout_add (PAUSE, pending_cb, try);
}

static void
changed_cb (gpointer user)
{
  Try *try = user;

  if (!try->is_showing)
    try->truth = -1;
  again_cb (try);
}

/* A sample of the set: every form shows its part of it. */
static void
sample_cb (gint64 sample, gpointer user)
{
  Try *try = user;

  try->is_showing = TRUE;
  for (guint i = 0; i < try->n_given; i++)
    try->given[i].row->show (try->given[i].widget, sample);
  try->is_showing = FALSE;
  try->truth = sample;
}

/* --- what is said --- */

static const WeftSaid *
find_said (const Try *try, guint judge)
{
  const GPtrArray *said = try->response != NULL ? try->response->said : NULL;

  for (guint i = 0; said != NULL && i < said->len; i++)
    if (((const WeftSaid *) said->pdata[i])->judge == judge)
      return said->pdata[i];
  return NULL;
}

static gboolean
find_given (const View *view, WeftGiven *given)
{
  const Try *try = view->try;

  *given = (WeftGiven){ .model = try->response != NULL ? try->response->question->of : NULL,
                        .response = try->response,
                        .said = find_said (try, view->judge),
                        .truth = try->truth,
                        .is_doubtful = try->unlike != NULL };
  if (given->said == NULL)
    return FALSE;
  given->target = weft_model_get_target (given->model, view->judge);
  return TRUE;
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  const View *view = user;
  WeftGiven given;

  if (find_given (view, &given))
    view->row->draw (cr, &given, width, height, weft_theme_is_dark ());
}

static void
show_response (Try *try)
{
  for (guint i = 0; i < try->n_shown; i++)
    {
      const View *view = &try->shown[i];
      WeftGiven given;
      g_autofree char *words
          = find_given (view, &given) ? view->row->dup_words (&given) : g_strdup (_ (ASKS));

      gtk_accessible_update_property (GTK_ACCESSIBLE (view->area),
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
      gtk_widget_queue_draw (view->area);
    }
  if (try->response != NULL)
    {
      g_autofree char *line = weft_try_dup_line (try->response, try->unlike != NULL);

      show_line (try, line);
    }
}

static void
snapshot_cb (Try *try)
{
  WeftSnapshot *snapshot = weft_live_get_snapshot (weft_context_get_live (try->context));
  WeftResponse *response = snapshot != NULL ? snapshot->response : NULL;

  if (response == NULL || response == try->response || response->question != try->question)
    return;
  g_clear_pointer (&try->response, weft_response_unref);
  try->response = weft_response_ref (response);
  show_response (try);
}

/* --- forms and views for a model --- */

static void
empty_box (GtkWidget *box)
{
  for (GtkWidget *child; (child = gtk_widget_get_first_child (box)) != NULL;)
    gtk_box_remove (GTK_BOX (box), child);
}

static void
clear (Try *try)
{
  withdraw (try);
  empty_box (try->forms);
  empty_box (try->views);
  try->n_given = try->n_shown = 0;
  try->truth = -1;
  weft_tiles_set_model (try->tiles, NULL);
  weft_doubt_set_model (try->doubt, NULL);
  g_clear_pointer (&try->model, weft_model_unref);
}

static void
add_title (GtkWidget *box, const char *title)
{
  GtkWidget *label = weft_label_new (title, "panel-title");

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), label);
}

static void
add_forms (Try *try)
{
  WeftModel *model = try->model;
  guint n = 0;

  for (guint k = 0; k < model->n_feeds; k++)
    n += weft_try_takes (model, &model->feeds[k]);
  for (guint k = 0; k < model->n_feeds && try->n_given < WEFT_MAX_FIELDS; k++)
    {
      Given *given = &try->given[try->n_given];

      if (!weft_try_takes (model, &model->feeds[k]))
        continue;
      *given = (Given){ .row = weft_form_find (model->feeds[k].field),
                        .site = { try->context, model->dataset, model->feeds[k].field, model->split,
                                  changed_cb, try } };
      if (n > 1)
        {
          g_autofree char *title = weft_form_dup_title (&given->site);

          add_title (try->forms, title);
        }
      given->widget = given->row->create (&given->site);
      gtk_box_append (GTK_BOX (try->forms), given->widget);
      try->n_given++;
    }
}

static void
add_views (Try *try)
{
  WeftModel *model = try->model;
  guint n = 0;

  for (guint i = 0; i < model->n_judges; i++)
    n += weft_answer_view_find (model, i) != NULL;
  for (guint i = 0; i < model->n_judges && try->n_shown < MOST_VIEWS; i++)
    {
      View *view = &try->shown[try->n_shown];
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

      *view = (View){ weft_answer_view_find (model, i), try, i, NULL };
      if (view->row == NULL)
        continue;
      if (n > 1)
        {
          g_autofree char *title = weft_model_dup_judge_title (model, i);

          add_title (box, title);
        }
      view->area = weft_panel_area_new (_ ("What the network says"), draw_cb, view);
      gtk_accessible_update_property (GTK_ACCESSIBLE (view->area),
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _ (ASKS), -1);
      gtk_box_append (GTK_BOX (box), view->area);
      gtk_box_append (GTK_BOX (try->views), box);
      try->n_shown++;
    }
}

/* What cannot begin empty begins with a sample. */
static void
begin (Try *try)
{
  gint64 first = weft_tiles_get_first (try->tiles);
  gboolean is_shown = FALSE;

  for (guint i = 0; i < try->n_given; i++)
    is_shown |= try->given[i].row->begins_shown;
  if (is_shown && first >= 0)
    sample_cb (first, try);
  else
    changed_cb (try);
}

static void
show_child (Try *try, const char *name)
{
  GtkStack *stack = GTK_STACK (try->stack);

  if (g_str_equal (name, "played") && gtk_stack_get_child_by_name (stack, name) == NULL)
    gtk_stack_add_named (stack, weft_result_view_played.create (try->context), name);
  gtk_stack_set_visible_child_name (stack, name);
  for (GtkWidget *child = gtk_widget_get_first_child (try->stack); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_accessible_update_state (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_STATE_HIDDEN,
                                 child != gtk_stack_get_visible_child (stack), -1);
}

static void
model_cb (Try *try)
{
  WeftModel *model = weft_live_get_model (weft_context_get_live (try->context));

  if (model == try->model && model != NULL)
    return;
  if (model != NULL && try->model != NULL && weft_try_is_alike (model, try->model))
    {
      g_clear_pointer (&try->model, weft_model_unref);
      try->model = weft_model_ref (model);
      again_cb (try);
      return;
    }
  clear (try);
  if (model != NULL && weft_model_plays (model))
    {
      show_child (try, "played");
      return;
    }
  if (model == NULL || !weft_try_can (model))
    {
      show_child (try, model == NULL ? "none" : "unasked");
      return;
    }
  try->model = weft_model_ref (model);
  add_forms (try);
  add_views (try);
  weft_tiles_set_model (try->tiles, model);
  weft_doubt_set_model (try->doubt, model);
  show_child (try, "forms");
  begin (try);
}

/* --- the panel --- */

static void
map_cb (GtkWidget *stack, Try *try)
{
  ask (try);
}

static void
unmap_cb (GtkWidget *stack, Try *try)
{
  g_clear_handle_id (&try->pending, g_source_remove);
  withdraw (try);
}

static void
destroy_cb (GtkWidget *stack, Try *try)
{
  g_clear_handle_id (&try->pending, g_source_remove);
  weft_doubt_free (try->doubt);
  withdraw (try);
  g_clear_pointer (&try->model, weft_model_unref);
}

static GtkWidget *
make_bottom (Try *try)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);

  try->whose = weft_whose_new (try->context, again_cb, try);
  try->tiles = weft_tiles_new (sample_cb, try);
  try->line = weft_label_new ("", "dim-label");
  gtk_label_set_ellipsize (GTK_LABEL (try->line), PANGO_ELLIPSIZE_END);
  gtk_label_set_wrap (GTK_LABEL (try->line), TRUE);
  gtk_label_set_lines (GTK_LABEL (try->line), 2);
  gtk_widget_set_hexpand (try->line, TRUE);
  gtk_box_append (GTK_BOX (row), try->whose);
  gtk_box_append (GTK_BOX (row), try->tiles);
  gtk_box_append (GTK_BOX (row), try->line);
  return row;
}

static GtkWidget *
make_forms (Try *try)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  try->forms = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  try->views = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), try->forms);
  gtk_widget_set_hexpand (scrolled, TRUE);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_set_homogeneous (GTK_BOX (row), TRUE);
  gtk_box_append (GTK_BOX (row), scrolled);
  gtk_box_append (GTK_BOX (row), try->views);
  gtk_box_append (GTK_BOX (box), row);
  gtk_box_append (GTK_BOX (box), make_bottom (try));
  gtk_widget_add_css_class (box, "panel-body");
  return box;
}

static GtkWidget *
create (WeftContext *context)
{
  Try *try = g_new0 (Try, 1);
  WeftLive *live = weft_context_get_live (context);

  try->context = context;
  try->truth = -1;
  try->doubt = weft_doubt_new (again_cb, try);
  try->stack = gtk_stack_new ();
  gtk_stack_set_hhomogeneous (GTK_STACK (try->stack), FALSE);
  gtk_stack_set_vhomogeneous (GTK_STACK (try->stack), FALSE);
  gtk_stack_add_named (
      GTK_STACK (try->stack),
      weft_panel_empty_new (_ ("A network can be tried as soon as it is whole: data, layers and a "
                               "loss."),
                            _ ("Choose data"), "win.add-data"),
      "none");
  gtk_stack_add_named (
      GTK_STACK (try->stack),
      weft_panel_empty_new (_ ("Nothing that this network is given is for people to make, or it "
                               "answers nothing that can be shown."),
                            NULL, NULL),
      "unasked");
  gtk_stack_add_named (GTK_STACK (try->stack), make_forms (try), "forms");
  weft_panel_own (try->stack, try);
  weft_panel_follow (try->stack, live, "status", G_CALLBACK (model_cb), try);
  weft_panel_follow (try->stack, live, "report", G_CALLBACK (model_cb), try);
  weft_panel_follow (try->stack, live, "snapshot", G_CALLBACK (snapshot_cb), try);
  g_signal_connect (try->stack, "map", G_CALLBACK (map_cb), try);
  g_signal_connect (try->stack, "unmap", G_CALLBACK (unmap_cb), try);
  g_signal_connect (try->stack, "destroy", G_CALLBACK (destroy_cb), try);
  show_child (try, "none");
  model_cb (try);
  return try->stack;
}

const WeftPanel weft_panel_try = {
  .id = "try",
  .title = N_ ("Try it"),
  .create = create,
};
