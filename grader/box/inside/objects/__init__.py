"""Objects in the box and outside of it: values that cross, and operations on the rest."""
