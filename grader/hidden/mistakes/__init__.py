"""The known mistakes of this course: a file an exercise, and a file a module that gathers them."""
