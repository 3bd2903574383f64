/* cloud: things of many numbers each laid out in two or three dimensions */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/inside/cloud.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "ui/base/format.h"
#include "ui/base/theme.h"
#include "ui/base/widgets.h"
#include "ui/panels/inside/cloud-layout.h"
#include "ui/plots/places.h"

#define NEIGHBOURS 5
#define REACH 14.0 /* px from a click to what it means */
#define RADIANS_A_PX 0.012
#define CLICK 4.0     /* px that a click moves at most */
#define CONTROLS 26.0 /* px below the map, where nothing of it lies under them */
#define MOST_NAMED 5  /* of what was found, in the line */

struct _WeftCloud
{
  GtkWidget *area, *controls;
  gboolean is_shown;
  void (*changed) (gpointer user);
  gpointer user;
  WeftCloudLayout layout;
  guint way;
  double yaw, pitch; /* radians */
  gint64 *ids;       /* of what is laid out */
  char **names;
  gint64 chosen;     /* an id; −1: none */
  char *wanted;      /* case-folded; nullable */
  double dragged[2]; /* px so far */
  float *xy;         /* px where each was drawn last; nullable */
};

static void
show_again (gpointer user)
{
  WeftCloud *cloud = user;

  gtk_widget_queue_draw (cloud->area);
  cloud->changed (cloud->user);
}

WeftCloud *
weft_cloud_new (GtkWidget *area, void (*changed) (gpointer user), gpointer user)
{
  WeftCloud *cloud = g_new0 (WeftCloud, 1);

  cloud->area = area;
  cloud->changed = changed;
  cloud->user = user;
  cloud->yaw = 0.5;
  cloud->pitch = 0.35;
  cloud->chosen = -1;
  cloud->layout.done = show_again;
  cloud->layout.user = cloud;
  return cloud;
}

static void
forget (WeftCloud *cloud)
{
  g_clear_pointer (&cloud->ids, g_free);
  g_clear_pointer (&cloud->names, g_strfreev);
  g_clear_pointer (&cloud->xy, g_free);
}

void
weft_cloud_free (WeftCloud *cloud)
{
  weft_cloud_layout_clear (&cloud->layout);
  forget (cloud);
  g_free (cloud->wanted);
  g_free (cloud);
}

/* --- which are meant --- */

static gboolean
is_found (const WeftCloud *cloud, gsize i)
{
  g_autofree char *name = NULL;

  if (cloud->wanted == NULL)
    return FALSE;
  name = g_utf8_casefold (cloud->names[i], -1);
  return strstr (name, cloud->wanted) != NULL;
}

static gint64
find_chosen (const WeftCloud *cloud)
{
  for (gsize i = 0; cloud->chosen >= 0 && i < cloud->layout.n; i++)
    if (cloud->ids[i] == cloud->chosen)
      return (gint64) i;
  return -1;
}

static double
get_distance (const WeftCloudLayout *layout, gsize i, gsize j)
{
  double sum = 0;

  for (gsize k = 0; k < layout->width; k++)
    sum += pow (
        (double) layout->x[i * layout->width + k] - (double) layout->x[j * layout->width + k], 2);
  return sqrt (sum);
}

/* Those nearest to it by all their numbers, the nearest first; how many. */
static guint
find_neighbours (const WeftCloudLayout *layout, gsize of, gsize nearest[NEIGHBOURS],
                 double distances[NEIGHBOURS])
{
  guint n = 0;

  for (gsize i = 0; i < layout->n; i++)
    {
      double distance = get_distance (layout, of, i);
      guint at = n;

      if (i == of)
        continue;
      while (at > 0 && distances[at - 1] > distance)
        at--;
      if (at == NEIGHBOURS)
        continue;
      n = MIN (n + 1, NEIGHBOURS);
      memmove (distances + at + 1, distances + at, (n - at - 1) * sizeof *distances);
      memmove (nearest + at + 1, nearest + at, (n - at - 1) * sizeof *nearest);
      distances[at] = distance;
      nearest[at] = i;
    }
  return n;
}

/* --- what is said of it --- */

/* "“Monday” · nearest: Tuesday 0.12, Friday 0.15" */
static char *
dup_neighbours (const WeftCloud *cloud, gsize of)
{
  gsize nearest[NEIGHBOURS];
  double distances[NEIGHBOURS];
  guint n = find_neighbours (&cloud->layout, of, nearest, distances);
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *distance = weft_format_digits (distances[i], 2);

      g_string_append_printf (list, "%s%s %s", i > 0 ? ", " : "", cloud->names[nearest[i]],
                              distance);
    }
  return g_strdup_printf (_ ("“%s” · nearest: %s"), cloud->names[of], list->str);
}

static char *
dup_found (const WeftCloud *cloud)
{
  g_autoptr (GString) list = g_string_new (NULL);
  g_autofree char *count = NULL;
  guint n = 0;

  for (gsize i = 0; i < cloud->layout.n; i++)
    if (is_found (cloud, i) && n++ < MOST_NAMED)
      g_string_append_printf (list, "%s%s", n > 1 ? ", " : "", cloud->names[i]);
  count = weft_format_count (n);
  return n == 0 ? g_strdup (_ ("None is called so."))
                : g_strdup_printf (_ ("%s found: %s"), count, list->str);
}

char *
weft_cloud_dup_line (const WeftCloud *cloud)
{
  guint n;
  const WeftCloudWay *way = &weft_cloud_ways (&n)[cloud->way];
  gint64 chosen = find_chosen (cloud);
  g_autofree char *share = weft_format_share (cloud->layout.share);

  if (cloud->layout.n == 0)
    return NULL;
  if (chosen >= 0)
    return dup_neighbours (cloud, (gsize) chosen);
  if (cloud->wanted != NULL)
    return dup_found (cloud);
  if (way->near == NULL)
    return g_strdup_printf (_ ("%s of their differences are seen"), share);
  return g_strdup (cloud->layout.is_long_done ? _ (way->near) : _ ("being worked out …"));
}

/* --- layout and drawing --- */

void
weft_cloud_lay_out (WeftCloud *cloud, const WeftCloudThings *things)
{
  gboolean is_same = cloud->ids != NULL && cloud->layout.n == things->n
                     && memcmp (cloud->ids, things->ids, things->n * sizeof *things->ids) == 0;

  weft_cloud_layout_update (&cloud->layout, cloud->way, things->x, things->n, things->width,
                            is_same);
  if (is_same)
    return;
  forget (cloud);
  cloud->ids = g_memdup2 (things->ids, things->n * sizeof *things->ids);
  cloud->names = g_new0 (char *, things->n + 1);
  for (gsize i = 0; i < things->n; i++)
    cloud->names[i] = g_strdup (things->names[i]);
  cloud->changed (cloud->user);
}

/* From where the eye is: about the vertical axis, then about the horizontal one. */
static float *
project (const WeftCloud *cloud, const WeftCloudThings *things, int dims)
{
  float *xy = g_new (float, 2 * things->n + 1);
  double yaw = dims > 2 ? cloud->yaw : 0, pitch = dims > 2 ? cloud->pitch : 0;

  for (gsize i = 0; i < things->n; i++)
    {
      const float *at = cloud->layout.at + 3 * i;
      double x = (double) at[0], y = (double) at[1], z = (double) at[2];
      double depth = z * cos (yaw) - x * sin (yaw);

      xy[2 * i] = (float) (x * cos (yaw) + z * sin (yaw));
      xy[2 * i + 1] = (float) (y * cos (pitch) - depth * sin (pitch));
    }
  return xy;
}

/* Lit ones, found ones, and the chosen one with its neighbours. */
static gboolean *
mark (const WeftCloud *cloud, const WeftCloudThings *things)
{
  gboolean *is_lit = g_new0 (gboolean, things->n + 1);
  gint64 chosen = find_chosen (cloud);
  gsize nearest[NEIGHBOURS];
  double distances[NEIGHBOURS];
  guint n = chosen >= 0 ? find_neighbours (&cloud->layout, (gsize) chosen, nearest, distances) : 0;

  for (gsize i = 0; i < things->n; i++)
    is_lit[i] = chosen >= 0 || cloud->wanted != NULL ? is_found (cloud, i) && chosen < 0
                                                     : things->is_lit[i];
  for (guint i = 0; i < n; i++)
    is_lit[nearest[i]] = TRUE;
  if (chosen >= 0)
    is_lit[chosen] = TRUE;
  return is_lit;
}

void
weft_cloud_draw (WeftCloud *cloud, const WeftCloudThings *things, cairo_t *cr, double x, double y,
                 double w, double h, gboolean is_dark)
{
  guint n;
  const WeftCloudWay *way = &weft_cloud_ways (&n)[cloud->way];
  g_autofree float *xy = project (cloud, things, way->dims);
  g_autofree gboolean *is_lit = mark (cloud, things);
  g_autofree const char **names = g_new0 (const char *, things->n + 1);

  for (gsize i = 0; i < things->n; i++)
    names[i] = things->names_all || is_lit[i] ? things->names[i] : NULL;
  g_free (cloud->xy);
  cloud->xy = g_new (float, 2 * things->n + 1);
  weft_places_draw (cr,
                    &(WeftPlaces){ .xy = xy,
                                   .n = things->n,
                                   .names = (char *const *) names,
                                   .classes = things->classes,
                                   .is_lit = is_lit,
                                   .drawn = cloud->xy,
                                   .is_dark = is_dark },
                    x, y, w, MAX (h - CONTROLS, h / 2));
}

/* --- by hand --- */

/* px of the area. */
static void
pick (WeftCloud *cloud, double x, double y)
{
  double least = REACH;
  gint64 chosen = -1;

  weft_panel_to_drawing (cloud->area, &x, &y);
  for (gsize i = 0; cloud->xy != NULL && i < cloud->layout.n; i++)
    {
      double distance = hypot ((double) cloud->xy[2 * i] - x, (double) cloud->xy[2 * i + 1] - y);

      if (distance < least)
        {
          least = distance;
          chosen = cloud->ids[i];
        }
    }
  cloud->chosen = chosen;
  show_again (cloud);
}

static void
drag_begin_cb (GtkGestureDrag *drag, double x, double y, WeftCloud *cloud)
{
  cloud->dragged[0] = cloud->dragged[1] = 0;
}

static void
drag_cb (GtkGestureDrag *drag, double dx, double dy, WeftCloud *cloud)
{
  if (!cloud->is_shown)
    return;
  cloud->yaw += (dx - cloud->dragged[0]) * RADIANS_A_PX;
  cloud->pitch
      = CLAMP (cloud->pitch + (dy - cloud->dragged[1]) * RADIANS_A_PX, -G_PI / 2, G_PI / 2);
  cloud->dragged[0] = dx;
  cloud->dragged[1] = dy;
  gtk_widget_queue_draw (cloud->area);
}

static void
drag_end_cb (GtkGestureDrag *drag, double dx, double dy, WeftCloud *cloud)
{
  double x, y;

  if (cloud->is_shown && hypot (dx, dy) < CLICK && gtk_gesture_drag_get_start_point (drag, &x, &y))
    pick (cloud, x, y);
}

static void
follow_hand (WeftCloud *cloud)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), cloud);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_cb), cloud);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), cloud);
  gtk_widget_add_controller (cloud->area, GTK_EVENT_CONTROLLER (drag));
}

void
weft_cloud_set_shown (WeftCloud *cloud, gboolean is_shown)
{
  cloud->is_shown = is_shown;
  weft_widget_set_shown (cloud->controls, is_shown);
}

static void
way_cb (GtkDropDown *list, GParamSpec *property, WeftCloud *cloud)
{
  guint n;

  weft_cloud_ways (&n);
  cloud->way = MIN (gtk_drop_down_get_selected (list), n - 1);
  show_again (cloud);
}

static void
search_cb (GtkEditable *entry, WeftCloud *cloud)
{
  const char *text = gtk_editable_get_text (entry);

  g_clear_pointer (&cloud->wanted, g_free);
  cloud->wanted = *text != '\0' ? g_utf8_casefold (text, -1) : NULL;
  cloud->chosen = -1;
  show_again (cloud);
}

/* Enter: the first that is called so is the one whose neighbours are wanted. */
static void
activate_cb (GtkEntry *entry, WeftCloud *cloud)
{
  for (gsize i = 0; i < cloud->layout.n; i++)
    if (is_found (cloud, i))
      {
        cloud->chosen = cloud->ids[i];
        show_again (cloud);
        return;
      }
}

GtkWidget *
weft_cloud_make_controls (WeftCloud *cloud)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *entry = gtk_entry_new (), *list;
  GtkStringList *titles = gtk_string_list_new (NULL);
  guint n;
  const WeftCloudWay *ways = weft_cloud_ways (&n);

  for (guint i = 0; i < n; i++)
    gtk_string_list_append (titles, _ (ways[i].title));
  list = gtk_drop_down_new (G_LIST_MODEL (titles), NULL);
  weft_widget_set_inner_name (list, _ ("How they are laid out"));
  gtk_widget_set_tooltip_text (list, _ ("How they are laid out"));
  g_signal_connect (list, "notify::selected", G_CALLBACK (way_cb), cloud);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("Find"));
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 8);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), 8);
  weft_widget_set_name (entry, _ ("Find among them"));
  gtk_widget_set_tooltip_text (entry,
                               _ ("Lights what is called so; Enter: its nearest neighbours"));
  g_signal_connect (entry, "changed", G_CALLBACK (search_cb), cloud);
  g_signal_connect (entry, "activate", G_CALLBACK (activate_cb), cloud);
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), list);
  gtk_widget_add_css_class (box, "panel-controls");
  gtk_widget_set_halign (box, GTK_ALIGN_END);
  gtk_widget_set_valign (box, GTK_ALIGN_END);
  follow_hand (cloud);
  cloud->controls = box;
  weft_cloud_set_shown (cloud, FALSE);
  return box;
}
