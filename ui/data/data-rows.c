/* data-rows: the rows of the dialogue: a column of a table each, or a class of pictures each */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/data/data-rows.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/count.h"
#include "engine/data/kind-row.h"
#include "ui/base/theme.h"
#include "ui/plots/glyph.h"
#include "ui/base/format.h"
#include "ui/base/widgets.h"

#define THUMBS 6
#define THUMB_SIDE 44
#define EXAMPLE_WORDS 24
#define EXAMPLE_CHARS 40
#define NAME_CHARS 22
#define TYPE_WIDTH 130 /* px */

static const char *const role_titles[] = {
  [WEFT_LOOK_FEATURE] = N_ ("Predicted from"), [WEFT_LOOK_TARGET] = N_ ("Predicted"),
  [WEFT_LOOK_ALSO] = N_ ("Predicted, too"),    [WEFT_LOOK_PART] = N_ ("Train or test"),
  [WEFT_LOOK_GROUP] = N_ ("Kept together"),    [WEFT_LOOK_TIME] = N_ ("Last ones test"),
  [WEFT_LOOK_LEFT_OUT] = N_ ("Left out"),
};

typedef struct
{
  const WeftLook *look;
  WeftColumnFuncs chosen;
  gint64 *counts;   /* of classes */
  guint32 *samples; /* of classes: THUMBS each */
  WeftRanges ranges;
} Rows;

static void
rows_free (gpointer data, GClosure *closure)
{
  Rows *rows = data;

  g_free (rows->counts);
  g_free (rows->samples);
  weft_ranges_measure (&rows->ranges, NULL);
  g_free (rows);
}

static GtkWidget *
append_label (GtkWidget *box, const char *style, int chars)
{
  GtkWidget *label = weft_label_new ("", style);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), chars);
  gtk_label_set_max_width_chars (GTK_LABEL (label), chars);
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
set_text (GtkWidget *label, const char *text)
{
  g_autofree char *shown = weft_brief (text, WEFT_BRIEF_NAME);

  gtk_label_set_text (GTK_LABEL (label), shown);
  gtk_widget_set_tooltip_text (label, shown);
}

char *
weft_data_rows_dup_facts (const WeftLook *look)
{
  const WeftDataset *dataset = look->dataset;
  g_autofree char *rows = weft_format_large (look->n_rows);

  if (weft_look_lists_columns (look))
    {
      g_autofree char *line = weft_count_close_up (
          g_strdup_printf (ngettext ("%s row", "%s rows", (gulong) look->n_rows), rows));
      g_autofree char *columns = g_strdup_printf (
          ngettext ("%u column", "%u columns", look->columns->len), look->columns->len);

      return g_strdup_printf ("%s · %s", line, columns);
    }
  return dataset != NULL ? weft_format_dataset (dataset) : g_strdup ("");
}

void
weft_data_rows_fill_list (GtkWidget *list, const char *const *names, int chosen)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *shown = weft_brief (names[i], WEFT_BRIEF_QUOTE);

      gtk_string_list_append (model, shown);
    }
  gtk_drop_down_set_model (GTK_DROP_DOWN (list), G_LIST_MODEL (model));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (list),
                              chosen < 0 ? GTK_INVALID_LIST_POSITION : (guint) chosen);
}

void
weft_data_rows_fill_targets (GtkWidget *list, const WeftLook *look, char **targets)
{
  const WeftLookColumn *target = weft_look_find_target (look);
  gboolean are_several = weft_look_count_targets (look) > 1;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *several = weft_look_join_targets (look);
  g_auto (GStrv) names = NULL;
  int chosen = -1;

  if (targets != NULL)
    g_strv_builder_addv (builder, (const char **) targets);
  if (are_several)
    g_strv_builder_add (builder, several);
  names = g_strv_builder_end (builder);
  for (int i = 0; target != NULL && names[i] != NULL; i++)
    if (are_several || strcmp (names[i], target->name) == 0)
      chosen = i;
  weft_data_rows_fill_list (list, (const char *const *) names, chosen);
}

void
weft_data_rows_fill_tasks (GtkWidget *list, const WeftLook *look, const WeftLookColumn *target)
{
  const char *const tasks[] = { _ ("one of several classes"), _ ("a number"), NULL };
  const char *const texts[] = { _ ("a text"), NULL }, *const labels[] = { _ ("labels"), NULL };
  const char *const several[] = { _ ("numbers"), NULL };
  gboolean is_text = target != NULL && target->is_text && !target->may_be_number;
  const char *const *only = look->are_labels                     ? labels
                            : weft_look_count_targets (look) > 1 ? several
                            : is_text                            ? texts
                                                                 : NULL;

  weft_data_rows_fill_list (list, only != NULL ? only : tasks, only != NULL ? 0 : look->is_number);
  gtk_widget_set_sensitive (list, only == NULL && target != NULL && target->may_be_class
                                      && target->may_be_number);
}

/* --- columns --- */

/* What is in a row of the list; owned by its box. */
typedef struct
{
  Rows *rows;
  GtkListItem *item;
  GtkWidget *name, *holds, *type, *examples, *reason, *role;
  WeftLookRole roles[WEFT_LOOK_N_ROLES]; /* what the drop-down offers */
  guint n_roles;
  gboolean is_showing;
} Row;

static void
role_chosen_cb (GtkDropDown *list, GParamSpec *pspec, Row *row)
{
  guint i = gtk_drop_down_get_selected (list);

  if (!row->is_showing && i < row->n_roles)
    row->rows->chosen.role (row->rows->chosen.user, gtk_list_item_get_position (row->item),
                            row->roles[i]);
}

static void
type_chosen_cb (GtkDropDown *list, GParamSpec *pspec, Row *row)
{
  guint i = gtk_drop_down_get_selected (list);

  if (!row->is_showing && i != GTK_INVALID_LIST_POSITION)
    row->rows->chosen.type (row->rows->chosen.user, gtk_list_item_get_position (row->item), i);
}

static GtkWidget *
append_list (GtkWidget *box)
{
  GtkWidget *list = gtk_drop_down_new (NULL, NULL);

  gtk_widget_set_valign (list, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (list, TYPE_WIDTH, -1);
  gtk_box_append (GTK_BOX (box), list);
  return list;
}

static void
setup_column_cb (GtkListItemFactory *factory, GtkListItem *item, Rows *rows)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *middle = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  Row *row = g_new0 (Row, 1);

  row->rows = rows;
  row->item = item;
  row->name = append_label (box, "name", NAME_CHARS);
  row->holds = append_label (box, "holds", 12);
  gtk_widget_set_size_request (row->holds, TYPE_WIDTH, -1);
  row->type = append_list (box);
  gtk_widget_set_hexpand (middle, TRUE);
  gtk_widget_set_valign (middle, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), middle);
  row->examples = append_label (middle, "numeric", 10);
  row->reason = weft_label_new ("", "reason");
  gtk_label_set_max_width_chars (GTK_LABEL (row->examples), 60);
  gtk_label_set_wrap (GTK_LABEL (row->reason), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (row->reason), PANGO_WRAP_WORD_CHAR);
  gtk_box_append (GTK_BOX (middle), row->reason);
  row->role = append_list (box);
  g_signal_connect (row->role, "notify::selected", G_CALLBACK (role_chosen_cb), row);
  g_signal_connect (row->type, "notify::selected", G_CALLBACK (type_chosen_cb), row);
  g_object_set_data_full (G_OBJECT (box), "weft-row", row, g_free);
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_selectable (item, FALSE);
  gtk_list_item_set_child (item, box);
}

static gboolean
may_have (const WeftLook *look, const WeftLookColumn *column, WeftLookRole role)
{
  if (role == column->role)
    return TRUE;
  if (column->role == WEFT_LOOK_TARGET) /* another is chosen in its place, not none */
    return role != WEFT_LOOK_ALSO && column->may_be[role] && weft_look_count_targets (look) > 1;
  if (role == WEFT_LOOK_ALSO) /* numbers, or a yes or no each */
    return column->may_be[WEFT_LOOK_TARGET] && !look->is_sheet;
  return column->may_be[role];
}

static void
show_roles (Row *row, const WeftLookColumn *column)
{
  GtkStringList *titles = gtk_string_list_new (NULL);
  guint selected = 0;

  row->n_roles = 0;
  for (WeftLookRole role = 0; role < WEFT_LOOK_N_ROLES; role++)
    if (may_have (row->rows->look, column, role))
      {
        if (role == column->role)
          selected = row->n_roles;
        gtk_string_list_append (titles, _ (role_titles[role]));
        row->roles[row->n_roles++] = role;
      }
  gtk_drop_down_set_model (GTK_DROP_DOWN (row->role), G_LIST_MODEL (titles));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (row->role), selected);
  gtk_widget_set_sensitive (row->role, row->n_roles > 1);
  g_object_unref (titles);
}

/* What else it can be read as; else only what it holds. */
static void
show_types (Row *row, const WeftLookColumn *column, const char *name)
{
  g_autofree char *label = g_strdup_printf (_ ("As what “%s” is read"), name);
  guint n = column->types != NULL ? g_strv_length (column->types) : 0;
  g_autoptr (GtkStringList) titles
      = gtk_string_list_new ((const char *const *) column->type_titles);

  gtk_drop_down_set_model (GTK_DROP_DOWN (row->type), G_LIST_MODEL (titles));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (row->type), column->type);
  weft_widget_set_inner_name (row->type, label);
  weft_widget_set_shown (row->type, n > 1);
  set_text (row->holds, column->holds);
  weft_widget_set_shown (row->holds, n <= 1);
}

static void
bind_column_cb (GtkListItemFactory *factory, GtkListItem *item, Rows *rows)
{
  Row *row = g_object_get_data (G_OBJECT (gtk_list_item_get_child (item)), "weft-row");
  guint i = gtk_list_item_get_position (item);
  const WeftLookColumn *column;
  g_autofree char *name = NULL, *label = NULL;

  if (i >= rows->look->columns->len)
    return;
  column = rows->look->columns->pdata[i];
  name = weft_brief (column->name, WEFT_BRIEF_QUOTE);
  label = g_strdup_printf (_ ("What “%s” is for"), name);
  row->is_showing = TRUE;
  set_text (row->name, column->name);
  show_types (row, column, name);
  set_text (row->examples, column->examples);
  gtk_label_set_text (GTK_LABEL (row->reason), column->reason != NULL ? column->reason : "");
  gtk_widget_set_visible (row->reason, column->reason != NULL);
  show_roles (row, column);
  weft_widget_set_inner_name (row->role, label);
  if (column->role == WEFT_LOOK_LEFT_OUT)
    gtk_widget_add_css_class (row->name, "dim-label");
  else
    gtk_widget_remove_css_class (row->name, "dim-label");
  row->is_showing = FALSE;
}

GtkListItemFactory *
weft_data_rows_new_columns (const WeftLook *look, const WeftColumnFuncs *chosen)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Rows *rows = g_new0 (Rows, 1);

  *rows = (Rows){ .look = look, .chosen = *chosen };
  g_signal_connect (factory, "setup", G_CALLBACK (setup_column_cb), rows);
  g_signal_connect_data (factory, "bind", G_CALLBACK (bind_column_cb), rows, rows_free, 0);
  return factory;
}

/* --- classes --- */

static void
setup_class_cb (GtkListItemFactory *factory, GtkListItem *item, Rows *rows)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  for (int i = 0; i < THUMBS; i++)
    {
      GtkWidget *picture = gtk_picture_new ();

      gtk_widget_set_size_request (picture, THUMB_SIDE, THUMB_SIDE);
      gtk_picture_set_can_shrink (GTK_PICTURE (picture), TRUE);
      gtk_accessible_update_state (GTK_ACCESSIBLE (picture), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
      gtk_box_append (GTK_BOX (box), picture);
    }
  append_label (box, "name", NAME_CHARS);
  gtk_widget_add_css_class (append_label (box, "numeric", 16), "dim-label");
  gtk_widget_set_hexpand (append_label (box, "example", EXAMPLE_CHARS), TRUE);
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_selectable (item, FALSE);
  gtk_list_item_set_child (item, box);
}

/* As large as it is shown on a fine screen. */
static GdkTexture *
make_texture (const Rows *rows, gint64 sample)
{
  int side = 2 * THUMB_SIDE, stride = 4 * side;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, side, side);
  cairo_t *cairo = cairo_create (surface);
  g_autoptr (GBytes) bytes = NULL;
  GdkTexture *texture;

  weft_glyph_draw (cairo, rows->look->dataset, &rows->ranges, sample, 0, 0, side,
                   weft_theme_is_dark ());
  cairo_destroy (cairo);
  cairo_surface_flush (surface);
  bytes = g_bytes_new (cairo_image_surface_get_data (surface), (gsize) stride * side);
  texture = gdk_memory_texture_new (side, side, GDK_MEMORY_B8G8R8A8_PREMULTIPLIED, bytes, stride);
  cairo_surface_destroy (surface);
  return texture;
}

/* Words are read, not looked at: those of the class's first text. */
static void
show_example (GtkWidget *label, const Rows *rows, guint c)
{
  const WeftField *x = weft_dataset_get_x (rows->look->dataset);
  gboolean is_text = x->kind == WEFT_KIND_TOKENS && rows->counts[c] > 0;
  g_autofree char *text
      = is_text ? weft_field_dup_text (x, rows->samples[c * THUMBS], EXAMPLE_WORDS) : g_strdup ("");

  set_text (label, text);
  weft_widget_set_shown (label, is_text);
}

static void
bind_class_cb (GtkListItemFactory *factory, GtkListItem *item, Rows *rows)
{
  const WeftDataset *dataset = rows->look->dataset;
  guint c = gtk_list_item_get_position (item);
  GtkWidget *child = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  g_autofree char *name
      = weft_dataset_dup_class_name (dataset, weft_dataset_get_classes (dataset), c);
  gboolean is_seen = weft_dataset_get_x (dataset)->kind != WEFT_KIND_TOKENS;
  gint64 n = rows->counts[c];
  g_autofree char *number = weft_format_large (n);
  g_autofree char *count = weft_dataset_dup_count (dataset, number, (gulong) n);

  for (gint64 i = 0; i < THUMBS; i++, child = gtk_widget_get_next_sibling (child))
    {
      g_autoptr (GdkTexture) texture
          = i < n && is_seen ? make_texture (rows, rows->samples[c * THUMBS + i]) : NULL;

      gtk_picture_set_paintable (GTK_PICTURE (child), GDK_PAINTABLE (texture));
      gtk_widget_set_visible (child, is_seen);
    }
  set_text (child, name);
  child = gtk_widget_get_next_sibling (child);
  set_text (child, count);
  show_example (gtk_widget_get_next_sibling (child), rows, c);
}

GtkListItemFactory *
weft_data_rows_new_classes (const WeftLook *look)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  const WeftDataset *dataset = look->dataset;
  const WeftField *classes = weft_dataset_get_classes (dataset);
  Rows *rows = g_new0 (Rows, 1);

  rows->look = look;
  weft_ranges_measure (&rows->ranges, dataset);
  rows->counts = g_new0 (gint64, classes->classes);
  rows->samples = g_new0 (guint32, (gsize) classes->classes * THUMBS);
  for (gint64 i = 0; i < dataset->count; i++)
    {
      gint64 c = weft_field_get_class (classes, i);

      if (rows->counts[c] < THUMBS)
        rows->samples[c * THUMBS + rows->counts[c]] = (guint32) i;
      rows->counts[c]++;
    }
  g_signal_connect (factory, "setup", G_CALLBACK (setup_class_cb), rows);
  g_signal_connect_data (factory, "bind", G_CALLBACK (bind_class_cb), rows, rows_free, 0);
  return factory;
}
