"""One submission under judgement: what it is asked, what it answers, and what that may cost."""
