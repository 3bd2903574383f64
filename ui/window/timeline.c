/* timeline: under the canvas, the run from its first step to now: back to any of them, as a film
 * too, and on from there in a run of its own */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/timeline.h"

#include <glib/gi18n-lib.h>

#include "ui/base/format.h"
#include "ui/base/widgets.h"
#include "ui/context/looking.h"
#include "ui/window/time-bar.h"

#define FILM_TICK 50 /* ms */
#define FILM_SECONDS 15.0
#define PAGES 20

struct _WeftTimeline
{
  GtkBox parent_instance;

  GtkWidget *bar, *label, *start_button, *film_button, *now_button, *branch_button;
  WeftContext *context;
  guint film_source; /* 0: none runs */
  double film_step;
  gint64 listed; /* newest step when the frames were listed; −1: never */
  gboolean was_training;
};

G_DEFINE_FINAL_TYPE (WeftTimeline, weft_timeline, GTK_TYPE_BOX)

static WeftLive *
get_live (WeftTimeline *timeline)
{
  return weft_context_get_live (timeline->context);
}

/* --- film --- */

static void
show_film (WeftTimeline *timeline)
{
  gboolean runs = timeline->film_source != 0;
  const char *text = runs ? _ ("Stop the film") : _ ("Show the run as a film");

  gtk_button_set_icon_name (GTK_BUTTON (timeline->film_button),
                            runs ? "media-playback-pause-symbolic"
                                 : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (timeline->film_button, text);
  weft_widget_set_name (timeline->film_button, text);
}

static void
end_film (WeftTimeline *timeline)
{
  g_clear_handle_id (&timeline->film_source, g_source_remove);
  show_film (timeline);
}

/* On as soon as the step before is seen: a film that cannot be shown as fast is shown slower. */
static gboolean
film_cb (gpointer user)
{
  WeftTimeline *timeline = user;
  WeftLive *live = get_live (timeline);
  gint64 first = weft_time_bar_get_first (WEFT_TIME_BAR (timeline->bar));
  gint64 newest = weft_live_get_newest (live), looked = weft_live_get_looked (live);
  double by = (double) (newest - first) * FILM_TICK / (FILM_SECONDS * 1000);

  if (looked >= 0 && weft_live_get_status (live)->step != looked)
    return G_SOURCE_CONTINUE;
  timeline->film_step += MAX (by, 0.25);
  if (timeline->film_step < (double) newest)
    {
      weft_context_look_at (timeline->context, (gint64) timeline->film_step);
      return G_SOURCE_CONTINUE;
    }
  timeline->film_source = 0;
  weft_context_look_at (timeline->context, newest);
  show_film (timeline);
  return G_SOURCE_REMOVE;
}

/* From where one looks; from now, it begins at the beginning. */
void
weft_timeline_toggle_film (WeftTimeline *timeline)
{
  WeftLive *live = get_live (timeline);
  gint64 first = weft_time_bar_get_first (WEFT_TIME_BAR (timeline->bar));

  if (timeline->film_source != 0)
    {
      end_film (timeline);
      return;
    }
  if (weft_live_get_newest (live) <= first)
    return;
  if (weft_live_get_looked (live) < 0)
    weft_context_look_at (timeline->context, first);
  if (weft_live_get_looked (live) < 0)
    return;
  timeline->film_step = (double) weft_live_get_looked (live);
  timeline->film_source = g_timeout_add (FILM_TICK, film_cb, timeline);
  show_film (timeline);
}

/* --- where to --- */

void
weft_timeline_look (WeftTimeline *timeline, const char *where)
{
  static const struct
  {
    const char *where;
    int steps, pages;
  } rows[] = {
    { "start", 0, -2 * PAGES }, { "earlier", -1, 0 },   { "later", 1, 0 },
    { "earlier-page", 0, -1 },  { "later-page", 0, 1 }, { "now", 0, 2 * PAGES },
  };
  gint64 first = weft_time_bar_get_first (WEFT_TIME_BAR (timeline->bar));
  gint64 page = MAX (1, (weft_live_get_newest (get_live (timeline)) - first) / PAGES);

  end_film (timeline);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].where, where))
      weft_context_look_further (timeline->context, first, rows[i].steps + rows[i].pages * page);
}

static void
moved_cb (WeftTimeline *timeline, gint64 step)
{
  end_film (timeline);
  weft_context_look_at (timeline->context, step);
}

/* --- what it shows --- */

static void
show_deeds (WeftTimeline *timeline)
{
  const GPtrArray *marks = weft_live_get_marks (get_live (timeline));

  weft_time_bar_clear_deeds (WEFT_TIME_BAR (timeline->bar));
  for (guint i = 0; i < marks->len; i++)
    {
      const WeftLiveMark *mark = marks->pdata[i];

      weft_time_bar_add_deed (WEFT_TIME_BAR (timeline->bar), mark->step, mark->words);
    }
}

/* Not while it learns: reading them would hold both up. *first: the run's. */
static gint64
list_frames (WeftTimeline *timeline)
{
  const WeftHost *host = weft_context_get_host (timeline->context);
  WeftLive *live = get_live (timeline);
  gint64 first = weft_time_bar_get_first (WEFT_TIME_BAR (timeline->bar));
  gint64 newest = weft_live_get_newest (live);
  gboolean is_training = weft_live_is_training (live);
  g_autoptr (GArray) steps = NULL;

  if (host->list_frames == NULL || newest == timeline->listed || (is_training && newest >= first))
    return MIN (first, newest);
  timeline->listed = newest;
  steps = host->list_frames (host->user, weft_context_get_window (timeline->context), &first);
  weft_time_bar_set_kept (WEFT_TIME_BAR (timeline->bar), steps);
  return first;
}

/* The bar stays where it is while the number changes. */
static void
make_room (WeftTimeline *timeline, gint64 newest)
{
  g_autofree char *number = weft_format_count (newest);
  g_autofree char *text = g_strdup_printf (_ ("now · step %s"), number);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (timeline->label, text);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  gtk_widget_set_size_request (timeline->label, width + 2, -1);
}

static void
show_label (WeftTimeline *timeline, gint64 step, gboolean is_now)
{
  g_autofree char *number = weft_format_count (step);
  g_autofree char *text = g_strdup_printf (is_now ? _ ("now · step %s") : _ ("step %s"), number);

  if (!g_str_equal (gtk_label_get_text (GTK_LABEL (timeline->label)), text))
    gtk_label_set_text (GTK_LABEL (timeline->label), text);
}

static void
update (WeftTimeline *timeline)
{
  WeftLive *live = get_live (timeline);
  gint64 first = list_frames (timeline), newest = weft_live_get_newest (live);
  gint64 looked = weft_live_get_looked (live), best = weft_live_get_status (live)->best_step;
  gboolean is_now = looked < 0;
  gboolean has_steps = newest > first;

  if (is_now && timeline->film_source != 0)
    end_film (timeline);
  weft_time_bar_set (WEFT_TIME_BAR (timeline->bar), first, newest, is_now ? newest : looked, best);
  gtk_widget_set_sensitive (timeline->bar, has_steps);
  gtk_widget_set_sensitive (timeline->start_button, has_steps);
  gtk_widget_set_sensitive (timeline->film_button, has_steps);
  gtk_widget_set_sensitive (timeline->now_button, !is_now);
  gtk_widget_set_sensitive (timeline->branch_button, !is_now);
  make_room (timeline, newest);
  show_label (timeline, is_now ? newest : looked, is_now);
}

static GtkWidget *
append_button (WeftTimeline *timeline, const char *icon, const char *action, const char *text)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, text);
  weft_widget_set_name (button, text);
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), action);
  gtk_box_append (GTK_BOX (timeline), button);
  return button;
}

static void
fill (WeftTimeline *timeline)
{
  timeline->start_button = append_button (timeline, "media-skip-backward-symbolic",
                                          "win.look::start", _ ("To the first step"));
  timeline->film_button = append_button (timeline, "media-playback-start-symbolic", "win.film",
                                         _ ("Show the run as a film"));
  timeline->bar = weft_time_bar_new ();
  gtk_widget_set_hexpand (timeline->bar, TRUE);
  gtk_box_append (GTK_BOX (timeline), timeline->bar);
  timeline->now_button
      = append_button (timeline, "media-skip-forward-symbolic", "win.now", _ ("Back to now"));
  timeline->label = weft_label_new ("", "numeric");
  gtk_label_set_xalign (GTK_LABEL (timeline->label), 1);
  gtk_box_append (GTK_BOX (timeline), timeline->label);
  timeline->branch_button = gtk_button_new_with_label (_ ("Branch here"));
  gtk_widget_add_css_class (timeline->branch_button, "flat");
  gtk_widget_set_valign (timeline->branch_button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (timeline->branch_button,
                               _ ("Go on from this step in a run of its own"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (timeline->branch_button), "win.branch");
  gtk_box_append (GTK_BOX (timeline), timeline->branch_button);
  g_signal_connect_swapped (timeline->bar, "moved", G_CALLBACK (moved_cb), timeline);
}

GtkWidget *
weft_timeline_new (WeftContext *context)
{
  WeftTimeline *timeline = g_object_new (WEFT_TYPE_TIMELINE, NULL);
  WeftLive *live = weft_context_get_live (context);

  timeline->context = g_object_ref (context);
  g_signal_connect_object (live, "status", G_CALLBACK (update), timeline, G_CONNECT_SWAPPED);
  g_signal_connect_object (live, "series", G_CALLBACK (show_deeds), timeline, G_CONNECT_SWAPPED);
  show_deeds (timeline);
  update (timeline);
  return GTK_WIDGET (timeline);
}

static void
weft_timeline_dispose (GObject *object)
{
  WeftTimeline *timeline = WEFT_TIMELINE (object);

  g_clear_handle_id (&timeline->film_source, g_source_remove);
  g_clear_object (&timeline->context);
  G_OBJECT_CLASS (weft_timeline_parent_class)->dispose (object);
}

static void
weft_timeline_class_init (WeftTimelineClass *class)
{
  G_OBJECT_CLASS (class)->dispose = weft_timeline_dispose;
}

static void
weft_timeline_init (WeftTimeline *timeline)
{
  timeline->listed = -1;
  gtk_widget_add_css_class (GTK_WIDGET (timeline), "timeline");
  fill (timeline);
}
