/* try: a sample of somebody's own, and what the network says of it, live while it learns
 *
 * What the network takes is given in forms, one a field; what it says is shown in views, one a loss
 * that judges answers. Both are chosen by the kinds of the data (trying.h). */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "engine/train/model/judges.h"
#include "ui/base/format.h"
#include "ui/base/theme.h"
#include "ui/base/widgets.h"
#include "ui/panels/panels.h"
#include "ui/panels/results.h"
#include "ui/panels/results/opponent.h"
#include "ui/panels/trying/decoder-choice.h"
#include "ui/panels/trying/doubt.h"
#include "ui/panels/trying/generating.h"
#include "ui/panels/trying/give-or-make.h"
#include "ui/panels/trying/going-on.h"
#include "ui/panels/trying/tiles.h"
#include "ui/panels/trying/tried.h"
#include "ui/panels/trying/try-forms.h"
#include "ui/panels/trying/try-views.h"
#include "ui/panels/trying/trying.h"
#include "ui/panels/trying/whose.h"

enum
{
  PAUSE = 30, /* ms until what changes is asked */
};

typedef struct
{
  WeftContext *context;
  GtkWidget *stack, *tiles, *whose, *decoder, *line;
  GtkWidget *generating; /* NULL until it is shown */
  WeftGiveOrMake way;
  WeftTryForms *forms;
  WeftTryViews *views;
  WeftTried *tried;
  WeftModel *model;       /* whose data the forms are for; referenced; nullable */
  gboolean goes_on;       /* what is answered is how a text goes on */
  WeftGoingOn *going;     /* with what was written */
  char *begun, *written;  /* nullable */
  WeftQuestion *question; /* that was asked last; nullable */
  WeftResponse *response; /* the newest to it; nullable */
  WeftDoubt *doubt;
  char *unlike;        /* what is said of what is unlike all that was learnt from; nullable */
  gint64 truth;        /* the sample of the set that is given; −1 */
  gboolean is_showing; /* forms tell of changes that are not by hand */
  guint pending;       /* to be asked */
} Try;

/* --- what is asked --- */

/* Of x also what was written behind it. */
static gboolean
add (const WeftTryForm *form, WeftDataset *asked, gpointer user, GError **error)
{
  const Try *try = user;
  g_autoptr (WeftDataset) own = weft_dataset_new ();

  if (!try->goes_on || form->site.field != weft_dataset_get_x (try->model->dataset))
    return form->row->add (form->widget, asked, error);
  return form->row->add (form->widget, own, error)
         && weft_going_on_add (try->going, form->site.field, own, asked, error);
}

static void
withdraw (Try *try)
{
  weft_context_withdraw (try->context, try->question);
  g_clear_pointer (&try->question, weft_question_unref);
  g_clear_pointer (&try->response, weft_response_unref);
  g_clear_pointer (&try->unlike, g_free);
  g_clear_pointer (&try->begun, g_free);
  g_clear_pointer (&try->written, g_free);
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
  if (weft_try_forms_collect (try->forms, asked, add, try, &error))
    question = weft_question_new (model, asked, weft_whose_load (try->whose),
                                  try->goes_on ? NULL : weft_decoder_choice_make (try->decoder),
                                  weft_decoder_choice_get_seed (try->decoder), &error);
  if (question == NULL)
    {
      withdraw (try);
      weft_tried_give (try->tried, NULL);
      show_line (try, error != NULL ? error->message : _ (WEFT_TRY_ASKS));
      show_response (try);
      return;
    }
  g_free (try->unlike);
  try->unlike = weft_doubt_dup_words (try->doubt, asked);
  g_clear_pointer (&try->question, weft_question_unref);
  try->question = weft_question_ref (question);
  weft_tried_give (try->tried, try->truth < 0 ? asked : NULL);
  if (try->response == NULL)
    show_line (try, ""); /* it was given something */
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

/* From the beginning: with other weights, or chosen otherwise. */
static void
anew_cb (gpointer user)
{
  Try *try = user;

  weft_going_on_begin (try->going);
  again_cb (try);
}

static void
changed_cb (gpointer user)
{
  Try *try = user;

  if (!try->is_showing)
    try->truth = -1;
  anew_cb (try);
}

/* A sample of the set: every form shows its part of it. */
static void
sample_cb (gint64 sample, gpointer user)
{
  Try *try = user;

  try->is_showing = TRUE;
  weft_try_forms_show (try->forms, try->model->dataset, sample);
  try->is_showing = FALSE;
  try->truth = sample;
}

/* What was tried before, once more. */
static void
tried_cb (const WeftDataset *asked, gpointer user)
{
  Try *try = user;

  weft_try_forms_show (try->forms, asked, 0);
}

/* --- what is said --- */

static void
show_response (Try *try)
{
  const WeftGiven given = { .model = try->response != NULL ? try->response->question->of : NULL,
                            .response = try->response,
                            .truth = try->truth,
                            .is_doubtful = try->unlike != NULL,
                            .begun = try->begun,
                            .written = try->written };

  weft_try_views_show (try->views, &given);
  if (try->response != NULL)
    {
      g_autofree char *line = weft_try_dup_line (try->response, try->unlike != NULL);
      g_autofree char *words = weft_try_views_dup_words (try->views);

      show_line (try, line);
      weft_tried_answer (try->tried, words);
    }
}

/* The next token; a text that is whole is begun anew by what has learnt meanwhile. */
static void
go_on (Try *try, gint64 step)
{
  const WeftField *x = weft_dataset_get_x (try->model->dataset);
  g_autoptr (WeftDecoding) decoding = weft_decoder_choice_make (try->decoder);

  if (weft_going_on_is_over (try->going) && step != try->response->step)
    {
      anew_cb (try);
      return;
    }
  if (decoding != NULL
      && weft_going_on_take (try->going, try->response, decoding,
                             weft_decoder_choice_get_seed (try->decoder)))
    again_cb (try);
  g_free (try->begun);
  g_free (try->written);
  try->written = weft_going_on_dup_text (try->going, x, &try->begun);
}

static void
snapshot_cb (Try *try)
{
  WeftSnapshot *snapshot = weft_live_get_snapshot (weft_context_get_live (try->context));
  WeftResponse *response = snapshot != NULL ? snapshot->response : NULL;
  gint64 step = try->response != NULL ? try->response->step : -1;

  if (response == NULL || response == try->response || response->question != try->question)
    return;
  g_clear_pointer (&try->response, weft_response_unref);
  try->response = weft_response_ref (response);
  if (try->goes_on && try->pending == 0)
    go_on (try, step);
  show_response (try);
}

/* --- forms and views for a model --- */

static void
clear (Try *try)
{
  withdraw (try);
  weft_try_forms_set_model (try->forms, NULL);
  weft_try_views_set_model (try->views, NULL);
  try->truth = -1;
  weft_tiles_set_model (try->tiles, NULL);
  weft_doubt_set_model (try->doubt, NULL);
  g_clear_pointer (&try->model, weft_model_unref);
}

static WeftDecodes
find_decodes (const Try *try)
{
  for (guint i = 0; i < try->model->n_judges; i++)
    if (weft_answer_view_find (try->model, i) == &weft_answer_view_words)
      return try->goes_on                             ? WEFT_DECODES_ONE
             : try->model->judges[i].judged.blank > 0 ? WEFT_DECODES_READ
             : weft_field_find_end (weft_model_get_target (try->model, i),
                                    try->model->dataset->count)
                     >= 0
                 ? WEFT_DECODES_SEVERAL
                 : WEFT_DECODES_NOTHING;
  return WEFT_DECODES_NOTHING;
}

/* What cannot begin empty begins with a sample. */
static void
begin (Try *try)
{
  gint64 first = weft_tiles_get_first (try->tiles);

  if (weft_try_forms_begin_shown (try->forms) && first >= 0)
    sample_cb (first, try);
  else
    changed_cb (try);
}

static void model_cb (Try *try);

static void
choose (Try *try, gboolean gives)
{
  weft_give_or_make_choose (&try->way, gives);
  clear (try);
  model_cb (try);
}

static void
give_cb (gpointer user)
{
  choose (user, TRUE);
}

static void
make_cb (GtkButton *button, Try *try)
{
  choose (try, FALSE);
}

static void
show_child (Try *try, const char *name)
{
  GtkStack *stack = GTK_STACK (try->stack);

  if (g_str_equal (name, "played") && gtk_stack_get_child_by_name (stack, name) == NULL)
    gtk_stack_add_named (stack, weft_result_view_played.create (try->context), name);
  if (g_str_equal (name, "generating") && try->generating == NULL)
    {
      try->generating = weft_generating_new (try->context, give_cb, try);
      gtk_stack_add_named (stack, try->generating, name);
    }
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
  gboolean makes = weft_give_or_make_makes (&try->way, model);

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
  if (makes)
    {
      show_child (try, "generating");
      weft_generating_set_can_give (try->generating, weft_try_can (model));
      return;
    }
  if (model == NULL || !weft_try_can (model))
    {
      show_child (try, model == NULL ? "none" : "unasked");
      return;
    }
  try->model = weft_model_ref (model);
  try->goes_on = weft_going_on_can (model);
  weft_try_forms_set_model (try->forms, model);
  weft_tried_set_model (try->tried, model);
  weft_try_views_set_model (try->views, model);
  weft_decoder_choice_set (try->decoder, find_decodes (try));
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
  weft_going_on_free (try->going);
  weft_try_views_free (try->views);
  weft_try_forms_free (try->forms);
  weft_tried_free (try->tried);
  g_clear_pointer (&try->model, weft_model_unref);
}

static GtkWidget *
make_bottom (Try *try)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);

  try->whose = weft_whose_new (try->context, anew_cb, try);
  try->tiles = weft_tiles_new (sample_cb, try);
  try->line = weft_label_new ("", "dim-label");
  gtk_label_set_ellipsize (GTK_LABEL (try->line), PANGO_ELLIPSIZE_END);
  gtk_label_set_wrap (GTK_LABEL (try->line), TRUE);
  gtk_label_set_lines (GTK_LABEL (try->line), 2);
  gtk_widget_set_hexpand (try->line, TRUE);
  weft_give_or_make_init (&try->way);
  g_signal_connect (try->way.make, "clicked", G_CALLBACK (make_cb), try);
  gtk_box_append (GTK_BOX (row), try->whose);
  gtk_box_append (GTK_BOX (row), try->tiles);
  gtk_box_append (GTK_BOX (row), try->line);
  gtk_box_append (GTK_BOX (row), try->way.box);
  return row;
}

static GtkWidget *
make_forms (Try *try)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *answers = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  try->views = weft_try_views_new (try->context);
  try->decoder = weft_decoder_choice_new (anew_cb, try);
  gtk_box_append (GTK_BOX (answers), try->decoder);
  gtk_box_append (GTK_BOX (answers), weft_try_views_get_widget (try->views));
  gtk_box_append (GTK_BOX (answers), weft_tried_get_widget (try->tried));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled),
                                 weft_try_forms_get_widget (try->forms));
  gtk_widget_set_hexpand (scrolled, TRUE);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_set_homogeneous (GTK_BOX (row), TRUE);
  gtk_box_append (GTK_BOX (row), scrolled);
  gtk_box_append (GTK_BOX (row), answers);
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
  try->going = weft_going_on_new ();
  try->forms = weft_try_forms_new (context, changed_cb, try);
  try->tried = weft_tried_new (context, tried_cb, try);
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
