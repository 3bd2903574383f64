/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_speech = {
  .id = "speech",
  .title = N_ ("A text is read aloud"),
  .tagline = N_ ("Speech, five frames at a time"),
  .summary
  = N_ ("An encoder reads the letters, and a decoder says them as frames of sound, looking back "
        "at the letters by attention; Griffin and Lim’s method makes frames audible. The error "
        "counts frames of announcements whose texts were never heard."),
  .limits
  = N_ ("Compared with Tacotron: four minutes of one voice instead of a day, and phases that "
        "are guessed. Left alone it blurs what it has learnt, and a new text comes out as "
        "little more than its rhythm."),
  .baseline = N_ ("the last frame, said again"),
  .titles
  = WEFT_TITLES (NC_ ("node", "Letters"), NC_ ("node", "Encoder"), NC_ ("node", "What was said"),
                 NC_ ("node", "Decoder"), NC_ ("node", "Frames")),
};
