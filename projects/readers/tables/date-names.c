/* date-names: how months and days of the week are called, in the languages that tables are written
 * in
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/tables/date-parts.h"

#include <string.h>

#define LANGUAGES 6

/* English, German, French, Spanish, Portuguese, Italian. */
static const char *const months[][LANGUAGES] = {
  { "january", "januar", "janvier", "enero", "janeiro", "gennaio" },
  { "february", "februar", "février", "febrero", "fevereiro", "febbraio" },
  { "march", "märz", "mars", "marzo", "março", "marzo" },
  { "april", "april", "avril", "abril", "abril", "aprile" },
  { "may", "mai", "mai", "mayo", "maio", "maggio" },
  { "june", "juni", "juin", "junio", "junho", "giugno" },
  { "july", "juli", "juillet", "julio", "julho", "luglio" },
  { "august", "august", "août", "agosto", "agosto", "agosto" },
  { "september", "september", "septembre", "septiembre", "setembro", "settembre" },
  { "october", "oktober", "octobre", "octubre", "outubro", "ottobre" },
  { "november", "november", "novembre", "noviembre", "novembro", "novembre" },
  { "december", "dezember", "décembre", "diciembre", "dezembro", "dicembre" },
};

static const char *const weekdays[][LANGUAGES] = {
  { "monday", "montag", "lundi", "lunes", "segunda-feira", "lunedì" },
  { "tuesday", "dienstag", "mardi", "martes", "terça-feira", "martedì" },
  { "wednesday", "mittwoch", "mercredi", "miércoles", "quarta-feira", "mercoledì" },
  { "thursday", "donnerstag", "jeudi", "jueves", "quinta-feira", "giovedì" },
  { "friday", "freitag", "vendredi", "viernes", "sexta-feira", "venerdì" },
  { "saturday", "samstag", "samedi", "sábado", "sábado", "sabato" },
  { "sunday", "sonntag", "dimanche", "domingo", "domingo", "domenica" },
};

static gsize
count_letters (const char *at)
{
  gsize n = 0;

  while (g_ascii_isalpha (at[n]) || (guchar) at[n] >= 0x80)
    n++;
  return n;
}

/* By its whole name or its first letters: −1 where it is none. */
static int
find (const char *word, gsize n, gsize least, const char *const (*names)[LANGUAGES], guint n_names)
{
  g_autofree char *small = NULL;

  if (n < least || n > 24 || !g_utf8_validate (word, (gssize) n, NULL))
    return -1;
  small = g_utf8_strdown (word, (gssize) n);
  for (guint i = 0; i < n_names; i++)
    for (guint l = 0; l < LANGUAGES; l++)
      if (g_str_has_prefix (names[i][l], small))
        return (int) i;
  return -1;
}

gboolean
weft_date_take_month_name (const char **at, int *month)
{
  gsize n = count_letters (*at);
  int found = find (*at, n, 3, months, G_N_ELEMENTS (months));

  if (found < 0)
    return FALSE;
  *month = found + 1;
  *at += n + ((*at)[n] == '.');
  return TRUE;
}

void
weft_date_pass_weekday (const char **at)
{
  gsize n = count_letters (*at);

  if (g_str_has_prefix (*at + n, "-feira"))
    n += strlen ("-feira");
  /* mar is March rather than mardi. */
  if (find (*at, n, 3, months, G_N_ELEMENTS (months)) >= 0
      || find (*at, n, 2, weekdays, G_N_ELEMENTS (weekdays)) < 0)
    return;
  *at += n + ((*at)[n] == '.');
  *at += **at == ',';
  *at += **at == ' ';
}

void
weft_date_pass_weekday_behind (const char **at)
{
  static const char *const begins[] = { "星期", "周", "週", "礼拜" };
  const char *word = *at + (**at == ' ');

  for (guint i = 0; i < G_N_ELEMENTS (begins); i++)
    if (weft_date_take_text (&word, begins[i]) && *word
        && g_utf8_strchr ("一二三四五六日天", -1, g_utf8_get_char_validated (word, -1)))
      {
        *at = g_utf8_next_char (word);
        return;
      }
}
