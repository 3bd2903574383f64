/* notice: a slim bar under the strip that says what is the matter and blocks nothing
 *
 * One sentence at a time, the gravest: edits cannot be saved, an earlier step is looked at,
 * training failed, what was said when the project was opened, the net that trains is an older one,
 * how the run stands, it is a draft. Beside it what can be done about it. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/notice.h"

#include <glib/gi18n-lib.h>

#include "ui/base/format.h"
#include "ui/base/widgets.h"
#include "ui/scene/words.h"

#define N_WAYS 2

struct _WeftNotice
{
  AdwBin parent_instance;

  GtkWidget *revealer, *box, *icon, *label, *buttons[N_WAYS], *close_button;
  WeftContext *context;
  char *opening;   /* nullable */
  char *dismissed; /* the sentence that the user has closed; nullable */
  gboolean is_draft;
  const void *ways; /* that the buttons show */
};

G_DEFINE_FINAL_TYPE (WeftNotice, weft_notice, ADW_TYPE_BIN)

typedef struct
{
  const char *label, *action; /* N_ (); "win.…" */
} Way;

typedef struct
{
  char *text;        /* owned; NULL: nothing is the matter */
  const char *style; /* "error", "warning", NULL */
  const Way *ways;   /* at most two, the likelier one last; nullable */
} Message;

static const Way keep[] = { { N_ ("Keep it where?"), "win.keep" }, { NULL, NULL } };
static const Way retry_or_keep[]
    = { { N_ ("Try again"), "win.save-again" }, { N_ ("Keep it where?"), "win.keep" } };
static const Way undo[] = { { N_ ("Undo"), "win.untake-best" }, { NULL, NULL } };
static const Way table_or_undo[]
    = { { N_ ("What fitted"), "win.show-taken" }, { N_ ("Undo"), "win.untake-best" } };
static const Way go_on[] = { { N_ ("Go on"), "win.train" }, { NULL, NULL } };
static const Way go_on_or_back[]
    = { { N_ ("Take the best weights back"), "win.take-best" }, { N_ ("Go on"), "win.train" } };
static const Way pause_or_back[] = { { N_ ("Pause here"), "win.train" },
                                     { N_ ("Take the best weights back"), "win.take-best" } };

static const Way stopped[]
    = { { N_ ("Show the wire"), "win.show-stop" }, { N_ ("Go on"), "win.train" } };
static const Way now_or_branch[]
    = { { N_ ("Go back to now"), "win.now" }, { N_ ("Branch here"), "win.branch" } };

static char *
dup_end (WeftLive *live)
{
  const WeftStatus *status = weft_live_get_status (live);
  g_autofree char *epochs = weft_format_count (status->epoch);

  if (status->is_schedule_over)
    return g_strdup_printf (_ ("The schedule has brought the rate to 0: the run is over after %s "
                               "epochs. Going on begins it anew."),
                            epochs);
  if (status->stopped_early)
    return g_strdup_printf (_ ("Stopped early after %s epochs: the validation figure does not "
                               "become better any more."),
                            epochs);
  /* Translators: %s is a number */
  return g_strdup_printf (
      g_dngettext (NULL, "%s epoch done", "%s epochs done", (gulong) status->epoch), epochs);
}

/* Of the run, none of which is a fault. */
static Message
choose_run_message (WeftLive *live)
{
  const WeftStatus *status = weft_live_get_status (live);
  g_autofree char *taken = weft_format_count (weft_live_get_taken (live));
  g_autofree char *best = weft_format_count (status->best_step);

  if (weft_live_get_lost (live) != NULL)
    return (Message){ g_strdup (weft_live_get_lost (live)), "warning", NULL };
  if (weft_live_get_taken_words (live) != NULL)
    return (Message){ g_strdup (weft_live_get_taken_words (live)), NULL,
                      weft_live_get_taken_rows (live) != NULL ? table_or_undo : undo };
  if (weft_live_get_taken (live) >= 0)
    return (Message){ g_strdup_printf (_ ("The weights of step %s are back."), taken), NULL, undo };
  if (status->state == WEFT_TRAINER_FINISHED)
    return (Message){ dup_end (live), NULL,
                      weft_live_can_take_best (live) ? go_on_or_back : go_on };
  if (weft_live_is_stuck (live))
    return (Message){ g_strdup_printf (_ ("Validation has not become better since step %s."), best),
                      NULL, pause_or_back };
  return (Message){ NULL, NULL, NULL };
}

static Message
choose_message (WeftNotice *notice)
{
  WeftLive *live = weft_context_get_live (notice->context);
  const WeftStatus *status = weft_live_get_status (live);
  WeftReport *report = weft_live_get_report (live);
  const char *problem = NULL;
  gint64 looked = weft_live_get_looked (live);
  g_autofree char *step = weft_format_count (looked);
  Message message;

  weft_live_get_saved (live, &problem);
  if (problem != NULL)
    return (Message){ g_strdup (problem), "error",
                      weft_live_is_unsaved (live) ? retry_or_keep : keep };
  if (looked >= 0)
    return (Message){ g_strdup_printf (_ ("At step %s, as it was then."), step), NULL,
                      now_or_branch };
  if (status->state == WEFT_TRAINER_FAILED)
    return (Message){ g_strdup (*status->error != '\0' ? status->error : _ ("Training stopped.")),
                      "error", NULL };
  if (status->stop.point != 0)
    return (Message){ weft_words_dup_stop (weft_context_get_graph (notice->context), &status->stop),
                      "warning", stopped };
  if (notice->opening != NULL && g_strcmp0 (notice->opening, notice->dismissed) != 0)
    return (Message){ g_strdup (notice->opening), "warning", notice->is_draft ? keep : NULL };
  if (report != NULL && !report->is_whole && weft_live_is_training (live))
    return (Message){ g_strdup (_ ("Training the net as it was before your edit.")), "warning",
                      NULL };
  message = choose_run_message (live);
  if (message.text != NULL && g_strcmp0 (message.text, notice->dismissed) != 0)
    return message;
  g_free (message.text);
  if (notice->is_draft)
    return (Message){ g_strdup (_ ("Draft, kept automatically.")), NULL, keep };
  return (Message){ NULL, NULL, NULL };
}

static void
show_ways (WeftNotice *notice, const Way *ways)
{
  gboolean ends = ways == NULL;

  for (guint i = 0; i < N_WAYS; i++)
    {
      ends = ends || ways[i].label == NULL;
      weft_widget_set_shown (notice->buttons[i], !ends);
      if (ends)
        continue;
      gtk_button_set_label (GTK_BUTTON (notice->buttons[i]), _ (ways[i].label));
      weft_widget_set_name (notice->buttons[i], _ (ways[i].label));
      gtk_actionable_set_action_name (GTK_ACTIONABLE (notice->buttons[i]), ways[i].action);
    }
  notice->ways = ways;
}

static void
update (WeftNotice *notice)
{
  const Message message = choose_message (notice);
  g_autofree char *text = message.text;
  gboolean is_shown = text != NULL && g_strcmp0 (text, notice->dismissed) != 0;
  gboolean is_grave = message.style != NULL;

  gtk_revealer_set_reveal_child (GTK_REVEALER (notice->revealer), is_shown);
  gtk_accessible_update_state (GTK_ACCESSIBLE (notice->revealer), GTK_ACCESSIBLE_STATE_HIDDEN,
                               !is_shown, -1);
  if (!is_shown)
    return;
  if (!g_str_equal (gtk_label_get_text (GTK_LABEL (notice->label)), text))
    gtk_label_set_text (GTK_LABEL (notice->label), text);
  gtk_widget_set_visible (notice->icon, is_grave);
  weft_widget_set_shown (notice->close_button, message.ways != now_or_branch);
  gtk_widget_remove_css_class (notice->box, "error");
  gtk_widget_remove_css_class (notice->box, "warning");
  if (is_grave)
    gtk_widget_add_css_class (notice->box, message.style);
  if (message.ways != notice->ways)
    show_ways (notice, message.ways);
}

static void
close_cb (WeftNotice *notice)
{
  g_free (notice->dismissed);
  notice->dismissed = g_strdup (gtk_label_get_text (GTK_LABEL (notice->label)));
  update (notice);
}

void
weft_notice_set_draft (WeftNotice *notice, gboolean is_draft)
{
  g_return_if_fail (WEFT_IS_NOTICE (notice));

  notice->is_draft = is_draft;
  update (notice);
}

GtkWidget *
weft_notice_new (WeftContext *context, const char *text, gboolean is_draft)
{
  static const char *const names[] = { "status", "report", "saved" };
  WeftNotice *notice = g_object_new (WEFT_TYPE_NOTICE, NULL);

  notice->context = g_object_ref (context);
  notice->opening = g_strdup (text);
  notice->is_draft = is_draft;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_signal_connect_object (weft_context_get_live (context), names[i], G_CALLBACK (update), notice,
                             G_CONNECT_SWAPPED);
  update (notice);
  return GTK_WIDGET (notice);
}

static void
weft_notice_dispose (GObject *object)
{
  g_clear_object (&WEFT_NOTICE (object)->context);
  G_OBJECT_CLASS (weft_notice_parent_class)->dispose (object);
}

static void
weft_notice_finalize (GObject *object)
{
  WeftNotice *notice = WEFT_NOTICE (object);

  g_free (notice->opening);
  g_free (notice->dismissed);
  G_OBJECT_CLASS (weft_notice_parent_class)->finalize (object);
}

static void
weft_notice_class_init (WeftNoticeClass *class)
{
  G_OBJECT_CLASS (class)->dispose = weft_notice_dispose;
  G_OBJECT_CLASS (class)->finalize = weft_notice_finalize;
}

static void
weft_notice_init (WeftNotice *notice)
{
  notice->revealer = gtk_revealer_new ();
  notice->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_widget_add_css_class (notice->box, "notice");
  notice->icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  notice->label = weft_label_new ("", NULL);
  gtk_label_set_ellipsize (GTK_LABEL (notice->label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (notice->label, TRUE);
  for (guint i = 0; i < N_WAYS; i++)
    {
      notice->buttons[i] = gtk_button_new ();
      gtk_widget_set_valign (notice->buttons[i], GTK_ALIGN_CENTER);
      gtk_widget_set_visible (notice->buttons[i], FALSE);
    }
  notice->close_button = gtk_button_new_from_icon_name ("window-close-symbolic");
  gtk_widget_add_css_class (notice->close_button, "flat");
  gtk_widget_set_valign (notice->close_button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (notice->close_button, _ ("Close this line"));
  weft_widget_set_name (notice->close_button, _ ("Close this line"));
  g_signal_connect_swapped (notice->close_button, "clicked", G_CALLBACK (close_cb), notice);
  gtk_box_append (GTK_BOX (notice->box), notice->icon);
  gtk_box_append (GTK_BOX (notice->box), notice->label);
  for (guint i = 0; i < N_WAYS; i++)
    gtk_box_append (GTK_BOX (notice->box), notice->buttons[i]);
  gtk_box_append (GTK_BOX (notice->box), notice->close_button);
  gtk_revealer_set_child (GTK_REVEALER (notice->revealer), notice->box);
  adw_bin_set_child (ADW_BIN (notice), notice->revealer);
}
