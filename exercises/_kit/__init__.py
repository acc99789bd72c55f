"""
What the visible tests use to talk to you. There is nothing to solve in here.

- manifest: reads unit.toml and knows the commands to suggest
- expect: compares an answer with a promise and says what is different
- show: puts values into one line
- explain: turns an exception in your code into a few lines
- causes: what those exceptions usually mean
- table: the points table at the end of a test run
- pictures: what ``pytest exercises --plots`` saves
"""
