/* worksheet: numbers of a step to be worked out by hand, on paper */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/inspector/worksheet.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n-lib.h>

#include "engine/base/error.h"
#include "ui/base/format.h"
#include "ui/inspector/worked-view.h"

#define WIDTH 595.0 /* points of an A4 page */
#define HEIGHT 842.0
#define MARGIN 48.0
#define CELL 71.0 /* of a number with all its digits */
#define MOST 64   /* numbers of a grid that are written out */

typedef struct
{
  cairo_t *cr;
  double y, end; /* end: of the page; 0: it has none */
  gboolean with_results;
} Sheet;

/* --- words --- */

static PangoLayout *
make_layout (cairo_t *cr, const char *text, double size, gboolean is_bold, double width)
{
  PangoLayout *layout = pango_cairo_create_layout (cr);
  PangoFontDescription *font = pango_font_description_from_string ("sans");

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_font_description_set_weight (font, is_bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, text, -1);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  if (width > 0)
    pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_font_description_free (font);
  return layout;
}

static void
need (Sheet *sheet, double room)
{
  if (sheet->end <= 0 || sheet->y + room <= sheet->end)
    return;
  cairo_show_page (sheet->cr);
  sheet->y = MARGIN;
}

static void
write_text (Sheet *sheet, const char *text, double size, gboolean is_bold)
{
  PangoLayout *layout = make_layout (sheet->cr, text, size, is_bold, WIDTH - 2 * MARGIN);
  int tall;

  pango_layout_get_pixel_size (layout, NULL, &tall);
  need (sheet, tall);
  cairo_move_to (sheet->cr, MARGIN, sheet->y);
  pango_cairo_show_layout (sheet->cr, layout);
  sheet->y += tall + size * .4;
  g_object_unref (layout);
}

/* --- what goes in --- */

static void
write_cell (Sheet *sheet, double x, double y, double number)
{
  g_autofree char *text = weft_format_operand (number);
  PangoLayout *layout = make_layout (sheet->cr, text, 8.5, FALSE, 0);
  int wide;

  pango_layout_get_pixel_size (layout, &wide, NULL);
  cairo_move_to (sheet->cr, x + CELL - 4 - wide, y + 2);
  pango_cairo_show_layout (sheet->cr, layout);
  cairo_rectangle (sheet->cr, x, y, CELL, 15);
  cairo_set_line_width (sheet->cr, .4);
  cairo_stroke (sheet->cr);
  g_object_unref (layout);
}

static void
write_grid (Sheet *sheet, const WeftWorkedGrid *grid)
{
  guint fits = (guint) ((WIDTH - 2 * MARGIN) / CELL);
  guint columns = MIN ((guint) grid->columns, fits), n = MIN (grid->numbers->len, MOST);
  gboolean is_whole = (guint) grid->columns <= fits;

  write_text (sheet, grid->title, 9.5, FALSE);
  for (guint i = 0; i < n; i++)
    {
      if (i % columns == 0 && i > 0)
        sheet->y += 15;
      if (i % columns == 0)
        need (sheet, 16);
      write_cell (sheet, MARGIN + (i % columns) * CELL, sheet->y,
                  g_array_index (grid->numbers, WeftWorkedNumber, i).number);
    }
  sheet->y += 21;
  if (n < grid->numbers->len || !is_whole)
    {
      g_autofree char *more = g_strdup_printf (_ ("%d numbers in all, in rows of %d"),
                                               (int) grid->numbers->len, (int) grid->columns);

      write_text (sheet, more, 8.5, FALSE);
    }
}

static void
write_line (Sheet *sheet, const WeftWorkedLine *line, const WeftWorked *worked)
{
  g_autofree char *text = weft_worked_line_dup_text (line, sheet->with_results ? NULL : worked);

  write_text (sheet, text, 10.5, line->is_chosen);
}

static void
write_worked (Sheet *sheet, const WeftWorked *worked, guint number)
{
  g_autofree char *head = g_strdup_printf ("%u.", number);

  sheet->y += 6;
  write_text (sheet, head, 11, TRUE);
  for (guint i = 0; i < worked->grids->len; i++)
    write_grid (sheet, worked->grids->pdata[i]);
  for (guint i = 0; i < worked->lines->len; i++)
    write_line (sheet, worked->lines->pdata[i], worked);
  if (worked->note != NULL)
    write_text (sheet, worked->note, 8.5, FALSE);
}

static void
write_part (Sheet *sheet, const char *title, const GPtrArray *worked)
{
  g_autofree char *head
      = sheet->with_results ? g_strdup_printf (_ ("%s: key"), title) : g_strdup (title);

  sheet->y = MARGIN;
  write_text (sheet, head, 16, TRUE);
  if (worked->len > 0)
    write_text (sheet, ((const WeftWorked *) worked->pdata[0])->formula, 11, FALSE);
  for (guint i = 0; i < worked->len; i++)
    write_worked (sheet, worked->pdata[i], i + 1);
}

/* --- files --- */

static cairo_status_t
write_cb (void *user, const unsigned char *bytes, unsigned int length)
{
  g_byte_array_append (user, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

static double
measure (const char *title, const GPtrArray *worked, gboolean with_results)
{
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  Sheet sheet = { .cr = cairo_create (surface), .with_results = with_results };

  write_part (&sheet, title, worked);
  cairo_destroy (sheet.cr);
  cairo_surface_destroy (surface);
  return sheet.y + MARGIN;
}

static void
draw (cairo_surface_t *surface, const char *title, const GPtrArray *worked, gboolean as_svg,
      gboolean with_results)
{
  Sheet sheet = { .cr = cairo_create (surface),
                  .end = as_svg ? 0 : HEIGHT - MARGIN,
                  .with_results = with_results };

  if (as_svg)
    {
      cairo_set_source_rgb (sheet.cr, 1, 1, 1);
      cairo_paint (sheet.cr);
    }
  cairo_set_source_rgb (sheet.cr, .1, .1, .12);
  write_part (&sheet, title, worked);
  cairo_show_page (sheet.cr);
  cairo_destroy (sheet.cr);
}

GBytes *
weft_worksheet_write (const char *title, const GPtrArray *worked, WeftWorksheetPart parts,
                      gboolean as_svg, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gboolean is_key = parts == WEFT_WORKSHEET_KEY;
  cairo_surface_t *surface
      = as_svg ? cairo_svg_surface_create_for_stream (write_cb, bytes, WIDTH,
                                                      measure (title, worked, is_key))
               : cairo_pdf_surface_create_for_stream (write_cb, bytes, WIDTH, HEIGHT);
  cairo_status_t status;

  if (parts & WEFT_WORKSHEET_BLANKS)
    draw (surface, title, worked, as_svg, FALSE);
  if (parts & WEFT_WORKSHEET_KEY)
    draw (surface, title, worked, as_svg, TRUE);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_MEMORY, cairo_status_to_string (status));
  return NULL;
}
