/* curves-figures: what the curves can show, and the menu in which it is chosen */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/train/model/judges.h"
#include "ui/base/widgets.h"
#include "ui/context/keeping.h"
#include "ui/panels/curves/curves-private.h"

#define VIEW_KEY "curves"

/* --- what there is --- */

static void
figure_free (gpointer data)
{
  WeftCurvesFigure *figure = data;

  g_free (figure->title);
  g_free (figure);
}

/* title: taken. */
static void
add (GPtrArray *list, guint32 id, int criterion, char *title)
{
  WeftCurvesFigure *figure = g_new (WeftCurvesFigure, 1);

  *figure = (WeftCurvesFigure){ id, criterion, title };
  g_ptr_array_add (list, figure);
}

static guint32
get_series (const WeftModel *model, WeftPart part, int criterion)
{
  static const char *const losses[] = { "train/loss", "validation/loss", "test/loss" };

  return model != NULL ? weft_model_get_series (model, part, criterion)
                       : weft_series_intern (losses[part]);
}

/* Whether a figure of several parts has the series, or the series is none. */
static gboolean
is_taken (GPtrArray *list, const WeftModel *model, guint32 series)
{
  static const guint32 none[]
      = { WEFT_SERIES_SECONDS, WEFT_SERIES_EPOCH, WEFT_SERIES_DATA, WEFT_SERIES_LOSS };

  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    if (series == none[i])
      return TRUE;
  for (guint i = 1; model != NULL && i < weft_recipe_count_lanes (model->recipe); i++)
    if (series == weft_model_get_lane_series (model, i))
      return TRUE;
  for (guint i = 0; i < list->len; i++)
    {
      const WeftCurvesFigure *figure = list->pdata[i];

      if (figure->id == series)
        return TRUE;
      for (int part = 0; part < WEFT_N_PARTS && figure->criterion >= WEFT_FIGURE_LOSS; part++)
        if (get_series (model, (WeftPart) part, figure->criterion) == series)
          return TRUE;
    }
  return FALSE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (weft_series_get_name (*(const guint32 *) a),
                 weft_series_get_name (*(const guint32 *) b));
}

/* Any other, under the name that the file has it by. */
static void
add_others (GPtrArray *list, WeftLive *live, const WeftModel *model)
{
  g_autoptr (GArray) all = weft_live_list_series (live);

  g_array_sort (all, compare_names);
  for (guint i = 0; i < all->len; i++)
    {
      guint32 series = g_array_index (all, guint32, i);

      if (!is_taken (list, model, series))
        add (list, series, WEFT_FIGURE_SINGLE, g_strdup (weft_series_get_name (series)));
    }
}

static GPtrArray *
list_figures (WeftLive *live)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (figure_free);
  const WeftModel *model = weft_live_get_model (live);

  add (list, get_series (model, WEFT_PART_VALIDATION, WEFT_FIGURE_LOSS), WEFT_FIGURE_LOSS,
       g_strdup (_ ("Loss")));
  for (guint i = 0; model != NULL && i < model->n_criteria; i++)
    add (list, get_series (model, WEFT_PART_VALIDATION, (int) i), (int) i,
         weft_model_dup_criterion_title (model, i));
  add (list, WEFT_SERIES_RATE, WEFT_FIGURE_SINGLE, g_strdup (_ ("Learning rate")));
  add_others (list, live, model);
  return list;
}

static gboolean
has_same (const GPtrArray *a, const GPtrArray *b)
{
  if (a == NULL || a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const WeftCurvesFigure *x = a->pdata[i], *y = b->pdata[i];

      if (x->id != y->id || x->criterion != y->criterion || !g_str_equal (x->title, y->title))
        return FALSE;
    }
  return TRUE;
}

gboolean
weft_curves_update_figures (WeftCurves *curves)
{
  g_autoptr (GPtrArray) list = list_figures (weft_context_get_live (curves->context));

  if (has_same (curves->figures, list))
    return FALSE;
  g_clear_pointer (&curves->figures, g_ptr_array_unref);
  curves->figures = g_steal_pointer (&list);
  return TRUE;
}

/* --- what is chosen --- */

static const WeftCurvesFigure *
find_figure (const WeftCurves *curves, guint32 id)
{
  for (guint i = 0; i < curves->figures->len; i++)
    if (((const WeftCurvesFigure *) curves->figures->pdata[i])->id == id)
      return curves->figures->pdata[i];
  return NULL;
}

gboolean
weft_figure_is_share (const WeftCurvesFigure *figure)
{
  return weft_series_get_meaning (figure->id).unit == WEFT_UNIT_SHARE;
}

guint
weft_curves_list_shown (const WeftCurves *curves,
                        const WeftCurvesFigure *shown[WEFT_MAX_SHOWN_FIGURES])
{
  guint n = 0;

  for (guint i = 0; i < curves->n_chosen; i++)
    {
      shown[n] = find_figure (curves, curves->chosen[i]);
      n += shown[n] != NULL;
    }
  if (n == 0)
    shown[n++] = curves->figures->pdata[0];
  return n;
}

guint
weft_curves_assign_scales (const WeftCurves *curves, const WeftCurvesFigure *const *shown, guint n,
                           guint *scales)
{
  guint made = 0, share = G_MAXUINT;

  for (guint i = 0; i < n; i++)
    {
      gboolean is_share = weft_figure_is_share (shown[i]);

      scales[i] = is_share && share != G_MAXUINT ? share : made++;
      if (is_share)
        share = scales[i];
    }
  return made;
}

static void
keep_choice (WeftCurves *curves)
{
  static const char *const names[WEFT_N_ALONG] = { "step", "epoch", "time" };
  GVariantBuilder figures;

  g_variant_builder_init (&figures, G_VARIANT_TYPE ("as"));
  for (guint i = 0; i < curves->n_chosen; i++)
    g_variant_builder_add (&figures, "s", weft_series_get_name (curves->chosen[i]));
  weft_context_keep (curves->context, VIEW_KEY,
                     g_variant_new ("(ass)", &figures, names[curves->along]));
}

void
weft_curves_restore_choice (WeftCurves *curves)
{
  g_autoptr (GVariant) kept
      = weft_context_recall (curves->context, VIEW_KEY, G_VARIANT_TYPE ("(ass)"));
  g_autofree const char **names = NULL;
  const char *along;

  if (kept == NULL)
    return;
  g_variant_get (kept, "(^a&s&s)", &names, &along);
  for (guint i = 0; names[i] != NULL && curves->n_chosen < WEFT_MAX_SHOWN_FIGURES; i++)
    if (strlen (names[i]) <= WEFT_SERIES_LONGEST)
      curves->chosen[curves->n_chosen++] = weft_series_intern (names[i]);
  curves->along = g_str_equal (along, "epoch")  ? WEFT_ALONG_EPOCHS
                  : g_str_equal (along, "time") ? WEFT_ALONG_TIME
                                                : WEFT_ALONG_STEPS;
}

/* What is shown is what is chosen from here on, without what is not there. */
static void
settle_choice (WeftCurves *curves)
{
  const WeftCurvesFigure *shown[WEFT_MAX_SHOWN_FIGURES];
  guint n = weft_curves_list_shown (curves, shown);

  for (guint i = 0; i < n; i++)
    curves->chosen[i] = shown[i]->id;
  curves->n_chosen = n;
}

/* FALSE: there would be none, or more scales than fit. */
static gboolean
choose (WeftCurves *curves, guint32 id, gboolean is_shown)
{
  const WeftCurvesFigure *shown[WEFT_MAX_SHOWN_FIGURES];
  guint scales[WEFT_MAX_SHOWN_FIGURES], n = 0;

  settle_choice (curves);
  for (guint i = 0; i < curves->n_chosen; i++)
    if (curves->chosen[i] != id)
      curves->chosen[n++] = curves->chosen[i];
  if (is_shown == (n < curves->n_chosen))
    return TRUE;
  if ((is_shown && n == WEFT_MAX_SHOWN_FIGURES) || (!is_shown && n == 0))
    return FALSE;
  curves->n_chosen = n;
  if (!is_shown)
    return TRUE;
  curves->chosen[curves->n_chosen++] = id;
  n = weft_curves_list_shown (curves, shown);
  if (weft_curves_assign_scales (curves, shown, n, scales) <= WEFT_MAX_SCALES)
    return TRUE;
  curves->n_chosen--;
  return FALSE;
}

/* --- the menu --- */

static const char value_key[] = "weft-curves-value";

static guint
get_value (GtkWidget *widget)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (widget), value_key));
}

static void
set_value (GtkWidget *widget, guint value)
{
  g_object_set_data (G_OBJECT (widget), value_key, GUINT_TO_POINTER (value));
}

static void
changed (WeftCurves *curves)
{
  keep_choice (curves);
  weft_curves_name_choice (curves);
  weft_curves_choice_changed (curves);
}

/* The last one stays; where there is no room for its scale it is said. */
static void
figure_cb (GtkCheckButton *check, WeftCurves *curves)
{
  gboolean is_shown = gtk_check_button_get_active (check);

  if (choose (curves, get_value (GTK_WIDGET (check)), is_shown))
    {
      changed (curves);
      return;
    }
  g_signal_handlers_block_by_func (check, figure_cb, curves);
  gtk_check_button_set_active (check, !is_shown);
  g_signal_handlers_unblock_by_func (check, figure_cb, curves);
  if (is_shown)
    weft_context_toast (curves->context,
                        _ ("There is room for three scales. Take one of them out first."));
}

static void
along_cb (GtkCheckButton *check, WeftCurves *curves)
{
  if (!gtk_check_button_get_active (check) || curves->along == get_value (GTK_WIDGET (check)))
    return;
  curves->along = (WeftAlong) get_value (GTK_WIDGET (check));
  curves->zoom[0] = NAN;
  changed (curves);
}

static void
marks_cb (GtkCheckButton *check, WeftCurves *curves)
{
  curves->hides_marks = !gtk_check_button_get_active (check);
  gtk_widget_queue_draw (curves->area);
}

static void
smooth_cb (GtkCheckButton *check, WeftCurves *curves)
{
  curves->is_raw = !gtk_check_button_get_active (check);
  gtk_widget_queue_draw (curves->area);
}

static void
only_cb (GtkWidget *button, WeftCurves *curves)
{
  curves->chosen[0] = get_value (button);
  curves->n_chosen = 1;
  changed (curves);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (curves->choice));
}

static GtkWidget *
make_heading (const char *text)
{
  GtkWidget *label = weft_label_new (text, "dim-label");

  gtk_widget_add_css_class (label, "caption");
  return label;
}

static GtkWidget *
make_figure_row (WeftCurves *curves, const WeftCurvesFigure *figure, gboolean is_shown)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *check = gtk_check_button_new_with_label (figure->title);
  GtkWidget *only = gtk_button_new_with_label (C_ ("figure", "alone"));
  g_autofree char *name = g_strdup_printf (_ ("%s alone"), figure->title);

  set_value (check, figure->id);
  set_value (only, figure->id);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), is_shown);
  gtk_widget_set_hexpand (check, TRUE);
  gtk_widget_add_css_class (only, "flat");
  gtk_widget_add_css_class (only, "caption");
  weft_widget_set_name (only, name);
  g_signal_connect (check, "toggled", G_CALLBACK (figure_cb), curves);
  g_signal_connect (only, "clicked", G_CALLBACK (only_cb), curves);
  gtk_box_append (GTK_BOX (row), check);
  gtk_box_append (GTK_BOX (row), only);
  return row;
}

static void
append_figures (GtkWidget *box, WeftCurves *curves)
{
  const WeftCurvesFigure *shown[WEFT_MAX_SHOWN_FIGURES];
  guint n = weft_curves_list_shown (curves, shown);

  gtk_box_append (GTK_BOX (box), make_heading (_ ("Shown")));
  for (guint i = 0; i < curves->figures->len; i++)
    {
      gboolean is_shown = FALSE;

      for (guint k = 0; k < n; k++)
        is_shown = is_shown || shown[k] == curves->figures->pdata[i];
      gtk_box_append (GTK_BOX (box), make_figure_row (curves, curves->figures->pdata[i], is_shown));
    }
}

static void
append_along (GtkWidget *box, WeftCurves *curves)
{
  static const char *const titles[WEFT_N_ALONG] = { N_ ("Steps"), N_ ("Epochs"), N_ ("Time") };
  GtkWidget *first = NULL;

  gtk_box_append (GTK_BOX (box), make_heading (_ ("Along")));
  for (guint i = 0; i < WEFT_N_ALONG; i++)
    {
      GtkWidget *check = gtk_check_button_new_with_label (_ (titles[i]));

      gtk_check_button_set_group (GTK_CHECK_BUTTON (check), GTK_CHECK_BUTTON (first));
      first = first != NULL ? first : check;
      set_value (check, i);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), curves->along == i);
      g_signal_connect (check, "toggled", G_CALLBACK (along_cb), curves);
      gtk_box_append (GTK_BOX (box), check);
    }
}

static void
append_smooth (GtkWidget *box, WeftCurves *curves)
{
  GtkWidget *check = gtk_check_button_new_with_label (_ ("Smoothed"));

  gtk_widget_set_tooltip_text (
      check, _ ("A running mean of what is learnt from, over its faint values of each step"));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), !curves->is_raw);
  g_signal_connect (check, "toggled", G_CALLBACK (smooth_cb), curves);
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), check);
}

static void
append_marks (GtkWidget *box, WeftCurves *curves)
{
  GtkWidget *check = gtk_check_button_new_with_label (_ ("What was done on the way"));

  gtk_widget_set_tooltip_text (
      check, _ ("A mark for each edit, rate and number by hand; the pointer on it says what"));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), !curves->hides_marks);
  g_signal_connect (check, "toggled", G_CALLBACK (marks_cb), curves);
  gtk_box_append (GTK_BOX (box), check);
}

static void
open_cb (GtkMenuButton *button, gpointer user)
{
  GtkWidget *popover = gtk_popover_new (), *scroller = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  append_figures (box, user);
  append_along (box, user);
  append_smooth (box, user);
  append_marks (box, user);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  g_object_set (scroller, "hscrollbar-policy", GTK_POLICY_NEVER, "propagate-natural-height", TRUE,
                "propagate-natural-width", TRUE, "max-content-height", 420, NULL);
  gtk_popover_set_child (GTK_POPOVER (popover), scroller);
  gtk_menu_button_set_popover (button, popover);
}

void
weft_curves_name_choice (WeftCurves *curves)
{
  const WeftCurvesFigure *shown[WEFT_MAX_SHOWN_FIGURES];
  guint n = weft_curves_list_shown (curves, shown);
  g_autofree char *text
      = n > 1 ? g_strdup_printf ("%s + %u", shown[0]->title, n - 1) : g_strdup (shown[0]->title);

  gtk_label_set_text (GTK_LABEL (gtk_menu_button_get_child (GTK_MENU_BUTTON (curves->choice))),
                      text);
}

GtkWidget *
weft_curves_choice_new (WeftCurves *curves)
{
  GtkWidget *label = gtk_label_new (NULL);

  curves->choice = gtk_menu_button_new ();
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 18);
  gtk_menu_button_set_child (GTK_MENU_BUTTON (curves->choice), label);
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (curves->choice), TRUE);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (curves->choice), open_cb, curves, NULL);
  gtk_widget_set_tooltip_text (curves->choice, _ ("Which figures are shown, and along what"));
  weft_widget_set_inner_name (curves->choice, _ ("What the curves show"));
  weft_curves_name_choice (curves);
  return curves->choice;
}
