/* inside: what a chosen sample becomes in the selected node, by one of the views that fit it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/base/widgets.h"
#include "ui/panels/inside/explained-settings.h"
#include "ui/panels/inside/inside-explained.h"
#include "ui/panels/inside/inside-view.h"
#include "ui/panels/panels.h"
#include "ui/panels/samples.h"
#include "ui/plots/glyph.h"
#include "ui/plots/maps.h"
#include "ui/plots/over.h"

typedef struct
{
  WeftContext *context;
  GtkWidget *area;
  GtkWidget *number;     /* which sample */
  GtkWidget *choice;     /* what is shown of the node, and what explains the answer */
  GtkWidget *unit;       /* of which class it is explained */
  GtkWidget *settings;   /* of what explains it */
  GtkWidget *choices;    /* all of them */
  WeftDataset *measured; /* the set that the ranges are of; referenced; nullable */
  WeftRanges ranges;
  const WeftInsideView *fitting[WEFT_N_INSIDE_VIEWS]; /* by the row of the choice */
  guint n_fitting;
  guint explainers[WEFT_MAX_EXPLAINERS]; /* those that fit, by their rows behind the views */
  guint n_explainers;
  guint explainer;              /* 1 + the number of the one that is shown; 0: none */
  const WeftInsideView *wanted; /* by hand; nullable */
  WeftCloud *cloud;
  gboolean is_setting;
} Inside;

enum
{
  SAMPLE = 132, /* px of the sample's own column, at least */
  MARGIN = 12,
};

/* --- the sample itself --- */

static char *
dup_truth (const WeftDataset *dataset, guint32 sample)
{
  g_autofree char *truth = weft_samples_dup_truth (dataset, sample, 4);

  return truth != NULL ? g_strdup_printf (_ ("true: %s"), truth) : g_strdup ("");
}

static void
measure (Inside *inside, WeftDataset *dataset)
{
  if (dataset == inside->measured)
    return;
  weft_dataset_ref (dataset);
  g_clear_pointer (&inside->measured, weft_dataset_unref);
  inside->measured = dataset;
  weft_ranges_measure (&inside->ranges, dataset);
}

static void
draw_sample (cairo_t *cr, Inside *inside, WeftDataset *dataset, guint32 sample,
             const WeftInsideBox *box)
{
  const WeftField *field = weft_dataset_get_x (dataset);
  g_autofree float *x = g_new (float, MAX (weft_shape_count (&field->shape), 1));
  g_autofree char *line = dup_truth (dataset, sample);
  WeftMaps maps = { .x = x, .names = field->feature_names, .is_dark = box->is_dark };

  weft_inside_draw_head (cr, "", line, box);
  measure (inside, dataset);
  weft_field_get_sample (field, sample, &maps.shape);
  weft_field_get (field, sample, x);
  if (weft_glyph_is_whole (field))
    {
      double side = MIN (box->w, box->h);

      weft_theme_set_source (cr, WEFT_ROLE_WELL, box->is_dark);
      cairo_rectangle (cr, box->x, box->y, side, side);
      cairo_fill (cr);
      weft_glyph_draw (cr, dataset, &inside->ranges, sample, box->x, box->y, side, box->is_dark);
      weft_over_draw (cr, dataset, sample, box->x, box->y, side, box->is_dark);
      return;
    }
  maps.low = inside->ranges.low;
  maps.high = inside->ranges.high;
  weft_maps_draw (cr, &maps, box->x, box->y, box->w, box->h);
}

/* --- the node --- */

/* FALSE: there is nothing to look at yet. title: to be freed. */
static gboolean
look_at_node (const Inside *inside, WeftInsideLook *look, char **title)
{
  WeftLive *live = weft_context_get_live (inside->context);

  *look = (WeftInsideLook){ .context = inside->context,
                            .model = weft_live_get_model (live),
                            .snapshot = weft_live_get_snapshot (live) };
  if (look->model == NULL || look->snapshot == NULL)
    return FALSE;
  look->node = weft_inside_find_node (inside->context, look->snapshot);
  if (look->node == NULL)
    return FALSE;
  look->tensor = weft_snapshot_find_activation (look->snapshot, look->node->id);
  look->cloud = inside->cloud;
  look->title = *title = weft_node_dup_title (look->node);
  look->kind = weft_inside_find_kind (live, look->node);
  return TRUE;
}

/* What somebody chose, as long as it fits. */
static const WeftInsideView *
choose_view (const Inside *inside, const WeftInsideLook *look)
{
  return inside->wanted != NULL && inside->wanted->fits (look) ? inside->wanted
                                                               : weft_inside_find_view (look);
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  Inside *inside = user;
  WeftLive *live = weft_context_get_live (inside->context);
  WeftModel *model = weft_live_get_model (live);
  WeftSnapshot *snapshot = weft_live_get_snapshot (live);
  double tall = height - WEFT_INSIDE_HEAD - 8;
  double side = MIN (MAX (SAMPLE, width / 5), tall);
  WeftInsideBox box = { MARGIN, WEFT_INSIDE_HEAD, MAX (side, 150), tall, weft_theme_is_dark () };
  g_autofree char *title = NULL;
  WeftInsideLook look;

  if (model == NULL || snapshot == NULL || side < 20)
    return;
  if (!weft_glyph_is_whole (weft_dataset_get_x (model->dataset)))
    box.w = MAX (box.w, MIN (width / 3, 260)); /* names stand beside the bars */
  draw_sample (cr, inside, model->dataset,
               MIN (snapshot->watch.sample, (guint32) model->dataset->count - 1), &box);
  if (!look_at_node (inside, &look, &title))
    return;
  box.x += box.w + WEFT_INSIDE_GAP;
  box.w = width - box.x - MARGIN;
  box.title = MAX (
      box.w + MARGIN - gtk_widget_get_width (inside->choices) / weft_panel_get_zoom (inside->area),
      40);
  if (inside->explainer > 0)
    weft_inside_draw_explained (&look, inside->explainer - 1, cr, &box);
  else
    choose_view (inside, &look)->draw (&look, cr, &box);
}

/* --- the choice of a view --- */

/* For a screen reader: what is shown, in a line. */
static void
describe (Inside *inside)
{
  g_autofree char *name = NULL, *size = NULL, *text = NULL;
  const WeftInsideView *shown;
  WeftInsideLook look;

  if (!look_at_node (inside, &look, &name))
    return;
  shown = choose_view (inside, &look);
  size = shown->dup_text != NULL ? shown->dup_text (&look)
                                 : weft_shape_format_short (&look.tensor->shape);
  text = inside->explainer > 0 ? weft_inside_dup_explained (&look, inside->explainer - 1)
                               : g_strdup_printf ("%s · %s: %s", name, _ (shown->title), size);
  gtk_accessible_update_property (GTK_ACCESSIBLE (inside->area),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
show_cloud (Inside *inside)
{
  g_autofree char *title = NULL;
  WeftInsideLook look;
  gboolean is_there = look_at_node (inside, &look, &title);

  weft_cloud_set_shown (inside->cloud,
                        is_there
                            && (inside->explainer > 0 ? weft_inside_lays_out (inside->explainer - 1)
                                                      : choose_view (inside, &look)->lays_out));
}

static void
show_settings (Inside *inside)
{
  guint n;
  const WeftExplainerRow *const *rows = weft_explainers (&n);

  weft_explained_settings_show (inside->settings,
                                inside->explainer > 0 ? rows[inside->explainer - 1] : NULL);
}

static void
ask_explained (Inside *inside)
{
  g_autofree char *settings = NULL;
  gint64 unit = gtk_widget_get_visible (inside->unit)
                    ? (gint64) gtk_drop_down_get_selected (GTK_DROP_DOWN (inside->unit)) - 1
                    : -1;

  show_settings (inside);
  settings = weft_explained_settings_dup_text (inside->settings);
  weft_context_want_explained (inside->context, inside->explainer, settings, MAX (unit, -1));
  show_cloud (inside);
  describe (inside);
  gtk_widget_queue_draw (inside->area);
}

static void
unit_cb (GtkDropDown *unit, GParamSpec *property, Inside *inside)
{
  if (!inside->is_setting)
    ask_explained (inside);
}

static void
settings_cb (gpointer inside)
{
  ask_explained (inside);
}

static void show_units (Inside *inside);

static void
view_cb (GtkDropDown *choice, GParamSpec *property, Inside *inside)
{
  guint selected = gtk_drop_down_get_selected (choice);

  if (inside->is_setting || selected >= inside->n_fitting + inside->n_explainers)
    return;
  inside->explainer = 0;
  if (selected < inside->n_fitting)
    inside->wanted = inside->fitting[selected];
  else
    inside->explainer = 1 + inside->explainers[selected - inside->n_fitting];
  show_units (inside);
  ask_explained (inside);
}

/* The classes, where an answer is explained that is one of them. */
static void
show_units (Inside *inside)
{
  GListModel *before = gtk_drop_down_get_model (GTK_DROP_DOWN (inside->unit));
  g_autofree char *title = NULL;
  g_auto (GStrv) units = NULL;
  gboolean was_setting = inside->is_setting;
  WeftInsideLook look;

  if (inside->explainer > 0 && look_at_node (inside, &look, &title))
    units = weft_inside_dup_units (&look, inside->explainer - 1);
  gtk_widget_set_visible (inside->unit, units != NULL);
  if (units == NULL
      || (before != NULL && g_list_model_get_n_items (before) == g_strv_length (units)))
    return;
  inside->is_setting = TRUE;
  gtk_drop_down_set_model (GTK_DROP_DOWN (inside->unit),
                           G_LIST_MODEL (gtk_string_list_new ((const char *const *) units)));
  inside->is_setting = was_setting;
}

/* The row of the list that is shown. */
static guint
find_row (const Inside *inside, const WeftInsideLook *look)
{
  const WeftInsideView *shown = choose_view (inside, look);

  for (guint i = 0; inside->explainer > 0 && i < inside->n_explainers; i++)
    if (inside->explainers[i] + 1 == inside->explainer)
      return inside->n_fitting + i;
  for (guint i = 0; i < inside->n_fitting; i++)
    if (inside->fitting[i] == shown)
      return i;
  return 0;
}

static GtkStringList *
list_rows (Inside *inside, const WeftInsideLook *look)
{
  GtkStringList *names = gtk_string_list_new (NULL);
  guint n;
  const WeftExplainerRow *const *rows = weft_explainers (&n);

  inside->n_fitting = 0;
  for (guint i = 0; i < WEFT_N_INSIDE_VIEWS; i++)
    if (weft_inside_views[i]->fits (look))
      {
        inside->fitting[inside->n_fitting++] = weft_inside_views[i];
        gtk_string_list_append (names, _ (weft_inside_views[i]->title));
      }
  inside->n_explainers = weft_inside_list_explainers (look, inside->explainers);
  for (guint i = 0; i < inside->n_explainers; i++)
    gtk_string_list_append (names, _ (rows[inside->explainers[i]]->title));
  return names;
}

/* Those that fit, and which of them is shown; no choice where there is but one. */
static void
update_choice (Inside *inside)
{
  Inside before = *inside;
  g_autoptr (GtkStringList) names = NULL;
  g_autofree char *title = NULL;
  WeftInsideLook look;

  inside->n_fitting = inside->n_explainers = 0;
  gtk_widget_set_visible (inside->choice, look_at_node (inside, &look, &title));
  if (gtk_widget_get_visible (inside->choice))
    {
      names = list_rows (inside, &look);
      gtk_widget_set_visible (inside->choice, inside->n_fitting + inside->n_explainers > 1);
      if (before.n_fitting != inside->n_fitting || before.n_explainers != inside->n_explainers
          || memcmp (before.fitting, inside->fitting, before.n_fitting * sizeof *before.fitting)
                 != 0
          || memcmp (before.explainers, inside->explainers,
                     before.n_explainers * sizeof *before.explainers)
                 != 0)
        gtk_drop_down_set_model (GTK_DROP_DOWN (inside->choice), G_LIST_MODEL (names));
      gtk_drop_down_set_selected (GTK_DROP_DOWN (inside->choice), find_row (inside, &look));
    }
  show_units (inside);
}

static GtkWidget *
make_drop_down (const char *name, GCallback callback, Inside *inside)
{
  GtkWidget *choice = gtk_drop_down_new_from_strings ((const char *const[]){ NULL });

  weft_widget_set_inner_name (choice, name);
  gtk_widget_set_tooltip_text (choice, name);
  g_signal_connect (choice, "notify::selected", callback, inside);
  return choice;
}

static GtkWidget *
make_choices (Inside *inside)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  inside->choice = make_drop_down (_ ("What is shown of the node, or explains the answer"),
                                   G_CALLBACK (view_cb), inside);
  inside->unit
      = make_drop_down (_ ("Of which class the score is explained"), G_CALLBACK (unit_cb), inside);
  inside->settings = weft_explained_settings_new (settings_cb, inside);
  inside->choices = row;
  gtk_box_append (GTK_BOX (row), inside->settings);
  gtk_box_append (GTK_BOX (row), inside->unit);
  gtk_box_append (GTK_BOX (row), inside->choice);
  gtk_widget_add_css_class (row, "panel-controls");
  gtk_widget_set_halign (row, GTK_ALIGN_END);
  gtk_widget_set_valign (row, GTK_ALIGN_START);
  return row;
}

/* --- the choice of a sample --- */

static void
number_cb (GtkSpinButton *spin, Inside *inside)
{
  if (!inside->is_setting)
    weft_context_set_sample (inside->context, (guint32) gtk_spin_button_get_value_as_int (spin));
}

static void
follow_cb (Inside *inside)
{
  WeftModel *model = weft_live_get_model (weft_context_get_live (inside->context));

  inside->is_setting = TRUE;
  if (model != NULL)
    gtk_spin_button_set_range (GTK_SPIN_BUTTON (inside->number), 0,
                               (double) model->dataset->count - 1);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (inside->number),
                             weft_context_get_sample (inside->context));
  update_choice (inside);
  inside->is_setting = FALSE;
  weft_panel_set_empty (inside->area,
                        weft_live_get_snapshot (weft_context_get_live (inside->context)) == NULL);
  show_cloud (inside);
  describe (inside);
  gtk_widget_queue_draw (inside->area);
}

/* In the place of the first column's title. */
static GtkWidget *
make_controls (Inside *inside)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (_ ("Sample"));

  inside->number = gtk_spin_button_new_with_range (0, 1, 1);
  gtk_editable_set_width_chars (GTK_EDITABLE (inside->number), 4);
  gtk_widget_set_tooltip_text (inside->number, _ ("Which sample is sent through the network"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (inside->number), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Sample"), -1);
  gtk_widget_add_css_class (label, "panel-title");
  gtk_widget_add_css_class (row, "panel-controls");
  gtk_widget_add_css_class (row, "at-start");
  gtk_widget_set_halign (row, GTK_ALIGN_START);
  gtk_widget_set_valign (row, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), inside->number);
  g_signal_connect (inside->number, "value-changed", G_CALLBACK (number_cb), inside);
  return row;
}

/* Nobody explains or measures what nobody sees. */
static void
map_cb (GtkWidget *area, Inside *inside)
{
  ask_explained (inside);
  weft_context_want_moves (inside->context, TRUE);
}

static void
unmap_cb (GtkWidget *area, Inside *inside)
{
  weft_context_want_moves (inside->context, FALSE);
  weft_context_want_explained (inside->context, 0, "", -1);
}

static void
destroy_cb (GtkWidget *panel, Inside *inside)
{
  g_clear_pointer (&inside->measured, weft_dataset_unref);
  weft_ranges_measure (&inside->ranges, NULL);
  weft_cloud_free (inside->cloud);
}

static void
cloud_cb (gpointer user)
{
  describe (user);
}

static GtkWidget *
create (WeftContext *context)
{
  Inside *inside = g_new0 (Inside, 1);
  WeftLive *live = weft_context_get_live (context);
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *panel;

  inside->context = context;
  inside->area = weft_panel_area_new (_ ("Activations and weights"), draw_cb, inside);
  g_signal_connect (inside->area, "map", G_CALLBACK (map_cb), inside);
  g_signal_connect (inside->area, "unmap", G_CALLBACK (unmap_cb), inside);
  inside->cloud = weft_cloud_new (inside->area, cloud_cb, inside);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), inside->area);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), weft_cloud_make_controls (inside->cloud));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), make_controls (inside));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), make_choices (inside));
  panel = weft_panel_new (
      overlay, inside->area,
      weft_panel_empty_new (
          _ ("As soon as the network is whole, what it makes of a sample is shown here."),
          _ ("Choose data"), "win.add-data"));
  weft_panel_own (panel, inside);
  g_signal_connect (panel, "destroy", G_CALLBACK (destroy_cb), inside);
  weft_panel_follow (panel, live, "snapshot", G_CALLBACK (follow_cb), inside);
  weft_panel_follow (panel, context, "selection", G_CALLBACK (follow_cb), inside);
  weft_panel_follow (panel, context, "sample", G_CALLBACK (follow_cb), inside);
  follow_cb (inside);
  return panel;
}

const WeftPanel weft_panel_inside = {
  .id = "inside",
  .title = N_ ("Inside"),
  .create = create,
};
