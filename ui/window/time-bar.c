/* time-bar: the bar of a run's steps, a slider for mouse, keys and screen readers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/time-bar.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/base/format.h"
#include "ui/base/theme.h"
#include "ui/plots/time-scale.h"

#define HEIGHT 30
#define LEAST_WIDTH 120
#define REACH 5  /* px around a sign that tells of it */
#define PAGES 20 /* in a run */
#define MOST_TOLD 4

struct _WeftTimeBar
{
  GtkWidget parent_instance;

  gint64 first, newest, at, best;
  gboolean is_dragged, is_hovered;
  GArray *kept, *deeds; /* gint64 */
  GPtrArray *words;     /* of the deeds */
};

G_DEFINE_FINAL_TYPE (WeftTimeBar, weft_time_bar, GTK_TYPE_WIDGET)

static guint moved_signal;

static WeftTimeScale
get_scale (WeftTimeBar *bar)
{
  GtkWidget *widget = GTK_WIDGET (bar);

  return (WeftTimeScale){ .width = gtk_widget_get_width (widget),
                          .height = gtk_widget_get_height (widget),
                          .first = bar->first,
                          .newest = bar->newest,
                          .at = bar->at,
                          .kept = (const gint64 *) (void *) bar->kept->data,
                          .n_kept = bar->kept->len,
                          .deeds = (const gint64 *) (void *) bar->deeds->data,
                          .n_deeds = bar->deeds->len,
                          .best = bar->best,
                          .is_dark = weft_theme_is_dark (),
                          .has_focus = gtk_widget_has_visible_focus (widget),
                          .is_hovered = bar->is_hovered };
}

/* "step 1,200 of 2,000" */
static char *
dup_value (WeftTimeBar *bar)
{
  g_autofree char *at = weft_format_count (bar->at), *newest = weft_format_count (bar->newest);

  if (bar->newest <= bar->first)
    return g_strdup (_ ("no step yet"));
  return g_strdup_printf (_ ("step %s of %s"), at, newest);
}

/* GTK 4.8 tells the value of its own ranges only: that text is the description, too. */
static void
show (WeftTimeBar *bar)
{
  g_autofree char *text = dup_value (bar);

  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN,
                                  (double) bar->first, GTK_ACCESSIBLE_PROPERTY_VALUE_MAX,
                                  (double) bar->newest, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                  (double) bar->at, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_widget_queue_draw (GTK_WIDGET (bar));
}

/* --- by hand --- */

static void
move_to (WeftTimeBar *bar, gint64 step)
{
  step = CLAMP (step, bar->first, bar->newest);
  if (step == bar->at)
    return;
  bar->at = step;
  show (bar);
  g_signal_emit (bar, moved_signal, 0, step);
}

static void
drag_begin_cb (GtkGestureDrag *drag, double x, double y, WeftTimeBar *bar)
{
  const WeftTimeScale scale = get_scale (bar);

  gtk_widget_grab_focus (GTK_WIDGET (bar));
  bar->is_dragged = TRUE;
  move_to (bar, weft_time_scale_unmap (&scale, x));
}

static void
drag_update_cb (GtkGestureDrag *drag, double dx, double dy, WeftTimeBar *bar)
{
  const WeftTimeScale scale = get_scale (bar);
  double x, y;

  if (gtk_gesture_drag_get_start_point (drag, &x, &y))
    move_to (bar, weft_time_scale_unmap (&scale, x + dx));
}

static void
drag_end_cb (GtkGestureDrag *drag, double dx, double dy, WeftTimeBar *bar)
{
  bar->is_dragged = FALSE;
}

static gboolean
key_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state, WeftTimeBar *bar)
{
  static const struct
  {
    guint keys[2];
    int steps, pages;
  } rows[] = {
    { { GDK_KEY_Left, GDK_KEY_KP_Left }, -1, 0 },
    { { GDK_KEY_Right, GDK_KEY_KP_Right }, 1, 0 },
    { { GDK_KEY_Down, GDK_KEY_KP_Down }, -1, 0 },
    { { GDK_KEY_Up, GDK_KEY_KP_Up }, 1, 0 },
    { { GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down }, 0, -1 },
    { { GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up }, 0, 1 },
    { { GDK_KEY_Home, GDK_KEY_KP_Home }, 0, -PAGES },
    { { GDK_KEY_End, GDK_KEY_KP_End }, 0, PAGES },
  };
  gint64 page = MAX (1, (bar->newest - bar->first) / PAGES + 1);

  if (state & gtk_accelerator_get_default_mod_mask ())
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (key == rows[i].keys[0] || key == rows[i].keys[1])
      {
        move_to (bar, bar->at + rows[i].steps + rows[i].pages * page);
        return TRUE;
      }
  return FALSE;
}

static void
hover_cb (WeftTimeBar *bar)
{
  bar->is_hovered = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (bar));
}

static void
leave_cb (WeftTimeBar *bar)
{
  bar->is_hovered = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (bar));
}

/* The step under the pointer, and what was done there. */
static gboolean
weft_time_bar_query_tooltip (GtkWidget *widget, int x, int y, gboolean by_keys, GtkTooltip *tooltip)
{
  WeftTimeBar *bar = WEFT_TIME_BAR (widget);
  const WeftTimeScale scale = get_scale (bar);
  gint64 step = by_keys ? bar->at : weft_time_scale_unmap (&scale, x);
  double px = weft_time_scale_map (&scale, step);
  g_autofree char *number = weft_format_count (step);
  g_autoptr (GString) text = g_string_new (NULL);
  guint told = 0;

  if (bar->newest <= bar->first)
    {
      gtk_tooltip_set_text (tooltip, _ ("Once it has learnt, every step can be seen again here"));
      return TRUE;
    }
  g_string_printf (text, _ ("Step %s"), number);
  for (guint i = 0; i < bar->deeds->len && told < MOST_TOLD; i++)
    if (fabs (weft_time_scale_map (&scale, scale.deeds[i]) - px) <= REACH)
      {
        g_string_append_printf (text, "\n%s", (const char *) bar->words->pdata[i]);
        told++;
      }
  if (bar->best >= 0 && fabs (weft_time_scale_map (&scale, bar->best) - px) <= REACH)
    g_string_append_printf (text, "\n%s", _ ("Best on validation so far"));
  gtk_tooltip_set_text (tooltip, text->str);
  return TRUE;
}

/* --- what it shows --- */

void
weft_time_bar_set (WeftTimeBar *bar, gint64 first, gint64 newest, gint64 at, gint64 best)
{
  g_return_if_fail (WEFT_IS_TIME_BAR (bar));

  if (bar->is_dragged)
    at = bar->at;
  if (bar->first == first && bar->newest == newest && bar->at == at && bar->best == best)
    return;
  bar->first = first;
  bar->newest = MAX (first, newest);
  bar->at = CLAMP (at, first, bar->newest);
  bar->best = best;
  show (bar);
}

gint64
weft_time_bar_get_first (WeftTimeBar *bar)
{
  return bar->first;
}

static int
compare_steps (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

void
weft_time_bar_set_kept (WeftTimeBar *bar, const GArray *steps)
{
  g_array_set_size (bar->kept, 0);
  g_array_append_vals (bar->kept, steps->data, steps->len);
  g_array_sort (bar->kept, compare_steps);
  gtk_widget_queue_draw (GTK_WIDGET (bar));
}

void
weft_time_bar_clear_deeds (WeftTimeBar *bar)
{
  g_array_set_size (bar->deeds, 0);
  g_ptr_array_set_size (bar->words, 0);
  gtk_widget_queue_draw (GTK_WIDGET (bar));
}

void
weft_time_bar_add_deed (WeftTimeBar *bar, gint64 step, const char *words)
{
  g_array_append_val (bar->deeds, step);
  g_ptr_array_add (bar->words, g_strdup (words));
}

/* --- the widget --- */

static void
weft_time_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                       int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : LEAST_WIDTH;
}

static void
weft_time_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  const WeftTimeScale scale = get_scale (WEFT_TIME_BAR (widget));
  cairo_t *cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) scale.width, (float) scale.height));

  weft_time_scale_draw (cr, &scale);
  cairo_destroy (cr);
}

static void
weft_time_bar_finalize (GObject *object)
{
  WeftTimeBar *bar = WEFT_TIME_BAR (object);

  g_array_unref (bar->kept);
  g_array_unref (bar->deeds);
  g_ptr_array_unref (bar->words);
  G_OBJECT_CLASS (weft_time_bar_parent_class)->finalize (object);
}

static void
weft_time_bar_class_init (WeftTimeBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = weft_time_bar_finalize;
  widget_class->measure = weft_time_bar_measure;
  widget_class->snapshot = weft_time_bar_snapshot;
  widget_class->query_tooltip = weft_time_bar_query_tooltip;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
  moved_signal = g_signal_new ("moved", WEFT_TYPE_TIME_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
weft_time_bar_init (WeftTimeBar *bar)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new (),
                     *motion = gtk_event_controller_motion_new ();

  bar->best = -1;
  bar->kept = g_array_new (FALSE, FALSE, sizeof (gint64));
  bar->deeds = g_array_new (FALSE, FALSE, sizeof (gint64));
  bar->words = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_set_focusable (GTK_WIDGET (bar), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (bar), TRUE);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), bar);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), bar);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), bar);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), bar);
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (hover_cb), bar);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), bar);
  gtk_widget_add_controller (GTK_WIDGET (bar), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (bar), keys);
  gtk_widget_add_controller (GTK_WIDGET (bar), motion);
  g_signal_connect (bar, "state-flags-changed", G_CALLBACK (gtk_widget_queue_draw), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Step of the run"), -1);
  show (bar);
}

GtkWidget *
weft_time_bar_new (void)
{
  return g_object_new (WEFT_TYPE_TIME_BAR, NULL);
}
