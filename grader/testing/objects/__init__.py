"""The objects of a submission on this side: what is asked of them, and the handles for it."""
