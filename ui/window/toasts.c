/* toasts: what the window says in passing; what is cured is not said any longer */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/toasts.h"

#include "engine/base/brief.h"
#include "ui/window/window-private.h"

#define NOWHERE G_MAXUINT /* there is no document */

typedef struct
{
  AdwToast *toast;
  char *text;
  WeftToastHolds holds;
  guint position; /* of the history when it was said */
  gboolean is_hint;
} Said;

static void
said_free (gpointer data)
{
  Said *said = data;

  g_object_unref (said->toast);
  g_free (said->text);
  g_free (said);
}

static guint
position_of (WeftWindow *window)
{
  return window->context != NULL
             ? weft_history_get_position (weft_context_get_history (window->context))
             : NOWHERE;
}

static gboolean
still_holds (WeftWindow *window, const Said *said)
{
  if (!said->is_hint)
    return TRUE;
  return said->holds != NULL ? said->holds (window, said->text)
                             : said->position == position_of (window);
}

static void
dismissed_cb (AdwToast *toast, WeftWindow *window)
{
  for (guint i = 0; window->said != NULL && i < window->said->len; i++)
    if (((Said *) window->said->pdata[i])->toast == toast)
      {
        g_ptr_array_remove_index (window->said, i);
        return;
      }
}

static void
say (WeftWindow *window, const char *text, WeftToastHolds holds, gboolean is_hint)
{
  g_autofree char *shown = weft_brief (text, WEFT_BRIEF_PATH);
  g_autofree char *escaped = g_markup_escape_text (shown, -1);
  Said *said = g_new0 (Said, 1);

  *said = (Said){ g_object_ref (adw_toast_new (escaped)), g_strdup (text), holds,
                  position_of (window), is_hint };
  if (window->said == NULL)
    window->said = g_ptr_array_new_with_free_func (said_free);
  g_ptr_array_add (window->said, said);
  g_signal_connect_object (said->toast, "dismissed", G_CALLBACK (dismissed_cb), window, 0);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (window->toasts), said->toast);
}

void
weft_window_toast (WeftWindow *window, const char *text)
{
  g_return_if_fail (WEFT_IS_WINDOW (window));

  say (window, text, NULL, FALSE);
}

void
weft_window_hint (WeftWindow *window, const char *text, WeftToastHolds holds)
{
  g_return_if_fail (WEFT_IS_WINDOW (window));

  say (window, text, holds, TRUE);
}

/* Its dismissal takes a toast out of what was said. */
static void
dismiss (WeftWindow *window, gboolean all)
{
  for (guint i = window->said != NULL ? window->said->len : 0; i-- > 0;)
    {
      const Said *said = window->said->pdata[i];
      g_autoptr (AdwToast) toast = g_object_ref (said->toast);

      if (all || !still_holds (window, said))
        adw_toast_dismiss (toast);
    }
}

void
weft_toasts_settle (WeftWindow *window)
{
  dismiss (window, FALSE);
}

void
weft_toasts_clear (WeftWindow *window)
{
  dismiss (window, TRUE);
}
