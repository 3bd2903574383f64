/* sound: a recording is made, opened, dropped or chosen, heard and seen: how it swings and which
 * tones it holds */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "ui/base/format.h"
#include "ui/base/sound-player.h"
#include "ui/base/sound-recorder.h"
#include "ui/base/theme.h"
#include "ui/base/widgets.h"
#include "ui/paint/spectrum.h"
#include "ui/paint/wave.h"
#include "ui/panels/trying/trying.h"
#include "ui/plots/plot-text.h"
#include "ui/plots/raster.h"

enum
{
  TONES = 64,
  MOMENTS = 160,
  COLUMNS = 320, /* of the wave */
  LINE = 18,
};

typedef struct
{
  const WeftFormSite *site;
  GtkWidget *area, *play, *record;
  WeftRecorder *recorder; /* nullable: nobody records */
  WeftDataset *read;      /* of a file; nullable */
  gint64 sample;          /* of the set; −1: none */
  char *name;             /* what is shown; nullable */
  float *x;               /* (channels, n): the sound; nullable */
  int channels;
  gint64 n;
  float tones[TONES * MOMENTS];
  float wave[COLUMNS];
} Sound;

static const WeftField *
get_field (const Sound *sound)
{
  const WeftField *field = sound->site->field;

  return sound->read != NULL ? weft_dataset_find_field (sound->read, field->name) : field;
}

/* --- what is seen --- */

static void
draw_wave (cairo_t *cr, const float *wave, const double box[4], gboolean is_dark)
{
  double middle = box[1] + box[3] / 2;

  for (int c = 0; c < COLUMNS; c++)
    {
      double half = MAX ((double) wave[c] * (box[3] / 2 - 1), 0.5);

      cairo_rectangle (cr, box[0] + box[2] * c / COLUMNS, middle - half, box[2] / COLUMNS,
                       2 * half);
    }
  weft_theme_set_source (cr, WEFT_ROLE_TRAIN, is_dark);
  cairo_fill (cr);
}

static void
draw_tones (cairo_t *cr, const Sound *sound, const double box[4], gboolean is_dark)
{
  cairo_surface_t *picture
      = weft_picture_new (sound->tones, TONES, MOMENTS, WEFT_TONE_SEQUENTIAL, 0, is_dark);

  weft_picture_paint (cr, picture, box[0], box[1], box[2], box[3], TRUE);
  cairo_surface_destroy (picture);
  weft_picture_outline (cr, box[0], box[1], box[2], box[3], is_dark);
}

static char *
dup_line (const Sound *sound)
{
  g_autofree char *seconds
      = weft_format_fixed ((double) sound->n / MAX (get_field (sound)->rate, 1), 2);

  return g_strdup_printf (_ ("%s · %s s"), sound->name, seconds);
}

/* How loud it was, as it comes. */
static void
draw_heard (cairo_t *cr, const Sound *sound, const double box[4], const WeftTextStyle *style)
{
  float wave[COLUMNS];
  gint64 n;
  const float *x = weft_recorder_get (sound->recorder, &n);
  g_autofree char *seconds = weft_format_fixed ((double) n / MAX (get_field (sound)->rate, 1), 1);
  g_autofree char *line = g_strdup_printf (_ ("Listening · %s s"), seconds);

  weft_text_draw (cr, line, 0, 0, style);
  if (n == 0)
    return;
  weft_wave_measure (x, n, wave, COLUMNS);
  draw_wave (cr, wave, box, weft_theme_is_dark ());
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  const Sound *sound = user;
  gboolean is_dark = weft_theme_is_dark ();
  double room = MAX (height - LINE, 8);
  const double wave[4] = { 0, LINE, width, room * 0.4 },
               tones[4] = { 0.5, LINE + room * 0.4 + 4, width - 1, MAX (room * 0.6 - 5, 2) };
  const WeftTextStyle style
      = { .size = 11.5, .width = width, .color = weft_theme_get (WEFT_ROLE_DIM, is_dark) };
  g_autofree char *line = NULL;

  if (sound->recorder != NULL)
    {
      draw_heard (cr, sound, (const double[]){ 0, LINE, width, room - 2 }, &style);
      return;
    }
  if (sound->x == NULL)
    {
      weft_text_draw (cr, _ ("Record something, choose one of the ten samples, or open a file."), 0,
                      0, &style);
      return;
    }
  line = dup_line (sound);
  weft_text_draw (cr, line, 0, 0, &style);
  draw_wave (cr, sound->wave, wave, is_dark);
  draw_tones (cr, sound, tones, is_dark);
}

/* --- what is given --- */

/* The numbers of the given sample, and what is seen of the first channel. */
static void
take (Sound *sound)
{
  const WeftField *field = get_field (sound);
  gint64 sample = sound->read != NULL ? 0 : sound->sample;
  g_autofree char *line = NULL;
  WeftShape shape;

  weft_player_stop (sound);
  weft_field_get_sample (field, sample, &shape);
  g_free (sound->x);
  sound->x = g_new0 (float, MAX (weft_shape_count (&shape), 1));
  weft_field_get (field, sample, sound->x);
  sound->channels = shape.rank == 2 ? (int) shape.dims[0] : 1;
  sound->n = shape.dims[shape.rank - 1];
  weft_wave_measure (sound->x, sound->n, sound->wave, COLUMNS);
  weft_spectrum_measure (sound->x, sound->n, sound->tones, TONES, MOMENTS);
  line = dup_line (sound);
  gtk_accessible_update_property (GTK_ACCESSIBLE (sound->area), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  line, -1);
  gtk_widget_set_sensitive (sound->play, sound->n > 0);
  gtk_widget_queue_draw (sound->area);
  weft_form_tell (sound->site);
}

/* Takes name. */
static void
take_read (Sound *sound, WeftDataset *read, char *name)
{
  g_clear_pointer (&sound->read, weft_dataset_unref);
  sound->read = read;
  g_free (sound->name);
  sound->name = name;
  take (sound);
}

static void
take_file (GtkWidget *form, const char *path)
{
  Sound *sound = weft_form_get_data (form);
  WeftDataset *read = weft_form_read (sound->site, path, NULL);

  if (read != NULL)
    take_read (sound, read, g_filename_display_basename (path));
}

static void
show (GtkWidget *form, const WeftDataset *from, gint64 sample)
{
  Sound *sound = weft_form_get_data (form);
  g_autofree char *number = weft_format_count (sample);

  g_clear_pointer (&sound->read, weft_dataset_unref);
  sound->read = weft_form_ref_other (sound->site, from);
  sound->sample = sample;
  g_free (sound->name);
  sound->name = sound->read != NULL ? g_strdup (_ ("Tried before"))
                                    : g_strdup_printf (_ ("Sample %s"), number);
  take (sound);
}

static gboolean
add (GtkWidget *form, WeftDataset *asked, GError **error)
{
  Sound *sound = weft_form_get_data (form);

  return sound->x != NULL
         && weft_like_add_sample (asked, get_field (sound), sound->read != NULL ? 0 : sound->sample,
                                  error);
}

/* --- what is recorded --- */

static void
set_recorder (Sound *sound, WeftRecorder *recorder)
{
  g_clear_pointer (&sound->recorder, weft_recorder_free);
  sound->recorder = recorder;
  gtk_button_set_label (GTK_BUTTON (sound->record), recorder != NULL ? _ ("Stop") : _ ("Record"));
  gtk_widget_queue_draw (sound->area);
}

/* As a file of it would be. */
static void
take_recorded (Sound *sound)
{
  gint64 n;
  const float *x = weft_recorder_get_sound (sound->recorder, &n);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = weft_player_write_wav (x, 1, n, sound->site->field->rate, &error);
  WeftDataset *read = path != NULL ? weft_form_read (sound->site, path, NULL) : NULL;

  if (error != NULL)
    weft_context_toast (sound->site->context, error->message);
  if (path != NULL)
    g_unlink (path);
  set_recorder (sound, NULL);
  if (read != NULL)
    take_read (sound, read, g_strdup (_ ("Recorded")));
}

static void
recorded_cb (WeftRecorder *recorder, gpointer user)
{
  Sound *sound = user;
  const char *problem = weft_recorder_get_problem (recorder);

  gtk_widget_queue_draw (sound->area);
  if (!weft_recorder_is_over (recorder))
    return;
  if (problem == NULL)
    {
      take_recorded (sound);
      return;
    }
  weft_context_toast (sound->site->context, problem);
  set_recorder (sound, NULL);
}

static void
record_cb (GtkWidget *button, Sound *sound)
{
  gint64 n = 0;

  weft_player_stop (sound);
  if (sound->recorder == NULL)
    set_recorder (sound, weft_recorder_new ((int) sound->site->field->rate, recorded_cb, sound));
  else if (weft_recorder_get (sound->recorder, &n), n > 0)
    take_recorded (sound);
  else
    set_recorder (sound, NULL);
}

/* --- what is heard --- */

static void
played_cb (const char *problem, gpointer user)
{
  Sound *sound = user;

  gtk_button_set_label (GTK_BUTTON (sound->play), _ ("Play"));
  if (problem != NULL)
    weft_context_toast (sound->site->context, problem);
}

static void
play_cb (GtkWidget *button, Sound *sound)
{
  if (sound->x == NULL)
    return;
  if (g_str_equal (gtk_button_get_label (GTK_BUTTON (button)), _ ("Stop")))
    {
      weft_player_stop (sound);
      return;
    }
  gtk_button_set_label (GTK_BUTTON (button), _ ("Stop"));
  weft_player_play (sound->x, sound->channels, sound->n, get_field (sound)->rate, played_cb, sound);
}

/* --- the form --- */

static void
sound_free (gpointer data)
{
  Sound *sound = data;

  weft_player_forget (sound);
  g_clear_pointer (&sound->recorder, weft_recorder_free);
  g_clear_pointer (&sound->read, weft_dataset_unref);
  g_free (sound->name);
  g_free (sound->x);
  g_free (sound);
}

static GtkWidget *
create (const WeftFormSite *site)
{
  Sound *sound = g_new0 (Sound, 1);
  GtkWidget *form = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  sound->site = site;
  sound->sample = -1;
  sound->area = weft_panel_area_new (_ ("The recording that is tried"), draw_cb, sound);
  sound->play = gtk_button_new_with_label (_ ("Play"));
  gtk_widget_set_tooltip_text (sound->play, _ ("Hear the recording that is tried"));
  gtk_widget_set_sensitive (sound->play, FALSE);
  g_signal_connect (sound->play, "clicked", G_CALLBACK (play_cb), sound);
  sound->record = gtk_button_new_with_label (_ ("Record"));
  gtk_widget_set_tooltip_text (sound->record, _ ("Say something to the microphone"));
  g_signal_connect (sound->record, "clicked", G_CALLBACK (record_cb), sound);
  gtk_box_append (GTK_BOX (buttons), sound->record);
  gtk_box_append (GTK_BOX (buttons), sound->play);
  gtk_box_append (GTK_BOX (buttons), weft_form_open_button_new (site, form, take_file));
  gtk_widget_add_css_class (buttons, "panel-controls");
  gtk_widget_set_valign (buttons, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (form), sound->area);
  gtk_box_append (GTK_BOX (form), buttons);
  weft_form_set_data (form, sound, sound_free);
  return form;
}

static gboolean
fits (const WeftField *field)
{
  return field->kind == WEFT_KIND_SOUND && field->shape.rank >= 1 && field->shape.rank <= 2;
}

const WeftForm weft_form_sound = {
  .id = "sound", .fits = fits, .create = create, .add = add, .show = show, .begins_shown = TRUE
};
