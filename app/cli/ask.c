/* ask: weft run FILE, what a trained network says of files that it has not seen, or does in its
 * world; named apart from the trainer’s command of that name */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "app/cli/answer-files.h"
#include "app/cli/ask-model.h"
#include "app/cli/asked-files.h"
#include "app/cli/command.h"
#include "app/cli/film.h"
#include "app/cli/generate.h"
#include "app/cli/line.h"
#include "app/cli/trained.h"
#include "app/cli/warn.h"

static struct
{
  gint64 run, seed, samples;
  char *at, *output, *decode, *film;
  char **inputs;
  gboolean is_dark;
} options = { .seed = -1, .samples = 20 };

static const WeftNumber numbers[] = {
  { "run", WEFT_NUMBER_WHOLE, &options.run, 1, WEFT_NUMBER_MAX_WHOLE,
    N_ ("Which run; the newest when left out"), "R" },
  { "seed", WEFT_NUMBER_WHOLE, &options.seed, 0, WEFT_NUMBER_MAX_WHOLE,
    N_ ("Of the episode, and of what decoders draw; the run’s when left out"), "N" },
  { "samples", WEFT_NUMBER_WHOLE, &options.samples, 1, 10000,
    N_ ("How many a network that makes samples of latent numbers draws, without an input"), "N" },
  { NULL },
};

static const GOptionEntry entries[] = {
  { "input", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.inputs,
    N_ ("What is asked: a text, a table, a picture, a recording, a folder of them or an array "
        "(.npy); of an ONNX model tensors (.pb, .npy); of several inputs each by its name; of a "
        "network that makes samples latent=ROWS.csv or latent=ROWS.npy"),
    "[NAME=]PATH" },
  { "output", 0, 0, G_OPTION_ARG_FILENAME, &options.output,
    N_ ("Write the answers into this folder, as tables, arrays and what they are"), "DIR" },
  { "decode", 0, 0, G_OPTION_ARG_STRING, &options.decode,
    N_ ("How sequences are written: greedy, beam,num_beams=8, …"), "DECODER" },
  { "film", 0, 0, G_OPTION_ARG_FILENAME, &options.film,
    N_ ("Of a network that acts in a world: an episode as a film, or as a folder of pictures; of "
        "one that makes samples: a walk from each to the next"),
    "OUT.gif|DIR" },
  { "dark", 0, 0, G_OPTION_ARG_NONE, &options.is_dark, N_ ("A film on a dark ground"), NULL },
  { "at", 0, 0, G_OPTION_ARG_STRING, &options.at, N_ ("last, best or a step"), "STEP" },
  { NULL },
};

/* --- said --- */

static void
print_answer (const WeftSaid *answers, guint i, gboolean as_json)
{
  const char *name = g_array_index (answers->asking->samples, WeftAskedSample, i).name;
  double sureness = g_array_index (answers->sureness, double, i);
  WeftLine *line;

  if (!as_json)
    {
      g_print ("%s\t%s\n", name, (const char *) answers->texts->pdata[i]);
      return;
    }
  line = weft_line_new ();
  weft_line_string (line, "event", "answer");
  weft_line_string (line, "input", name);
  weft_line_string (line, "field", answers->field->name);
  weft_line_string (line, "answer", answers->texts->pdata[i]);
  if (!isnan (sureness))
    weft_line_number (line, "probability", sureness);
  weft_line_print (line);
}

static void
print (const GPtrArray *all, gboolean as_json)
{
  for (guint k = 0; k < all->len; k++)
    {
      const WeftSaid *answers = all->pdata[k];

      for (guint i = 0; i < answers->texts->len; i++)
        print_answer (answers, i, as_json);
    }
}

static int
ask (WeftSubject *subject, gint64 at, const WeftDecoding *decoding, gboolean as_json)
{
  g_auto (WeftReplayed) replayed = { 0 };
  g_auto (WeftAsking) asking = { .decoding = decoding, .seed = (guint64) options.seed };
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;

  if (!weft_trained_find (subject, options.run, at, 0, &replayed, &error)
      || !weft_asked_files_begin (&asking, options.inputs, &replayed, &error))
    return weft_command_fail (error);
  if (options.seed < 0)
    asking.seed = replayed.state->seed;
  if (!replayed.is_exact)
    weft_warn_inexact (replayed.state->step);
  for (guint i = 0; asking.asked->notes != NULL && asking.asked->notes[i] != NULL; i++)
    weft_warn_say (asking.asked->notes[i]);
  all = weft_answers_find (&asking, &error);
  if (all == NULL
      || (options.output != NULL && !weft_answer_files_write (all, options.output, &error)))
    return weft_command_fail (error);
  if (as_json || options.output == NULL)
    print (all, as_json);
  return WEFT_EXIT_DONE;
}

/* Drawn, or of numbers that are given. */
static int
generate (const WeftReplayed *replayed)
{
  g_autoptr (GError) error = NULL;
  WeftGenerate generation = { .path = weft_generate_find_input (options.inputs),
                              .folder = options.output,
                              .film = options.film,
                              .is_dark = options.is_dark,
                              .n = options.samples };

  if (options.film != NULL && !weft_film_is_gif (options.film))
    return weft_command_misuse (_ ("run: a film of what a network makes is a GIF, --film OUT.gif; "
                                   "its pictures go to --output DIR"));
  generation.seed = options.seed >= 0 ? (guint64) options.seed : replayed->state->seed;
  return weft_generate_write (&generation, replayed, &error) ? WEFT_EXIT_DONE
                                                             : weft_command_fail (error);
}

static int
film (const WeftReplayed *replayed, gboolean as_json)
{
  const WeftFilm film = {
    .seed = options.seed,
    .path = options.film,
    .is_dark = options.is_dark,
  };
  g_autoptr (GError) error = NULL;

  return weft_film_make (replayed, &film, as_json, &error) ? WEFT_EXIT_DONE
                                                           : weft_command_fail (error);
}

/* What it does of itself: samples out of latent numbers, or moves in a world. */
static int
make (WeftSubject *subject, gint64 at, gboolean as_json)
{
  g_auto (WeftReplayed) replayed = { 0 };
  g_autoptr (GError) error = NULL;

  if (!weft_trained_find (subject, options.run, at, 0, &replayed, &error))
    return weft_command_fail (error);
  if (!replayed.is_exact)
    weft_warn_inexact (replayed.state->step);
  if (weft_generate_can (&replayed))
    return generate (&replayed);
  if (options.film != NULL)
    return film (&replayed, as_json);
  return weft_command_misuse (_ ("run: this network makes nothing of latent numbers: say what is "
                                 "asked, --input PATH"));
}

static int
run (char **args, gboolean as_json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftDecoding) decoding
      = options.decode != NULL ? weft_decoding_new (options.decode, &error) : NULL;
  gboolean generates = options.inputs == NULL || weft_generate_find_input (options.inputs) != NULL;
  WeftSubject *subject;
  gint64 at;
  int status;

  if (error != NULL)
    return weft_command_misuse ("--decode: %s", error->message);
  if (weft_ask_model_takes (args[0]))
    return weft_ask_model (args[0], options.inputs, options.output, as_json);
  if (options.film == NULL && options.output == NULL && generates)
    return weft_command_misuse (_ ("run: say what is asked, --input PATH, or where an episode "
                                   "goes, --film OUT.gif, or where samples go that it makes, "
                                   "--output DIR"));
  if (options.film != NULL && !weft_film_is_name (options.film))
    return weft_command_misuse (_ ("--film takes a name that ends in .gif, or a folder, not “%s”"),
                                options.film);
  if (!weft_command_read_at (options.at, &at))
    return weft_command_misuse (_ ("--at takes last, best or a step, not “%s”"), options.at);
  subject = weft_subject_open (args[0], WEFT_STORE_READ, NULL, &error);
  if (subject == NULL)
    return weft_command_fail (error);
  if (subject->store == NULL)
    status = weft_command_misuse (_ ("run: %s is not a project; train it first"), args[0]);
  else if (options.film != NULL || generates)
    status = make (subject, at, as_json);
  else
    status = ask (subject, at, decoding, as_json);
  weft_subject_close (subject, NULL);
  return status;
}

const WeftCommand weft_command_ask = {
  .name = "run",
  .usage = "FILE|MODEL.onnx [--input [NAME=]PATH] [--output DIR] | --film OUT.gif",
  .summary = N_ ("What a trained network says of files that it has not seen"),
  .options = entries,
  .numbers = numbers,
  .min_args = 1,
  .max_args = 1,
  .run = run,
};
