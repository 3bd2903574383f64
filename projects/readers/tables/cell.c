/* cell: what one cell of a table can be: nothing, a number, the name of a part */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/data/dataset.h"
#include "projects/readers/tables/table.h"

#define LONGEST_NUMBER 60

guint8
weft_cell_parse_part (const char *cell)
{
  static const struct
  {
    const char *word;
    WeftPart part;
  } words[] = {
    { "train", WEFT_PART_TRAIN },
    { "training", WEFT_PART_TRAIN },
    { "val", WEFT_PART_VALIDATION },
    { "valid", WEFT_PART_VALIDATION },
    { "validation", WEFT_PART_VALIDATION },
    { "dev", WEFT_PART_VALIDATION },
    { "test", WEFT_PART_TEST },
    { "testing", WEFT_PART_TEST },
    { "训练", WEFT_PART_TRAIN },
    { "验证", WEFT_PART_VALIDATION },
    { "测试", WEFT_PART_TEST },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (cell, words[i].word) == 0)
      return (guint8) (words[i].part + 1);
  return 0;
}

/* The bytes of a space of any kind at `at`: plain, no-break, narrow no-break, thin. */
static gsize
space_length (const char *at)
{
  static const char *const spaces[] = { " ", "\u00a0", "\u202f", "\u2009" };

  for (guint i = 0; i < G_N_ELEMENTS (spaces); i++)
    if (g_str_has_prefix (at, spaces[i]))
      return strlen (spaces[i]);
  return 0;
}

static gsize
group_length (const char *at, char group)
{
  if (group == '\'' && g_str_has_prefix (at, "’"))
    return strlen ("’");
  return group == ' ' ? space_length (at) : group && *at == group;
}

/* Whether `run` digits may stand before a sign of groups: at the beginning up to three, then as
 * many as in the group before, three, or two where lakhs are counted (12,34,567). */
static gboolean
is_group (gsize run, gsize *size, gsize first, char group)
{
  if (first == 0)
    return run <= 3;
  if (*size == 0)
    *size = run == 2 && first <= 2 && group == ',' ? 2 : 3;
  return run == *size;
}

/* Copies digits, leaving out what stands between thousands; NULL when the groups are not of three.
 * Moves *at behind them. */
static char *
copy_whole (const char **at, char group, char *out)
{
  gsize run = 0, first = 0, size = 0, length;

  for (;;)
    if (g_ascii_isdigit (**at))
      {
        *out++ = *(*at)++;
        run++;
      }
    else if (run && (length = group_length (*at, group)) && g_ascii_isdigit ((*at)[length]))
      {
        if (!is_group (run, &size, first, group))
          return NULL;
        first = first ? first : run;
        run = 0;
        *at += length;
      }
    else
      return first && run != 3 ? NULL : out;
}

static char *
copy_digits (const char **at, char *out)
{
  while (g_ascii_isdigit (**at))
    *out++ = *(*at)++;
  return out;
}

static char *
copy_exponent (const char **at, char *out)
{
  const char *digits = *at + 1;

  if (**at != 'e' && **at != 'E')
    return out;
  digits += *digits == '-' || *digits == '+';
  if (!g_ascii_isdigit (*digits))
    return out;
  while (*at < digits)
    *out++ = *(*at)++;
  return copy_digits (at, out);
}

static gboolean
is_decimal (char sign, char decimal)
{
  return sign == decimal || (decimal == WEFT_DECIMAL_EITHER && (sign == '.' || sign == ','));
}

gboolean
weft_cell_parse_number (const char *cell, char decimal, char group, double *number)
{
  char plain[LONGEST_NUMBER + 8], *out = plain, *first;

  if (strlen (cell) > LONGEST_NUMBER)
    return FALSE;
  if (g_str_has_prefix (cell, "−"))
    {
      *out++ = '-';
      cell += strlen ("−");
    }
  else if (*cell == '-' || *cell == '+')
    *out++ = *cell++;
  first = out;
  out = copy_whole (&cell, group, out);
  if (!out)
    return FALSE;
  if (is_decimal (*cell, decimal) && (out > first || g_ascii_isdigit (cell[1])))
    {
      cell++;
      *out++ = '.';
      out = copy_digits (&cell, out);
    }
  if (out == first)
    return FALSE;
  out = copy_exponent (&cell, out);
  *out = '\0';
  *number = g_ascii_strtod (plain, NULL);
  if (!isfinite ((float) *number))
    *number = INFINITY;
  return *cell == '\0';
}

/* Both the digits as one number and the power of ten are exact, so that one division gives the
 * nearest. */
WeftPlain
weft_cell_parse_plain (const char *cell, double *number)
{
  static const double powers[]
      = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15 };
  const char *at = cell + (*cell == '-' || *cell == '+'), *point = NULL;
  guint64 digits = 0;
  guint n = 0;

  for (; n <= 15; at++)
    if (g_ascii_isdigit (*at))
      {
        digits = digits * 10 + (guint64) (*at - '0');
        n++;
      }
    else if (*at == '.' && !point)
      point = at;
    else
      break;
  if (*at || n == 0 || n > 15)
    return WEFT_PLAIN_NOT;
  *number = (double) digits / powers[point ? at - point - 1 : 0];
  if (*cell == '-')
    *number = -*number;
  return point ? WEFT_PLAIN_POINT : WEFT_PLAIN_WHOLE;
}

/* inf, -Infinity, ∞: what programs write where a number has run over. */
static gboolean
is_infinite (const char *cell)
{
  static const char *const words[] = { "inf", "infinity", "∞" };

  cell += *cell == '-' || *cell == '+';
  return weft_cell_is_one_of (cell, words, G_N_ELEMENTS (words));
}

/* Signs that stand before or behind an amount, those that begin with another one first. */
static const char *const units[]
    = { "%",   "％",  "‰",   "US$", "R$",  "C$",  "A$",  "NZ$", "HK$", "NT$", "S$",  "MX$", "$",
        "€",   "£",   "¥",   "￥",  "₹",   "₽", "₩",   "₺",   "₴",   "₪",   "฿",   "₫",   "₱",
        "₦",   "₡",   "USD", "EUR", "GBP", "JPY", "CNY", "RMB", "CHF", "SEK", "NOK", "DKK", "PLN",
        "CZK", "HUF", "BRL", "INR", "RUB", "KRW", "AUD", "CAD", "NZD", "HKD", "TWD", "SGD", "MXN",
        "ZAR", "TRY", "ILS", "THB", "Fr.", "Rs.", "Rs",  "kr",  "zł",  "Kč",  "руб", "元",  NULL };

/* The amount without its sign and what it is measured in; NULL when no sign is there. -$5, $-5,
 * $ 5, 5 $. */
static const char *
strip_unit (const char *cell, char bare[LONGEST_NUMBER + 8])
{
  gsize minus = g_str_has_prefix (cell, "−") ? strlen ("−") : *cell == '-' || *cell == '+';
  const char *at = cell + minus;

  if (strlen (cell) > LONGEST_NUMBER)
    return NULL;
  for (guint i = 0; units[i]; i++)
    {
      gsize n = strlen (units[i]);

      if (g_str_has_prefix (at, units[i]) && strcmp (units[i], "%") != 0)
        {
          at += n;
          at += strspn (at, " ");
          g_snprintf (bare, LONGEST_NUMBER + 8, "%.*s%s", (int) minus, cell, at);
          return units[i];
        }
      if (g_str_has_suffix (at, units[i]))
        {
          g_snprintf (bare, LONGEST_NUMBER + 8, "%.*s", (int) (strlen (cell) - n), cell);
          g_strchomp (bare);
          return units[i];
        }
    }
  return NULL;
}

/* What is usual behind a number without a space, where 12a is a house and 3B a flat. */
static const char *const measures[] = {
  "kg",  "g",    "mg",   "µg",   "lb",   "lbs",    "oz",   "t",    "km",   "m",   "cm",  "mm",
  "µm",  "nm",   "in",   "ft",   "yd",   "mi",     "m²",   "m2",   "km²",  "km2", "cm²", "cm2",
  "ft²", "m³",   "m3",   "cm³",  "l",    "L",      "ml",   "mL",   "cl",   "h",   "min", "s",
  "ms",  "km/h", "mph",  "°C",   "°F",   "°",      "℃",    "V",    "kV",   "W",   "kW",  "kWh",
  "Hz",  "kHz",  "MHz",  "GHz",  "Pa",   "hPa",    "kPa",  "bar",  "kJ",   "MB",  "GB",  "kB",
  "dB",  "px",   "米",   "公里", "千米", "厘米",   "毫米", "公斤", "千克", "克",  "吨",  "分钟",
  "秒",  "岁",   "小时", "升",   "度",   "平方米", "天",   "年",   "斤",
};

static gboolean
is_of_measure (const char *at, gboolean is_first)
{
  static const char others[] = "/%°²³·*^-.µ℃";
  gunichar c = g_utf8_get_char (at);

  return g_unichar_isalpha (c) || c == 0xb0 || c == 0x2103
         || (!is_first && (c == '2' || c == '3' || g_utf8_strchr (others, -1, c)));
}

/* kg, m², km/h, °C, min: behind a space any short word. */
static gboolean
is_measure (const char *word, gboolean is_apart)
{
  for (guint i = 0; !is_apart && i < G_N_ELEMENTS (measures); i++)
    if (strcmp (word, measures[i]) == 0)
      return TRUE;
  if (!is_apart)
    return FALSE;
  for (const char *at = word; *at; at = g_utf8_next_char (at))
    if (!is_of_measure (at, at == word))
      return FALSE;
  return *word && g_utf8_strlen (word, -1) <= 8;
}

/* The number alone, and what it is measured in, which is a part of the cell; NULL: there is none.
 */
static const char *
strip_measure (const char *cell, char bare[LONGEST_NUMBER + 8])
{
  const char *at = cell, *behind = NULL;
  gsize n = 0;

  if (strlen (cell) > LONGEST_NUMBER)
    return NULL;
  at += g_str_has_prefix (at, "−") ? strlen ("−") : *at == '-' || *at == '+';
  for (; g_ascii_isdigit (*at) || *at == '.' || *at == ',' || (n = space_length (at)); at++)
    if (g_ascii_isdigit (*at))
      behind = at + 1;
    else if (!strchr (".,", *at))
      at += n - 1;
  if (!behind || !*at || !is_measure (at, space_length (behind) > 0))
    return NULL;
  g_snprintf (bare, LONGEST_NUMBER + 8, "%.*s", (int) (behind - cell), cell);
  return at;
}

/* (3.50), as accountants write what is owed. */
static const char *
strip_brackets (const char *cell, char bare[LONGEST_NUMBER + 8])
{
  gsize n = strlen (cell);

  if (n < 3 || n > LONGEST_NUMBER || cell[0] != '(' || cell[n - 1] != ')'
      || (!g_ascii_isdigit (cell[1]) && (guchar) cell[1] < 0x80 && cell[1] != '$'))
    return NULL;
  g_snprintf (bare, LONGEST_NUMBER + 8, "-%.*s", (int) n - 2, cell + 1);
  return bare;
}

/* A letter stands right behind a digit: 300 K are kelvins, 3 dB no billions, 2B is a flat. */
static gboolean
is_scale (const char *bare, const char *sign)
{
  gsize n = strlen (bare) - strlen (sign);

  return sign[1] != '\0'
         || (n > 0 && g_ascii_isdigit (bare[n - 1]) && (*sign != 'B' || strpbrk (bare, ".,")));
}

/* 12万 is 120,000, and 1.5K 1,500: cuts the sign off and returns by what the rest is multiplied. */
static double
take_scale (char *bare)
{
  static const struct
  {
    const char *sign;
    double scale;
  } scales[] = {
    { "万", 1e4 }, { "萬", 1e4 },   { "亿", 1e8 },   { "億", 1e8 },  { "K", 1e3 },
    { "k", 1e3 },  { "Tsd.", 1e3 }, { "Mio.", 1e6 }, { "Mio", 1e6 }, { "Mrd.", 1e9 },
    { "mn", 1e6 }, { "bn", 1e9 },   { "M", 1e6 },    { "B", 1e9 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    if (g_str_has_suffix (bare, scales[i].sign) && is_scale (bare, scales[i].sign))
      {
        bare[strlen (bare) - strlen (scales[i].sign)] = '\0';
        g_strchomp (bare);
        return scales[i].scale;
      }
  return 1;
}

gboolean
weft_cell_parse_amount (const char *cell, char decimal, char group, double *number,
                        const char **unit)
{
  char bare[LONGEST_NUMBER + 8], inside[LONGEST_NUMBER + 8];
  const char *owed = strip_brackets (cell, inside);
  double scale;

  *unit = NULL;
  if (owed)
    cell = owed;
  if (weft_cell_parse_number (cell, decimal, group, number))
    return TRUE;
  if (is_infinite (cell))
    {
      *number = INFINITY;
      return TRUE;
    }
  *unit = strip_unit (cell, bare);
  if (!*unit)
    g_strlcpy (bare, cell, sizeof bare);
  scale = take_scale (bare);
  if (!*unit && scale == 1)
    *unit = owed ? NULL : strip_measure (cell, bare);
  if ((!*unit && scale == 1) || !weft_cell_parse_number (bare, decimal, group, number))
    return FALSE;
  *number *= scale;
  return TRUE;
}

gboolean
weft_cell_is_code (const char *cell)
{
  gsize digits = strspn (cell, "0123456789");

  return cell[digits] == '\0' && digits > 1 && (*cell == '0' || digits > 15);
}

/* Spaces of all kinds are one kind, and what has no width is nothing: neither may make a word of
 * its own. */
static const struct
{
  const char *from, *to;
} blanks[] = {
  { "\u00a0", " " }, { "\u2007", " " }, { "\u202f", " " }, { "\u2009", " " }, { "\u2002", " " },
  { "\u2003", " " }, { "\u3000", " " }, { "\u200b", "" },  { "\u2060", "" },  { "\ufeff", "" },
  { "\u00ad", "" },  { "\u200e", "" },  { "\u200f", "" },
};

/* Digits and the signs of numbers as wide as Chinese characters: １２．５％. */
static gunichar
narrow (gunichar c)
{
  gunichar plain = c - 0xff01 + '!';

  return c >= 0xff01 && c <= 0xff5e && strchr ("0123456789.,+-%/:()", (int) plain) ? plain : 0;
}

/* Numbers and dates alone: in words they are as they were written. */
static void
narrow_number (char *cell)
{
  char *out = cell;

  for (const char *at = cell; *at; at = g_utf8_next_char (at))
    if (!narrow (g_utf8_get_char (at)) && !strchr ("0123456789.,+-%/: ()", *at))
      return;
  for (const char *at = cell; *at;)
    {
      gunichar c = g_utf8_get_char (at);

      at = g_utf8_next_char (at); /* what is written may lie over it */
      *out++ = (char) (c < 0x80 ? c : narrow (c));
    }
  *out = '\0';
}

char *
weft_cell_tidy (char *cell)
{
  char *out = cell;

  for (char *at = cell; *at;)
    {
      guint i = (guchar) *at < 0x80 ? G_N_ELEMENTS (blanks) : 0;

      while (i < G_N_ELEMENTS (blanks) && !g_str_has_prefix (at, blanks[i].from))
        i++;
      if (i == G_N_ELEMENTS (blanks))
        *out++ = *at++;
      else
        {
          out += strlen (strcpy (out, blanks[i].to));
          at += strlen (blanks[i].from);
        }
    }
  *out = '\0';
  g_strstrip (cell);
  if (strchr (cell, '\xef'))
    narrow_number (cell);
  return cell;
}
