/* language: Weft's own setting, put in force before the first message and on a switch */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/user/language.h"

#include <glib/gi18n.h>
#include <libintl.h>
#include <locale.h>
#include <string.h>

#include "app/user/paths.h"

/* gettext keeps what it looked up; this counter tells it to look again. */
extern int _nl_msg_cat_cntr;

static char *current;
static char *inherited; /* LANGUAGE as the program was started */

/* gettext translates in any locale but "C": where the wanted one does not exist C.UTF-8 serves. */
static void
set_locale (void)
{
  const char *locale = setlocale (LC_ALL, "");

  if (locale == NULL || strcmp (locale, "C") == 0 || strcmp (locale, "POSIX") == 0)
    setlocale (LC_ALL, "C.UTF-8");
}

static void
bind (const char *language)
{
  g_setenv ("LANGUAGE", language, TRUE);
  set_locale ();
  bindtextdomain (GETTEXT_PACKAGE, weft_paths_get_locale ());
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  _nl_msg_cat_cntr++;
}

/* GLib decides once, at its first message, whether the program is translated at all: it is asked
 * while a translation is in force, or a start in English would be for good. */
static void
ask_glib (void)
{
  bind ("zh_CN");
  g_dgettext (GETTEXT_PACKAGE, "Language");
}

void
weft_language_set (const char *language)
{
  if (inherited == NULL)
    {
      inherited = g_strdup (g_getenv ("LANGUAGE") != NULL ? g_getenv ("LANGUAGE") : "");
      ask_glib ();
    }
  g_free (current);
  current = g_strdup (language);
  bind (*language != '\0' ? language : inherited);
}

const char *
weft_language_get (void)
{
  return current != NULL ? current : "";
}
