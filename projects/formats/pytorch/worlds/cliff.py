class World:
    """From one corner (S) to the other (G) along a cliff (X), from which one falls back. Moves: up (0), right (1), down (2), left (3)."""

    cells = "............" "............" "............" "SXXXXXXXXXXG"

    def reset(self, *episode):
        self.cell = self.cells.index("S")

    def observe(self):
        """A 1 where one stands."""
        seen = np.zeros(len(self.cells), np.float32)
        seen[self.cell] = 1
        return seen

    def step(self, action):
        """The reward, and whether the episode has ended."""
        down, right = ((-1, 0), (0, 1), (1, 0), (0, -1))[action]
        row, column = min(max(self.cell // 12 + down, 0), 3), min(max(self.cell % 12 + right, 0), 11)
        self.cell = 12 * row + column
        if self.cells[self.cell] == "X":
            self.cell = self.cells.index("S")
            return -100.0, False
        return -1.0, self.cells[self.cell] == "G"
