/* test-contrast: all text can be read: WCAG's 4.5 over every ground that it stands on */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "ui/base/theme.h"

#define LEAST 4.5

static char *css; /* resources/style.css */

/* What the desktop's theme has: libadwaita's named colours. */
static const struct
{
  const char *ink;
  const char
      *grounds[6]; /* window, header bar, popover and card, dialogue, button, button pressed */
} desktop[2] = {
  { "rgba(0,0,0,0.8)", { "#fafafa", "#ebebeb", "#ffffff", "#fafafa", "#e1e1e1", "#d6d6d6" } },
  { "#ffffff", { "#242424", "#303030", "#383838", "#383838", "#3a3a3a", "#464646" } },
};

static GdkRGBA
parse (const char *text)
{
  GdkRGBA color;

  g_assert_true (gdk_rgba_parse (&color, text));
  return color;
}

/* WCAG's own examples. */
static void
test_formula (void)
{
  const GdkRGBA black = parse ("#000000"), white = parse ("#ffffff"), grey = parse ("#777777");

  g_assert_cmpfloat_with_epsilon (weft_theme_get_contrast (&black, &white), 21, 1e-6);
  g_assert_cmpfloat_with_epsilon (weft_theme_get_contrast (&white, &white), 1, 1e-6);
  g_assert_cmpfloat_with_epsilon (weft_theme_get_contrast (&grey, &white), 4.48, 0.005);
}

/* What is drawn: each role that text has, over each that it lies on. */
static void
test_roles (void)
{
  static const WeftRole texts[]
      = { WEFT_ROLE_INK, WEFT_ROLE_DIM, WEFT_ROLE_BEST, WEFT_ROLE_NEGATIVE, WEFT_ROLE_BAD };
  static const WeftRole grounds[] = { WEFT_ROLE_GROUND, WEFT_ROLE_CARD, WEFT_ROLE_PLOT };

  for (int dark = 0; dark < 2; dark++)
    for (gsize g = 0; g < G_N_ELEMENTS (grounds); g++)
      for (gsize t = 0; t < G_N_ELEMENTS (texts); t++)
        {
          GdkRGBA ground = weft_theme_get (grounds[g], dark);
          GdkRGBA text = weft_theme_get (texts[t], dark);

          g_assert_cmpfloat (weft_theme_get_contrast (&text, &ground), >=, LEAST);
        }
}

/* On the window itself and in a well in it. */
static void
test_roles_on_desktop (void)
{
  static const WeftRole texts[]
      = { WEFT_ROLE_INK, WEFT_ROLE_DIM, WEFT_ROLE_BEST, WEFT_ROLE_NEGATIVE };

  for (int dark = 0; dark < 2; dark++)
    for (gsize t = 0; t < G_N_ELEMENTS (texts); t++)
      {
        GdkRGBA window = parse (desktop[dark].grounds[0]);
        GdkRGBA well = weft_theme_get (WEFT_ROLE_WELL, dark);
        GdkRGBA sunk = weft_theme_blend (&well, &window), text = weft_theme_get (texts[t], dark);

        g_assert_cmpfloat (weft_theme_get_contrast (&text, &window), >=, LEAST);
        if (texts[t] != WEFT_ROLE_NEGATIVE && texts[t] != WEFT_ROLE_BEST)
          g_assert_cmpfloat (weft_theme_get_contrast (&text, &sunk), >=, LEAST);
      }
}

/* A number on a cell, a dot or a picture's colour, whatever that is. */
static void
test_ink_on (void)
{
  for (int i = 0; i < 16 * 16 * 16; i++)
    {
      const GdkRGBA ground
          = { (float) (i & 15) / 15, (float) (i >> 4 & 15) / 15, (float) (i >> 8 & 15) / 15, 1 };
      GdkRGBA ink = weft_theme_get_ink_on (&ground);

      g_assert_cmpfloat (weft_theme_get_contrast (&ink, &ground), >=, LEAST);
    }
}

/* Every opacity in the style sheet leaves text that can be read, on whatever it stands. */
static void
test_quiet_text (void)
{
  guint n = 0;

  for (const char *at = css; (at = strstr (at, "opacity:")) != NULL; at++, n++)
    {
      double opacity = g_ascii_strtod (at + strlen ("opacity:"), NULL);

      if (opacity == 0) /* what is not there until one points at it */
        continue;
      for (int i = 0; i < 12; i++)
        {
          GdkRGBA ink = parse (desktop[i / 6].ink), ground = parse (desktop[i / 6].grounds[i % 6]);

          ink.alpha *= (float) opacity;
          g_assert_cmpfloat (weft_theme_get_contrast (&ink, &ground), >=, LEAST);
        }
    }
  g_assert_cmpint (n, >=, 5);
  g_assert_nonnull (strstr (css, ".dim-label, ")); /* the theme's own is too faint */
}

/* White on the accent, also under the mouse, when a tenth of white lies over it. */
static void
test_accent (void)
{
  const char *at = strstr (css, "@define-color accent_bg_color ");
  g_autofree char *hex = NULL;
  const GdkRGBA white = parse ("#ffffff"), veil = parse ("rgba(255,255,255,0.1)");
  GdkRGBA accent, lit;

  g_assert_nonnull (at);
  hex = g_strndup (at + strlen ("@define-color accent_bg_color "), strlen ("#123456"));
  accent = parse (hex);
  lit = weft_theme_blend (&veil, &accent);
  g_assert_cmpfloat (weft_theme_get_contrast (&white, &accent), >=, LEAST);
  g_assert_cmpfloat (weft_theme_get_contrast (&white, &lit), >=, LEAST);
}

int
main (int argc, char **argv)
{
  g_autofree char *path = NULL;
  int failed;

  g_test_init (&argc, &argv, NULL);
  path = g_build_filename (g_getenv ("WEFT_TEST_FILES"), "../../resources/style.css", NULL);
  g_assert_true (g_file_get_contents (path, &css, NULL, NULL));
  g_test_add_func ("/contrast/formula", test_formula);
  g_test_add_func ("/contrast/roles", test_roles);
  g_test_add_func ("/contrast/roles-on-desktop", test_roles_on_desktop);
  g_test_add_func ("/contrast/ink-on", test_ink_on);
  g_test_add_func ("/contrast/quiet-text", test_quiet_text);
  g_test_add_func ("/contrast/accent", test_accent);
  failed = g_test_run ();
  g_free (css);
  return failed;
}
