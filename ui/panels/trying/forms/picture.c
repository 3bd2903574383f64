/* picture: a picture is drawn, dropped, pasted or opened; what is shown is what the network gets */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "ui/base/theme.h"
#include "ui/base/widgets.h"
#include "ui/panels/trying/forms/hand-drawing.h"
#include "ui/panels/trying/trying.h"
#include "ui/plots/plot-text.h"
#include "ui/plots/raster.h"

#define PEN 0.042 /* its radius, of the shorter side */

typedef struct
{
  const WeftFormSite *site;
  WeftHandDrawing *drawing;
  GtkWidget *form, *area, *eraser, *color;
  double placed[3]; /* of the picture in its area: left, top, px a pixel */
  double at[2];     /* the pen, in pixels of the picture */
  gboolean is_down; /* by keys */
} Picture;

static const float *
get_color (Picture *picture)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (picture->eraser))
             ? picture->drawing->ground
             : picture->drawing->ink;
}

static double
get_radius (const Picture *picture)
{
  return MAX (PEN * MIN (picture->drawing->w, picture->drawing->h), 0.6);
}

static void
changed (Picture *picture)
{
  gtk_widget_queue_draw (picture->area);
  weft_form_tell (picture->site);
}

/* --- drawing --- */

static void
draw_pen (cairo_t *cr, const Picture *picture, gboolean is_dark)
{
  const double *placed = picture->placed;

  weft_theme_set_source (cr, picture->is_down ? WEFT_ROLE_BAD : WEFT_ROLE_ACCENT, is_dark);
  cairo_arc (cr, placed[0] + picture->at[0] * placed[2], placed[1] + picture->at[1] * placed[2],
             MAX (get_radius (picture) * placed[2], 3), 0, 2 * G_PI);
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  Picture *picture = user;
  const WeftHandDrawing *drawing = picture->drawing;
  gboolean is_dark = weft_theme_is_dark ();
  double scale = MIN ((double) (width - 2) / drawing->w, (double) (height - 2) / drawing->h);
  double *placed = picture->placed, w = scale * drawing->w, h = scale * drawing->h;
  g_autofree float *shown = weft_hand_drawing_dup_shown (drawing);
  const WeftTextStyle style
      = { .size = 12, .align = 0.5, .color = weft_theme_get (WEFT_ROLE_DIM, is_dark) };
  cairo_surface_t *image;

  if (scale <= 0)
    return;
  placed[0] = (width - w) / 2;
  placed[1] = (height - h) / 2;
  placed[2] = scale;
  image = weft_picture_new_sample (shown, drawing->c, drawing->h, drawing->w,
                                   !is_dark && drawing->c == 1);
  weft_picture_paint (cr, image, placed[0], placed[1], w, h, FALSE);
  cairo_surface_destroy (image);
  weft_picture_outline (cr, placed[0], placed[1], w, h, is_dark);
  if (drawing->is_blank && !gtk_widget_has_focus (picture->area))
    weft_text_draw (cr, _ ("Draw here"), placed[0] + w / 2, placed[1] + h / 2 - 8, &style);
  if (gtk_widget_has_focus (picture->area))
    draw_pen (cr, picture, is_dark);
}

/* From where the pen is to there. */
static void
draw_to (Picture *picture, const double to[2])
{
  weft_hand_drawing_line (picture->drawing, picture->at, to, get_radius (picture),
                          get_color (picture));
  picture->at[0] = to[0];
  picture->at[1] = to[1];
  changed (picture);
}

static void
find_point (Picture *picture, double x, double y, double point[2])
{
  weft_panel_to_drawing (picture->area, &x, &y);
  point[0] = (x - picture->placed[0]) / picture->placed[2];
  point[1] = (y - picture->placed[1]) / picture->placed[2];
}

static void
begin_cb (GtkGestureDrag *drag, double x, double y, Picture *picture)
{
  double point[2];

  if (picture->placed[2] <= 0)
    return;
  gtk_widget_grab_focus (picture->area);
  find_point (picture, x, y, point);
  memcpy (picture->at, point, sizeof point);
  weft_hand_drawing_begin (picture->drawing);
  draw_to (picture, point);
}

static void
update_cb (GtkGestureDrag *drag, double x, double y, Picture *picture)
{
  double start[2], point[2];

  if (!gtk_gesture_drag_get_start_point (drag, &start[0], &start[1]) || picture->placed[2] <= 0)
    return;
  find_point (picture, start[0] + x, start[1] + y, point);
  draw_to (picture, point);
}

/* --- by keys: arrows move the pen, Space puts it down and lifts it --- */

static void
move_pen (Picture *picture, double x, double y)
{
  const WeftHandDrawing *drawing = picture->drawing;
  double step = MAX (MIN (drawing->w, drawing->h) / 28.0, 1);
  double to[2] = { CLAMP (picture->at[0] + x * step, 0, drawing->w),
                   CLAMP (picture->at[1] + y * step, 0, drawing->h) };

  if (picture->is_down)
    {
      draw_to (picture, to);
      return;
    }
  memcpy (picture->at, to, sizeof to);
  gtk_widget_queue_draw (picture->area);
}

static void
put_down (Picture *picture)
{
  picture->is_down = !picture->is_down;
  if (!picture->is_down)
    {
      gtk_widget_queue_draw (picture->area);
      return;
    }
  weft_hand_drawing_begin (picture->drawing);
  draw_to (picture, picture->at);
}

static void
clear (Picture *picture)
{
  weft_hand_drawing_clear (picture->drawing);
  changed (picture);
}

static gboolean
key_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state, Picture *picture)
{
  static const struct
  {
    guint key;
    double x, y;
  } moves[] = {
    { GDK_KEY_Left, -1, 0 }, { GDK_KEY_Right, 1, 0 }, { GDK_KEY_Up, 0, -1 }, { GDK_KEY_Down, 0, 1 }
  };

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    if (moves[i].key == key)
      {
        move_pen (picture, moves[i].x, moves[i].y);
        return TRUE;
      }
  if (key == GDK_KEY_space)
    put_down (picture);
  else if (key == GDK_KEY_Delete || key == GDK_KEY_BackSpace)
    clear (picture);
  return key == GDK_KEY_space || key == GDK_KEY_Delete || key == GDK_KEY_BackSpace;
}

/* --- pictures of others --- */

static void
take_file (GtkWidget *form, const char *path)
{
  Picture *picture = weft_form_get_data (form);
  g_autoptr (WeftDataset) read = weft_form_read (picture->site, path, NULL);
  g_autofree float *x = NULL;

  if (read == NULL)
    return;
  x = g_new (float, weft_shape_count (&picture->site->field->shape));
  weft_field_get (weft_dataset_find_field (read, picture->site->field->name), 0, x);
  weft_hand_drawing_set (picture->drawing, x);
  changed (picture);
}

/* Scaled as a picture from a file is; what is clear lies on white. */
static void
take_texture (Picture *picture, GdkTexture *texture)
{
  int width = gdk_texture_get_width (texture), height = gdk_texture_get_height (texture);
  cairo_surface_t *whole = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_surface_t *small
      = cairo_image_surface_create (CAIRO_FORMAT_RGB24, picture->drawing->w, picture->drawing->h);
  cairo_t *cr = cairo_create (small);

  gdk_texture_download (texture, cairo_image_surface_get_data (whole),
                        (gsize) cairo_image_surface_get_stride (whole));
  cairo_surface_mark_dirty (whole);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, (double) picture->drawing->w / width, (double) picture->drawing->h / height);
  cairo_set_source_surface (cr, whole, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_GOOD);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_flush (small);
  weft_hand_drawing_set_pixels (picture->drawing,
                                (const guint32 *) (gpointer) cairo_image_surface_get_data (small),
                                cairo_image_surface_get_stride (small) / 4);
  cairo_surface_destroy (whole);
  cairo_surface_destroy (small);
  changed (picture);
}

/* The form may be gone by then. */
static void
pasted_cb (GObject *clipboard, GAsyncResult *result, gpointer user)
{
  g_autoptr (GtkWidget) form = user;
  g_autoptr (GdkTexture) texture
      = gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (clipboard), result, NULL);
  Picture *picture = weft_form_get_data (form);

  if (gtk_widget_get_root (form) == NULL)
    return;
  if (texture != NULL)
    take_texture (picture, texture);
  else
    weft_context_toast (picture->site->context, _ ("The clipboard holds no picture."));
}

static void
paste_cb (Picture *picture)
{
  gdk_clipboard_read_texture_async (gtk_widget_get_clipboard (picture->form), NULL, pasted_cb,
                                    g_object_ref (picture->form));
}

static gboolean
paste_key_cb (GtkWidget *area, GVariant *args, gpointer user)
{
  paste_cb (user);
  return TRUE;
}

static void
invert_cb (Picture *picture)
{
  weft_hand_drawing_invert (picture->drawing);
  changed (picture);
}

static void
color_cb (Picture *picture)
{
  WeftHandDrawing *drawing = picture->drawing;
  GdkRGBA color;

  gtk_color_chooser_get_rgba (GTK_COLOR_CHOOSER (picture->color), &color);
  drawing->ink[0] = drawing->low + (drawing->high - drawing->low) * color.red;
  drawing->ink[1] = drawing->low + (drawing->high - drawing->low) * color.green;
  drawing->ink[2] = drawing->low + (drawing->high - drawing->low) * color.blue;
}

/* --- the form --- */

static void
add_button (Picture *picture, GtkWidget *box, const char *label, const char *help,
            void (*act) (Picture *picture))
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_tooltip_text (button, help);
  weft_widget_set_name (button, help);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (act), picture);
  gtk_box_append (GTK_BOX (box), button);
}

static void
add_color (Picture *picture, GtkWidget *box)
{
  GdkRGBA first = { 0, 0, 0, 1 };

  if (picture->drawing->c != 3)
    return;
  if (picture->drawing->ink[0] > picture->drawing->low)
    first = (GdkRGBA){ 1, 1, 1, 1 };
  picture->color = gtk_color_button_new_with_rgba (&first);
  gtk_widget_set_tooltip_text (picture->color, _ ("The pen’s colour"));
  weft_widget_set_inner_name (picture->color, _ ("The pen’s colour"));
  g_signal_connect_swapped (picture->color, "color-set", G_CALLBACK (color_cb), picture);
  gtk_box_append (GTK_BOX (box), picture->color);
}

static GtkWidget *
make_buttons (Picture *picture)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  picture->eraser = gtk_toggle_button_new_with_label (_ ("Erase"));
  gtk_widget_set_tooltip_text (picture->eraser, _ ("The pen takes away what was drawn"));
  weft_widget_set_name (picture->eraser, _ ("Erase"));
  add_button (picture, box, _ ("Clear"), _ ("Begin a new picture"), clear);
  gtk_box_append (GTK_BOX (box), picture->eraser);
  gtk_box_append (GTK_BOX (box),
                  weft_form_open_button_new (picture->site, picture->form, take_file));
  add_button (picture, box, _ ("Paste"), _ ("Take the picture that was copied elsewhere"),
              paste_cb);
  add_button (picture, box, _ ("Invert"), _ ("Make dark of light and light of dark"), invert_cb);
  add_color (picture, box);
  gtk_widget_add_css_class (box, "panel-controls");
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  return box;
}

static void
add_gestures (Picture *picture)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();

  g_signal_connect (drag, "drag-begin", G_CALLBACK (begin_cb), picture);
  g_signal_connect (drag, "drag-update", G_CALLBACK (update_cb), picture);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), picture);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (shortcuts),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_v, GDK_CONTROL_MASK),
                        gtk_callback_action_new (paste_key_cb, picture, NULL)));
  gtk_widget_add_controller (picture->area, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (picture->area, keys);
  gtk_widget_add_controller (picture->area, shortcuts);
  gtk_widget_set_focusable (picture->area, TRUE);
  g_signal_connect_swapped (picture->area, "notify::has-focus", G_CALLBACK (gtk_widget_queue_draw),
                            picture->area);
}

static void
picture_free (gpointer data)
{
  Picture *picture = data;

  weft_hand_drawing_free (picture->drawing);
  g_free (picture);
}

static GtkWidget *
create (const WeftFormSite *site)
{
  Picture *picture = g_new0 (Picture, 1);
  GtkWidget *form = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  picture->site = site;
  picture->form = form;
  picture->drawing = weft_hand_drawing_new (site->field, site->split);
  picture->at[0] = picture->drawing->w / 2.0;
  picture->at[1] = picture->drawing->h / 2.0;
  picture->area = weft_panel_area_new (_ ("Draw here"), draw_cb, picture);
  gtk_accessible_update_property (GTK_ACCESSIBLE (picture->area),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  _ ("Arrows move the pen, Space puts it down and lifts it, Delete "
                                     "begins anew."),
                                  -1);
  gtk_widget_set_cursor_from_name (picture->area, "crosshair");
  add_gestures (picture);
  gtk_box_append (GTK_BOX (form), picture->area);
  gtk_box_append (GTK_BOX (form), make_buttons (picture));
  weft_form_set_data (form, picture, picture_free);
  return form;
}

static gboolean
add (GtkWidget *form, WeftDataset *asked, GError **error)
{
  Picture *picture = weft_form_get_data (form);

  return !picture->drawing->is_blank
         && weft_form_add_numbers (picture->site, picture->drawing->x, asked, error);
}

static void
show (GtkWidget *form, const WeftDataset *from, gint64 sample)
{
  Picture *picture = weft_form_get_data (form);
  g_autofree float *x = g_new (float, weft_shape_count (&picture->site->field->shape));

  weft_field_get (weft_form_get_field (picture->site, from), sample, x);
  weft_hand_drawing_set (picture->drawing, x);
  changed (picture);
}

static gboolean
fits (const WeftField *field)
{
  const WeftShape *shape = &field->shape;

  return field->kind == WEFT_KIND_PICTURE && field->ragged < 0 && shape->rank == 3
         && (shape->dims[0] == 1 || shape->dims[0] == 3);
}

const WeftForm weft_form_picture
    = { .id = "picture", .fits = fits, .create = create, .add = add, .show = show };
