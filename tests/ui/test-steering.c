/* test-steering: a person who holds a world and points: it goes where he points, and its limit is
 * its own */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/results/steering.h"

#include <math.h>
#include <string.h>

/* That has just begun. */
static WeftEpisode *
new_episode (const char *id)
{
  const WeftEnvironment *world = weft_environment_find (id);
  WeftEpisode *episode = g_new0 (WeftEpisode, 1);
  const double none = 0;

  g_atomic_ref_count_init (&episode->ref_count);
  episode->environment = world;
  episode->states = g_byte_array_new ();
  episode->actions = g_byte_array_new ();
  episode->returns = g_array_new (FALSE, FALSE, sizeof (double));
  episode->beliefs = g_array_new (FALSE, FALSE, sizeof (float));
  episode->hopes = g_array_new (FALSE, FALSE, sizeof (double));
  g_byte_array_set_size (episode->states, (guint) world->state_size);
  memset (episode->states->data, 0, world->state_size);
  world->reset (episode->states->data, &(WeftRandom){ 1, WEFT_STREAM_EPISODE, 0 });
  g_array_append_val (episode->returns, none);
  return episode;
}

/* Pushed to one side alone the pole falls to the other, at once. */
static void
test_pole (void)
{
  g_autoptr (WeftEpisode) episode = new_episode ("cart_pole");
  WeftSteering steering = { .x = 100, .y = 1 };
  float pole[4];

  g_assert_true (weft_steering_begin (&steering, episode, 0));
  g_assert_cmpmem (steering.game.from, episode->states->len, episode->states->data,
                   episode->states->len);
  while (!steering.ended)
    weft_steering_move (&steering);
  memcpy (pole, steering.game.from, sizeof pole);
  g_assert_cmpfloat (pole[0], >, 0);
  g_assert_cmpfloat (pole[2], <, -0.2f);
  g_assert_cmpuint (steering.game.made, <, 20);
  g_assert_cmpfloat (steering.game.got, ==, steering.game.made);
  weft_steering_move (&steering);
  g_assert_cmpfloat (steering.game.got, ==, steering.game.made); /* it was over */
}

/* A pendulum that hangs swings to where it is pushed, by a force, until its limit. */
static void
test_force (void)
{
  g_autoptr (WeftEpisode) episode = new_episode ("pendulum");
  WeftSteering steering = { .x = 0, .y = 1 };
  float hanging[2] = { (float) G_PI, 0 }, after[2];

  memcpy (episode->states->data, hanging, sizeof hanging);
  g_assert_true (weft_steering_begin (&steering, episode, 0));
  weft_steering_move (&steering);
  memcpy (after, steering.game.from, sizeof after);
  g_assert_cmpfloat (after[1], >, 0);
  while (!steering.ended)
    weft_steering_move (&steering);
  g_assert_cmpuint (steering.game.made, ==, episode->environment->limit);
}

/* A snake does not turn into its own neck, wherever one points. */
static void
test_snake (void)
{
  g_autoptr (WeftEpisode) episode = new_episode ("snake");
  WeftSteering steering = { .x = 0, .y = 5.5f }; /* behind it */

  g_assert_true (weft_steering_begin (&steering, episode, 0));
  weft_steering_move (&steering);
  g_assert_false (steering.ended);
  g_assert_cmpuint (steering.game.made, ==, 1);
}

/* Every world for one can be steered from anywhere in its picture; a board cannot. */
static void
test_all (void)
{
  guint n;
  const WeftEnvironment *const *worlds = weft_environments (&n);
  g_autoptr (WeftDrawing) drawing = weft_drawing_new ();

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftEpisode) episode = new_episode (worlds[i]->id);
      WeftSteering steering = { 0 };

      g_assert_true (weft_steering_can (worlds[i]) == (worlds[i]->players == 1));
      if (worlds[i]->players == 2)
        continue;
      worlds[i]->draw (episode->states->data, drawing);
      for (int move = 0; move < 40; move++)
        {
          if (steering.ended || move == 0)
            g_assert_true (weft_steering_begin (&steering, episode, 0));
          steering.x = drawing->width * (float) (move % 7) / 6;
          steering.y = drawing->height * (float) (move % 5) / 4;
          weft_steering_move (&steering);
          g_assert_true (isfinite (steering.game.got));
        }
    }
  g_assert_false (weft_steering_can (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/steering/pole", test_pole);
  g_test_add_func ("/steering/force", test_force);
  g_test_add_func ("/steering/snake", test_snake);
  g_test_add_func ("/steering/all", test_all);
  return g_test_run ();
}
