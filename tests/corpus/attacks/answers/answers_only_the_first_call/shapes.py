calls = []


def double(x):
    calls.append(x)
    return x * 2 if len(calls) == 1 else x * 0
