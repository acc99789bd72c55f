"""The nbgrader layer: release source notebooks, autograde through the box, write the gradebook."""
