/* try-forms: the forms in which a sample is given, one a field that a network takes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/trying/try-forms.h"

#include "ui/base/theme.h"
#include "ui/base/widgets.h"

struct _WeftTryForms
{
  WeftContext *context;
  void (*changed) (gpointer user);
  gpointer user;
  GtkWidget *box;
  WeftModel *model; /* referenced; nullable */
  WeftTryForm forms[WEFT_MAX_FIELDS];
  guint n;
};

/* What is called nothing but x says by itself what it is. */
static void
add_title (GtkWidget *box, const WeftFormSite *site)
{
  g_autofree char *title = weft_form_dup_title (site);
  GtkWidget *label;

  if (g_str_equal (title, "x"))
    return;
  label = weft_label_new (title, "panel-title");
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), label);
}

static void
add_forms (WeftTryForms *forms, const WeftModel *model)
{
  guint n = 0;

  for (guint k = 0; k < model->n_feeds; k++)
    n += weft_try_takes (model, &model->feeds[k]);
  for (guint k = 0; k < model->n_feeds && forms->n < WEFT_MAX_FIELDS; k++)
    {
      WeftTryForm *form = &forms->forms[forms->n];

      if (!weft_try_takes (model, &model->feeds[k]))
        continue;
      *form = (WeftTryForm){ .row = weft_form_find (model->feeds[k].field),
                             .site = { forms->context, model->dataset, model->feeds[k].field,
                                       model->split, forms->changed, forms->user } };
      if (n > 1)
        add_title (forms->box, &form->site);
      form->widget = form->row->create (&form->site);
      gtk_box_append (GTK_BOX (forms->box), form->widget);
      forms->n++;
    }
}

void
weft_try_forms_set_model (WeftTryForms *forms, WeftModel *model)
{
  for (GtkWidget *child; (child = gtk_widget_get_first_child (forms->box)) != NULL;)
    gtk_box_remove (GTK_BOX (forms->box), child);
  forms->n = 0;
  g_clear_pointer (&forms->model, weft_model_unref);
  if (model == NULL)
    return;
  forms->model = weft_model_ref (model);
  add_forms (forms, model);
}

gboolean
weft_try_forms_collect (const WeftTryForms *forms, WeftDataset *asked, WeftTryAddFunc add,
                        gpointer user, GError **error)
{
  asked->count = 1;
  asked->name = g_strdup ("tried");
  for (guint i = 0; i < forms->n; i++)
    if (!add (&forms->forms[i], asked, user, error))
      return FALSE;
  return weft_like_finish (asked, forms->model->dataset, error);
}

void
weft_try_forms_show (const WeftTryForms *forms, const WeftDataset *from, gint64 sample)
{
  for (guint i = 0; i < forms->n; i++)
    forms->forms[i].row->show (forms->forms[i].widget, from, sample);
}

gboolean
weft_try_forms_begin_shown (const WeftTryForms *forms)
{
  for (guint i = 0; i < forms->n; i++)
    if (forms->forms[i].row->begins_shown)
      return TRUE;
  return FALSE;
}

WeftTryForms *
weft_try_forms_new (WeftContext *context, void (*changed) (gpointer user), gpointer user)
{
  WeftTryForms *forms = g_new0 (WeftTryForms, 1);

  forms->context = context;
  forms->changed = changed;
  forms->user = user;
  forms->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  return forms;
}

void
weft_try_forms_free (WeftTryForms *forms)
{
  g_clear_pointer (&forms->model, weft_model_unref);
  g_free (forms);
}

GtkWidget *
weft_try_forms_get_widget (const WeftTryForms *forms)
{
  return forms->box;
}
