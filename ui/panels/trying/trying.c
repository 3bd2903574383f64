/* trying: the tables of what the panel Try it is made of, and what forms have in common */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/trying/trying.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/data/called.h"
#include "engine/train/model/judges.h"
#include "ui/base/format.h"
#include "ui/base/widgets.h"
#include "ui/context/chooser.h"

static const WeftForm *const forms[] = {
#define FORM(id) &weft_form_##id,
#include "ui/panels/trying/forms/forms.def"
#undef FORM
};

static const WeftAnswerView *const views[] = {
#define ANSWER(id) &weft_answer_view_##id,
#include "ui/panels/trying/answers/answers.def"
#undef ANSWER
};

static const char data_key[] = "weft-form-data", take_key[] = "weft-form-take";

typedef void (*Take) (GtkWidget *form, const char *path);

const WeftForm *
weft_form_find (const WeftField *field)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    if (forms[i]->fits (field))
      return forms[i];
  return NULL;
}

const WeftAnswerView *
weft_answer_view_find (const WeftModel *model, guint judge)
{
  const WeftField *target
      = model->judges[judge].is_answer ? weft_model_get_target (model, judge) : NULL;
  gboolean of_codes = weft_model_judges_codes (model, judge);

  for (guint i = 0; target != NULL && i < G_N_ELEMENTS (views); i++)
    if (views[i]->of_codes == of_codes && views[i]->fits (model, target))
      return views[i];
  return NULL;
}

void
weft_form_set_data (GtkWidget *form, gpointer data, GDestroyNotify destroy)
{
  g_object_set_data_full (G_OBJECT (form), data_key, data, destroy);
}

gpointer
weft_form_get_data (GtkWidget *form)
{
  return g_object_get_data (G_OBJECT (form), data_key);
}

const WeftField *
weft_form_get_field (const WeftFormSite *site, const WeftDataset *from)
{
  return weft_dataset_find_field (from, site->field->name);
}

WeftDataset *
weft_form_ref_other (const WeftFormSite *site, const WeftDataset *from)
{
  return from != site->dataset ? weft_dataset_ref ((WeftDataset *) from) : NULL;
}

void
weft_form_tell (const WeftFormSite *site)
{
  site->changed (site->user);
}

gboolean
weft_form_add_numbers (const WeftFormSite *site, const float *x, WeftDataset *asked, GError **error)
{
  WeftField *field = weft_like_add_field (asked, site->field);

  field->shape = site->field->shape;
  field->shape.type = WEFT_F32;
  field->scale = 1;
  if (!weft_dataset_allocate (asked, field, error))
    return FALSE;
  memcpy (field->data, x, weft_field_get_bytes (field, 1));
  return TRUE;
}

char *
weft_form_dup_title (const WeftFormSite *site)
{
  return g_strdup (weft_called_field (site->dataset, site->field));
}

/* --- files --- */

/* The form may be gone by then. */
static void
chosen_cb (const char *path, gpointer user)
{
  g_autofree GWeakRef *form = user;
  g_autoptr (GtkWidget) widget = g_weak_ref_get (form);

  if (path != NULL && widget != NULL)
    weft_form_drop (widget, path);
  g_weak_ref_clear (form);
}

static void
open_cb (GtkWidget *button, GtkWidget *form)
{
  GWeakRef *waits = g_new0 (GWeakRef, 1);

  g_weak_ref_init (waits, form);
  weft_choose_file (GTK_WINDOW (gtk_widget_get_root (button)), WEFT_CHOOSE_DATA, NULL, chosen_cb,
                    waits);
}

GtkWidget *
weft_form_open_button_new (const WeftFormSite *site, GtkWidget *form, Take take)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Open…"));

  g_object_set_data (G_OBJECT (form), take_key, (gpointer) take);
  gtk_widget_set_tooltip_text (button, _ ("A file of your own; it can be dropped here, too"));
  weft_widget_set_name (button, _ ("Open a file to try"));
  g_signal_connect_object (button, "clicked", G_CALLBACK (open_cb), form, 0);
  return button;
}

gboolean
weft_form_drop (GtkWidget *at, const char *path)
{
  for (; at != NULL; at = gtk_widget_get_parent (at))
    {
      Take take = (Take) g_object_get_data (G_OBJECT (at), take_key);

      if (take == NULL)
        continue;
      take (at, path);
      return TRUE;
    }
  return FALSE;
}

WeftDataset *
weft_form_read (const WeftFormSite *site, const char *path, const char *text)
{
  const WeftHost *host = weft_context_get_host (site->context);
  g_autoptr (GError) error = NULL;
  WeftDataset *read
      = host->read_input != NULL
            ? host->read_input (host->user, site->dataset, site->field->name, path, text, &error)
            : NULL;

  if (error != NULL)
    weft_context_toast (site->context, error->message);
  return read;
}

/* --- what can be tried --- */

static gboolean
is_target (const WeftModel *model, const WeftField *field)
{
  for (guint i = 0; i < model->n_judges; i++)
    if (weft_model_get_target (model, i) == field)
      return TRUE;
  return FALSE;
}

gboolean
weft_try_takes (const WeftModel *model, const WeftFeed *feed)
{
  if (feed->field == NULL || feed->is_mask || !feed->is_read)
    return FALSE;
  return feed->field == weft_dataset_get_x (model->dataset) || !is_target (model, feed->field);
}

gboolean
weft_try_can (const WeftModel *model)
{
  gboolean takes = FALSE, says = FALSE;

  for (guint k = 0; k < model->n_feeds; k++)
    takes |= weft_try_takes (model, &model->feeds[k]);
  for (guint i = 0; i < model->n_judges; i++)
    says |= weft_answer_view_find (model, i) != NULL;
  return takes && says;
}

gboolean
weft_try_is_alike (const WeftModel *a, const WeftModel *b)
{
  gboolean same = a->dataset == b->dataset && a->split == b->split && a->n_feeds == b->n_feeds
                  && a->n_judges == b->n_judges;

  for (guint k = 0; same && k < a->n_feeds; k++)
    same = weft_try_takes (a, &a->feeds[k]) == weft_try_takes (b, &b->feeds[k]);
  for (guint i = 0; same && i < a->n_judges; i++)
    same = weft_answer_view_find (a, i) == weft_answer_view_find (b, i);
  return same;
}

char *
weft_try_dup_line (const WeftResponse *response, gboolean is_doubtful)
{
  const WeftModel *model = response->question->of;
  gint64 count = model->split->count[WEFT_PART_TRAIN];
  g_autofree char *number = weft_format_large (count);
  g_autofree char *samples = weft_dataset_dup_count (model->dataset, number, (gulong) count);
  g_autofree char *title = weft_dataset_dup_title (model->dataset);
  g_autofree char *step = weft_format_count (response->step);

  if (response->error != NULL)
    return g_strdup (response->error);
  if (is_doubtful)
    return g_strdup (_ ("Unlike what it learnt from: rely on no answer."));
  if (response->step == 0)
    return g_strdup (_ ("Not trained yet: this is what its first weights say."));
  return g_strdup_printf (_ ("After step %s · learns from %s of “%s”"), step, samples, title);
}
