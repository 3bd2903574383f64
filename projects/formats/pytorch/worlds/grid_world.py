class World:
    """Four cells by three with a good end (G), a bad one (X), a wall (#), and feet that slip. Moves: up (0), right (1), down (2), left (3)."""

    cells = "...G" ".#.X" "S..."

    def reset(self, *episode):
        low, high = random_blocks(*episode, (1 << 64) - 1, 1)[0, :2].tolist()
        self.key, self.moves, self.cell = low | high << 32, 0, self.cells.index("S")

    def observe(self):
        """A 1 where one stands."""
        seen = np.zeros(len(self.cells), np.float32)
        seen[self.cell] = 1
        return seen

    def step(self, action):
        """The reward, and whether the episode has ended."""
        drawn = uniform(random_blocks(self.key, EPISODE, self.moves, 0, 1)[0, 0])
        slip = 1 if drawn < np.float32(0.1) else -1 if drawn < np.float32(0.2) else 0
        down, right = ((-1, 0), (0, 1), (1, 0), (0, -1))[(action + slip) % 4]
        row, column = min(max(self.cell // 4 + down, 0), 2), min(max(self.cell % 4 + right, 0), 3)
        if self.cells[4 * row + column] != "#":
            self.cell = 4 * row + column
        self.moves += 1
        end = {"G": 1, "X": -1}.get(self.cells[self.cell], 0)
        return end - 0.04, end != 0
