/* tried: what somebody gave a network to try, with what it said
 *
 * What stands for a while before something else is given is put on the list; what is on its way
 * (each letter of a word) is not. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/trying/tried.h"

#include <glib/gi18n-lib.h>

#include "engine/base/count.h"
#include "ui/base/theme.h"
#include "ui/base/widgets.h"
#include "ui/panels/trying/tried-keeping.h"
#include "ui/plots/glyph.h"
#include "ui/plots/raster.h"

enum
{
  MOST = 50,
  SIDE = 30,
  HEIGHT = 260,
  WIDTH = 300,
  WORDS = 32, /* characters of an answer that are seen */
};

#define STANDS (G_USEC_PER_SEC * 3 / 2)

typedef struct
{
  WeftDataset *asked;
  char *words;
} Trial;

struct _WeftTried
{
  WeftContext *context;
  void (*again) (const WeftDataset *asked, gpointer user);
  gpointer user;
  GtkWidget *box, *button, *list;
  WeftTriedKeeping *keeping;
  WeftModel *model; /* referenced; nullable */
  WeftRanges ranges;
  GPtrArray *trials; /* Trial, the newest last */
  Trial now;         /* asked NULL: nothing of somebody's own is given */
  gint64 since;      /* when it was given, in µs */
};

static void
trial_free (gpointer data)
{
  Trial *trial = data;

  weft_dataset_unref (trial->asked);
  g_free (trial->words);
  g_free (trial);
}

static void
clear_now (WeftTried *tried)
{
  g_clear_pointer (&tried->now.asked, weft_dataset_unref);
  g_clear_pointer (&tried->now.words, g_free);
}

static void
count (WeftTried *tried)
{
  g_autofree char *label
      = weft_count_close_up (g_strdup_printf (_ ("Tried: %u"), tried->trials->len));

  gtk_menu_button_set_label (GTK_MENU_BUTTON (tried->button), label);
  weft_widget_set_name (tried->button, label);
  weft_widget_set_shown (tried->button, tried->trials->len > 0 || tried->now.asked != NULL);
}

/* What is given now goes on the list, once. */
static void
put_down (WeftTried *tried)
{
  Trial *trial;

  if (tried->now.asked == NULL || tried->now.words == NULL)
    return;
  for (guint i = 0; i < tried->trials->len; i++)
    if (g_str_equal (((Trial *) tried->trials->pdata[i])->asked->sha256, tried->now.asked->sha256))
      {
        g_ptr_array_remove_index (tried->trials, i);
        break;
      }
  trial = g_new (Trial, 1);
  *trial = (Trial){ weft_dataset_ref (tried->now.asked), g_strdup (tried->now.words) };
  g_ptr_array_add (tried->trials, trial);
  if (tried->trials->len > MOST)
    g_ptr_array_remove_index (tried->trials, 0);
  count (tried);
}

void
weft_tried_give (WeftTried *tried, WeftDataset *asked)
{
  if (asked != NULL && tried->now.asked != NULL
      && g_str_equal (asked->sha256, tried->now.asked->sha256))
    return;
  if (g_get_monotonic_time () - tried->since > STANDS)
    put_down (tried);
  clear_now (tried);
  tried->since = g_get_monotonic_time ();
  if (asked != NULL)
    tried->now.asked = weft_dataset_ref (asked);
  weft_tried_keeping_give (tried->keeping, asked);
  count (tried);
}

void
weft_tried_answer (WeftTried *tried, const char *words)
{
  if (tried->now.asked == NULL || words == NULL)
    return;
  g_free (tried->now.words);
  tried->now.words = g_strdup (words);
}

/* --- the list --- */

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  const WeftTried *tried = user;
  const WeftDataset *asked = g_object_get_data (G_OBJECT (area), "asked");

  weft_picture_round (cr, 0, 0, width, height, 4);
  cairo_clip (cr);
  weft_glyph_draw (cr, asked, &tried->ranges, 0, 0, 0, MIN (width, height), weft_theme_is_dark ());
}

static void
again_cb (GtkWidget *button, WeftTried *tried)
{
  g_autoptr (WeftDataset) asked = weft_dataset_ref (g_object_get_data (G_OBJECT (button), "asked"));

  gtk_menu_button_popdown (GTK_MENU_BUTTON (tried->button));
  tried->again (asked, tried->user);
}

static void
add_row (WeftTried *tried, const Trial *trial)
{
  GtkWidget *button = gtk_button_new (), *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *area = gtk_drawing_area_new (), *words = weft_label_new (trial->words, NULL);
  g_autofree char *name = g_strdup_printf (_ ("Try again: %s"), trial->words);
  GObject *known[] = { G_OBJECT (area), G_OBJECT (button) };

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (area), SIDE);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area), SIDE);
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    g_object_set_data_full (known[i], "asked", weft_dataset_ref (trial->asked),
                            (GDestroyNotify) weft_dataset_unref);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw_cb, tried, NULL);
  gtk_label_set_ellipsize (GTK_LABEL (words), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (words), WORDS);
  gtk_box_append (GTK_BOX (row), area);
  gtk_box_append (GTK_BOX (row), words);
  gtk_button_set_child (GTK_BUTTON (button), row);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  weft_widget_set_name (button, name);
  g_signal_connect (button, "clicked", G_CALLBACK (again_cb), tried);
  gtk_box_append (GTK_BOX (tried->list), button);
}

/* Before it is shown, so that the keys are on its first row. What is given now is on it, too. */
static void
fill_cb (GtkMenuButton *button, gpointer user)
{
  WeftTried *tried = user;

  put_down (tried);
  for (GtkWidget *child; (child = gtk_widget_get_first_child (tried->list)) != NULL;)
    gtk_box_remove (GTK_BOX (tried->list), child);
  for (guint i = tried->trials->len; i-- > 0;)
    add_row (tried, tried->trials->pdata[i]);
}

static void
make_list (WeftTried *tried)
{
  GtkWidget *popover = gtk_popover_new (), *scrolled = gtk_scrolled_window_new ();

  tried->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  tried->button = gtk_menu_button_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), tried->list);
  gtk_widget_set_size_request (scrolled, WIDTH, -1);
  gtk_popover_set_child (GTK_POPOVER (popover), scrolled);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (tried->button), popover);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (tried->button), fill_cb, tried, NULL);
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (tried->button), GTK_ARROW_UP);
  gtk_widget_set_tooltip_text (tried->button,
                               _ ("What you gave it, with its answers; a click brings it back"));
  weft_widget_set_shown (tried->button, FALSE);
}

/* --- the whole --- */

/* Whether what was given for the one can be given for the other. */
static gboolean
has_same_fields (const WeftDataset *a, const WeftDataset *b)
{
  for (guint i = 0; i < a->n_fields; i++)
    {
      const WeftField *field = &a->fields[i], *other = weft_dataset_find_field (b, field->name);

      if (other == NULL || other->kind != field->kind || other->ragged != field->ragged
          || other->shape.rank != field->shape.rank || other->classes != field->classes
          || (field->ragged < 0
              && weft_shape_count (&other->shape) != weft_shape_count (&field->shape)))
        return FALSE;
    }
  return a->n_fields == b->n_fields;
}

void
weft_tried_set_model (WeftTried *tried, WeftModel *model)
{
  if (tried->model == NULL || !has_same_fields (tried->model->dataset, model->dataset))
    {
      g_ptr_array_set_size (tried->trials, 0);
      clear_now (tried);
    }
  weft_model_ref (model);
  g_clear_pointer (&tried->model, weft_model_unref);
  tried->model = model;
  weft_ranges_measure (&tried->ranges, model->dataset);
  weft_tried_keeping_set_model (tried->keeping, model);
  count (tried);
}

/* What is kept is on the list, for another like it. */
static void
kept_cb (gpointer user)
{
  put_down (user);
}

WeftTried *
weft_tried_new (WeftContext *context, void (*again) (const WeftDataset *asked, gpointer user),
                gpointer user)
{
  WeftTried *tried = g_new0 (WeftTried, 1);

  tried->context = context;
  tried->again = again;
  tried->user = user;
  tried->trials = g_ptr_array_new_with_free_func (trial_free);
  tried->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  tried->keeping = weft_tried_keeping_new (context, kept_cb, tried);
  make_list (tried);
  gtk_widget_add_css_class (tried->box, "panel-controls");
  gtk_widget_set_halign (tried->box, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (tried->box), weft_tried_keeping_get_widget (tried->keeping));
  gtk_box_append (GTK_BOX (tried->box), tried->button);
  return tried;
}

void
weft_tried_free (WeftTried *tried)
{
  weft_tried_keeping_free (tried->keeping);
  clear_now (tried);
  g_ptr_array_unref (tried->trials);
  weft_ranges_measure (&tried->ranges, NULL);
  g_clear_pointer (&tried->model, weft_model_unref);
  g_free (tried);
}

GtkWidget *
weft_tried_get_widget (const WeftTried *tried)
{
  return tried->box;
}
