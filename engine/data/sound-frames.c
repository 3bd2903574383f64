/* sound-frames: sound as mel frames, and the sound of such frames again */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/sound-frames.h"

#include "engine/base/mel.h"
#include "engine/ops/fourier.h"

#define FRAME 0.032 /* seconds */
#define HOP 0.0125
#define BANDS WEFT_FRAME_BANDS
#define GAIN 1e4 /* of the energy, so that what is hardly heard is next to 0 */
#define SPREAD 1.7
#define FITTED 40 /* rounds in which pitches are found */
#define PHASED 60 /* and phases */
#define MOMENTUM 0.99f
#define QUIET_ROWS 2 /* that end what is said */

typedef struct
{
  gint64 n, hop, pitches; /* n: of a frame */
  float *window;          /* (n): the root of Hann's square would be, here Hann's */
  float *waves;           /* (2n) */
  float *bands;           /* (pitches, BANDS) */
  float *in, *out;        /* (2n) both */
  double energy;          /* of the window */
} Analysis;

static gint64
get_frame (double rate)
{
  return 4 * MAX (4, (gint64) (rate * FRAME / 4 + 0.5));
}

static gint64
get_hop (double rate)
{
  return MAX (1, (gint64) (rate * HOP + 0.5));
}

/* Triangles whose feet stand at the tops of their neighbours, evenly spread in mel. */
static void
fill_bands (const Analysis *analysis, double rate, float *bands)
{
  double step = weft_mel_of_hz (rate / 2.0) / (BANDS + 1);

  for (int k = 0; k < BANDS; k++)
    {
      double left = weft_mel_to_hz (step * k), top = weft_mel_to_hz (step * (k + 1)),
             right = weft_mel_to_hz (step * (k + 2));

      for (gint64 f = 0; f < analysis->pitches; f++)
        {
          double at = rate * (double) f / (double) analysis->n;

          bands[f * BANDS + k]
              = (float) MAX (0.0, MIN ((at - left) / (top - left), (right - at) / (right - top)));
        }
    }
}

static void
analysis_init (Analysis *analysis, double rate)
{
  gsize n;

  *analysis = (Analysis){ .n = get_frame (rate), .hop = get_hop (rate) };
  n = (gsize) analysis->n;
  analysis->pitches = analysis->n / 2 + 1;
  analysis->window = g_new (float, n);
  analysis->waves = g_new (float, 2 * n);
  analysis->in = g_new0 (float, 2 * n);
  analysis->out = g_new (float, 2 * n);
  analysis->bands = g_new (float, analysis->pitches *BANDS);
  weft_fourier_fill (n, analysis->waves);
  for (gsize i = 0; i < n; i++)
    {
      analysis->window[i] = (float) (0.5 - 0.5 * cos (2.0 * G_PI * (double) i / (double) n));
      analysis->energy += (double) (analysis->window[i] * analysis->window[i]);
    }
  fill_bands (analysis, rate, analysis->bands);
}

static void
analysis_clear (Analysis *analysis)
{
  g_free (analysis->window);
  g_free (analysis->waves);
  g_free (analysis->in);
  g_free (analysis->out);
  g_free (analysis->bands);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Analysis, analysis_clear)

/* The frame whose middle stands at `at`, transformed, in analysis->out; beyond its ends the sound
 * is silent. */
static void
transform (Analysis *analysis, const float *x, gint64 n, gint64 at)
{
  for (gint64 i = 0, k = at - analysis->n / 2; i < analysis->n; i++, k++)
    {
      analysis->in[2 * i] = k >= 0 && k < n ? x[k] * analysis->window[i] : 0.0f;
      analysis->in[2 * i + 1] = 0.0f;
    }
  weft_fourier (analysis->in, 1, (gsize) analysis->n, analysis->waves, analysis->out);
}

/* --- frames --- */

static gint64
count_frames (gint64 n, double rate)
{
  return 1 + n / get_hop (rate);
}

gint64
weft_sound_rows_count (gint64 n, double rate)
{
  return (count_frames (n, rate) + WEFT_FRAMES_TOGETHER - 1) / WEFT_FRAMES_TOGETHER + 1;
}

void
weft_sound_rows_measure (const float *x, gint64 n, double rate, float *rows)
{
  gint64 frames = count_frames (n, rate);
  g_auto (Analysis) analysis = { 0 };

  analysis_init (&analysis, rate);
  memset (rows, 0, (gsize) weft_sound_rows_count (n, rate) * WEFT_FRAMES_WIDTH * sizeof *rows);
  for (gint64 t = 0; t < frames; t++, rows += BANDS)
    {
      transform (&analysis, x, n, t * analysis.hop);
      for (gint64 f = 0; f < analysis.pitches; f++)
        {
          const float *z = analysis.out + 2 * f;
          float energy = (z[0] * z[0] + z[1] * z[1]) / (float) analysis.energy;

          for (int k = 0; k < BANDS; k++)
            rows[k] += energy * analysis.bands[f * BANDS + k];
        }
      for (int k = 0; k < BANDS; k++)
        rows[k] = (float) (log1p (GAIN * (double) rows[k]) / SPREAD);
    }
}

static gboolean
is_heard (const float *frame)
{
  double sum = 0;

  for (int k = 0; k < BANDS; k++)
    sum += (double) frame[k];
  return sum > BANDS * (double) WEFT_FRAME_SILENT;
}

static gboolean
row_is_heard (const float *row)
{
  for (int i = 0; i < WEFT_FRAMES_TOGETHER; i++)
    if (is_heard (row + i * BANDS))
      return TRUE;
  return FALSE;
}

gint64
weft_sound_rows_count_heard (const float *rows, gint64 n)
{
  gint64 last = n;

  while (last > 0 && !row_is_heard (rows + (last - 1) * WEFT_FRAMES_WIDTH))
    last--;
  return MIN (n, last + 1);
}

gboolean
weft_sound_rows_are_over (const float *rows, gint64 n)
{
  gint64 heard = weft_sound_rows_count_heard (rows, n) - 1;

  return heard > 0 && n - heard >= QUIET_ROWS;
}

/* --- sound --- */

gint64
weft_sound_rows_get_length (gint64 rows, double rate)
{
  return rows * WEFT_FRAMES_TOGETHER * get_hop (rate);
}

/* How loud each pitch is, (pitches), of the bands of one frame: s ← s · Bᵀe / Bᵀ(B s), which
 * lessens |B s − e|² and stays above 0. */
static void
find_pitches (const Analysis *analysis, const float *frame, float *s)
{
  float wanted[BANDS], has[BANDS];

  for (int k = 0; k < BANDS; k++)
    wanted[k] = (float) (expm1 ((double) MAX (frame[k], 0.0f) * SPREAD) / GAIN * analysis->energy);
  for (gint64 f = 0; f < analysis->pitches; f++)
    s[f] = 1;
  for (int round = 0; round < FITTED; round++)
    {
      memset (has, 0, sizeof has);
      for (gint64 f = 0; f < analysis->pitches; f++)
        for (int k = 0; k < BANDS; k++)
          has[k] += analysis->bands[f * BANDS + k] * s[f];
      for (gint64 f = 0; f < analysis->pitches; f++)
        {
          float up = 0, down = 1e-20f;

          for (int k = 0; k < BANDS; k++)
            {
              up += analysis->bands[f * BANDS + k] * wanted[k];
              down += analysis->bands[f * BANDS + k] * has[k];
            }
          s[f] *= up / down;
        }
    }
  for (gint64 f = 0; f < analysis->pitches; f++)
    s[f] = sqrtf (s[f]);
}

/* One sound of which frames are sought that have these sizes. */
typedef struct
{
  Analysis *analysis;
  gint64 frames, length;
  float *sizes;        /* (frames, pitches) */
  float *now, *before; /* (frames, pitches, 2): what is aimed at, and the last consistent one */
  float *x, *weight;   /* (length) */
} Search;

/* Frames with those phases and the sizes that are wanted, laid over each other. */
static void
put_together (Search *search)
{
  Analysis *analysis = search->analysis;
  gint64 n = analysis->n;

  memset (search->x, 0, (gsize) search->length * sizeof *search->x);
  for (gint64 t = 0; t < search->frames; t++)
    {
      const float *z = search->now + t * analysis->pitches * 2;
      const float *size = search->sizes + t * analysis->pitches;

      for (gint64 f = 0; f < analysis->pitches; f++)
        {
          float is = sqrtf (z[2 * f] * z[2 * f] + z[2 * f + 1] * z[2 * f + 1]);
          float re = is > 0 ? size[f] * z[2 * f] / is : size[f];
          float im = is > 0 ? -size[f] * z[2 * f + 1] / is : 0;

          analysis->in[2 * f] = re; /* the conjugate, so that the same transform leads back */
          analysis->in[2 * f + 1] = im;
          if (f > 0 && f < n - f)
            {
              analysis->in[2 * (n - f)] = re;
              analysis->in[2 * (n - f) + 1] = -im;
            }
        }
      weft_fourier (analysis->in, 1, (gsize) n, analysis->waves, analysis->out);
      for (gint64 i = 0, k = t * analysis->hop - n / 2; i < n; i++, k++)
        if (k >= 0 && k < search->length)
          search->x[k] += analysis->out[2 * i] / (float) n * analysis->window[i];
    }
  for (gint64 i = 0; i < search->length; i++)
    search->x[i] /= search->weight[i];
}

/* What that sound's frames are; a step beyond it is what is aimed at next. */
static void
take_apart (Search *search)
{
  Analysis *analysis = search->analysis;

  for (gint64 t = 0; t < search->frames; t++)
    {
      float *now = search->now + t * analysis->pitches * 2;
      float *before = search->before + t * analysis->pitches * 2;

      transform (analysis, search->x, search->length, t * analysis->hop);
      for (gint64 i = 0; i < 2 * analysis->pitches; i++)
        {
          now[i] = analysis->out[i] + MOMENTUM * (analysis->out[i] - before[i]);
          before[i] = analysis->out[i];
        }
    }
}

static void
weigh (Search *search)
{
  const Analysis *analysis = search->analysis;

  for (gint64 i = 0; i < search->length; i++)
    search->weight[i] = 1e-3f;
  for (gint64 t = 0; t < search->frames; t++)
    for (gint64 i = 0, k = t * analysis->hop - analysis->n / 2; i < analysis->n; i++, k++)
      if (k >= 0 && k < search->length)
        search->weight[k] += analysis->window[i] * analysis->window[i];
}

/* Phases to begin with: each pitch goes on from frame to frame. */
static void
begin (Search *search)
{
  const Analysis *analysis = search->analysis;

  for (gint64 t = 0; t < search->frames; t++)
    for (gint64 f = 0; f < analysis->pitches; f++)
      {
        double turns = (double) (f * t * analysis->hop % analysis->n) / (double) analysis->n;
        float *z = search->now + (t * analysis->pitches + f) * 2;

        z[0] = (float) cos (2 * G_PI * (turns + 0.618 * (double) f));
        z[1] = (float) sin (2 * G_PI * (turns + 0.618 * (double) f));
      }
}

void
weft_sound_rows_make_sound (const float *rows, gint64 n, double rate, float *x)
{
  g_auto (Analysis) analysis = { 0 };
  Search search = { .analysis = &analysis, .frames = n * WEFT_FRAMES_TOGETHER, .x = x };
  g_autofree float *sizes = NULL, *now = NULL, *before = NULL, *weight = NULL;

  analysis_init (&analysis, rate);
  search.length = weft_sound_rows_get_length (n, rate);
  search.sizes = sizes = g_new (float, search.frames *analysis.pitches + 1);
  search.now = now = g_new (float, search.frames *analysis.pitches * 2 + 1);
  search.before = before = g_new0 (float, search.frames *analysis.pitches * 2 + 1);
  search.weight = weight = g_new (float, search.length + 1);
  for (gint64 t = 0; t < search.frames; t++)
    find_pitches (&analysis, rows + t * BANDS, sizes + t * analysis.pitches);
  weigh (&search);
  begin (&search);
  for (int round = 0; round < PHASED; round++)
    {
      put_together (&search);
      take_apart (&search);
    }
  put_together (&search);
}
