"""Judge submissions: one trusted pytest session asks the box and decides every verdict."""
