/* order-forms: what goes along with the numbers that a network makes a sample of */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/trying/order-forms.h"

#include <string.h>

#include "engine/train/answers/generation.h"
#include "ui/base/widgets.h"

#define LOOKED 500 /* samples */

typedef struct
{
  const WeftForm *row;
  WeftFormSite site;
  GtkWidget *widget;
} Form;

struct _WeftOrderForms
{
  WeftContext *context;
  GtkWidget *box;
  WeftModel *model; /* referenced; nullable */
  Form forms[WEFT_MAX_FIELDS];
  guint n;
  gboolean is_showing;
  void (*changed) (gpointer user);
  gpointer user;
};

static void
changed_cb (gpointer user)
{
  WeftOrderForms *orders = user;

  if (!orders->is_showing)
    orders->changed (orders->user);
}

static void
add_forms (WeftOrderForms *orders)
{
  WeftModel *model = orders->model;

  for (guint k = 0; k < model->n_feeds && orders->n < WEFT_MAX_FIELDS; k++)
    {
      Form *form = &orders->forms[orders->n];
      const WeftField *field = model->feeds[k].field;
      g_autofree char *title = NULL;

      if (!weft_generation_takes (model, &model->feeds[k]))
        continue;
      *form = (Form){ .row = weft_form_find (field),
                      .site = { orders->context, model->dataset, field, model->split, changed_cb,
                                orders } };
      form->widget = form->row->create (&form->site);
      title = weft_form_dup_title (&form->site);
      gtk_box_append (GTK_BOX (orders->box), weft_label_new (title, "panel-title"));
      gtk_box_append (GTK_BOX (orders->box), form->widget);
      orders->n++;
    }
}

void
weft_order_forms_set_model (WeftOrderForms *orders, WeftModel *model)
{
  for (GtkWidget *child; (child = gtk_widget_get_first_child (orders->box)) != NULL;)
    gtk_box_remove (GTK_BOX (orders->box), child);
  orders->n = 0;
  g_clear_pointer (&orders->model, weft_model_unref);
  if (model == NULL)
    return;
  orders->model = weft_model_ref (model);
  add_forms (orders);
}

WeftDataset *
weft_order_forms_collect (const WeftOrderForms *orders)
{
  g_autoptr (WeftDataset) order = weft_dataset_new ();

  order->count = 1;
  order->name = g_strdup ("order");
  for (guint i = 0; i < orders->n; i++)
    if (!orders->forms[i].row->add (orders->forms[i].widget, order, NULL))
      return NULL;
  return g_steal_pointer (&order);
}

void
weft_order_forms_show (WeftOrderForms *orders, const WeftDataset *from, gint64 sample)
{
  orders->is_showing = TRUE;
  for (guint i = 0; i < orders->n; i++)
    orders->forms[i].row->show (orders->forms[i].widget, from, sample);
  orders->is_showing = FALSE;
}

static gboolean
differs (const WeftOrderForms *orders, gint64 sample)
{
  for (guint i = 0; i < orders->n; i++)
    {
      const WeftField *field = orders->forms[i].site.field;

      if (memcmp (weft_field_get_sample (field, 0, NULL),
                  weft_field_get_sample (field, sample, NULL), weft_field_get_bytes (field, 1))
          != 0)
        return TRUE;
    }
  return FALSE;
}

gint64
weft_order_forms_find_other (const WeftOrderForms *orders)
{
  gint64 count = orders->model->dataset->count, looked = MIN (count, LOOKED);

  for (gint64 i = looked; i > 1; i--)
    if (differs (orders, i * count / looked - 1))
      return i * count / looked - 1;
  return 0;
}

WeftOrderForms *
weft_order_forms_new (WeftContext *context, void (*changed) (gpointer user), gpointer user)
{
  WeftOrderForms *orders = g_new0 (WeftOrderForms, 1);

  orders->context = context;
  orders->changed = changed;
  orders->user = user;
  orders->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  return orders;
}

void
weft_order_forms_free (WeftOrderForms *orders)
{
  g_clear_pointer (&orders->model, weft_model_unref);
  g_free (orders);
}

GtkWidget *
weft_order_forms_get_widget (const WeftOrderForms *orders)
{
  return orders->box;
}
