/* data-dialog: somebody's data before anything is made of them: what was understood, to be changed
 *
 * Each change has the file read again in a thread; answers that were overtaken are dropped. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/data/data-dialog.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/brief.h"
#include "ui/base/format.h"
#include "ui/base/notes-box.h"
#include "ui/data/data-rows.h"
#include "ui/data/data-settings.h"
#include "ui/base/widgets.h"

enum /* px; ms */
{
  SHOW_EVERY = 250,
  COLUMN_HEIGHT = 45,
  REASON_HEIGHT = 75,
  CLASS_HEIGHT = 55,
  MAX_ROWS = 40,
  OTHER_HEIGHT = 330, /* what else there is, notes and all */
};

struct _WeftDataDialog
{
  AdwBin parent_instance;

  const WeftHost *host;
  WeftDataChoice *choice;
  WeftLook *look; /* nullable */
  gboolean is_new, is_showing;
  guint asked;        /* how often it was read */
  WeftErrand *errand; /* of the reading that goes on; nullable */
  guint timeout;      /* shows it */

  GtkWidget *card, *cancel_button, *open_button, *train_button, *spinner;
  GtkWidget *problem, *settings, *beginning, *folder_button, *target_box, *target_list, *task_list,
      *scroller, *rows;
  GtkWidget *notes_scroller, *notes;
  AdwWindowTitle *title;
};

G_DEFINE_FINAL_TYPE (WeftDataDialog, weft_data_dialog, ADW_TYPE_BIN)

static guint done_signal, cancelled_signal;

static void read_again (WeftDataDialog *dialog);

/* --- what is shown --- */

static void
show_problem (WeftDataDialog *dialog, const char *text)
{
  gtk_label_set_text (GTK_LABEL (dialog->problem), text != NULL ? text : "");
  weft_widget_set_shown (dialog->problem, text != NULL);
}

/* What cures it is asked for beside what was. */
static void
cure_cb (gpointer user, const char *option, const char *value)
{
  WeftDataDialog *dialog = user;

  weft_data_choice_cure (dialog->choice, option, value);
  read_again (dialog);
}

static void
show_notes (WeftDataDialog *dialog)
{
  const WeftLook *look = dialog->look;
  g_auto (GStrv) cures = weft_look_dup_cures (look);

  weft_notes_box_fill (GTK_BOX (dialog->notes), look->notes, cures, cure_cb, dialog);
  weft_widget_set_shown (dialog->notes_scroller, look->notes != NULL && look->notes[0] != NULL);
}

static void
show_target (WeftDataDialog *dialog)
{
  const WeftLook *look = dialog->look;
  const WeftLookColumn *target = weft_look_find_target (look);
  gboolean may_choose = look->columns != NULL && (target != NULL || weft_look_lists_columns (look));

  weft_widget_set_shown (dialog->target_box, may_choose);
  if (!may_choose)
    return;
  weft_data_rows_fill_targets (dialog->target_list, look, dialog->choice->targets);
  weft_data_rows_fill_tasks (dialog->task_list, look, target);
}

static void
role_chosen_cb (gpointer user, guint column, WeftLookRole role)
{
  WeftDataDialog *dialog = user;

  weft_data_choice_set_column (dialog->choice, dialog->look, column, role);
  read_again (dialog);
}

static void
type_chosen_cb (gpointer user, guint column, guint type)
{
  WeftDataDialog *dialog = user;
  const WeftLookColumn *chosen = dialog->look->columns->pdata[column];

  weft_data_choice_set_type (dialog->choice, chosen->name, chosen->types[type]);
  read_again (dialog);
}

/* --- how it is read --- */

static void
setting_changed_cb (gpointer user, const char *option, const char *value)
{
  WeftDataDialog *dialog = user;

  weft_data_choice_set (dialog->choice, option, value);
  read_again (dialog);
}

static gboolean
restore_scroll_cb (gpointer user)
{
  WeftDataDialog *dialog = user;
  GtkAdjustment *adjustment
      = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (dialog->scroller));
  double *value = g_object_get_data (G_OBJECT (dialog), "weft-scroll");

  gtk_adjustment_set_value (adjustment, *value);
  return G_SOURCE_REMOVE;
}

/* All rows are seen where the window has the room; a list knows only those that it has made. */
static void
ask_for_height (WeftDataDialog *dialog, guint n)
{
  const WeftLook *look = dialog->look;
  int room = gtk_widget_get_height (GTK_WIDGET (dialog)) - OTHER_HEIGHT, height = 0;

  for (guint i = 0; i < MIN (n, MAX_ROWS); i++)
    height += !weft_look_lists_columns (look)                                ? CLASS_HEIGHT
              : ((WeftLookColumn *) look->columns->pdata[i])->reason != NULL ? REASON_HEIGHT
                                                                             : COLUMN_HEIGHT;
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (dialog->scroller),
                                              CLAMP (height, 60, MAX (room, 120)));
}

/* The rows are made anew, but stay where they were on the screen. */
static void
show_rows (WeftDataDialog *dialog)
{
  const WeftLook *look = dialog->look;
  GtkAdjustment *adjustment
      = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (dialog->scroller));
  double value = gtk_adjustment_get_value (adjustment);
  g_autoptr (GtkStringList) items = gtk_string_list_new (NULL);
  g_autoptr (GtkListItemFactory) factory = NULL;
  g_autoptr (GtkNoSelection) model = NULL;
  guint n = 0;

  if (weft_look_lists_columns (look))
    {
      n = look->columns->len;
      factory = weft_data_rows_new_columns (
          look, &(WeftColumnFuncs){ role_chosen_cb, type_chosen_cb, dialog });
    }
  else if (look->dataset != NULL && weft_dataset_count_classes (look->dataset) > 0)
    {
      n = (guint) weft_dataset_count_classes (look->dataset);
      factory = weft_data_rows_new_classes (look);
    }
  for (guint i = 0; i < n; i++)
    gtk_string_list_append (items, "");
  ask_for_height (dialog, n);
  gtk_list_view_set_factory (GTK_LIST_VIEW (dialog->rows), factory);
  model = gtk_no_selection_new (G_LIST_MODEL (g_steal_pointer (&items)));
  gtk_list_view_set_model (GTK_LIST_VIEW (dialog->rows), GTK_SELECTION_MODEL (model));
  weft_widget_set_shown (dialog->scroller, n > 0);
  g_object_set_data_full (G_OBJECT (dialog), "weft-scroll", g_memdup2 (&value, sizeof value),
                          g_free);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, restore_scroll_cb, g_object_ref (dialog),
                   g_object_unref);
}

/* The list lets go of the old rows before what they show is freed. */
static void
drop_look (WeftDataDialog *dialog)
{
  gtk_list_view_set_model (GTK_LIST_VIEW (dialog->rows), NULL);
  gtk_list_view_set_factory (GTK_LIST_VIEW (dialog->rows), NULL);
  g_clear_pointer (&dialog->look, weft_look_free);
}

static void
show_look (WeftDataDialog *dialog)
{
  g_autofree char *name = weft_brief (dialog->look->name, WEFT_BRIEF_NAME);
  g_autofree char *facts = weft_data_rows_dup_facts (dialog->look);

  g_strfreev (dialog->choice->targets);
  dialog->choice->targets = weft_look_dup_targets (dialog->look);
  dialog->is_showing = TRUE;
  adw_window_title_set_title (dialog->title, name);
  adw_window_title_set_subtitle (dialog->title, facts);
  show_problem (dialog, dialog->look->problem);
  weft_data_settings_show (dialog->settings, dialog->beginning, dialog->look, setting_changed_cb,
                           dialog);
  show_target (dialog);
  show_rows (dialog);
  show_notes (dialog);
  dialog->is_showing = FALSE;
}

static void
update_buttons (WeftDataDialog *dialog, gboolean is_reading)
{
  gboolean is_ready = !is_reading && dialog->look != NULL && dialog->look->dataset != NULL;

  gtk_spinner_set_spinning (GTK_SPINNER (dialog->spinner), is_reading);
  gtk_widget_set_sensitive (dialog->train_button, is_ready);
  gtk_widget_set_sensitive (dialog->open_button, is_ready);
}

/* --- reading --- */

typedef struct
{
  WeftDataDialog *dialog;
  guint asked;
} Asked;

/* What was overtaken or is not wanted any more is not read to its end. */
static void
stop_reading (WeftDataDialog *dialog)
{
  if (dialog->errand == NULL)
    return;
  weft_errand_cancel (dialog->errand);
  g_clear_pointer (&dialog->errand, weft_errand_unref);
  g_clear_handle_id (&dialog->timeout, g_source_remove);
}

/* Small files are there before it is called. */
static gboolean
show_progress_cb (gpointer user)
{
  WeftDataDialog *dialog = user;
  double share = weft_errand_get_share (dialog->errand);
  g_autofree char *done = weft_format_share (floor (share * 100) / 100);
  /* Translators: a share, as "37 %" */
  g_autofree char *text = g_strdup_printf (_ ("It is being read · %s"), done);

  if (share >= 0 && share < 1)
    adw_window_title_set_subtitle (dialog->title, text);
  return G_SOURCE_CONTINUE;
}

static void
looked_cb (WeftLook *look, const GError *error, gpointer user)
{
  Asked *asked = user;
  WeftDataDialog *dialog = asked->dialog;
  gboolean is_first = dialog->look == NULL;

  if (asked->asked == dialog->asked && dialog->choice != NULL)
    {
      stop_reading (dialog);
      if (look != NULL)
        {
          drop_look (dialog);
          dialog->look = g_steal_pointer (&look);
          show_look (dialog);
        }
      else
        {
          adw_window_title_set_subtitle (dialog->title, "");
          show_problem (dialog, error->message);
          weft_widget_set_shown (dialog->folder_button,
                                 g_error_matches (error, WEFT_ERROR, WEFT_ERROR_PART));
        }
      update_buttons (dialog, FALSE);
      if (is_first && gtk_widget_get_sensitive (dialog->train_button))
        gtk_widget_grab_focus (dialog->train_button);
    }
  g_clear_pointer (&look, weft_look_free);
  g_object_unref (asked->dialog);
  g_free (asked);
}

static void
read_again (WeftDataDialog *dialog)
{
  Asked *asked = g_new0 (Asked, 1);

  asked->dialog = g_object_ref (dialog);
  asked->asked = ++dialog->asked;
  update_buttons (dialog, TRUE);
  stop_reading (dialog);
  dialog->errand = weft_errand_new (0);
  dialog->timeout = g_timeout_add (SHOW_EVERY, show_progress_cb, dialog);
  dialog->host->look_at (dialog->host->user, dialog->choice, dialog->errand, looked_cb, asked);
}

static void
folder_cb (WeftDataDialog *dialog)
{
  weft_data_choice_go_up (dialog->choice);
  weft_widget_set_shown (dialog->folder_button, FALSE);
  read_again (dialog);
}

/* --- what is chosen --- */

static void
target_chosen_cb (WeftDataDialog *dialog)
{
  guint i = gtk_drop_down_get_selected (GTK_DROP_DOWN (dialog->target_list));

  if (dialog->is_showing || dialog->choice->targets == NULL
      || i >= g_strv_length (dialog->choice->targets))
    return;
  weft_data_choice_set_role (dialog->choice, dialog->choice->targets[i], WEFT_LOOK_TARGET);
  read_again (dialog);
}

static void
task_chosen_cb (WeftDataDialog *dialog)
{
  if (dialog->is_showing)
    return;
  weft_data_choice_set (
      dialog->choice, "task",
      gtk_drop_down_get_selected (GTK_DROP_DOWN (dialog->task_list)) == 1 ? "number" : "class");
  read_again (dialog);
}

static void
open_cb (WeftDataDialog *dialog)
{
  g_signal_emit (dialog, done_signal, 0, FALSE);
}

static void
train_cb (WeftDataDialog *dialog)
{
  g_signal_emit (dialog, done_signal, 0, dialog->is_new);
}

static void
cancel_cb (WeftDataDialog *dialog)
{
  g_signal_emit (dialog, cancelled_signal, 0);
}

/* Escape leaves; what the window would do with other keys waits until then. */
static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
        WeftDataDialog *dialog)
{
  GdkModifierType pressed = state & gtk_accelerator_get_default_mod_mask ();

  if (key == GDK_KEY_Escape)
    cancel_cb (dialog);
  return key == GDK_KEY_Escape || (key >= GDK_KEY_F1 && key <= GDK_KEY_F12)
         || (pressed == GDK_CONTROL_MASK && key != GDK_KEY_q && key != GDK_KEY_w
             && key != GDK_KEY_Tab);
}

/* --- building --- */

const WeftDataChoice *
weft_data_dialog_get_choice (WeftDataDialog *dialog)
{
  return dialog->choice;
}

WeftDataset *
weft_data_dialog_get_dataset (WeftDataDialog *dialog)
{
  return dialog->look != NULL ? dialog->look->dataset : NULL;
}

void
weft_data_dialog_show_problem (WeftDataDialog *dialog, const char *problem)
{
  show_problem (dialog, problem);
}

GtkWidget *
weft_data_dialog_new (const WeftHost *host, WeftDataChoice *choice, gboolean is_new)
{
  WeftDataDialog *dialog = g_object_new (WEFT_TYPE_DATA_DIALOG, NULL);
  g_autofree char *base = g_path_get_basename (choice->path);
  g_autofree char *shown = g_filename_display_name (base);
  g_autofree char *name = weft_brief (shown, WEFT_BRIEF_NAME);

  dialog->host = host;
  dialog->choice = choice;
  dialog->is_new = is_new;
  adw_window_title_set_title (dialog->title, name);
  adw_window_title_set_subtitle (dialog->title, _ ("It is being read"));
  weft_widget_set_name (GTK_WIDGET (dialog), name);
  if (!is_new)
    {
      gtk_widget_set_visible (dialog->open_button, FALSE);
      gtk_button_set_label (GTK_BUTTON (dialog->train_button), _ ("Use"));
      gtk_widget_set_tooltip_text (dialog->train_button, _ ("Give these data to the network"));
    }
  read_again (dialog);
  return GTK_WIDGET (dialog);
}

static void
weft_data_dialog_dispose (GObject *object)
{
  WeftDataDialog *dialog = WEFT_DATA_DIALOG (object);

  stop_reading (dialog);
  if (dialog->rows != NULL)
    drop_look (dialog);
  dialog->rows = NULL;
  g_clear_pointer (&dialog->choice, weft_data_choice_free);
  G_OBJECT_CLASS (weft_data_dialog_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *class)
{
  gtk_widget_class_bind_template_child (class, WeftDataDialog, card);
  gtk_widget_class_bind_template_child (class, WeftDataDialog, cancel_button);
  gtk_widget_class_bind_template_child (class, WeftDataDialog, open_button);
  gtk_widget_class_bind_template_child (class, WeftDataDialog, train_button);
  gtk_widget_class_bind_template_child (class, WeftDataDialog, spinner);
  gtk_widget_class_bind_template_child (class, WeftDataDialog, title);
  gtk_widget_class_bind_template_child (class, WeftDataDialog, problem);
  gtk_widget_class_bind_template_child (class, WeftDataDialog, settings);
  gtk_widget_class_bind_template_child (class, WeftDataDialog, beginning);
  gtk_widget_class_bind_template_child (class, WeftDataDialog, folder_button);
  gtk_widget_class_bind_template_child (class, WeftDataDialog, target_box);
  gtk_widget_class_bind_template_child (class, WeftDataDialog, target_list);
  gtk_widget_class_bind_template_child (class, WeftDataDialog, task_list);
  gtk_widget_class_bind_template_child (class, WeftDataDialog, scroller);
  gtk_widget_class_bind_template_child (class, WeftDataDialog, rows);
  gtk_widget_class_bind_template_child (class, WeftDataDialog, notes_scroller);
  gtk_widget_class_bind_template_child (class, WeftDataDialog, notes);
}

static void
weft_data_dialog_class_init (WeftDataDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = weft_data_dialog_dispose;
  done_signal = g_signal_new ("done", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                              NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  cancelled_signal = g_signal_new ("cancelled", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/weft/Weft/ui/data-dialog.ui");
  bind_children (widget_class);
}

static void
weft_data_dialog_init (WeftDataDialog *dialog)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget **const hidden[]
      = { &dialog->problem,  &dialog->settings,   &dialog->beginning,     &dialog->folder_button,
          &dialog->scroller, &dialog->target_box, &dialog->notes_scroller };

  gtk_widget_init_template (GTK_WIDGET (dialog));
  gtk_accessible_update_property (GTK_ACCESSIBLE (dialog), GTK_ACCESSIBLE_PROPERTY_MODAL, TRUE, -1);
  weft_widget_set_inner_name (dialog->target_list, _ ("What is predicted"));
  weft_widget_set_inner_name (dialog->task_list, _ ("As what it is predicted"));
  weft_widget_set_name (dialog->rows, _ ("What the data hold"));
  for (gsize i = 0; i < G_N_ELEMENTS (hidden); i++)
    weft_widget_set_shown (*hidden[i], FALSE);
  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (dialog->target_list), FALSE);
  g_signal_connect_swapped (dialog->folder_button, "clicked", G_CALLBACK (folder_cb), dialog);
  g_signal_connect_swapped (dialog->cancel_button, "clicked", G_CALLBACK (cancel_cb), dialog);
  g_signal_connect_swapped (dialog->open_button, "clicked", G_CALLBACK (open_cb), dialog);
  g_signal_connect_swapped (dialog->train_button, "clicked", G_CALLBACK (train_cb), dialog);
  g_signal_connect_swapped (dialog->target_list, "notify::selected", G_CALLBACK (target_chosen_cb),
                            dialog);
  g_signal_connect_swapped (dialog->task_list, "notify::selected", G_CALLBACK (task_chosen_cb),
                            dialog);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), dialog);
  gtk_widget_add_controller (GTK_WIDGET (dialog), keys);
}
