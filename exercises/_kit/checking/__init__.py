"""
The additions to pytest that make ``pytest exercises``.

- plugin: the pytest plugin; outcomes and points_table: what it counts and writes at the end
- expect: compares an answer with a promise and says what is different
- values: puts values into one line and finds simple relations between wrong and right
- explain: explains an exception in a few lines; causes: what such exceptions usually mean
- time_limit: ends a test that never returns, where no signal can
- pictures: what ``pytest exercises --plots`` saves
- deferred: postpones what torch imports for compiling
"""
