"""Reading a notebook as the module it stands for."""
