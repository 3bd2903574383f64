/* capturing: pictures are drawn, dropped or pasted into classes that somebody names
 *
 * What is drawn is a kept sample of the data node, so that each picture is an edit, undone as one,
 * and learnt from at once. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/data/capturing.h"

#include <glib/gi18n-lib.h>

#include "engine/data/kept-samples.h"
#include "engine/data/own-pictures.h"
#include "engine/data/source.h"
#include "ui/base/format.h"
#include "ui/base/widgets.h"
#include "ui/context/place.h"
#include "ui/panels/data/capture-row.h"
#include "ui/panels/trying/trying.h"

typedef struct
{
  WeftContext *context;
  WeftDataset *like; /* one empty picture: what the form draws */
  WeftSplit *split;
  WeftFormSite site;
  WeftCaptureActions actions;
  GtkWidget *slot, *form; /* form: NULL until it is known how large pictures are */
  GtkWidget *rows, *more, *size, *color, *note;
  gboolean is_filling;
  GtkWidget *row[WEFT_OWN_PICTURES_CLASSES];
  int n_rows;
} Capturing;

#define NOTE_WIDTH 36 /* characters of a line: no wider than the classes above it */

static const int sides[] = { 16, 20, 28, 32, 48, 64 }; /* pixels */

static void follow_cb (Capturing *capturing);

static gboolean
is_drawn (const WeftSource *source)
{
  return source->is_drawn;
}

const WeftNode *
weft_capturing_find_node (WeftContext *context)
{
  return weft_source_find_node (weft_context_get_graph (context), is_drawn);
}

static char *
dup_param (const WeftNode *node, const char *name)
{
  g_autoptr (GVariant) value = weft_node_get_param (node, name);

  return g_variant_dup_string (value, NULL);
}

static char **
dup_names (const WeftNode *node)
{
  g_autofree char *text = dup_param (node, "class_names");

  return weft_own_pictures_split_names (text);
}

static WeftShape
get_shape (const WeftNode *node)
{
  g_autoptr (GVariant) value = weft_node_get_param (node, "shape");
  gsize n;
  const gint64 *d = g_variant_get_fixed_array (value, &n, sizeof *d);
  WeftDims dims = { .n = (int) MIN (n, 3) };

  for (int i = 0; i < dims.n; i++)
    dims.d[i] = (int) d[i];
  return weft_own_pictures_get_shape (&dims);
}

/* --- what is done --- */

static void
carry_out (Capturing *capturing, GPtrArray *edits, const char *label)
{
  weft_context_do (capturing->context,
                   weft_place_complete (weft_context_get_graph (capturing->context),
                                        weft_context_get_catalog (capturing->context),
                                        weft_edit_list (edits, label)),
                   0);
}

/* names, kept: nullable, they stay. A network that has as many outputs as there were classes gets
 * as many as there are. */
static void
change (Capturing *capturing, const WeftNode *node, char **names, const char *kept,
        const char *label)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);

  if (names != NULL)
    {
      g_autofree char *text = weft_own_pictures_join_names (names);

      g_ptr_array_add (edits,
                       weft_edit_set_param (node->id, "class_names", g_variant_new_string (text)));
    }
  if (kept != NULL)
    g_ptr_array_add (edits, weft_edit_set_param (node->id, "kept", g_variant_new_string (kept)));
  carry_out (capturing, edits, label);
}

/* The pictures that are there go along. */
static void
reshape (Capturing *capturing)
{
  const WeftNode *node = weft_capturing_find_node (capturing->context);
  gint64 channels = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (capturing->color)) ? 3 : 1,
         side = sides[gtk_drop_down_get_selected (GTK_DROP_DOWN (capturing->size))];
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  g_auto (GStrv) names = node != NULL ? dup_names (node) : NULL;
  g_autofree char *kept = NULL, *converted = NULL;
  g_autoptr (GError) error = NULL;
  WeftShape from, to;

  if (names == NULL || capturing->is_filling)
    return;
  kept = dup_param (node, "kept");
  from = to = get_shape (node);
  to.dims[0] = channels;
  to.dims[1] = to.dims[2] = side;
  converted = weft_own_pictures_convert (names, kept, &from, &to, &error);
  if (converted == NULL)
    {
      weft_context_toast (capturing->context, error->message);
      follow_cb (capturing);
      return;
    }
  g_ptr_array_add (
      edits, weft_edit_set_param (node->id, "shape",
                                  g_variant_new_parsed ("[%x, %x, %x]", channels, side, side)));
  g_ptr_array_add (edits, weft_edit_set_param (node->id, "kept", g_variant_new_string (converted)));
  carry_out (capturing, edits, N_ ("Change the pictures’ size"));
}

/* What is drawn, as one of a class; NULL: nothing is, or why not is said. */
static char *
dup_with_drawn (Capturing *capturing, const WeftNode *node, int class)
{
  g_autoptr (WeftDataset) drawn = weft_dataset_new ();
  g_autofree char *kept = dup_param (node, "kept"), *more = NULL;
  g_autoptr (GError) error = NULL;
  WeftField *y;

  drawn->count = 1;
  drawn->name = g_strdup ("drawn");
  if (!weft_form_picture.add (capturing->form, drawn, &error))
    {
      weft_context_toast (capturing->context,
                          error != NULL ? error->message : _ ("Draw a picture first."));
      return NULL;
    }
  y = weft_like_add_field (drawn, &capturing->like->fields[1]);
  y->shape = capturing->like->fields[1].shape;
  if (!weft_dataset_allocate (drawn, y, &error))
    return NULL;
  ((gint64 *) y->data)[0] = class;
  more = weft_kept_add (kept, capturing->like, drawn, &error);
  if (more == NULL)
    weft_context_toast (capturing->context, error->message);
  return g_steal_pointer (&more);
}

static void
add_cb (int class, gpointer user)
{
  Capturing *capturing = user;
  const WeftNode *node = weft_capturing_find_node (capturing->context);
  g_autofree char *kept = node != NULL ? dup_with_drawn (capturing, node, class) : NULL;

  if (kept == NULL)
    return;
  weft_form_picture.show (capturing->form, capturing->like, 0);
  change (capturing, node, NULL, kept, N_ ("Add a picture"));
}

static void
rename_cb (int class, const char *name, gpointer user)
{
  Capturing *capturing = user;
  const WeftNode *node = weft_capturing_find_node (capturing->context);
  g_auto (GStrv) names = node != NULL ? dup_names (node) : NULL;

  if (names == NULL || class >= (int) g_strv_length (names) || g_str_equal (names[class], name))
    return;
  g_free (names[class]);
  names[class] = g_strdup (name);
  change (capturing, node, names, NULL, N_ ("Rename a class"));
}

static void
remove_cb (int class, gpointer user)
{
  Capturing *capturing = user;
  const WeftNode *node = weft_capturing_find_node (capturing->context);
  g_auto (GStrv) names = node != NULL ? dup_names (node) : NULL;
  g_autoptr (GStrvBuilder) left = g_strv_builder_new ();
  g_autofree char *kept = NULL, *without = NULL;
  g_auto (GStrv) others = NULL;

  if (names == NULL || g_strv_length (names) <= 2)
    return;
  for (int c = 0; names[c] != NULL; c++)
    if (c != class)
      g_strv_builder_add (left, names[c]);
  others = g_strv_builder_end (left);
  kept = dup_param (node, "kept");
  without = weft_kept_remove_class (kept, class);
  change (capturing, node, others, without, N_ ("Remove a class"));
}

static void
more_cb (Capturing *capturing)
{
  const WeftNode *node = weft_capturing_find_node (capturing->context);
  g_auto (GStrv) names = node != NULL ? dup_names (node) : NULL;
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();
  g_auto (GStrv) more = NULL;
  char name[2] = { 0 };

  if (names == NULL || g_strv_length (names) >= WEFT_OWN_PICTURES_CLASSES)
    return;
  name[0] = (char) ('A' + g_strv_length (names));
  g_strv_builder_addv (all, (const char **) names);
  g_strv_builder_add (all, name);
  more = g_strv_builder_end (all);
  change (capturing, node, more, NULL, N_ ("Add a class"));
}

/* --- what is seen --- */

/* How many pictures there are of a class, and which samples of the set are the last of them: the
 * kept ones are the set's last. */
static guint
find_last (const GArray *classes, const WeftDataset *set, int class, gint64 *last, guint *n_last)
{
  gint64 first = set != NULL ? set->count - classes->len : -1;
  guint n = 0;

  *n_last = 0;
  for (guint i = classes->len; i-- > 0;)
    {
      if (g_array_index (classes, gint64, i) != class)
        continue;
      n++;
      if (first >= 0 && *n_last < WEFT_CAPTURE_LAST)
        last[(*n_last)++] = first + i;
    }
  return n;
}

static void
make_rows (Capturing *capturing, int n)
{
  while (capturing->n_rows > n)
    gtk_box_remove (GTK_BOX (capturing->rows), capturing->row[--capturing->n_rows]);
  for (; capturing->n_rows < n; capturing->n_rows++)
    {
      GtkWidget *row = weft_capture_row_new (capturing->n_rows, &capturing->actions);

      capturing->row[capturing->n_rows] = row;
      gtk_box_append (GTK_BOX (capturing->rows), row);
    }
}

/* An empty picture of the first of as many classes as there may be. */
static WeftDataset *
make_like (const WeftShape *shape)
{
  g_autofree char **names = g_new0 (char *, WEFT_OWN_PICTURES_CLASSES + 1);
  g_autoptr (WeftDataset) like = NULL;

  for (int c = 0; c < WEFT_OWN_PICTURES_CLASSES; c++)
    names[c] = (char *) "";
  like = weft_own_pictures_new_like (names, shape);
  like->count = 1;
  return weft_dataset_allocate (like, &like->fields[0], NULL)
                 && weft_dataset_allocate (like, &like->fields[1], NULL)
                 && weft_dataset_finish (like, NULL)
             ? g_steal_pointer (&like)
             : NULL;
}

static void
changed_cb (gpointer user)
{
}

/* What draws, for pictures of that shape. */
static void
prepare_form (Capturing *capturing, const WeftShape *shape)
{
  if (capturing->form != NULL && weft_shape_equal (&capturing->like->fields[0].shape, shape))
    return;
  if (capturing->form != NULL)
    gtk_box_remove (GTK_BOX (capturing->slot), capturing->form);
  g_clear_pointer (&capturing->split, weft_split_unref);
  g_clear_pointer (&capturing->like, weft_dataset_unref);
  capturing->like = make_like (shape);
  capturing->split = weft_split_new (capturing->like, (const double[3]){ 1, 0, 0 }, 0);
  capturing->site
      = (WeftFormSite){ capturing->context, capturing->like, &capturing->like->fields[0],
                        capturing->split,   changed_cb,      capturing };
  capturing->form = weft_form_picture.create (&capturing->site);
  gtk_widget_set_hexpand (capturing->form, TRUE);
  gtk_box_append (GTK_BOX (capturing->slot), capturing->form);
}

static void
show_shape (Capturing *capturing, const WeftShape *shape)
{
  guint i = 0;

  while (i + 1 < G_N_ELEMENTS (sides) && sides[i] < shape->dims[1])
    i++;
  capturing->is_filling = TRUE;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (capturing->size), i);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (capturing->color), shape->dims[0] == 3);
  capturing->is_filling = FALSE;
}

/* node: nullable. */
static void
show_missing (Capturing *capturing, const WeftNode *node)
{
  g_autofree char *missing = node != NULL ? weft_own_pictures_dup_missing (node->params) : NULL;
  g_autofree char *note
      = missing != NULL ? g_strdup_printf (
            _ ("Nothing is drawn yet of %s. Draw a picture for each class."), missing)
                        : NULL;

  gtk_label_set_text (GTK_LABEL (capturing->note), note != NULL ? note : "");
}

static void
follow_cb (Capturing *capturing)
{
  const WeftNode *node = weft_capturing_find_node (capturing->context);
  g_auto (GStrv) names = node != NULL ? dup_names (node) : NULL;
  g_autofree char *kept = node != NULL ? dup_param (node, "kept") : NULL;
  g_autoptr (GArray) classes = kept != NULL ? weft_kept_list_classes (kept) : NULL;
  g_autoptr (WeftDataset) set
      = node != NULL ? weft_catalog_lookup (weft_context_get_catalog (capturing->context),
                                            node->params, 1, 0, NULL)
                     : NULL;
  int n = names != NULL ? (int) g_strv_length (names) : 0;

  if (node != NULL)
    {
      WeftShape shape = get_shape (node);

      prepare_form (capturing, &shape);
      show_shape (capturing, &shape);
    }
  make_rows (capturing, n);
  for (int c = 0; c < n; c++)
    {
      gint64 last[WEFT_CAPTURE_LAST];
      guint n_last, count = find_last (classes, set, c, last, &n_last);

      weft_capture_row_fill (capturing->row[c], names[c], count, set, last, n_last, n > 2);
    }
  gtk_widget_set_sensitive (capturing->more, n < WEFT_OWN_PICTURES_CLASSES);
  show_missing (capturing, node);
}

/* A digit puts what is drawn into its class. */
static gboolean
key_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
        Capturing *capturing)
{
  int class = (int) key - GDK_KEY_1;

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK) || class < 0 || class >= MIN (capturing->n_rows, 9))
    return FALSE;
  add_cb (class, capturing);
  return TRUE;
}

static void
capturing_free (gpointer data)
{
  Capturing *capturing = data;

  g_clear_pointer (&capturing->like, weft_dataset_unref);
  g_clear_pointer (&capturing->split, weft_split_unref);
  g_free (capturing);
}

/* How large pictures are, and whether they have colours. */
static GtkWidget *
make_shape (Capturing *capturing)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkStringList *names = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      g_autofree char *side = weft_format_count (sides[i]);
      g_autofree char *name = g_strdup_printf ("%s × %s", side, side);

      gtk_string_list_append (names, name);
    }
  capturing->size = gtk_drop_down_new (G_LIST_MODEL (names), NULL);
  gtk_widget_set_tooltip_text (capturing->size, _ ("How large each picture is, in pixels"));
  weft_widget_set_inner_name (capturing->size, _ ("Size of the pictures"));
  capturing->color = gtk_toggle_button_new_with_label (C_ ("pictures", "Colour"));
  gtk_widget_set_tooltip_text (capturing->color, _ ("Pictures with red, green and blue, not grey"));
  g_signal_connect_swapped (capturing->size, "notify::selected", G_CALLBACK (reshape), capturing);
  g_signal_connect_swapped (capturing->color, "toggled", G_CALLBACK (reshape), capturing);
  gtk_box_append (GTK_BOX (row), capturing->more);
  gtk_box_append (GTK_BOX (row), capturing->size);
  gtk_box_append (GTK_BOX (row), capturing->color);
  return row;
}

static GtkWidget *
make_classes (Capturing *capturing)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6),
            *scrolled = gtk_scrolled_window_new ();

  capturing->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  capturing->more = gtk_button_new_with_label (_ ("Add a class"));
  gtk_widget_set_halign (capturing->more, GTK_ALIGN_START);
  g_signal_connect_swapped (capturing->more, "clicked", G_CALLBACK (more_cb), capturing);
  gtk_box_append (GTK_BOX (box), capturing->rows);
  gtk_box_append (GTK_BOX (box), make_shape (capturing));
  capturing->note = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (capturing->note), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (capturing->note), NOTE_WIDTH);
  gtk_label_set_xalign (GTK_LABEL (capturing->note), 0);
  gtk_widget_add_css_class (capturing->note, "dim-label");
  gtk_box_append (GTK_BOX (box), capturing->note);
  gtk_widget_add_css_class (box, "panel-controls");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_widget_set_vexpand (scrolled, TRUE);
  return scrolled;
}

GtkWidget *
weft_capturing_new (WeftContext *context)
{
  Capturing *capturing = g_new0 (Capturing, 1);
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);
  GtkEventController *keys = gtk_event_controller_key_new ();
  WeftLive *live = weft_context_get_live (context);

  capturing->context = context;
  capturing->actions = (WeftCaptureActions){ add_cb, rename_cb, remove_cb, capturing };
  capturing->slot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_hexpand (capturing->slot, TRUE);
  gtk_box_append (GTK_BOX (page), capturing->slot);
  gtk_box_append (GTK_BOX (page), make_classes (capturing));
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), capturing);
  gtk_widget_add_controller (page, keys);
  g_object_set_data_full (G_OBJECT (page), "weft-capturing", capturing, capturing_free);
  weft_panel_follow (page, live, "report", G_CALLBACK (follow_cb), capturing);
  follow_cb (capturing);
  return page;
}
