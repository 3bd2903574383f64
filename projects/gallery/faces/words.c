/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_faces = {
  .id = "faces",
  .title = N_ ("Who is it?"),
  .tagline = N_ ("Near for one person, far for two"),
  .summary
  = N_ ("Faces that the program draws: each person has features, each picture an expression, "
        "a light and a pose. The network gives every picture a code, near for one person and "
        "far for others, and is tested on people it has never seen. Try it shows whom a face is "
        "most like; keep one, and it is found again."),
  .limits = N_ ("Compared with DeepFace, which had seen four million photographs: drawn faces, "
                "which differ in few things. Of photographs it knows nothing: it finds a face most "
                "like yours, and that says little."),
  .baseline = N_ ("how near the pixels are"),
  .titles = WEFT_TITLES (NC_ ("node", "Edges"), NC_ ("node", "Features"), NC_ ("node", "Faces"),
                         NC_ ("node", "Code of a face")),
};
