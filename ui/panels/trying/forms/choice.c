/* choice: one of the words of a column */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/base/drop-down.h"
#include "ui/base/widgets.h"
#include "ui/panels/trying/trying.h"

#define NAME_CHARS 24

static void
chosen_cb (GtkDropDown *list, GParamSpec *spec, const WeftFormSite *site)
{
  weft_form_tell (site);
}

static GtkWidget *
create (const WeftFormSite *site)
{
  GtkStringList *names = gtk_string_list_new (NULL);
  g_autofree char *title = weft_form_dup_title (site);
  GtkWidget *list;

  for (gint64 c = 0; c < site->field->classes; c++)
    {
      g_autofree char *name = weft_dataset_dup_class_name (site->dataset, site->field, c);
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, c);

      gtk_string_list_append (names, name != NULL ? name : number);
    }
  list = gtk_drop_down_new (G_LIST_MODEL (names), NULL);
  weft_drop_down_bound (GTK_DROP_DOWN (list), NAME_CHARS);
  weft_widget_set_inner_name (list, title);
  gtk_widget_set_halign (list, GTK_ALIGN_START);
  g_signal_connect (list, "notify::selected", G_CALLBACK (chosen_cb), (gpointer) site);
  weft_form_set_data (list, (gpointer) site, NULL);
  return list;
}

static gboolean
add (GtkWidget *form, WeftDataset *asked, GError **error)
{
  const WeftFormSite *site = weft_form_get_data (form);
  WeftField *field = weft_like_add_field (asked, site->field);

  field->shape = site->field->shape;
  if (!weft_dataset_allocate (asked, field, error))
    return FALSE;
  ((gint64 *) field->data)[0] = gtk_drop_down_get_selected (GTK_DROP_DOWN (form));
  return TRUE;
}

static void
show (GtkWidget *form, const WeftDataset *from, gint64 sample)
{
  const WeftFormSite *site = weft_form_get_data (form);

  gtk_drop_down_set_selected (GTK_DROP_DOWN (form), (guint) weft_field_get_class (
                                                        weft_form_get_field (site, from), sample));
  weft_form_tell (site);
}

static gboolean
fits (const WeftField *field)
{
  return field->kind == WEFT_KIND_CLASS;
}

const WeftForm weft_form_choice
    = { .id = "choice", .fits = fits, .create = create, .add = add, .show = show };
