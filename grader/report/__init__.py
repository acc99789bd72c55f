"""Pages for people, made from result files alone: nothing here runs code or grades."""
