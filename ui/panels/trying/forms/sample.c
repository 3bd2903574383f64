/* sample: what cannot be made by hand is chosen among the samples, or read from a file */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "ui/base/format.h"
#include "ui/base/widgets.h"
#include "ui/panels/trying/trying.h"

typedef struct
{
  const WeftFormSite *site;
  GtkWidget *line;
  WeftDataset *read; /* of a file; nullable */
  gint64 sample;     /* −1: none */
} Sample;

static void
take_file (GtkWidget *form, const char *path)
{
  Sample *sample = weft_form_get_data (form);
  WeftDataset *read = weft_form_read (sample->site, path, NULL);
  g_autofree char *name = g_filename_display_basename (path);

  if (read == NULL)
    return;
  g_clear_pointer (&sample->read, weft_dataset_unref);
  sample->read = read;
  gtk_label_set_text (GTK_LABEL (sample->line), name);
  weft_form_tell (sample->site);
}

static void
sample_free (gpointer data)
{
  Sample *sample = data;

  g_clear_pointer (&sample->read, weft_dataset_unref);
  g_free (sample);
}

static GtkWidget *
create (const WeftFormSite *site)
{
  Sample *sample = g_new0 (Sample, 1);
  GtkWidget *form = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  sample->site = site;
  sample->sample = -1;
  sample->line = weft_label_new (_ ("Choose one of the ten samples, or open a file."), "dim-label");
  gtk_label_set_wrap (GTK_LABEL (sample->line), TRUE);
  gtk_box_append (GTK_BOX (form), sample->line);
  gtk_box_append (GTK_BOX (row), weft_form_open_button_new (site, form, take_file));
  gtk_widget_add_css_class (row, "panel-controls");
  gtk_box_append (GTK_BOX (form), row);
  gtk_widget_set_valign (form, GTK_ALIGN_CENTER);
  weft_form_set_data (form, sample, sample_free);
  return form;
}

static gboolean
add (GtkWidget *form, WeftDataset *asked, GError **error)
{
  Sample *sample = weft_form_get_data (form);
  const WeftField *field = sample->site->field;

  if (sample->read != NULL)
    return weft_like_add_sample (asked, weft_dataset_find_field (sample->read, field->name), 0,
                                 error);
  return sample->sample >= 0 && weft_like_add_sample (asked, field, sample->sample, error);
}

static void
show (GtkWidget *form, const WeftDataset *from, gint64 chosen)
{
  Sample *sample = weft_form_get_data (form);
  g_autofree char *number = weft_format_count (chosen);
  g_autofree char *line = g_strdup_printf (_ ("Sample %s"), number);

  g_clear_pointer (&sample->read, weft_dataset_unref);
  sample->read = weft_form_ref_other (sample->site, from);
  sample->sample = chosen;
  gtk_label_set_text (GTK_LABEL (sample->line), sample->read != NULL ? _ ("Tried before") : line);
  weft_form_tell (sample->site);
}

static gboolean
fits (const WeftField *field)
{
  return TRUE;
}

const WeftForm weft_form_sample = {
  .id = "sample", .fits = fits, .create = create, .add = add, .show = show, .begins_shown = TRUE
};
