/* generating: what a network makes of latent numbers that somebody gives it, live while it learns
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/trying/generating.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/base/format.h"
#include "ui/base/theme.h"
#include "ui/base/widgets.h"
#include "ui/panels/panel.h"
#include "ui/panels/results/made-drawing.h"
#include "ui/panels/trying/latent-rows.h"
#include "ui/panels/trying/latent-sliders.h"
#include "ui/panels/trying/order-forms.h"
#include "ui/panels/trying/trying.h"
#include "ui/panels/trying/walk-row.h"
#include "ui/panels/trying/walk-saving.h"
#include "ui/panels/trying/whose.h"

enum
{
  PAUSE = 30,  /* ms until what changes is asked */
  LARGE = 135, /* px of what is made, at least */
  HIGH = 320,  /* px: a panel that was made large */
};

typedef struct
{
  WeftContext *context;
  GtkWidget *box, *area, *give, *whose, *line;
  WeftOrderForms *orders;
  WeftLatentSliders *sliders;
  WeftWalkRow *walk;
  WeftWalkSaving *saving;
  WeftModel *model; /* whose data the forms are for; referenced; nullable */
  WeftLatentRows rows;
  gboolean walks;         /* what is seen is between A and B */
  WeftQuestion *question; /* nullable */
  WeftResponse *response; /* nullable */
  guint pending;
  void (*wants_to_give) (gpointer user);
  gpointer user;
} Generating;

/* --- what is asked --- */

static void
withdraw (Generating *generating)
{
  weft_context_withdraw (generating->context, generating->question);
  g_clear_pointer (&generating->question, weft_question_unref);
}

/* What is seen, then A, B and what is between them. */
static WeftGeneration *
new_generation (const Generating *generating)
{
  WeftGeneration *generation = weft_latent_rows_new_generation (&generating->rows);

  if (generating->walks)
    weft_generation_add (generation, WEFT_LATENT_A, WEFT_LATENT_B,
                         weft_walk_row_get_along (generating->walk));
  else
    weft_generation_add (generation, WEFT_LATENT_OWN, WEFT_LATENT_OWN, 0);
  weft_latent_rows_add_walk (generation, WEFT_WALK_SHOWN);
  return generation;
}

/* generation: taken. NULL: it cannot be asked, which is said. */
static WeftQuestion *
new_question (const Generating *generating, WeftGeneration *generation)
{
  g_autoptr (GError) error = NULL;
  WeftQuestion *question
      = weft_latent_rows_new_question (&generating->rows, generating->model,
                                       weft_whose_load (generating->whose), generation, &error);

  if (question == NULL)
    gtk_label_set_text (GTK_LABEL (generating->line), error->message);
  return question;
}

static void
ask (Generating *generating)
{
  WeftQuestion *question;

  if (generating->model == NULL)
    return;
  weft_latent_rows_set_order (&generating->rows, WEFT_LATENT_OWN,
                              generating->walks ? NULL
                                                : weft_order_forms_collect (generating->orders));
  question = new_question (generating, new_generation (generating));
  if (question == NULL)
    return;
  g_clear_pointer (&generating->question, weft_question_unref);
  generating->question = question;
  weft_context_ask (generating->context, question);
}

static WeftQuestion *
ask_walk_cb (gpointer user)
{
  const Generating *generating = user;
  WeftGeneration *generation;

  if (generating->model == NULL)
    return NULL;
  generation = weft_latent_rows_new_generation (&generating->rows);
  weft_latent_rows_add_walk (generation, WEFT_WALK_SAVED);
  return new_question (generating, generation);
}

static gboolean
pending_cb (gpointer user)
{
  Generating *generating = user;

  generating->pending = 0;
  ask (generating);
  return G_SOURCE_REMOVE;
}

static void
again (Generating *generating)
{
  if (generating->pending == 0 && gtk_widget_get_mapped (generating->box))
    generating->pending = g_timeout_add (PAUSE, pending_cb, generating);
}

/* --- by hand --- */

static void
leave_walk (Generating *generating)
{
  generating->walks = FALSE;
  weft_walk_row_leave (generating->walk);
}

static void
form_cb (gpointer user)
{
  Generating *generating = user;

  leave_walk (generating);
  again (generating);
}

static void
slid_cb (gpointer user)
{
  Generating *generating = user;

  memcpy (generating->rows.row[WEFT_LATENT_OWN].latent,
          weft_latent_sliders_get (generating->sliders),
          (gsize) generating->rows.size * sizeof (float));
  leave_walk (generating);
  again (generating);
}

static void
new_ones_cb (GtkButton *button, Generating *generating)
{
  weft_latent_rows_draw (&generating->rows, WEFT_LATENT_OWN);
  weft_latent_sliders_show (generating->sliders, generating->rows.row[WEFT_LATENT_OWN].latent);
  leave_walk (generating);
  again (generating);
}

/* The sliders go along, and the forms say the nearer order, so that one can go on from there. */
static void
went_cb (double along, gpointer user)
{
  Generating *generating = user;
  WeftLatentRows *rows = &generating->rows;
  const WeftLatentRow *nearer = &rows->row[along < 0.5 ? WEFT_LATENT_A : WEFT_LATENT_B];

  weft_latent_walk (rows->row[WEFT_LATENT_A].latent, rows->row[WEFT_LATENT_B].latent, rows->size,
                    along, rows->row[WEFT_LATENT_OWN].latent);
  weft_latent_rows_set_order (rows, WEFT_LATENT_OWN, weft_dataset_ref (nearer->order));
  weft_latent_sliders_show (generating->sliders, rows->row[WEFT_LATENT_OWN].latent);
  weft_order_forms_show (generating->orders, nearer->order, 0);
  generating->walks = TRUE;
  again (generating);
}

static void
keep_cb (guint end, gpointer user)
{
  Generating *generating = user;

  weft_latent_rows_set_order (&generating->rows, WEFT_LATENT_OWN,
                              weft_order_forms_collect (generating->orders));
  weft_latent_rows_copy (&generating->rows, WEFT_LATENT_OWN,
                         end == 0 ? WEFT_LATENT_A : WEFT_LATENT_B);
  leave_walk (generating);
  again (generating);
}

static void
save_cb (gpointer user)
{
  const Generating *generating = user;

  weft_walk_saving_begin (generating->saving);
}

static void
give_cb (GtkButton *button, Generating *generating)
{
  generating->wants_to_give (generating->user);
}

/* --- what is made --- */

/* A square as high as the panel, beside it the rest: where there is much room the sliders stand in
 * fewer columns, so that they are as high, too. */
static void
lay_out (const Generating *generating, int height)
{
  int side = weft_panel_to_px (generating->area, height);

  weft_panel_fit_set_width (gtk_widget_get_parent (generating->area),
                            MIN (side, gtk_widget_get_width (generating->box) / 2));
  weft_latent_sliders_set_columns (generating->sliders, side > HIGH ? 2 : 4);
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  const Generating *generating = user;
  const WeftTensor *made = generating->response != NULL ? generating->response->made : NULL;
  double side = MIN (width, height) - 2;
  const WeftMadeBox box
      = { (width - side) / 2, (height - side) / 2, side, side, weft_theme_is_dark () };

  lay_out (generating, height);
  if (made != NULL)
    weft_made_draw (cr, generating->model->dataset, weft_tensor_floats (made), &box);
}

/* Of what was answered, which may be older than what is asked. */
static void
describe (const Generating *generating)
{
  const WeftGeneration *asked = generating->response->question->generation;
  const WeftMade *seen = &g_array_index (asked->samples, WeftMade, 0);
  g_autofree char *line = weft_try_dup_line (generating->response, FALSE);
  g_autofree char *share = weft_format_share (seen->along);
  g_autofree char *said = seen->from == WEFT_LATENT_OWN
                              ? g_strdup (_ ("Of the numbers that the sliders show"))
                              : g_strdup_printf (_ ("%s of the way from A to B"), share);

  gtk_label_set_text (GTK_LABEL (generating->line), line);
  gtk_widget_set_tooltip_text (generating->line, line);
  gtk_accessible_update_property (GTK_ACCESSIBLE (generating->area),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, said, -1);
}

static void
snapshot_cb (Generating *generating)
{
  WeftSnapshot *snapshot = weft_live_get_snapshot (weft_context_get_live (generating->context));
  WeftResponse *response = snapshot != NULL ? snapshot->response : NULL;

  if (response == NULL)
    return;
  if (weft_walk_saving_take (generating->saving, response))
    again (generating);
  if (response == generating->response || response->question != generating->question)
    return;
  g_clear_pointer (&generating->response, weft_response_unref);
  generating->response = weft_response_ref (response);
  weft_walk_row_show (generating->walk, generating->model->dataset, response->made, 1);
  weft_walk_row_seen (generating->walk);
  gtk_widget_queue_draw (generating->area);
  describe (generating);
}

/* --- for a model --- */

static void
forget (Generating *generating)
{
  withdraw (generating);
  g_clear_pointer (&generating->response, weft_response_unref);
  weft_latent_rows_clear (&generating->rows);
  g_clear_pointer (&generating->model, weft_model_unref);
}

/* A and B are there from the beginning, so that there is a walk to be seen. */
static void
begin (Generating *generating, gint64 size)
{
  WeftLatentRows *rows = &generating->rows;
  gint64 other = weft_order_forms_find_other (generating->orders);

  weft_latent_rows_begin (rows, size);
  for (int r = WEFT_LATENT_ROWS - 1; r >= WEFT_LATENT_OWN; r--)
    {
      weft_order_forms_show (generating->orders, generating->model->dataset,
                             r == WEFT_LATENT_B ? other : 0);
      weft_latent_rows_set_order (rows, r, weft_order_forms_collect (generating->orders));
      weft_latent_rows_draw (rows, r);
    }
  weft_latent_rows_copy (rows, WEFT_LATENT_OWN, WEFT_LATENT_A);
  weft_latent_sliders_set_size (generating->sliders, (guint) size);
  weft_latent_sliders_show (generating->sliders, rows->row[WEFT_LATENT_OWN].latent);
}

/* Whether what was given is right for it, too. */
static gboolean
is_alike (const Generating *generating, WeftModel *model)
{
  WeftModel *before = generating->model;

  if (before == NULL || before->dataset != model->dataset || before->n_feeds != model->n_feeds
      || weft_generation_get_size (model) != generating->rows.size)
    return FALSE;
  for (guint k = 0; k < model->n_feeds; k++)
    if (weft_generation_takes (before, &before->feeds[k])
        != weft_generation_takes (model, &model->feeds[k]))
      return FALSE;
  return TRUE;
}

static void
model_cb (Generating *generating)
{
  WeftModel *model = weft_live_get_model (weft_context_get_live (generating->context));
  gint64 size;

  if (model == generating->model || model == NULL)
    return;
  if (is_alike (generating, model))
    {
      weft_model_unref (generating->model);
      generating->model = weft_model_ref (model);
      again (generating);
      return;
    }
  forget (generating);
  leave_walk (generating);
  weft_order_forms_set_model (generating->orders, NULL);
  size = weft_generation_get_size (model);
  if (size == 0)
    return;
  generating->model = weft_model_ref (model);
  weft_order_forms_set_model (generating->orders, model);
  begin (generating, size);
  again (generating);
}

/* --- the panel --- */

static void
map_cb (GtkWidget *box, Generating *generating)
{
  again (generating);
}

static void
unmap_cb (GtkWidget *box, Generating *generating)
{
  g_clear_handle_id (&generating->pending, g_source_remove);
  withdraw (generating);
}

static void
again_cb (gpointer user)
{
  again (user);
}

static void
destroy_cb (GtkWidget *box, Generating *generating)
{
  g_clear_handle_id (&generating->pending, g_source_remove);
  forget (generating);
  weft_walk_saving_free (generating->saving);
  weft_walk_row_free (generating->walk);
  weft_latent_sliders_free (generating->sliders);
  weft_order_forms_free (generating->orders);
}

static GtkWidget *
make_top (Generating *generating)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *anew = gtk_button_new_with_label (_ ("New ones"));
  GtkWidget *label = weft_label_new (_ ("Latent numbers"), "dim-label");

  gtk_widget_set_tooltip_text (anew, _ ("Draw all latent numbers anew"));
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_set_hexpand (label, TRUE);
  g_signal_connect (anew, "clicked", G_CALLBACK (new_ones_cb), generating);
  gtk_box_append (GTK_BOX (row), weft_order_forms_get_widget (generating->orders));
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), anew);
  gtk_widget_add_css_class (row, "panel-controls");
  return row;
}

static GtkWidget *
make_bottom (Generating *generating)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);

  generating->whose = weft_whose_new (generating->context, again_cb, generating);
  generating->give = gtk_button_new_with_label (_ ("Give it one…"));
  gtk_widget_set_tooltip_text (generating->give,
                               _ ("Give the network a sample of your own and see what it says"));
  g_signal_connect (generating->give, "clicked", G_CALLBACK (give_cb), generating);
  generating->line = weft_label_new ("", "dim-label");
  gtk_label_set_ellipsize (GTK_LABEL (generating->line), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (generating->line, TRUE);
  gtk_box_append (GTK_BOX (row), generating->whose);
  gtk_box_append (GTK_BOX (row), generating->line);
  gtk_box_append (GTK_BOX (row), generating->give);
  gtk_widget_add_css_class (row, "panel-controls");
  return row;
}

static void
make_box (Generating *generating)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *side = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  const WeftWalkTold told = { went_cb, keep_cb, save_cb, generating };

  generating->area = weft_panel_area_new (_ ("What the network makes"), draw_cb, generating);
  gtk_widget_set_size_request (generating->area, LARGE, LARGE);
  generating->orders = weft_order_forms_new (generating->context, form_cb, generating);
  generating->sliders = weft_latent_sliders_new (slid_cb, generating);
  generating->walk = weft_walk_row_new (&told);
  generating->saving = weft_walk_saving_new (generating->context, ask_walk_cb, generating);
  gtk_box_append (GTK_BOX (side), make_top (generating));
  gtk_box_append (GTK_BOX (side), weft_latent_sliders_get_widget (generating->sliders));
  gtk_box_append (GTK_BOX (side), weft_walk_row_get_widget (generating->walk));
  gtk_widget_set_hexpand (side, TRUE);
  gtk_box_append (GTK_BOX (row), weft_panel_fit_new (generating->area));
  gtk_box_append (GTK_BOX (row), side);
  generating->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_box_append (GTK_BOX (generating->box), row);
  gtk_box_append (GTK_BOX (generating->box), make_bottom (generating));
  gtk_widget_add_css_class (generating->box, "panel-body");
}

void
weft_generating_set_can_give (GtkWidget *box, gboolean can_give)
{
  const Generating *generating = g_object_get_data (G_OBJECT (box), "weft-panel-data");

  weft_widget_set_shown (generating->give, can_give);
}

GtkWidget *
weft_generating_new (WeftContext *context, void (*give) (gpointer user), gpointer user)
{
  Generating *generating = g_new0 (Generating, 1);
  WeftLive *live = weft_context_get_live (context);

  generating->context = context;
  generating->wants_to_give = give;
  generating->user = user;
  make_box (generating);
  weft_panel_own (generating->box, generating);
  weft_panel_follow (generating->box, live, "status", G_CALLBACK (model_cb), generating);
  weft_panel_follow (generating->box, live, "report", G_CALLBACK (model_cb), generating);
  weft_panel_follow (generating->box, live, "snapshot", G_CALLBACK (snapshot_cb), generating);
  g_signal_connect (generating->box, "map", G_CALLBACK (map_cb), generating);
  g_signal_connect (generating->box, "unmap", G_CALLBACK (unmap_cb), generating);
  g_signal_connect (generating->box, "destroy", G_CALLBACK (destroy_cb), generating);
  model_cb (generating);
  return generating->box;
}
