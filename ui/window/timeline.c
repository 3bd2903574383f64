/* timeline: under the canvas, the run from its first step to now: back to any of them, as a film
 * too, and on from there in a run of its own */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/timeline.h"

#include <glib/gi18n-lib.h>

#include "ui/base/format.h"
#include "ui/base/widgets.h"
#include "ui/context/looking.h"
#include "ui/window/film-taking.h"
#include "ui/window/time-bar.h"

#define FILM_TICK 50   /* ms */
#define TAKING_TICK 10 /* hundredths of a second between pictures of a film that is taken */
#define TAKING_SECONDS 12.0
#define SETTLES 150000 /* µs, until what is drawn a little later than it is told is drawn, too */
#define PAGES 20

/* How long a film of the whole run takes. */
static const struct
{
  const char *id, *title;
  double seconds;
} speeds[] = {
  { "slow", N_ ("Slow: a minute"), 60 },
  { "usual", N_ ("15 seconds"), 15 },
  { "fast", N_ ("Fast: 5 seconds"), 5 },
};

struct _WeftTimeline
{
  GtkBox parent_instance;

  GtkWidget *bar, *label, *start_button, *film_button, *now_button, *branch_button;
  GSimpleAction *speed; /* of speeds */
  WeftContext *context;
  guint film_source; /* 0: none runs */
  double film_step;
  WeftFilmTaking *taking; /* nullable: it is only looked at */
  gint64 told, told_at;   /* the step that all parts of the window were told of, µs */
  gint64 painted;         /* the frame in which they may not all have drawn it; −1: none */
  WeftTimelineTaken taken;
  gpointer taken_user;
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

/* What was taken of it so far is nobody's. */
static void
drop_film (WeftTimeline *timeline)
{
  g_clear_handle_id (&timeline->film_source, g_source_remove);
  if (timeline->taking == NULL)
    return;
  g_clear_pointer (&timeline->taking, weft_film_taking_free);
  timeline->taken (NULL, 0, timeline->taken_user);
}

static void
end_film (WeftTimeline *timeline)
{
  drop_film (timeline);
  show_film (timeline);
}

static double
get_seconds (const WeftTimeline *timeline)
{
  g_autoptr (GVariant) speed = g_action_get_state (G_ACTION (timeline->speed));

  for (guint i = 0; i < G_N_ELEMENTS (speeds); i++)
    if (g_str_equal (speeds[i].id, g_variant_get_string (speed, NULL)))
      return speeds[i].seconds;
  return speeds[1].seconds;
}

/* TRUE: the step is not on the screen yet, and so is not taken. A film for which there is no
 * memory ends. */
static gboolean
waits_for_picture (WeftTimeline *timeline)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (timeline));

  if (timeline->taking == NULL || clock == NULL)
    return FALSE;
  if (timeline->told != weft_live_get_looked (get_live (timeline))
      || g_get_monotonic_time () - timeline->told_at < SETTLES)
    return TRUE;
  if (timeline->painted < 0)
    {
      timeline->painted = gdk_frame_clock_get_frame_counter (clock);
      gtk_widget_queue_draw (GTK_WIDGET (timeline));
    }
  if (gdk_frame_clock_get_frame_counter (clock) <= timeline->painted)
    return TRUE;
  timeline->painted = -1;
  if (weft_film_taking_add (timeline->taking))
    return FALSE;
  timeline->film_source = 0;
  end_film (timeline);
  return TRUE;
}

static void
finish_film (WeftTimeline *timeline)
{
  g_autoptr (GPtrArray) pictures = NULL;

  timeline->film_source = 0;
  if (timeline->taking != NULL)
    pictures = weft_film_taking_end (g_steal_pointer (&timeline->taking));
  weft_context_look_at (timeline->context, weft_live_get_newest (get_live (timeline)));
  show_film (timeline);
  if (pictures != NULL)
    timeline->taken (pictures, TAKING_TICK, timeline->taken_user);
}

/* On as soon as the step before is seen: a film that cannot be shown as fast is shown slower. */
static gboolean
film_cb (gpointer user)
{
  WeftTimeline *timeline = user;
  WeftLive *live = get_live (timeline);
  gint64 first = weft_time_bar_get_first (WEFT_TIME_BAR (timeline->bar));
  gint64 newest = weft_live_get_newest (live), looked = weft_live_get_looked (live);
  gboolean is_taken = timeline->taking != NULL;
  double ticks
      = is_taken ? TAKING_SECONDS * 100 / TAKING_TICK : get_seconds (timeline) * 1000 / FILM_TICK;
  double by = (double) (newest - first) / ticks;

  if (looked >= 0 && weft_live_get_status (live)->step != looked)
    return G_SOURCE_CONTINUE;
  if (waits_for_picture (timeline))
    return timeline->film_source != 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
  timeline->film_step += MAX (by, is_taken ? 1 : 0.25);
  if (timeline->film_step < (double) newest)
    {
      weft_context_look_at (timeline->context, (gint64) timeline->film_step);
      return G_SOURCE_CONTINUE;
    }
  finish_film (timeline);
  return G_SOURCE_REMOVE;
}

static gboolean
begin_film (WeftTimeline *timeline, gboolean at_first)
{
  gint64 first = weft_time_bar_get_first (WEFT_TIME_BAR (timeline->bar));

  if (weft_live_get_newest (get_live (timeline)) <= first)
    return FALSE;
  if (at_first || weft_live_get_looked (get_live (timeline)) < 0)
    weft_context_look_at (timeline->context, first);
  if (weft_live_get_looked (get_live (timeline)) < 0)
    return FALSE;
  timeline->film_step = (double) weft_live_get_looked (get_live (timeline));
  timeline->film_source = g_timeout_add (FILM_TICK, film_cb, timeline);
  show_film (timeline);
  return TRUE;
}

/* From where one looks; from now, it begins at the beginning. */
void
weft_timeline_toggle_film (WeftTimeline *timeline)
{
  if (timeline->film_source != 0)
    end_film (timeline);
  else
    begin_film (timeline, FALSE);
}

void
weft_timeline_take_film (WeftTimeline *timeline, GtkWidget *of, WeftTimelineTaken taken,
                         gpointer user)
{
  end_film (timeline);
  if (!begin_film (timeline, TRUE))
    {
      taken (NULL, 0, user);
      return;
    }
  timeline->taking = weft_film_taking_new (of);
  timeline->painted = timeline->told = -1;
  timeline->taken = taken;
  timeline->taken_user = user;
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

  if (timeline->told != looked && weft_live_get_status (live)->step == looked)
    {
      timeline->told = looked;
      timeline->told_at = g_get_monotonic_time ();
    }
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

/* How fast a film is, and a file of it. */
static GtkWidget *
make_menu_button (WeftTimeline *timeline)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GMenu) menu = g_menu_new (), choice = g_menu_new (), file = g_menu_new ();

  timeline->speed = g_simple_action_new_stateful ("speed", G_VARIANT_TYPE_STRING,
                                                  g_variant_new_string (speeds[1].id));
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (timeline->speed));
  gtk_widget_insert_action_group (GTK_WIDGET (timeline), "timeline", G_ACTION_GROUP (group));
  for (guint i = 0; i < G_N_ELEMENTS (speeds); i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (_ (speeds[i].title), NULL);

      g_menu_item_set_action_and_target (item, "timeline.speed", "s", speeds[i].id);
      g_menu_append_item (choice, item);
    }
  g_menu_append_section (menu, _ ("The whole run takes"), G_MENU_MODEL (choice));
  g_menu_append (file, _ ("Fork and race…"), "win.race");
  g_menu_append (file, _ ("Save the film…"), "win.save-film");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (file));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_tooltip_text (button, _ ("Film, fork and race"));
  weft_widget_set_name (button, _ ("Film, fork and race"));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
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
  gtk_box_append (GTK_BOX (timeline), make_menu_button (timeline));
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

  drop_film (timeline);
  g_clear_object (&timeline->speed);
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
