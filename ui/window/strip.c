/* strip: train, step, start over; how far it is; the settings that are changed most */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/strip.h"

#include <glib/gi18n-lib.h>

#include "engine/base/count.h"
#include "engine/data/kind-row.h"
#include "engine/graph/own-settings.h"
#include "engine/graph/training.h"
#include "ui/base/format.h"
#include "ui/base/param-form.h"
#include "ui/base/param-row.h"
#include "ui/base/widgets.h"
#include "ui/commands/levels.h"
#include "ui/context/looking.h"
#include "ui/inspector/rate-finder.h"

/* What stands in the strip itself, with a word short enough for it. */
static const struct
{
  const char *name, *label;
} strip_params[] = {
  { "lr", N_ ("rate") },
  { "optimizer", "" },
  { "batch_size", N_ ("batch") },
};

#define N_FIELDS G_N_ELEMENTS (strip_params)

static const double speeds[] = { 1, 10, 60, 0 };
enum
{
  VISIBLE_SPEED = 2, /* 60 steps a second: one for each frame */
  SMALL = 40000,     /* numbers that an epoch reads: it would be over before one looks */
};

struct _WeftStrip
{
  AdwBin parent_instance;

  GtkWidget *train_button, *train_icon, *train_label, *step_button, *restart_button;
  GtkWidget *position_text, *clock_text, *throughput_text;
  GtkWidget *speed_drop, *fields, *more_button;
  GtkWidget *rows[N_FIELDS];
  GtkWidget *form;
  GMenu *alone_section;     /* of the step's menu */
  const WeftRecipe *recipe; /* that it is filled for */

  WeftContext *context;
  guint gesture;
  WeftDataset *suggested_for; /* never read: the data set that the speed was chosen for */
  gboolean is_suggesting, is_speed_chosen, is_train_pressed;
};

G_DEFINE_FINAL_TYPE (WeftStrip, weft_strip, ADW_TYPE_BIN)

/* A text that has once been wider stays so: what changes never moves its neighbours. An
 * inscription, unlike a label, does not make the window lay itself out ten times a second. */
static void
set_steady_text (GtkWidget *inscription, const char *text)
{
  g_autoptr (PangoAttrList) features = pango_attr_list_new ();
  g_autoptr (PangoLayout) layout = NULL;
  int width, natural;

  if (g_strcmp0 (gtk_inscription_get_text (GTK_INSCRIPTION (inscription)), text) == 0)
    return;
  layout = gtk_widget_create_pango_layout (inscription, text);
  pango_attr_list_insert (features, pango_attr_font_features_new ("tnum=1")); /* .numeric */
  pango_layout_set_attributes (layout, features);
  pango_layout_get_pixel_size (layout, &natural, NULL);
  gtk_widget_get_size_request (inscription, &width, NULL);
  gtk_inscription_set_text (GTK_INSCRIPTION (inscription), text);
  weft_widget_set_name (inscription, text);
  if (natural > width)
    gtk_widget_set_size_request (inscription, natural, -1);
}

/* "51,900 pictures/s"; before there is a model, samples. Transfer full. */
static char *
dup_throughput (WeftStrip *strip, double per_second)
{
  WeftModel *model = weft_live_get_model (weft_context_get_live (strip->context));
  double rounded = weft_round_digits (per_second, 3);
  g_autofree char *number = weft_format_large (rounded);
  g_autofree char *count
      = model != NULL
            ? weft_dataset_dup_count (model->dataset, number, (gulong) rounded)
            : g_strdup_printf (ngettext ("%s sample", "%s samples", (gulong) rounded), number);

  /* Translators: so many a second; "5,000 pictures" stands in it */
  return weft_count_close_up (g_strdup_printf (_ ("%s/s"), count));
}

static void
show_numbers (WeftStrip *strip, const WeftStatus *status)
{
  g_autofree char *epoch = weft_format_count (status->epoch + (status->cursor > 0));
  g_autofree char *step = weft_format_count (status->step);
  /* Translators: where training is: the epoch's and the step's number */
  g_autofree char *position = g_strdup_printf (_ ("epoch %s · step %s"), epoch, step);
  g_autofree char *clock = weft_format_clock (status->earlier + status->seconds);
  g_autofree char *throughput = dup_throughput (strip, status->samples_per_second);

  set_steady_text (strip->position_text, position);
  set_steady_text (strip->clock_text, clock);
  set_steady_text (strip->throughput_text, throughput);
  gtk_widget_set_visible (strip->throughput_text, status->samples_per_second > 0);
}

/* Small sets begin at a speed at which learning can be seen; who learns by acting takes many
 * thousand steps, and is seen to act meanwhile. */
static void
suggest_speed (WeftStrip *strip)
{
  WeftModel *model = weft_live_get_model (weft_context_get_live (strip->context));

  if (strip->is_speed_chosen || model == NULL || model->dataset == strip->suggested_for)
    return;
  strip->suggested_for = model->dataset;
  if (model->split->count[WEFT_PART_TRAIN] * weft_model_get_x (model)->count > SMALL
      || (model->environment != NULL && model->figure >= 0))
    return;
  strip->is_suggesting = TRUE;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (strip->speed_drop), VISIBLE_SPEED);
  strip->is_suggesting = FALSE;
}

static void
show_status (WeftStrip *strip)
{
  WeftLive *live = weft_context_get_live (strip->context);
  const WeftStatus *status = weft_live_get_status (live);
  gboolean is_training = weft_live_is_training (live) && status->state != WEFT_TRAINER_STEPPING;
  const char *text = is_training ? _ ("Pause") : _ ("Train");

  if (!g_str_equal (gtk_label_get_text (GTK_LABEL (strip->train_label)), text))
    {
      gtk_label_set_text (GTK_LABEL (strip->train_label), text);
      gtk_image_set_from_icon_name (GTK_IMAGE (strip->train_icon),
                                    is_training ? "media-playback-pause-symbolic"
                                                : "media-playback-start-symbolic");
      weft_widget_set_name (strip->train_button, text);
      gtk_widget_set_tooltip_text (strip->train_button, is_training
                                                            ? _ ("Wait; nothing is lost (F5)")
                                                            : _ ("Learn from the data (F5)"));
    }
  /* Before the first step too: another seed is another beginning. */
  gtk_widget_set_sensitive (strip->restart_button, weft_live_get_model (live) != NULL);
  suggest_speed (strip);
  show_numbers (strip, status);
}

/* --- the button's tooltip --- */

/* Its text changes when it was pressed, on which GTK shows it again, over the notice below. */
static gboolean
query_tooltip_cb (GtkWidget *button, int x, int y, gboolean by_keys, GtkTooltip *tooltip,
                  WeftStrip *strip)
{
  if (strip->is_train_pressed)
    g_signal_stop_emission_by_name (button, "query-tooltip");
  return FALSE;
}

static void
pressed_cb (WeftStrip *strip)
{
  strip->is_train_pressed = TRUE;
}

static void
left_cb (WeftStrip *strip)
{
  strip->is_train_pressed = FALSE;
}

static void
hush_tooltip (WeftStrip *strip)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect (strip->train_button, "query-tooltip", G_CALLBACK (query_tooltip_cb), strip);
  g_signal_connect_swapped (strip->train_button, "clicked", G_CALLBACK (pressed_cb), strip);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (left_cb), strip);
  gtk_widget_add_controller (strip->train_button, motion);
}

/* --- settings --- */

/* One step in which one alone of several learns. */
static void
show_players (WeftStrip *strip, GVariant *values)
{
  WeftTraining training;
  guint n;

  weft_training_load (&training, values);
  if (weft_recipe_get (training.recipe) == strip->recipe)
    return;
  strip->recipe = weft_recipe_get (training.recipe);
  g_menu_remove_all (strip->alone_section);
  n = weft_recipe_count_lanes (strip->recipe);
  for (guint i = 0; n > 1 && i < n; i++)
    {
      const WeftRecipeLane *lane = &strip->recipe->lanes[i];
      g_autofree char *label = g_strdup_printf (_ ("One batch: %s alone"), _ (lane->title));
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "win.step-alone", "s", lane->name);
      g_menu_append_item (strip->alone_section, item);
    }
}

static void
show_training (WeftStrip *strip)
{
  GVariant *values = weft_graph_get_training (weft_context_get_graph (strip->context));
  const WeftParam *params = weft_training_params ();

  show_players (strip, values);
  for (gsize i = 0; i < N_FIELDS; i++)
    if (strip->rows[i] != NULL)
      {
        g_autoptr (GVariant) value = weft_params_get (params, values, strip_params[i].name);

        weft_param_row_set_value (WEFT_PARAM_ROW (strip->rows[i]), value);
      }
  weft_param_form_set_values (WEFT_PARAM_FORM (strip->form), values);
}

static void
change_setting (WeftStrip *strip, const char *name, GVariant *value, gboolean goes_on)
{
  const WeftHost *host = weft_context_get_host (strip->context);
  g_autoptr (GVariant) rate = NULL;

  if (!weft_context_may_change (strip->context))
    {
      show_training (strip);
      return;
    }
  if (g_str_equal (name, "lr") && host->set_rate != NULL)
    {
      /* The run takes it at once, and the host makes it an edit. */
      rate = value != NULL
                 ? g_variant_ref (value)
                 : weft_own_settings_get (
                     weft_graph_get_training (weft_context_get_graph (strip->context)), name);
      host->set_rate (host->user, weft_context_get_window (strip->context),
                      g_variant_get_double (rate));
    }
  else
    {
      if (!goes_on || strip->gesture == 0)
        strip->gesture = weft_history_new_gesture (weft_context_get_history (strip->context));
      weft_context_do (
          strip->context,
          weft_own_settings_edit (weft_graph_get_training (weft_context_get_graph (strip->context)),
                                  name, value),
          strip->gesture);
    }
  show_training (strip); /* a refused one is shown as it was */
}

static void
row_edited_cb (WeftParamRow *row, GVariant *value, WeftStrip *strip)
{
  change_setting (strip, weft_param_row_get_param (row)->name, value, FALSE);
}

static void
form_edited_cb (WeftParamForm *form, const char *name, GVariant *value, gboolean goes_on,
                WeftStrip *strip)
{
  change_setting (strip, name, value, goes_on);
}

static void
graph_changed_cb (WeftStrip *strip, WeftEdit *edit)
{
  if (weft_edit_get_node (edit) == 0)
    show_training (strip);
}

/* In a box of its own, which the level hides: the row goes where there is no room. */
static void
append_field (WeftStrip *strip, GtkWidget *row, const char *name)
{
  GtkWidget *place = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_box_append (GTK_BOX (place), row);
  gtk_box_append (GTK_BOX (strip->fields), place);
  weft_level_bind (place, weft_context_get_host (strip->context)->settings, name);
}

static void
make_fields (WeftStrip *strip)
{
  const WeftParam *params = weft_training_params ();

  for (gsize i = 0; i < N_FIELDS; i++)
    {
      const WeftParam *param = weft_params_find (params, strip_params[i].name);

      if (param == NULL)
        continue;
      strip->rows[i] = weft_param_row_new (param, WEFT_PARAM_ROW_COMPACT);
      weft_param_row_set_label (WEFT_PARAM_ROW (strip->rows[i]),
                                *strip_params[i].label != '\0' ? _ (strip_params[i].label) : "");
      g_signal_connect (strip->rows[i], "edited", G_CALLBACK (row_edited_cb), strip);
      append_field (strip, strip->rows[i], strip_params[i].name);
    }
}

static void
make_more (WeftStrip *strip)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  strip->form = weft_param_form_new (weft_training_params (), NULL);
  gtk_widget_set_size_request (strip->form, 280, -1);
  g_signal_connect (strip->form, "edited", G_CALLBACK (form_edited_cb), strip);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), strip->form);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 460);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_box_append (GTK_BOX (box), weft_rate_finder_new (strip->context));
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (strip->more_button), popover);
}

void
weft_strip_show_settings (WeftStrip *strip)
{
  if (!gtk_widget_get_visible (strip->more_button)) /* the level hides it */
    weft_level_set (weft_context_get_host (strip->context)->settings, WEFT_LEVEL_UNDERSTAND);
  weft_param_form_open_more (WEFT_PARAM_FORM (strip->form));
  gtk_menu_button_popup (GTK_MENU_BUTTON (strip->more_button));
}

/* --- speed --- */

static void
speed_changed_cb (WeftStrip *strip)
{
  const WeftHost *host = weft_context_get_host (strip->context);
  guint i = gtk_drop_down_get_selected (GTK_DROP_DOWN (strip->speed_drop));

  strip->is_speed_chosen |= !strip->is_suggesting;
  if (i < G_N_ELEMENTS (speeds) && host->set_speed != NULL)
    host->set_speed (host->user, weft_context_get_window (strip->context), speeds[i]);
}

static void
make_speeds (WeftStrip *strip, double speed)
{
  const char *const labels[] = {
    _ ("1 step a second"),
    _ ("10 steps a second"),
    _ ("60 steps a second"),
    _ ("As fast as it goes"),
    NULL,
  };
  GtkStringList *list = gtk_string_list_new (labels);
  guint selected = G_N_ELEMENTS (speeds) - 1;

  for (guint i = 0; i < G_N_ELEMENTS (speeds); i++)
    if (speeds[i] == speed)
      selected = i;
  gtk_drop_down_set_model (GTK_DROP_DOWN (strip->speed_drop), G_LIST_MODEL (list));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (strip->speed_drop), selected);
  g_signal_connect_swapped (strip->speed_drop, "notify::selected", G_CALLBACK (speed_changed_cb),
                            strip);
  g_object_unref (list);
}

void
weft_strip_set_narrow (WeftStrip *strip, gboolean is_narrow)
{
  for (gsize i = 1; i < N_FIELDS; i++) /* the rate stays */
    if (strip->rows[i] != NULL)
      weft_widget_set_shown (strip->rows[i], !is_narrow);
  weft_widget_set_shown (strip->speed_drop, !is_narrow);
}

GtkWidget *
weft_strip_new (WeftContext *context, double speed)
{
  WeftStrip *strip = g_object_new (WEFT_TYPE_STRIP, NULL);
  WeftLive *live = weft_context_get_live (context);

  strip->context = g_object_ref (context);
  strip->is_speed_chosen = speed > 0;
  weft_level_bind (strip->step_button, weft_context_get_host (context)->settings, "step");
  weft_level_bind (strip->more_button, weft_context_get_host (context)->settings, "more");
  make_fields (strip);
  make_more (strip);
  make_speeds (strip, speed);
  g_signal_connect_object (live, "status", G_CALLBACK (show_status), strip, G_CONNECT_SWAPPED);
  g_signal_connect_object (weft_context_get_graph (context), "changed",
                           G_CALLBACK (graph_changed_cb), strip, G_CONNECT_SWAPPED);
  show_status (strip);
  show_training (strip);
  return GTK_WIDGET (strip);
}

static void
weft_strip_dispose (GObject *object)
{
  g_clear_object (&WEFT_STRIP (object)->context);
  G_OBJECT_CLASS (weft_strip_parent_class)->dispose (object);
}

static void
weft_strip_class_init (WeftStripClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = weft_strip_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/weft/Weft/ui/strip.ui");
  gtk_widget_class_bind_template_child (widget_class, WeftStrip, train_button);
  gtk_widget_class_bind_template_child (widget_class, WeftStrip, train_icon);
  gtk_widget_class_bind_template_child (widget_class, WeftStrip, train_label);
  gtk_widget_class_bind_template_child (widget_class, WeftStrip, step_button);
  gtk_widget_class_bind_template_child (widget_class, WeftStrip, alone_section);
  gtk_widget_class_bind_template_child (widget_class, WeftStrip, restart_button);
  gtk_widget_class_bind_template_child (widget_class, WeftStrip, position_text);
  gtk_widget_class_bind_template_child (widget_class, WeftStrip, clock_text);
  gtk_widget_class_bind_template_child (widget_class, WeftStrip, throughput_text);
  gtk_widget_class_bind_template_child (widget_class, WeftStrip, speed_drop);
  gtk_widget_class_bind_template_child (widget_class, WeftStrip, fields);
  gtk_widget_class_bind_template_child (widget_class, WeftStrip, more_button);
}

static void
weft_strip_init (WeftStrip *strip)
{
  gtk_widget_init_template (GTK_WIDGET (strip));
  hush_tooltip (strip);
  weft_widget_set_name (strip->step_button, _ ("Step"));
  weft_widget_set_name (gtk_widget_get_last_child (strip->step_button), _ ("How far to step"));
  weft_widget_set_inner_name (strip->speed_drop, _ ("Speed"));
}
