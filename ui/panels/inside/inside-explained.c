/* inside-explained: why the network answers the sample as it does, in the place of a view of a node
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/inside/inside-explained.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/data/kind-row.h"
#include "engine/train/model/judges.h"
#include "ui/base/format.h"
#include "ui/plots/explained.h"

#define MOST_UNITS 256 /* classes in a list */

static const WeftField *
find_target (const WeftInsideLook *look)
{
  guint judge = weft_context_get_judge (look->context);

  return judge < look->model->n_judges ? weft_model_get_target (look->model, judge) : NULL;
}

guint
weft_inside_list_explainers (const WeftInsideLook *look, guint numbers[WEFT_MAX_EXPLAINERS])
{
  const WeftExplainRequest request = { .sample = look->snapshot->watch.sample,
                                       .judge = weft_context_get_judge (look->context),
                                       .node = look->node->id,
                                       .unit = -1 };
  guint n, fitting = 0;
  const WeftExplainerRow *const *rows = weft_explainers (&n);

  for (guint i = 0; i < MIN (n, WEFT_MAX_EXPLAINERS); i++)
    if (weft_explainer_fits (rows[i], (WeftModel *) look->model, &request, NULL))
      numbers[fitting++] = i;
  return fitting;
}

char **
weft_inside_dup_units (const WeftInsideLook *look, guint explainer)
{
  const WeftField *target = find_target (look);
  guint n;
  const WeftExplainerRow *const *rows = weft_explainers (&n);
  g_autoptr (GStrvBuilder) units = NULL;

  if (target == NULL || explainer >= n || rows[explainer]->form > WEFT_EXPLAINED_MADE
      || weft_kind_get_row (target->kind)->answer != WEFT_ANSWER_CHOICE || target->classes < 2
      || target->classes > MOST_UNITS)
    return NULL;
  units = g_strv_builder_new ();
  g_strv_builder_add (units, _ ("What it says"));
  for (int c = 0; c < target->classes; c++)
    {
      g_autofree char *name = weft_dataset_dup_class_name (look->model->dataset, target, c);
      g_autofree char *number = g_strdup_printf ("%d", c);

      g_strv_builder_add (units, name != NULL ? name : number);
    }
  return g_strv_builder_end (units);
}

/* "Saliency · “7”", and of a unit of a node "What excites it · Dense 1, unit 3". */
static char *
dup_title (const WeftInsideLook *look, const WeftExplanation *explanation)
{
  const WeftField *target = find_target (look);
  const WeftNode *node
      = weft_graph_find (weft_context_get_graph (look->context), explanation->node);
  const char *title = _ (explanation->row->title);
  g_autofree char *of = node != NULL ? weft_node_dup_title (node) : NULL, *class = NULL,
                  *unit = NULL;

  if (node != NULL && explanation->row->form == WEFT_EXPLAINED_MADE)
    {
      unit = weft_format_count (explanation->unit);
      return g_strdup_printf (_ ("%s · %s, unit %s"), title, of, unit);
    }
  if (node != NULL)
    return g_strdup_printf ("%s · %s", title, of);
  if (target != NULL && explanation->unit >= 0)
    class = weft_dataset_dup_class_name (look->model->dataset, target, explanation->unit);
  return class != NULL ? g_strdup_printf (_ ("%s · “%s”"), title, class) : g_strdup (title);
}

static char *
dup_line (const WeftInsideLook *look, const WeftExplanation *explanation)
{
  static const char *const keys[] = {
    [WEFT_EXPLAINED_SIGNED] = N_ ("blue speaks for it, orange against it"),
    [WEFT_EXPLAINED_WEIGHTS] = N_ ("the bluer, the more it matters"),
    [WEFT_EXPLAINED_MADE] = N_ ("made, not found in the data"),
    [WEFT_EXPLAINED_SAMPLES] = N_ ("of the training part, the nearest first, with their distance"),
    [WEFT_EXPLAINED_CODES]
    = N_ ("samples that it takes for alike lie together, in their classes’ colours"),
  };
  const char *key = _ (keys[explanation->row->form]);
  g_autofree char *share = NULL;

  if (explanation->codes != NULL)
    return weft_cloud_dup_line (look->cloud);
  if (isnan (explanation->rest))
    return g_strdup (key);
  share = weft_format_share (1 - explanation->rest);
  return g_strdup_printf (_ ("%s · adds up to %s"), key, share);
}

/* What is known by the explainer of that number; nullable: it is being worked out. */
static const WeftExplanation *
find_explanation (const WeftInsideLook *look, guint number)
{
  const WeftExplanation *explanation = look->snapshot->explanation;
  guint n;
  const WeftExplainerRow *const *rows = weft_explainers (&n);

  return explanation != NULL && number < n && explanation->row == rows[number] ? explanation : NULL;
}

static const char *
get_title (guint number)
{
  guint n;
  const WeftExplainerRow *const *rows = weft_explainers (&n);

  return number < n ? _ (rows[number]->title) : "";
}

/* "12 · Iris setosa" */
static char *
dup_sample (const WeftInsideLook *look, const WeftField *classes, guint32 sample)
{
  g_autofree char *class = classes != NULL ? weft_dataset_dup_class_name (
                               look->model->dataset, classes,
                               weft_field_get_class (classes, sample))
                                           : NULL;
  g_autofree char *number = weft_format_count (sample);

  return class != NULL ? g_strdup_printf ("%s · %s", number, class) : g_steal_pointer (&number);
}

/* "of the training part, the nearest first: 12 · Iris setosa, …" */
static char *
dup_samples (const WeftInsideLook *look, const WeftExplanation *explanation)
{
  const WeftField *classes = weft_dataset_get_classes (look->model->dataset);
  g_autofree char *line = dup_line (look, explanation);
  GString *text = g_string_new (line);

  for (guint i = 0; i < explanation->n_samples; i++)
    {
      g_autofree char *sample = dup_sample (look, classes, explanation->samples[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : ": ", sample);
    }
  return g_string_free (text, FALSE);
}

char *
weft_inside_dup_explained (const WeftInsideLook *look, guint number)
{
  const WeftExplanation *explanation = find_explanation (look, number);
  g_autofree char *title = explanation != NULL ? dup_title (look, explanation) : NULL;
  g_autofree char *line = NULL;

  if (explanation != NULL)
    line = explanation->row->form == WEFT_EXPLAINED_SAMPLES ? dup_samples (look, explanation)
                                                            : dup_line (look, explanation);
  return explanation != NULL
             ? g_strdup_printf ("%s: %s", title, line)
             : g_strdup_printf ("%s: %s", get_title (number), _ ("being worked out …"));
}

gboolean
weft_inside_lays_out (guint number)
{
  guint n;
  const WeftExplainerRow *const *rows = weft_explainers (&n);

  return number < n && rows[number]->form == WEFT_EXPLAINED_CODES;
}

/* Laid out in their classes' colours; the sample that is looked at is lit. */
static void
draw_codes (const WeftInsideLook *look, const WeftExplanation *explanation, const char *title,
            cairo_t *cr, const WeftInsideBox *box)
{
  const WeftField *field = weft_dataset_get_classes (look->model->dataset);
  gsize n = explanation->n_samples;
  g_autofree gint64 *ids = g_new (gint64, n + 1);
  g_autofree int *classes = g_new0 (int, n + 1);
  g_autofree gboolean *is_lit = g_new0 (gboolean, n + 1);
  g_auto (GStrv) names = g_new0 (char *, n + 1);
  const WeftCloudThings things = { .x = weft_tensor_floats (explanation->codes),
                                   .n = n,
                                   .width = (gsize) explanation->codes->shape.dims[1],
                                   .ids = ids,
                                   .names = names,
                                   .classes = field != NULL ? classes : NULL,
                                   .is_lit = is_lit };
  g_autofree char *line = NULL;

  is_lit[0] = TRUE;
  for (gsize i = 0; i < n; i++)
    {
      ids[i] = explanation->samples[i];
      names[i] = dup_sample (look, field, explanation->samples[i]);
      if (field != NULL)
        classes[i] = (int) weft_field_get_class (field, explanation->samples[i]);
    }
  weft_cloud_lay_out (look->cloud, &things);
  line = weft_cloud_dup_line (look->cloud);
  weft_inside_draw_head (cr, title, line, box);
  weft_cloud_draw (look->cloud, &things, cr, box->x, box->y, box->w, box->h, box->is_dark);
}

void
weft_inside_draw_explained (const WeftInsideLook *look, guint number, cairo_t *cr,
                            const WeftInsideBox *box)
{
  const WeftExplanation *explanation = find_explanation (look, number);
  const WeftExplained explained = { look->model->dataset, explanation, box->is_dark };
  g_autofree char *title = NULL, *line = NULL;

  if (explanation == NULL)
    {
      weft_inside_draw_head (cr, get_title (number), _ ("being worked out …"), box);
      return;
    }
  title = dup_title (look, explanation);
  if (explanation->codes != NULL)
    {
      draw_codes (look, explanation, title, cr, box);
      return;
    }
  line = dup_line (look, explanation);
  weft_inside_draw_head (cr, title, line, box);
  weft_explained_draw (cr, &explained, box->x, box->y, box->w, box->h);
}
