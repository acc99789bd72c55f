"""From the cells of a notebook to the module it stands for."""
