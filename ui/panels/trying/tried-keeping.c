/* tried-keeping: what is tried goes among what is learnt from, with the answer that is right: a
 * form for each field of the set that nobody gave yet, and one edit of the data node */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/trying/tried-keeping.h"

#include <glib/gi18n-lib.h>

#include "engine/data/kept-samples.h"
#include "engine/data/source.h"
#include "engine/plan/ending.h"
#include "ui/base/widgets.h"
#include "ui/panels/trying/try-forms.h"

struct _WeftTriedKeeping
{
  WeftContext *context;
  void (*kept) (gpointer user);
  gpointer user;
  GtkWidget *button, *forms, *line, *clear;
  WeftModel *model; /* referenced; nullable */
  WeftDataset *asked;
  WeftTryForm missing[WEFT_MAX_FIELDS];
  guint n_missing;
  gboolean can_keep;
};

static gboolean
is_given (const WeftModel *model, const WeftField *field)
{
  for (guint k = 0; k < model->n_feeds; k++)
    if (model->feeds[k].field == field && weft_try_takes (model, &model->feeds[k]))
      return TRUE;
  return FALSE;
}

/* Whether somebody can say it of a sample of his own: one thing, or a text of its own length. */
static gboolean
can_say (const WeftDataset *dataset, const WeftField *field)
{
  const WeftForm *form = weft_form_find (field);

  return form != NULL && !form->begins_shown
         && (field->ragged < 0 || field->t != weft_dataset_get_x (dataset)->t);
}

static gboolean
can_keep (const WeftModel *model)
{
  const WeftSource *source = weft_source_find (model->dataset->name);

  if (model->environment != NULL || (source != NULL && (source->is_long || source->is_painted)))
    return FALSE;
  for (guint i = 0; i < model->dataset->n_fields; i++)
    {
      const WeftField *field = &model->dataset->fields[i];

      if (field->backed != NULL || (!is_given (model, field) && !can_say (model->dataset, field)))
        return FALSE;
    }
  return TRUE;
}

/* --- what is kept --- */

static char *
dup_kept (const WeftTriedKeeping *keeping, const WeftNode **node)
{
  g_autoptr (GVariant) value = NULL;

  *node = weft_ending_find_data (weft_context_get_graph (keeping->context));
  if (*node == NULL)
    return NULL;
  value = weft_node_get_param (*node, "kept");
  return g_variant_dup_string (value, NULL);
}

static void
set_kept (WeftTriedKeeping *keeping, const WeftNode *node, const char *text, const char *label)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);

  gtk_menu_button_popdown (GTK_MENU_BUTTON (keeping->button));
  g_ptr_array_add (edits, weft_edit_set_param (node->id, "kept", g_variant_new_string (text)));
  weft_context_do (keeping->context, weft_edit_list (edits, label), 0);
}

/* What was given and, of what was not, what the forms say. */
static WeftDataset *
collect (const WeftTriedKeeping *keeping, GError **error)
{
  const WeftDataset *dataset = keeping->model->dataset;
  g_autoptr (WeftDataset) whole = weft_dataset_new ();

  whole->count = 1;
  whole->name = g_strdup ("kept");
  for (guint i = 0; i < dataset->n_fields; i++)
    if (is_given (keeping->model, &dataset->fields[i])
        && !weft_like_add_sample (
            whole, weft_dataset_find_field (keeping->asked, dataset->fields[i].name), 0, error))
      return NULL;
  for (guint i = 0; i < keeping->n_missing; i++)
    if (!keeping->missing[i].row->add (keeping->missing[i].widget, whole, error))
      return NULL;
  return weft_dataset_finish (whole, error) ? g_steal_pointer (&whole) : NULL;
}

static void
keep_cb (WeftTriedKeeping *keeping)
{
  const WeftNode *node;
  g_autofree char *before = dup_kept (keeping, &node), *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftDataset) whole = keeping->asked != NULL ? collect (keeping, &error) : NULL;

  if (whole != NULL && node != NULL)
    text = weft_kept_add (before, keeping->model->dataset, whole, &error);
  if (text == NULL)
    {
      weft_context_toast (keeping->context,
                          error != NULL ? error->message : _ ("Say what is right first."));
      return;
    }
  keeping->kept (keeping->user);
  set_kept (keeping, node, text, N_ ("Keep a sample"));
}

static void
clear_cb (WeftTriedKeeping *keeping)
{
  const WeftNode *node;
  g_autofree char *before = dup_kept (keeping, &node);

  if (node != NULL)
    set_kept (keeping, node, "", N_ ("Take kept samples away"));
}

/* --- the form --- */

static void
changed_cb (gpointer user)
{
}

static void
fill_forms (WeftTriedKeeping *keeping)
{
  const WeftModel *model = keeping->model;

  for (GtkWidget *child; (child = gtk_widget_get_first_child (keeping->forms)) != NULL;)
    gtk_box_remove (GTK_BOX (keeping->forms), child);
  keeping->n_missing = 0;
  for (guint i = 0; keeping->can_keep && i < model->dataset->n_fields; i++)
    {
      const WeftField *field = &model->dataset->fields[i];
      WeftTryForm *form = &keeping->missing[keeping->n_missing];
      g_autofree char *title = NULL, *name = NULL;

      if (is_given (model, field))
        continue;
      *form = (WeftTryForm){ .row = weft_form_find (field),
                             .site = { keeping->context, model->dataset, field, model->split,
                                       changed_cb, keeping } };
      name = weft_form_dup_title (&form->site);
      title = g_strdup_printf (_ ("Right is, for “%s”:"), name);
      gtk_box_append (GTK_BOX (keeping->forms), weft_label_new (title, "dim-label"));
      form->widget = form->row->create (&form->site);
      gtk_box_append (GTK_BOX (keeping->forms), form->widget);
      keeping->n_missing++;
    }
}

static void
shown_cb (WeftTriedKeeping *keeping)
{
  const WeftNode *node;
  g_autofree char *text = dup_kept (keeping, &node), *line = NULL;
  guint n = text != NULL ? weft_kept_count (text) : 0;

  line = n > 0 ? g_strdup_printf (
             ngettext ("%u sample is kept already.", "%u samples are kept already.", n), n)
               : g_strdup (_ ("It will be learnt from, beside the others."));
  gtk_label_set_text (GTK_LABEL (keeping->line), line);
  weft_widget_set_shown (keeping->clear, n > 0);
}

static GtkWidget *
make_popover (WeftTriedKeeping *keeping)
{
  GtkWidget *popover = gtk_popover_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *keep = gtk_button_new_with_label (_ ("Keep it"));

  keeping->forms = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  keeping->line = weft_label_new ("", "dim-label");
  keeping->clear = gtk_button_new_with_label (_ ("Take all away"));
  gtk_widget_set_tooltip_text (keeping->clear,
                               _ ("What was kept is learnt from no more; Undo brings it back"));
  gtk_widget_add_css_class (keep, "suggested-action");
  g_signal_connect_swapped (keep, "clicked", G_CALLBACK (keep_cb), keeping);
  g_signal_connect_swapped (keeping->clear, "clicked", G_CALLBACK (clear_cb), keeping);
  gtk_box_append (GTK_BOX (row), keep);
  gtk_box_append (GTK_BOX (row), keeping->clear);
  gtk_box_append (GTK_BOX (box), keeping->forms);
  gtk_box_append (GTK_BOX (box), keeping->line);
  gtk_box_append (GTK_BOX (box), row);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  g_signal_connect_swapped (popover, "show", G_CALLBACK (shown_cb), keeping);
  return popover;
}

void
weft_tried_keeping_give (WeftTriedKeeping *keeping, WeftDataset *asked)
{
  g_clear_pointer (&keeping->asked, weft_dataset_unref);
  if (asked != NULL)
    keeping->asked = weft_dataset_ref (asked);
  gtk_widget_set_sensitive (keeping->button, asked != NULL);
}

void
weft_tried_keeping_set_model (WeftTriedKeeping *keeping, WeftModel *model)
{
  weft_model_ref (model);
  weft_tried_keeping_give (keeping, NULL);
  keeping->can_keep = can_keep (model);
  g_clear_pointer (&keeping->model, weft_model_unref);
  keeping->model = model;
  fill_forms (keeping);
  weft_widget_set_shown (keeping->button, keeping->can_keep);
}

WeftTriedKeeping *
weft_tried_keeping_new (WeftContext *context, void (*kept) (gpointer user), gpointer user)
{
  WeftTriedKeeping *keeping = g_new0 (WeftTriedKeeping, 1);

  keeping->context = context;
  keeping->kept = kept;
  keeping->user = user;
  keeping->button = gtk_menu_button_new ();
  gtk_menu_button_set_label (GTK_MENU_BUTTON (keeping->button), _ ("Keep…"));
  weft_widget_set_name (keeping->button, _ ("Keep…"));
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (keeping->button), GTK_ARROW_UP);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (keeping->button), make_popover (keeping));
  gtk_widget_set_tooltip_text (keeping->button,
                               _ ("Learn from what you gave it, too, with the right answer"));
  weft_widget_set_shown (keeping->button, FALSE);
  return keeping;
}

void
weft_tried_keeping_free (WeftTriedKeeping *keeping)
{
  g_clear_pointer (&keeping->asked, weft_dataset_unref);
  g_clear_pointer (&keeping->model, weft_model_unref);
  g_free (keeping);
}

GtkWidget *
weft_tried_keeping_get_widget (const WeftTriedKeeping *keeping)
{
  return keeping->button;
}
