/* param-form: every parameter of a table, one row each; what is not relevant is not shown */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/base/param-form.h"

#include <glib/gi18n-lib.h>

#include "ui/base/param-row.h"
#include "ui/base/widgets.h"

/* Edits of one field that follow each other sooner than this are one gesture. */
#define GESTURE_PAUSE (1200 * G_TIME_SPAN_MILLISECOND)

struct _WeftParamForm
{
  GtkBox parent_instance;

  const WeftParam *params;
  GPtrArray *rows;     /* WeftParamRow, owned by the box */
  GtkWidget *expander; /* nullable: of the advanced ones */
  const WeftParam *last_param;
  gint64 last_time;
};

G_DEFINE_FINAL_TYPE (WeftParamForm, weft_param_form, GTK_TYPE_BOX)

static guint edited_signal;

static void
row_edited_cb (WeftParamRow *row, GVariant *value, WeftParamForm *form)
{
  const WeftParam *param = weft_param_row_get_param (row);
  gint64 now = g_get_monotonic_time ();
  gboolean goes_on = form->last_param == param && now - form->last_time < GESTURE_PAUSE;

  form->last_param = param;
  form->last_time = now;
  g_signal_emit (form, edited_signal, 0, param->name, value, goes_on);
}

static GtkWidget *
get_advanced_box (WeftParamForm *form)
{
  if (form->expander == NULL)
    {
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

      form->expander = gtk_expander_new (_ ("More"));
      weft_widget_set_name (form->expander, _ ("More"));
      gtk_expander_set_child (GTK_EXPANDER (form->expander), box);
    }
  return gtk_expander_get_child (GTK_EXPANDER (form->expander));
}

static gboolean
is_left_out (const WeftParam *param, char **names)
{
  /* What has no label is for files, not for people. */
  return param->label == NULL
         || (names != NULL && g_strv_contains ((const char *const *) names, param->name));
}

static void
add_row (WeftParamForm *form, const WeftParam *param)
{
  GtkWidget *row = weft_param_row_new (param, WEFT_PARAM_ROW_NORMAL);

  g_signal_connect (row, "edited", G_CALLBACK (row_edited_cb), form);
  g_ptr_array_add (form->rows, row);
  gtk_box_append (GTK_BOX (param->advanced ? get_advanced_box (form) : GTK_WIDGET (form)), row);
}

void
weft_param_form_set_values (WeftParamForm *form, GVariant *values)
{
  gboolean has_advanced = FALSE;

  g_return_if_fail (WEFT_IS_PARAM_FORM (form));

  for (guint i = 0; i < form->rows->len; i++)
    {
      WeftParamRow *row = form->rows->pdata[i];
      const WeftParam *param = weft_param_row_get_param (row);
      g_autoptr (GVariant) value = weft_params_get (form->params, values, param->name);
      gboolean is_relevant = weft_param_is_relevant (param, form->params, values);

      weft_param_row_set_value (row, value);
      weft_widget_set_shown (GTK_WIDGET (row), is_relevant);
      has_advanced |= is_relevant && param->advanced;
    }
  if (form->expander != NULL)
    weft_widget_set_shown (form->expander, has_advanced);
}

void
weft_param_form_set_suggestions (WeftParamForm *form, const char *name, const char *const *values,
                                 const char *const *labels)
{
  for (guint i = 0; i < form->rows->len; i++)
    if (g_str_equal (weft_param_row_get_param (form->rows->pdata[i])->name, name))
      weft_param_row_set_suggestions (form->rows->pdata[i], values, labels);
}

void
weft_param_form_set_various (WeftParamForm *form, const char *name, gboolean is_various)
{
  for (guint i = 0; i < form->rows->len; i++)
    {
      const WeftParam *param = weft_param_row_get_param (form->rows->pdata[i]);
      g_autofree char *own = weft_param_dup_label (param);
      g_autofree char *label = g_strdup_printf (is_various ? _ ("%s (various)") : "%s", own);

      if (g_str_equal (param->name, name))
        weft_param_row_set_label (form->rows->pdata[i], label);
    }
}

void
weft_param_form_open_more (WeftParamForm *form)
{
  if (form->expander != NULL)
    gtk_expander_set_expanded (GTK_EXPANDER (form->expander), TRUE);
}

GtkWidget *
weft_param_form_take_more (WeftParamForm *form)
{
  GtkWidget *more = form->expander;

  if (more == NULL)
    return NULL;
  g_object_ref (more);
  gtk_box_remove (GTK_BOX (form), more);
  return more;
}

GtkWidget *
weft_param_form_new (const WeftParam *params, const char *left_out)
{
  WeftParamForm *form = g_object_new (WEFT_TYPE_PARAM_FORM, NULL);
  g_auto (GStrv) names = left_out != NULL ? g_strsplit (left_out, " ", -1) : NULL;

  form->params = params;
  for (const WeftParam *param = params; param != NULL && param->name != NULL; param++)
    if (!is_left_out (param, names))
      add_row (form, param);
  if (form->expander != NULL)
    gtk_box_append (GTK_BOX (form), form->expander);
  return GTK_WIDGET (form);
}

static void
weft_param_form_finalize (GObject *object)
{
  g_ptr_array_unref (WEFT_PARAM_FORM (object)->rows);
  G_OBJECT_CLASS (weft_param_form_parent_class)->finalize (object);
}

static void
weft_param_form_class_init (WeftParamFormClass *class)
{
  G_OBJECT_CLASS (class)->finalize = weft_param_form_finalize;
  edited_signal
      = g_signal_new ("edited", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_VARIANT, G_TYPE_BOOLEAN);
}

static void
weft_param_form_init (WeftParamForm *form)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (form), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (form), 4);
  gtk_widget_add_css_class (GTK_WIDGET (form), "param-form");
  form->rows = g_ptr_array_new ();
}
