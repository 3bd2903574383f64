/* param-row: a parameter as a label and the field that its type and unit ask for */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/base/param-row.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/brief.h"
#include "ui/base/drop-down.h"
#include "ui/base/widgets.h"

#define LIST_CHARS 18 /* of what is chosen in a drop-down */

#define FIELD_WIDTH 104

/* A kind of field: chosen by the parameter's type and unit, never by the layer. */
typedef struct
{
  GtkWidget *(*create) (WeftParamRow *row);
  void (*show) (WeftParamRow *row, GVariant *value); /* value nullable */
} Field;

struct _WeftParamRow
{
  GtkBox parent_instance;

  const WeftParam *param;
  WeftParamRowStyle style;
  const Field *field;
  GtkWidget *label, *widget;
  char **suggestions, **labels; /* what they are called */
  GVariant *value;              /* what is shown; nullable */
  gboolean is_showing;          /* the field changes because it is told to */
};

G_DEFINE_FINAL_TYPE (WeftParamRow, weft_param_row, GTK_TYPE_BOX)

static guint edited_signal;

static void
emit_edited (WeftParamRow *row, GVariant *value)
{
  g_autoptr (GVariant) sunk = value != NULL ? g_variant_ref_sink (value) : NULL;

  if (!row->is_showing)
    g_signal_emit (row, edited_signal, 0, sunk);
}

/* --- entry: what is typed is read by the parameter itself --- */

/* To say the same again would ask the display where the pointer is, after every edit. */
static void
entry_set_problem (WeftParamRow *row, const char *problem)
{
  const char *said = gtk_widget_get_tooltip_text (row->widget);

  if (g_strcmp0 (said, problem) == 0)
    return;
  if (problem != NULL)
    gtk_widget_add_css_class (row->widget, "error");
  else
    gtk_widget_remove_css_class (row->widget, "error");
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (row->widget), GTK_ACCESSIBLE_STATE_INVALID,
      problem != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  gtk_widget_set_tooltip_text (row->widget, problem);
}

static void
entry_show (WeftParamRow *row, GVariant *value)
{
  g_autofree char *text = value != NULL ? weft_param_format (row->param, value) : g_strdup ("");

  entry_set_problem (row, NULL);
  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (row->widget)), text) != 0)
    weft_editable_fill (GTK_EDITABLE (row->widget), text);
}

static void
entry_commit (WeftParamRow *row)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (row->widget));
  g_autofree char *shown
      = row->value != NULL ? weft_param_format (row->param, row->value) : g_strdup ("");
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *range = NULL;

  if (g_strcmp0 (text, shown) == 0)
    {
      entry_set_problem (row, NULL);
      return;
    }
  if (*text == '\0')
    {
      entry_set_problem (row, NULL);
      emit_edited (row, NULL); /* back to the default */
      return;
    }
  value = weft_param_parse (row->param, text, &error);
  range = value != NULL ? weft_param_out_of_range (row->param, value) : NULL;
  if (value == NULL || range != NULL)
    {
      entry_set_problem (row, value == NULL ? error->message : range);
      return;
    }
  entry_set_problem (row, NULL);
  emit_edited (row, value);
}

static double
step_up (const WeftParam *param, double x, int direction)
{
  double power, mantissa;

  if (param->unit == WEFT_UNIT_SHARE)
    return CLAMP (round ((x + direction * 0.05) * 1e6) / 1e6, param->min, param->max);
  if (param->type == WEFT_PARAM_INT)
    return CLAMP (x + direction, param->min, param->max);
  if (x <= 0)
    return direction > 0 ? 1e-4 : x;
  /* 1, 2, 5, 10, …: a rate is moved on a logarithmic scale */
  power = pow (10, floor (log10 (x) + 1e-9));
  mantissa = x / power;
  if (direction > 0)
    x = power * (mantissa < 1.99 ? 2 : mantissa < 4.99 ? 5 : 10);
  else
    x = power * (mantissa > 5.01 ? 5 : mantissa > 2.01 ? 2 : mantissa > 1.01 ? 1 : 0.5);
  return CLAMP (x, param->min, param->max);
}

static gboolean
entry_step (WeftParamRow *row, int direction)
{
  const WeftParam *param = row->param;
  double x;

  if (row->value == NULL)
    return FALSE;
  if (param->type == WEFT_PARAM_INT)
    x = (double) g_variant_get_int64 (row->value);
  else if (param->type == WEFT_PARAM_REAL)
    x = g_variant_get_double (row->value);
  else
    return FALSE;
  x = step_up (param, x, direction);
  emit_edited (row, param->type == WEFT_PARAM_INT ? g_variant_new_int64 ((gint64) x)
                                                  : g_variant_new_double (x));
  return TRUE;
}

static gboolean
entry_key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
              WeftParamRow *row)
{
  switch (key)
    {
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      return entry_step (row, 1);
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return entry_step (row, -1);
    case GDK_KEY_Escape:
      entry_show (row, row->value);
      return FALSE;
    default:
      return FALSE;
    }
}

static GtkWidget *
entry_create (WeftParamRow *row)
{
  GtkWidget *entry = gtk_entry_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  gboolean is_compact = row->style == WEFT_PARAM_ROW_COMPACT;

  gtk_editable_set_width_chars (GTK_EDITABLE (entry), is_compact ? 5 : 7);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), is_compact ? 6 : 9);
  if (row->param->optional && row->param->unset != NULL)
    gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ (row->param->unset));
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (entry_commit), row);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (entry_commit), row);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (entry_key_cb), row);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (entry, keys);
  gtk_widget_add_controller (entry, focus);
  return entry;
}

/* --- spin: whole numbers --- */

static void
spin_changed_cb (WeftParamRow *row)
{
  emit_edited (row, g_variant_new_int64 (
                        (gint64) gtk_spin_button_get_value (GTK_SPIN_BUTTON (row->widget))));
}

/* Who scrolls the inspector means the inspector, not what happens to be under the pointer. */
static void
ignore_scrolling (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_NONE);
    }
}

static GtkWidget *
spin_create (WeftParamRow *row)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (row->param->min, row->param->max, 1);

  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 4);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (spin), 6);
  ignore_scrolling (spin);
  g_signal_connect_swapped (spin, "value-changed", G_CALLBACK (spin_changed_cb), row);
  return spin;
}

static void
spin_show (WeftParamRow *row, GVariant *value)
{
  if (value != NULL)
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (row->widget), (double) g_variant_get_int64 (value));
}

/* --- switch --- */

static void
switch_changed_cb (WeftParamRow *row)
{
  emit_edited (row, g_variant_new_boolean (gtk_switch_get_active (GTK_SWITCH (row->widget))));
}

static GtkWidget *
switch_create (WeftParamRow *row)
{
  GtkWidget *widget = gtk_switch_new ();

  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (widget, "notify::active", G_CALLBACK (switch_changed_cb), row);
  return widget;
}

static void
switch_show (WeftParamRow *row, GVariant *value)
{
  gtk_switch_set_active (GTK_SWITCH (row->widget), value != NULL && g_variant_get_boolean (value));
}

/* --- list: a choice of the table, or a word of those suggested --- */

static const char *
list_get_value (WeftParamRow *row, guint i)
{
  return row->suggestions != NULL ? row->suggestions[i] : row->param->choices[i].value;
}

static guint
list_count (WeftParamRow *row)
{
  guint n = 0;

  if (row->suggestions != NULL)
    return g_strv_length (row->suggestions);
  while (row->param->choices[n].value != NULL)
    n++;
  return n;
}

static void
list_changed_cb (WeftParamRow *row)
{
  guint i = gtk_drop_down_get_selected (GTK_DROP_DOWN (row->widget));

  if (i != GTK_INVALID_LIST_POSITION)
    emit_edited (row, g_variant_new_string (list_get_value (row, i)));
}

static GtkWidget *
list_create (WeftParamRow *row)
{
  GtkStringList *labels = gtk_string_list_new (NULL);
  GtkWidget *list;

  for (guint i = 0; i < list_count (row); i++)
    {
      g_autofree char *label = weft_brief (
          row->suggestions != NULL ? row->labels[i] : _ (row->param->choices[i].label),
          WEFT_BRIEF_QUOTE);

      gtk_string_list_append (labels, label);
    }
  list = gtk_drop_down_new (G_LIST_MODEL (labels), NULL);
  weft_drop_down_bound (GTK_DROP_DOWN (list), LIST_CHARS);
  g_signal_connect_swapped (list, "notify::selected", G_CALLBACK (list_changed_cb), row);
  return list;
}

static void
list_show (WeftParamRow *row, GVariant *value)
{
  const char *text = value != NULL ? g_variant_get_string (value, NULL) : "";
  guint selected = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; i < list_count (row); i++)
    if (g_strcmp0 (list_get_value (row, i), text) == 0)
      selected = i;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (row->widget), selected);
}

/* --- the row --- */

static const Field entry_field = { entry_create, entry_show };
static const Field spin_field = { spin_create, spin_show };
static const Field switch_field = { switch_create, switch_show };
static const Field list_field = { list_create, list_show };

static const Field *
choose_field (WeftParamRow *row)
{
  const WeftParam *param = row->param;

  if (row->suggestions != NULL || param->type == WEFT_PARAM_CHOICE)
    return &list_field;
  if (param->type == WEFT_PARAM_BOOL)
    return &switch_field;
  if (param->type == WEFT_PARAM_INT && !param->optional && row->style == WEFT_PARAM_ROW_NORMAL)
    return &spin_field;
  return &entry_field;
}

static void
make_field (WeftParamRow *row)
{
  if (row->widget != NULL)
    gtk_box_remove (GTK_BOX (row), row->widget);
  row->field = choose_field (row);
  row->widget = row->field->create (row);
  gtk_widget_set_halign (row->widget, GTK_ALIGN_END);
  gtk_widget_set_valign (row->widget, GTK_ALIGN_CENTER);
  weft_widget_set_name (row->widget, gtk_label_get_text (GTK_LABEL (row->label)));
  if (row->field == &list_field)
    weft_widget_set_inner_name (row->widget, gtk_label_get_text (GTK_LABEL (row->label)));
  gtk_box_append (GTK_BOX (row), row->widget);
  if (row->style == WEFT_PARAM_ROW_NORMAL && row->field != &switch_field)
    gtk_widget_set_size_request (row->widget, FIELD_WIDTH, -1);
}

void
weft_param_row_set_suggestions (WeftParamRow *row, const char *const *values,
                                const char *const *labels)
{
  g_return_if_fail (WEFT_IS_PARAM_ROW (row));

  g_strfreev (row->suggestions);
  g_strfreev (row->labels);
  row->suggestions = g_strdupv ((char **) values);
  row->labels = g_strdupv ((char **) labels);
  row->is_showing = TRUE;
  make_field (row);
  row->is_showing = FALSE;
}

/* The field keeps its full name for a screen reader. */
void
weft_param_row_set_label (WeftParamRow *row, const char *label)
{
  gtk_label_set_text (GTK_LABEL (row->label), label);
  gtk_widget_set_visible (row->label, *label != '\0');
}

void
weft_param_row_set_value (WeftParamRow *row, GVariant *value)
{
  g_return_if_fail (WEFT_IS_PARAM_ROW (row));

  if (value != NULL)
    g_variant_ref_sink (value);
  g_clear_pointer (&row->value, g_variant_unref);
  row->value = value;
  row->is_showing = TRUE;
  row->field->show (row, value);
  row->is_showing = FALSE;
}

gboolean
weft_param_row_has_typing (WeftParamRow *row)
{
  g_autofree char *shown
      = row->value != NULL ? weft_param_format (row->param, row->value) : g_strdup ("");

  return GTK_IS_EDITABLE (row->widget)
         && g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (row->widget)), shown) != 0;
}

const WeftParam *
weft_param_row_get_param (WeftParamRow *row)
{
  return row->param;
}

GtkWidget *
weft_param_row_new (const WeftParam *param, WeftParamRowStyle style)
{
  WeftParamRow *row = g_object_new (WEFT_TYPE_PARAM_ROW, NULL);
  g_autofree char *label = weft_param_dup_label (param);

  row->param = param;
  row->style = style;
  row->label = weft_label_new (label, style == WEFT_PARAM_ROW_NORMAL ? "dim-label" : NULL);
  gtk_label_set_ellipsize (GTK_LABEL (row->label), style == WEFT_PARAM_ROW_NORMAL
                                                       ? PANGO_ELLIPSIZE_END
                                                       : PANGO_ELLIPSIZE_NONE);
  gtk_widget_set_hexpand (row->label, style == WEFT_PARAM_ROW_NORMAL);
  gtk_box_append (GTK_BOX (row), row->label);
  if (param->help != NULL)
    gtk_widget_set_tooltip_text (GTK_WIDGET (row), _ (param->help));
  row->is_showing = TRUE;
  make_field (row);
  row->is_showing = FALSE;
  return GTK_WIDGET (row);
}

static void
weft_param_row_finalize (GObject *object)
{
  WeftParamRow *row = WEFT_PARAM_ROW (object);

  g_clear_pointer (&row->value, g_variant_unref);
  g_strfreev (row->suggestions);
  g_strfreev (row->labels);
  G_OBJECT_CLASS (weft_param_row_parent_class)->finalize (object);
}

/* The widget is still there while it is disposed: an entry that loses the focus then must not
 * speak. */
static void
weft_param_row_dispose (GObject *object)
{
  WEFT_PARAM_ROW (object)->is_showing = TRUE;
  G_OBJECT_CLASS (weft_param_row_parent_class)->dispose (object);
}

static void
weft_param_row_class_init (WeftParamRowClass *class)
{
  G_OBJECT_CLASS (class)->dispose = weft_param_row_dispose;
  G_OBJECT_CLASS (class)->finalize = weft_param_row_finalize;
  edited_signal = g_signal_new ("edited", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_VARIANT);
}

static void
weft_param_row_init (WeftParamRow *row)
{
  gtk_box_set_spacing (GTK_BOX (row), 8);
  gtk_widget_add_css_class (GTK_WIDGET (row), "param-row");
}
