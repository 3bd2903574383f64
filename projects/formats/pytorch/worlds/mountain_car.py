class World:
    """A car in a valley that has to gather way, pushed to the left (0), not at all (1) or to the right (2); each move costs one."""

    def reset(self, *episode):
        self.state = np.append(uniform(random_blocks(*episode, 0, 1)[0, :1], -0.6, -0.4), np.float32(0))

    def observe(self):
        """The car's place and speed."""
        return self.state

    def step(self, action):
        """The reward, and whether the episode has ended: the car is at the flag."""
        fastest = 0.07
        x, speed = self.state.tolist()
        speed = min(max(speed + 0.001 * (action - 1) - 0.0025 * math.cos(3.0 * x), -fastest), fastest)
        x = max(x + speed, -1.2)
        if x == -1.2 and speed < 0:
            speed = 0  # the wall takes it
        self.state = np.array([x, speed], np.float32)
        return -1.0, x >= 0.5 and speed >= 0

    def teach(self):
        """What somebody does who knows it: the way in which it goes, so that each swing is larger."""
        return 0 if self.state[1] < 0 else 2
