"""One submission while it is judged: what it is asked, what it answers, and what that may cost."""
