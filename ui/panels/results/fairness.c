/* fairness: what is decided at the threshold, of each group of samples by itself */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "ui/base/drop-down.h"
#include "ui/base/format.h"
#include "ui/base/widgets.h"
#include "ui/context/decision.h"
#include "ui/context/keeping.h"
#include "ui/panels/results/decided-table.h"
#include "ui/panels/results/partition.h"
#include "ui/plots/csv.h"
#include "ui/plots/side-by-side.h"

#define VIEW_KEY "fairness-by"
#define ALL WEFT_GROUPS_MOST

enum
{
  COLUMNS = 5,
  NAME_CHARS = 16,
  THRESHOLD_WIDTH = 230,
};

typedef struct
{
  WeftContext *context;
  GtkWidget *area, *by;
  WeftDataset *dataset; /* of which the partitions are; nullable */
  const WeftField *target;
  GPtrArray *partitions; /* WeftPartition; nullable */
  char *wanted;          /* the title of what somebody chose; nullable */
  gboolean is_filling;
} Fairness;

/* What is drawn: the groups that have samples, and all. */
typedef struct
{
  char *names[WEFT_GROUPS_MOST + 1];
  gint64 counts[WEFT_GROUPS_MOST + 1];
  WeftDecided decided[WEFT_GROUPS_MOST + 1];
  WeftShare shares[(WEFT_GROUPS_MOST + 1) * COLUMNS];
  char *columns[COLUMNS];
  guint n;
} Figures;

static void
figures_clear (Figures *figures)
{
  for (guint i = 0; i < figures->n; i++)
    g_free (figures->names[i]);
  for (guint i = 0; i < COLUMNS; i++)
    g_free (figures->columns[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Figures, figures_clear)

static void
fairness_free (gpointer data)
{
  Fairness *fairness = data;

  g_clear_pointer (&fairness->partitions, g_ptr_array_unref);
  g_clear_pointer (&fairness->dataset, weft_dataset_unref);
  g_free (fairness->wanted);
  g_free (fairness);
}

/* --- what is counted --- */

static const WeftPartition *
get_partition (const Fairness *fairness)
{
  guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (fairness->by));

  return fairness->partitions != NULL && chosen < fairness->partitions->len
             ? fairness->partitions->pdata[chosen]
             : NULL;
}

static void
add_row (Figures *figures, const char *name, const WeftDecided *of)
{
  guint row = figures->n++;
  const WeftShare shares[COLUMNS]
      = { { of->hits + of->alarms + of->missed + of->passed, of->hits + of->missed },
          { of->hits + of->alarms + of->missed + of->passed, of->hits + of->alarms },
          { of->hits + of->missed, of->hits },
          { of->alarms + of->passed, of->alarms },
          { of->hits + of->alarms, of->hits } };

  figures->names[row] = g_strdup (name);
  figures->counts[row] = shares[0].of;
  figures->decided[row] = *of;
  memcpy (figures->shares + row * COLUMNS, shares, sizeof shares);
}

static void
name_columns (Figures *figures, const WeftShown *look)
{
  g_autofree char *sought = weft_shown_dup_class (look, TRUE);

  figures->columns[0] = g_strdup_printf (_ ("are\n“%s”"), sought);
  figures->columns[1] = g_strdup_printf (_ ("called\n“%s”"), sought);
  figures->columns[2] = g_strdup (_ ("true positive\nrate"));
  figures->columns[3] = g_strdup (_ ("false positive\nrate"));
  figures->columns[4] = g_strdup (_ ("precision"));
}

/* FALSE: there is nothing to count yet, or not all of it. */
static gboolean
count (const Fairness *fairness, Figures *figures)
{
  const WeftPartition *partition = get_partition (fairness);
  WeftDecision decision = weft_context_get_decision (fairness->context);
  WeftDecided of[WEFT_GROUPS_MOST + 1] = { 0 };
  g_autofree WeftRated *rated = NULL;
  WeftShown look;

  if (partition == NULL || !weft_results_look (fairness->context, &look)
      || look.result->classes != 2 || look.model->dataset != fairness->dataset
      || !weft_shown_is_whole (&look))
    return FALSE;
  rated = weft_shown_dup_rated (&look);
  for (gint64 i = 0; i < look.result->kept; i++)
    {
      int group = weft_partition_find (partition, look.result->samples[i]);

      if (group >= 0 && (guint) group < partition->n)
        weft_decided_add (&of[group], &rated[i], decision.threshold);
      weft_decided_add (&of[ALL], &rated[i], decision.threshold);
    }
  for (guint i = 0; i < partition->n; i++)
    if (of[i].hits + of[i].alarms + of[i].missed + of[i].passed > 0)
      add_row (figures, partition->names[i], &of[i]);
  add_row (figures, _ ("all"), &of[ALL]);
  name_columns (figures, &look);
  return TRUE;
}

static WeftSideBySide
get_plot (const Figures *figures)
{
  return (WeftSideBySide){ .names = (const char *const *) figures->names,
                           .counts = figures->counts,
                           .columns = (const char *const *) figures->columns,
                           .shares = figures->shares,
                           .n_rows = figures->n,
                           .n_columns = COLUMNS,
                           .all = figures->n - 1,
                           .is_dark = weft_theme_is_dark () };
}

/* --- what is shown --- */

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  g_auto (Figures) figures = { 0 };
  WeftSideBySide plot;

  if (!count (user, &figures))
    {
      weft_shown_draw_partial (cr, width, height);
      return;
    }
  plot = get_plot (&figures);
  weft_side_by_side_draw (cr, &plot, 2, width);
}

static char *
dup_table (gpointer user)
{
  g_auto (Figures) figures = { 0 };
  GString *csv = g_string_new ("group,true positives,false positives,false negatives,"
                               "true negatives\n");

  if (!count (user, &figures))
    return g_string_free (csv, FALSE);
  for (guint i = 0; i < figures.n; i++)
    {
      const WeftDecided *of = &figures.decided[i];

      weft_csv_append_text (csv, figures.names[i]);
      g_string_append_printf (csv,
                              ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT
                              ",%" G_GINT64_FORMAT "\n",
                              of->hits, of->alarms, of->missed, of->passed);
    }
  return g_string_free (csv, FALSE);
}

/* "male single: called 31 %, true positive rate 50 % …", for who cannot see it. */
static void
describe (Fairness *fairness, const Figures *figures)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint row = 0; row < figures->n; row++)
    {
      g_string_append_printf (text, "%s%s: ", row > 0 ? "; " : "", figures->names[row]);
      for (guint i = 0; i < COLUMNS; i++)
        {
          const WeftShare *share = &figures->shares[row * COLUMNS + i];
          g_autofree char *value = weft_format_metric (
              share->of > 0 ? (double) share->part / (double) share->of : NAN, TRUE);

          g_autofree char *column = g_strdelimit (g_strdup (figures->columns[i]), "\n", ' ');

          g_string_append_printf (text, "%s%s %s", i > 0 ? ", " : "", column, value);
        }
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (fairness->area),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text->str, -1);
}

static void
show (Fairness *fairness)
{
  g_auto (Figures) figures = { 0 };

  if (count (fairness, &figures))
    {
      WeftSideBySide plot = get_plot (&figures);

      gtk_drawing_area_set_content_height (
          GTK_DRAWING_AREA (fairness->area),
          weft_panel_to_px (fairness->area, weft_side_by_side_get_height (&plot) + 4));
      describe (fairness, &figures);
    }
  else
    {
      gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (fairness->area), 0);
      weft_shown_tell_partial (fairness->area);
    }
  gtk_widget_queue_draw (fairness->area);
}

/* --- by what --- */

static void
fill_by (Fairness *fairness)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint chosen = 0;

  for (guint i = 0; i < fairness->partitions->len; i++)
    {
      const WeftPartition *partition = fairness->partitions->pdata[i];

      gtk_string_list_append (names, partition->title);
      if (g_strcmp0 (partition->title, fairness->wanted) == 0)
        chosen = i;
    }
  fairness->is_filling = TRUE;
  gtk_drop_down_set_model (GTK_DROP_DOWN (fairness->by), G_LIST_MODEL (names));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (fairness->by), chosen);
  fairness->is_filling = FALSE;
}

static void
by_cb (GtkDropDown *by, GParamSpec *property, Fairness *fairness)
{
  const WeftPartition *partition = get_partition (fairness);

  if (fairness->is_filling || partition == NULL)
    return;
  g_free (fairness->wanted);
  fairness->wanted = g_strdup (partition->title);
  weft_context_keep (fairness->context, VIEW_KEY, g_variant_new_string (fairness->wanted));
  show (fairness);
}

static void
recall (Fairness *fairness)
{
  g_autoptr (GVariant) kept
      = weft_context_recall (fairness->context, VIEW_KEY, G_VARIANT_TYPE_STRING);

  if (kept != NULL)
    fairness->wanted = g_variant_dup_string (kept, NULL);
}

/* Those of another set are others. */
static void
list_partitions (Fairness *fairness, const WeftShown *look)
{
  if (fairness->dataset == look->model->dataset && fairness->target == look->target)
    return;
  g_clear_pointer (&fairness->partitions, g_ptr_array_unref);
  g_clear_pointer (&fairness->dataset, weft_dataset_unref);
  fairness->dataset = weft_dataset_ref (look->model->dataset);
  fairness->target = look->target;
  fairness->partitions
      = weft_partitions_new (fairness->dataset, look->model->split, fairness->target);
  fill_by (fairness);
}

static void
snapshot_cb (Fairness *fairness)
{
  WeftShown look;
  gboolean is_there = weft_results_look (fairness->context, &look)
                      && weft_results_is_trained (fairness->context) && look.result->classes == 2;

  weft_panel_set_empty (fairness->area, !is_there);
  if (!is_there)
    return;
  list_partitions (fairness, &look);
  show (fairness);
}

static GtkWidget *
make_head (Fairness *fairness)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *threshold = weft_threshold_new (fairness->context);

  fairness->by = gtk_drop_down_new_from_strings ((const char *const[]){ NULL });
  weft_drop_down_bound (GTK_DROP_DOWN (fairness->by), NAME_CHARS);
  weft_widget_set_inner_name (fairness->by, _ ("By what samples are told apart"));
  gtk_widget_set_tooltip_text (fairness->by, _ ("By what samples are told apart"));
  g_signal_connect (fairness->by, "notify::selected", G_CALLBACK (by_cb), fairness);
  gtk_widget_set_size_request (threshold, THRESHOLD_WIDTH, -1);
  gtk_box_append (GTK_BOX (head), fairness->by);
  gtk_box_append (GTK_BOX (head), threshold);
  gtk_widget_set_halign (head, GTK_ALIGN_END);
  gtk_widget_add_css_class (head, "panel-controls");
  gtk_widget_add_css_class (head, "panel-head");
  return head;
}

static GtkWidget *
make_content (Fairness *fairness)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  fairness->area = weft_panel_area_new (_ ("Figures of each group"), draw_cb, fairness);
  weft_panel_set_table (fairness->area, dup_table);
  gtk_widget_set_tooltip_text (fairness->area, _ ("Each group by itself at the threshold; the thin "
                                                  "lines are where a share lies with 95 %."));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), fairness->area);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), make_head (fairness));
  gtk_box_append (GTK_BOX (box), scrolled);
  return box;
}

static GtkWidget *
create (WeftContext *context)
{
  Fairness *fairness = g_new0 (Fairness, 1);
  GtkWidget *content, *panel;

  fairness->context = context;
  recall (fairness);
  content = make_content (fairness);
  panel = weft_panel_new (
      content, fairness->area,
      weft_panel_untrained_new (_ ("Press Train: what is decided of each group stands here.")));
  weft_panel_own_full (panel, fairness, fairness_free);
  weft_panel_follow (panel, context, "decision", G_CALLBACK (show), fairness);
  weft_results_follow (panel, context, G_CALLBACK (snapshot_cb), fairness);
  return panel;
}

static gboolean
fits (const WeftModel *model, guint judge)
{
  return weft_results_is_binary (model, judge)
         && weft_partitions_may_be (model->dataset, weft_model_get_target (model, judge));
}

const WeftResultView weft_result_view_fairness
    = { .id = "fairness", .title = N_ ("By group"), .fits = fits, .create = create };
