/* figure: by what a recipe judges where the data cannot, as the mean return of games: the newest
 * one large, and the best so far */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/train/judging/figures.h"
#include "ui/base/format.h"
#include "ui/base/widgets.h"
#include "ui/panels/results.h"

typedef struct
{
  WeftContext *context;
  GtkWidget *box, *title, *value, *line;
} Figure;

static char *
dup_value (const WeftModel *model, double value)
{
  return weft_format_metric (value, model->criteria[model->figure].metric->is_share);
}

/* Of the validations; the test part is judged when it is asked for. Nullable. */
static const WeftSample *
find_best (Figure *figure, const WeftModel *model)
{
  guint32 series = weft_model_get_series (model, WEFT_PART_VALIDATION, model->figure);
  WeftLive *live = weft_context_get_live (figure->context);
  const GArray *samples = weft_live_get_series (live, series)->samples;
  const WeftSample *best = NULL;

  for (guint i = 0; i < samples->len; i++)
    {
      const WeftSample *sample = &g_array_index (samples, WeftSample, i);
      double before = best != NULL ? (double) best->value : NAN;

      if (weft_series_is_better (series, (double) sample->value, before))
        best = sample;
    }
  return best;
}

/* "at step 2,300 · best 500 at step 2,100" */
static char *
dup_line (Figure *figure, const WeftModel *model, const WeftEvaluation *evaluation)
{
  const WeftSample *best = find_best (figure, model);
  g_autofree char *step = weft_format_count (evaluation->step);
  g_autofree char *value = NULL, *when = NULL;

  if (best == NULL)
    return g_strdup_printf (_ ("at step %s"), step);
  value = dup_value (model, (double) best->value);
  when = weft_format_count (best->last);
  return g_strdup_printf (_ ("at step %s · best %s at step %s"), step, value, when);
}

static void
snapshot_cb (Figure *figure)
{
  const WeftModel *model = weft_live_get_model (weft_context_get_live (figure->context));
  const WeftEvaluation *evaluation = weft_results_get_evaluation (figure->context);
  g_autofree char *value = NULL, *line = NULL;

  weft_panel_set_empty (figure->box, !weft_results_is_trained (figure->context));
  if (model == NULL || evaluation == NULL || model->figure < 0)
    return;
  value = dup_value (model, evaluation->metrics[model->figure]);
  line = dup_line (figure, model, evaluation);
  gtk_label_set_text (GTK_LABEL (figure->title), _ (model->criteria[model->figure].metric->title));
  gtk_label_set_text (GTK_LABEL (figure->value), value);
  gtk_label_set_text (GTK_LABEL (figure->line), line);
}

static GtkWidget *
append_label (Figure *figure, const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (label, style);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_box_append (GTK_BOX (figure->box), label);
  return label;
}

static GtkWidget *
create (WeftContext *context)
{
  Figure *figure = g_new0 (Figure, 1);
  WeftLive *live = weft_context_get_live (context);
  GtkWidget *panel, *help;

  figure->context = context;
  figure->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_set_valign (figure->box, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (figure->box, "panel-body");
  figure->title = append_label (figure, "panel-title");
  figure->value = append_label (figure, "title-1");
  figure->line = append_label (figure, "notes");
  help = append_label (figure, "dim-label");
  gtk_label_set_text (GTK_LABEL (help), _ ("Judged by what the network does, not by answers that "
                                           "the data hold."));
  panel = weft_panel_new (
      figure->box, figure->box,
      weft_panel_untrained_new (_ ("Press Train: how well the network does is shown here.")));
  weft_panel_own (panel, figure);
  weft_panel_follow (panel, live, "snapshot", G_CALLBACK (snapshot_cb), figure);
  snapshot_cb (figure);
  return panel;
}

static gboolean
fits (const WeftModel *model, guint judge)
{
  return model->figure >= 0;
}

const WeftResultView weft_result_view_figure = { .id = "figure", .fits = fits, .create = create };
