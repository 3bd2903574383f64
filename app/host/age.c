/* age: when something was, as people say it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/host/age.h"

#include <glib/gi18n.h>

char *
weft_age_dup (gint64 when)
{
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_local (when);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  gint64 seconds = g_date_time_to_unix (now) - when;

  if (then == NULL)
    return g_strdup ("");
  if (seconds >= 0 && seconds < 60)
    return g_strdup (_ ("just now"));
  if (seconds >= 0 && seconds < 3600)
    return g_strdup_printf (_ ("%d min ago"), (int) (seconds / 60));
  if (g_date_time_get_day_of_year (then) == g_date_time_get_day_of_year (now)
      && g_date_time_get_year (then) == g_date_time_get_year (now))
    return g_date_time_format (then, _ ("today, %H:%M"));
  return g_date_time_format (then, "%Y-%m-%d");
}
