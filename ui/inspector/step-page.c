/* step-page: the step that is gone through op by op */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/inspector/step-page.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/run/worked.h"
#include "ui/base/format.h"
#include "ui/base/widgets.h"
#include "ui/context/chooser.h"
#include "ui/inspector/number-chooser.h"
#include "ui/inspector/worked-view.h"
#include "ui/inspector/worksheet.h"

#define PRINTED 4 /* numbers of a worksheet */

struct _WeftStepPage
{
  GtkBox parent_instance;

  WeftContext *context;
  WeftStepSight *sight;    /* nullable, as is all that follows from it */
  GPtrArray *targets;      /* WeftWorkedTarget */
  WeftWorkedNumber picked; /* what is in the entry */
  GtkWidget *title, *place, *formula, *view, *output, *chooser;
  GtkWidget *name, *entry;
};

G_DEFINE_FINAL_TYPE (WeftStepPage, weft_step_page, GTK_TYPE_BOX)

/* --- what it is --- */

static const char *
get_part_name (WeftStepPart part)
{
  static const char *const names[] = { N_ ("forward"), N_ ("backward"), N_ ("update") };

  return _ (names[part]);
}

static void
show_title (WeftStepPage *page)
{
  const WeftStepSight *sight = page->sight;
  g_autofree char *at = weft_format_count (sight->position),
                  *of = weft_format_count (sight->n_stops);
  g_autofree char *place = g_strdup_printf ("%s / %s", at, of);
  const WeftNode *node
      = sight->position > 0
            ? weft_graph_find (weft_context_get_graph (page->context), sight->stop.node)
            : NULL;
  g_autofree char *name = node != NULL ? weft_node_dup_title (node) : g_strdup (_ ("Loss"));
  g_autofree char *title
      = sight->position > 0
            ? g_strdup_printf ("%s · %s", name, get_part_name (sight->stop.part))
            : g_strdup_printf (_ ("Step %d: nothing has run yet"), (int) sight->step + 1);

  gtk_label_set_text (GTK_LABEL (page->title), title);
  gtk_label_set_text (GTK_LABEL (page->place), place);
}

/* --- one number --- */

static const WeftWorkedTarget *
get_target (WeftStepPage *page)
{
  guint i = weft_number_chooser_get_target (WEFT_NUMBER_CHOOSER (page->chooser));

  return i < page->targets->len ? page->targets->pdata[i] : NULL;
}

static void
pick (WeftStepPage *page, const WeftWorkedNumber *number, const char *name)
{
  g_autofree char *text = weft_format_operand (number->number);

  page->picked = *number;
  gtk_label_set_text (GTK_LABEL (page->name), name);
  weft_widget_set_name (page->entry, name);
  weft_editable_fill (GTK_EDITABLE (page->entry), text);
  gtk_widget_remove_css_class (page->entry, "error");
  gtk_widget_set_sensitive (page->entry, number->place.value >= 0);
}

static void
picked_cb (WeftStepPage *page, const WeftWorkedNumber *number)
{
  pick (page, number, number->place.value >= 0 ? _ ("Type it over") : _ ("Worked out"));
}

static void
show_number (WeftStepPage *page)
{
  const WeftWorkedTarget *target = get_target (page);
  gsize offset = weft_number_chooser_get_offset (WEFT_NUMBER_CHOOSER (page->chooser));
  WeftWorked *worked = target != NULL ? weft_worked_new (page->sight, target, offset) : NULL;
  WeftWorkedNumber chosen = { .place.value = -1 };

  gtk_label_set_text (GTK_LABEL (page->formula), worked != NULL ? worked->formula : "");
  for (guint i = 0; worked != NULL && i < worked->lines->len; i++)
    if (((const WeftWorkedLine *) worked->lines->pdata[i])->is_chosen)
      chosen = ((const WeftWorkedLine *) worked->lines->pdata[i])->result;
  weft_worked_view_set (WEFT_WORKED_VIEW (page->view), worked);
  for (GtkWidget *part = gtk_widget_get_next_sibling (page->formula); part != NULL;
       part = gtk_widget_get_next_sibling (part))
    weft_widget_set_shown (part, worked != NULL);
  weft_widget_set_shown (page->formula, worked != NULL);
  if (worked != NULL)
    pick (page, &chosen, _ ("Type it over"));
}

static void
typed_cb (WeftStepPage *page)
{
  const WeftHost *host = weft_context_get_host (page->context);
  g_autoptr (GError) error = NULL;
  double number;

  if (!weft_format_read (gtk_editable_get_text (GTK_EDITABLE (page->entry)), &number))
    {
      gtk_widget_add_css_class (page->entry, "error");
      return;
    }
  if (host->write_step != NULL && page->picked.place.value >= 0
      && !host->write_step (host->user, weft_context_get_window (page->context), page->picked.place,
                            page->picked.offset, (float) number, &error))
    weft_context_toast (page->context, error->message);
}

/* --- on paper --- */

/* The number that is shown, and those behind it. */
static GPtrArray *
list_worked (WeftStepPage *page)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_worked_free);
  const WeftWorkedTarget *target = get_target (page);
  gsize first = weft_number_chooser_get_offset (WEFT_NUMBER_CHOOSER (page->chooser));

  for (gsize i = first; target != NULL && i < first + PRINTED
                        && i < (gsize) weft_shape_count (&target->tensor->shape);
       i++)
    g_ptr_array_add (list, weft_worked_new (page->sight, target, i));
  return list;
}

static gboolean
write_part (WeftStepPage *page, const char *path, WeftWorksheetPart parts, gboolean as_svg,
            GError **error)
{
  const WeftHost *host = weft_context_get_host (page->context);
  g_autoptr (GPtrArray) worked = list_worked (page);
  g_autoptr (GBytes) bytes = weft_worksheet_write (gtk_label_get_text (GTK_LABEL (page->title)),
                                                   worked, parts, as_svg, error);

  return bytes != NULL && host->write_file (host->user, path, bytes, error);
}

/* An SVG is one page: the key is a file beside it. */
static gboolean
write_sheet (WeftStepPage *page, const char *path, GError **error)
{
  g_autofree char *stem = NULL, *key = NULL;

  if (!g_str_has_suffix (path, ".svg"))
    return write_part (page, path, WEFT_WORKSHEET_BLANKS | WEFT_WORKSHEET_KEY, FALSE, error);
  stem = g_strndup (path, strlen (path) - strlen (".svg"));
  key = g_strconcat (stem, "-key.svg", NULL);
  return write_part (page, path, WEFT_WORKSHEET_BLANKS, TRUE, error)
         && write_part (page, key, WEFT_WORKSHEET_KEY, TRUE, error);
}

static void
place_cb (const char *path, gpointer user)
{
  g_autoptr (WeftStepPage) page = user;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = path != NULL ? g_filename_display_basename (path) : NULL;
  g_autofree char *text = NULL;

  if (path == NULL || page->context == NULL || page->sight == NULL)
    return;
  if (!write_sheet (page, path, &error))
    {
      weft_context_toast (page->context, error->message);
      return;
    }
  text = g_strdup_printf (_ ("Exported as %s"), name);
  weft_context_toast (page->context, text);
}

static void
print_cb (GtkWidget *button, WeftStepPage *page)
{
  gboolean as_svg = g_object_get_data (G_OBJECT (button), "svg") != NULL;

  weft_choose_file (weft_context_get_window (page->context),
                    as_svg ? WEFT_CHOOSE_PLOT_SVG : WEFT_CHOOSE_PLOT_PDF, _ ("Worksheet"), place_cb,
                    g_object_ref (page));
}

/* as_svg: else as PDF. */
static void
append_print (GtkWidget *row, WeftStepPage *page, const char *icon, const char *name,
              gboolean as_svg)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (
      button, _ ("A worksheet with blanks for what comes out, and its key on a page of its own"));
  weft_widget_set_name (button, name);
  g_object_set_data (G_OBJECT (button), "svg", GINT_TO_POINTER (as_svg));
  g_signal_connect (button, "clicked", G_CALLBACK (print_cb), page);
  gtk_box_append (GTK_BOX (row), button);
}

/* --- the step --- */

static void
show_sight (WeftStepPage *page)
{
  WeftStepSight *sight = weft_live_get_sight (weft_context_get_live (page->context));

  if (sight == NULL || sight == page->sight)
    return;
  g_clear_pointer (&page->targets, g_ptr_array_unref);
  g_clear_pointer (&page->sight, weft_step_sight_unref);
  page->sight = weft_step_sight_ref (sight);
  page->targets = weft_worked_list_targets (page->sight);
  show_title (page);
  weft_number_chooser_set (WEFT_NUMBER_CHOOSER (page->chooser), page->targets, sight->position);
  show_number (page);
}

void
weft_step_page_go_on (WeftStepPage *page)
{
  weft_number_chooser_go_on (WEFT_NUMBER_CHOOSER (page->chooser));
}

GtkWidget *
weft_step_page_new (WeftContext *context)
{
  WeftStepPage *page = g_object_new (WEFT_TYPE_STEP_PAGE, NULL);

  page->context = g_object_ref (context);
  g_signal_connect_object (weft_context_get_live (context), "sight", G_CALLBACK (show_sight), page,
                           G_CONNECT_SWAPPED);
  show_sight (page);
  return GTK_WIDGET (page);
}

static void
weft_step_page_dispose (GObject *object)
{
  WeftStepPage *page = WEFT_STEP_PAGE (object);

  g_clear_pointer (&page->targets, g_ptr_array_unref);
  g_clear_pointer (&page->sight, weft_step_sight_unref);
  g_clear_object (&page->context);
  G_OBJECT_CLASS (weft_step_page_parent_class)->dispose (object);
}

static void
weft_step_page_class_init (WeftStepPageClass *class)
{
  G_OBJECT_CLASS (class)->dispose = weft_step_page_dispose;
}

/* --- building --- */

static GtkWidget *
make_head (WeftStepPage *page)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  page->title = weft_label_new ("", "title");
  page->place = weft_label_new ("", "chip");
  gtk_label_set_wrap (GTK_LABEL (page->title), TRUE);
  gtk_widget_set_hexpand (page->title, TRUE);
  gtk_widget_set_valign (page->place, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (head), page->title);
  gtk_box_append (GTK_BOX (head), page->place);
  return head;
}

static GtkWidget *
make_typing (WeftStepPage *page)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  page->name = weft_label_new ("", "small");
  page->entry = gtk_entry_new ();
  gtk_widget_set_hexpand (page->name, TRUE);
  gtk_editable_set_alignment (GTK_EDITABLE (page->entry), 1);
  gtk_editable_set_width_chars (GTK_EDITABLE (page->entry), 14);
  gtk_widget_set_tooltip_text (
      page->entry, _ ("Another number in its place: what follows is worked out with it"));
  g_signal_connect_swapped (page->entry, "activate", G_CALLBACK (typed_cb), page);
  gtk_box_append (GTK_BOX (row), page->name);
  gtk_box_append (GTK_BOX (row), page->entry);
  gtk_widget_add_css_class (row, "param-row");
  return row;
}

static void
append_way (GtkWidget *row, const char *icon, const char *name, const char *how)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, name);
  weft_widget_set_name (button, name);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.step");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", how);
  gtk_box_append (GTK_BOX (row), button);
}

static GtkWidget *
make_ways (WeftStepPage *page)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  append_way (row, "media-seek-backward-symbolic", _ ("Layer back"), "layer-back");
  append_way (row, "go-previous-symbolic", _ ("Operation back"), "op-back");
  append_way (row, "go-next-symbolic", _ ("Next operation"), "op");
  append_way (row, "media-seek-forward-symbolic", _ ("Next layer"), "layer");
  append_print (row, page, "document-print-symbolic", _ ("Print this step…"), FALSE);
  append_print (row, page, "document-save-symbolic", _ ("As SVG…"), TRUE);
  gtk_widget_add_css_class (row, "ways");
  return row;
}

static void
weft_step_page_init (WeftStepPage *page)
{
  GtkBox *box = GTK_BOX (page);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (page), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (box, 7);
  page->formula = weft_label_new ("", "formula");
  gtk_label_set_wrap (GTK_LABEL (page->formula), TRUE);
  page->view = weft_worked_view_new ();
  page->output = weft_label_new (_ ("WHICH NUMBER"), "section");
  page->chooser = weft_number_chooser_new ();
  gtk_box_append (box, make_head (page));
  gtk_box_append (box, make_ways (page));
  gtk_box_append (box, page->formula);
  gtk_box_append (box, page->view);
  gtk_box_append (box, make_typing (page));
  gtk_box_append (box, page->output);
  gtk_box_append (box, page->chooser);
  g_signal_connect_swapped (page->view, "picked", G_CALLBACK (picked_cb), page);
  g_signal_connect_swapped (page->chooser, "chosen", G_CALLBACK (show_number), page);
}
