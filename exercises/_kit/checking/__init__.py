"""
What ``pytest exercises`` adds to pytest.

- expect: compares an answer with a promise and says what is different
- values: puts values into one line and names what a wrong answer has to do with the right one
- explain: turns an exception in your code into a few lines
- causes: what those exceptions usually mean
- time_limit: ends a test that never comes back, where no signal can
- points_table: the table at the end of a test run
- pictures: what ``pytest exercises --plots`` saves
- deferred: puts off what torch loads for compiling
"""
