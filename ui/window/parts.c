/* parts: F6 and Shift+F6 go round the parts of the window */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/parts.h"

typedef struct
{
  GtkWidget *root;
  guint n;
  GtkWidget *parts[];
} Parts;

static guint
find_current (const Parts *parts)
{
  GtkRoot *root = gtk_widget_get_root (parts->root);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  for (guint i = 0; i < parts->n; i++)
    if (focus != NULL
        && (focus == parts->parts[i] || gtk_widget_is_ancestor (focus, parts->parts[i])))
      return i;
  return 0;
}

/* A part that takes the focus itself has it, else the first thing in it that does. */
static gboolean
enter (GtkWidget *part)
{
  return gtk_widget_get_mapped (part)
         && (gtk_widget_grab_focus (part) || gtk_widget_child_focus (part, GTK_DIR_TAB_FORWARD));
}

/* Before GtkPaned has it, which knows two parts only. */
static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
        Parts *parts)
{
  GdkModifierType pressed = state & gtk_accelerator_get_default_mod_mask ();
  guint step = pressed == GDK_SHIFT_MASK ? parts->n - 1 : 1, at = find_current (parts);

  if (key != GDK_KEY_F6 || (pressed != 0 && pressed != GDK_SHIFT_MASK))
    return GDK_EVENT_PROPAGATE;
  for (guint tried = 0; tried < parts->n; tried++)
    {
      at = (at + step) % parts->n;
      if (enter (parts->parts[at]))
        break;
    }
  return GDK_EVENT_STOP;
}

static void
free_parts (gpointer data, GClosure *closure)
{
  g_free (data);
}

void
weft_parts_add_keys (GtkWidget *root, GtkWidget *const *list)
{
  GtkEventController *controller = gtk_event_controller_key_new ();
  guint n = 0;
  Parts *parts;

  while (list[n] != NULL)
    n++;
  parts = g_malloc0 (sizeof (Parts) + n * sizeof (GtkWidget *));
  parts->root = root;
  parts->n = n;
  for (guint i = 0; i < n; i++)
    parts->parts[i] = list[i];
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_data (controller, "key-pressed", G_CALLBACK (key_cb), parts, free_parts, 0);
  gtk_widget_add_controller (root, controller);
}
