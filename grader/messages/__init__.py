"""Messages, their translation, and the catalogues they are translated with."""
