"""Times and lateness: when work was handed in, when it was due, what lateness costs."""
