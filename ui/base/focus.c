/* focus: the keyboard's place is never lost: what closes, hides or turns grey hands it back
 *
 * GTK 4.8 leaves a window without a focus when a popover or a hidden part takes it along, and goes
 * on with the first button of the window, or with nothing. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/base/focus.h"

#define KEEPER_KEY "weft-focus-keeper"
#define BEFORE_KEY "weft-focus-before"

typedef struct
{
  GtkWindow *window; /* owns it */
  GPtrArray *chain;  /* GWeakRef: what had the focus last, then its ancestors */
  guint source;
} Keeper;

static void
free_ref (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static GWeakRef *
new_ref (gpointer object)
{
  GWeakRef *ref = g_new0 (GWeakRef, 1);

  g_weak_ref_init (ref, object);
  return ref;
}

static void
keeper_free (gpointer data)
{
  Keeper *keeper = data;

  g_clear_handle_id (&keeper->source, g_source_remove);
  g_ptr_array_unref (keeper->chain);
  g_free (keeper);
}

static gboolean
is_within (GtkWidget *widget, gpointer ancestor)
{
  return widget != NULL && (widget == ancestor || gtk_widget_is_ancestor (widget, ancestor));
}

static gboolean
can_take (GtkWidget *widget)
{
  return gtk_widget_get_mapped (widget) && gtk_widget_is_sensitive (widget);
}

static gboolean
is_lost (Keeper *keeper)
{
  GtkWidget *focus = gtk_window_get_focus (keeper->window);

  return focus == NULL || !can_take (focus);
}

/* The widget itself, else the first thing that takes it in the nearest that still is there. */
static void
give_back (Keeper *keeper, GPtrArray *chain)
{
  for (guint i = 0; i < chain->len; i++)
    {
      g_autoptr (GtkWidget) widget = g_weak_ref_get (chain->pdata[i]);

      if (widget == NULL || !can_take (widget)
          || gtk_widget_get_root (widget) != GTK_ROOT (keeper->window))
        continue;
      if ((gtk_widget_get_focusable (widget) && gtk_widget_grab_focus (widget))
          || (i > 0 && gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD)))
        return;
    }
}

static GPtrArray *
new_chain (GtkWidget *widget)
{
  GPtrArray *chain = g_ptr_array_new_with_free_func (free_ref);

  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    g_ptr_array_add (chain, new_ref (widget));
  return chain;
}

static gboolean
look_cb (gpointer user)
{
  Keeper *keeper = user;
  g_autoptr (GPtrArray) chain = g_ptr_array_ref (keeper->chain);

  keeper->source = 0;
  if (is_lost (keeper))
    give_back (keeper, chain);
  return G_SOURCE_REMOVE;
}

static void
look_soon (Keeper *keeper)
{
  if (keeper->source == 0)
    keeper->source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, look_cb, keeper, NULL);
}

static void
focus_cb (Keeper *keeper)
{
  GtkWidget *focus = gtk_window_get_focus (keeper->window), *popover;

  if (focus == NULL)
    {
      look_soon (keeper);
      return;
    }
  popover = gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER);
  if (popover != NULL && keeper->chain->len > 0)
    {
      g_autoptr (GtkWidget) last = g_weak_ref_get (keeper->chain->pdata[0]);

      if (!is_within (last, popover))
        g_object_set_data_full (G_OBJECT (popover), BEFORE_KEY, g_ptr_array_ref (keeper->chain),
                                (GDestroyNotify) g_ptr_array_unref);
    }
  g_ptr_array_unref (keeper->chain);
  keeper->chain = new_chain (focus);
}

/* Before GTK looks for another place itself. What a choice in the popover does comes after. */
static gboolean
closed_hook (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer user)
{
  GtkWidget *popover = g_value_get_object (&values[0]);
  GtkRoot *root = gtk_widget_get_root (popover);
  Keeper *keeper = root != NULL ? g_object_get_data (G_OBJECT (root), KEEPER_KEY) : NULL;
  GPtrArray *before = g_object_get_data (G_OBJECT (popover), BEFORE_KEY);
  GtkWidget *focus = keeper != NULL ? gtk_window_get_focus (keeper->window) : NULL;

  if (keeper == NULL || before == NULL || (focus != NULL && !is_within (focus, popover)))
    return TRUE;
  g_ptr_array_ref (before);
  give_back (keeper, before);
  g_ptr_array_unref (before);
  return TRUE;
}

/* --- dialogs --- */

static gboolean
present_cb (gpointer window)
{
  if (gtk_widget_get_mapped (window))
    gtk_window_present (window);
  return G_SOURCE_REMOVE;
}

/* Not every desktop gives the keyboard back to the window that a dialog lay over. */
static void
unmap_cb (GtkWindow *dialog)
{
  GtkWindow *parent = gtk_window_get_transient_for (dialog);

  if (parent == NULL || g_object_get_data (G_OBJECT (parent), KEEPER_KEY) == NULL
      || !gtk_window_is_active (dialog))
    return;
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, present_cb, g_object_ref (parent), g_object_unref);
}

static void
toplevels_cb (GListModel *windows, guint at, guint removed, guint added)
{
  for (guint i = at; i < at + added; i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      g_signal_connect (window, "unmap", G_CALLBACK (unmap_cb), NULL);
    }
}

static void
follow_popovers_and_dialogs (void)
{
  static gsize once = 0;

  if (!g_once_init_enter (&once))
    return;
  g_type_class_unref (g_type_class_ref (GTK_TYPE_POPOVER));
  g_signal_add_emission_hook (g_signal_lookup ("closed", GTK_TYPE_POPOVER), 0, closed_hook, NULL,
                              NULL);
  g_signal_connect (gtk_window_get_toplevels (), "items-changed", G_CALLBACK (toplevels_cb), NULL);
  g_once_init_leave (&once, 1);
}

void
weft_focus_keep (GtkWindow *window)
{
  Keeper *keeper = g_new0 (Keeper, 1);

  keeper->window = window;
  keeper->chain = g_ptr_array_new_with_free_func (free_ref);
  g_object_set_data_full (G_OBJECT (window), KEEPER_KEY, keeper, keeper_free);
  g_signal_connect_swapped (window, "notify::focus-widget", G_CALLBACK (focus_cb), keeper);
  g_signal_connect_swapped (window, "notify::is-active", G_CALLBACK (look_soon), keeper);
  follow_popovers_and_dialogs ();
}
