"""Messages for people, their translation, and the catalogues with the translations."""
